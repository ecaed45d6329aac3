// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * The errno of a look-up of the line does not reach the caller.
 *
 * Why:    -EPROBE_DEFER says that the interrupt controller is not there yet and that probe is to
 *         be tried again; another errno in its place makes the failure final.
 * Model:  constants returned on paths on which the look-up's result must be negative; tests of
 *         unsigned variables for being negative.
 * Bias:   silent when the function can also succeed without the line, when -EPROBE_DEFER is handled
 *         by a test of its own or of the number of lines, and in functions that nobody would try again;
 *         possible only where the controller is there in all likelihood.
 * Page:   docs/rules/irq-errno-lost.md
 */
#include "engine/deferral.h"
#include "engine/flow.h"
#include "engine/origin.h"
#include "model/words.h"
#include "rules/rule.h"

#include <string.h>

enum { ERRNO_PROBE_DEFER = -517, SOME_LINE = 57 };

/* The result of one look-up in one function, and what becomes of its failure. */
struct question {
	struct il_context *context;
	uint32_t lookup;    /* path */
	uint32_t statement; /* return that is looked at */
	bool goes_on;	    /* some path returns something else than an errno */
	bool passes_on;	    /* some path returns the look-up's own result */
	uint32_t wrong_return, wrong_value;
};

static bool may_be(const struct question *question, const struct il_flow_state *state, int64_t result)
{
	struct il_unit *unit = question->context->engine->unit;
	uint32_t type = unit->paths.at[question->lookup].type;

	return il_flow_allows(question->context->engine, state, question->lookup,
			      il_path_constant(unit, result, type, 0));
}

/* Returns whether @state is one in which the look-up has failed, and it may have been a deferral. */
static bool has_failed(const struct question *question, const struct il_flow_state *state)
{
	return may_be(question, state, ERRNO_PROBE_DEFER) && !may_be(question, state, SOME_LINE);
}

static bool contains(const struct il_unit *unit, uint32_t path, uint32_t part)
{
	const struct il_path *p = &unit->paths.at[path];

	return path == part || (p->a && contains(unit, p->a, part)) ||
	       (p->b && p->op != IL_PATH_CONTAINER && contains(unit, p->b, part)) ||
	       (p->c && contains(unit, p->c, part));
}

/* Returns the errno that @value is when it comes out of a function that logs and returns it. */
static uint32_t logged(struct il_engine *engine, uint32_t value)
{
	const struct il_path *p = &engine->unit->paths.at[value];

	if (p->op != IL_PATH_RESULT || !il_model_returns_second(il_callee_name(engine, p->symbol)))
		return value;
	return il_path_strip(engine->unit, il_resolve(engine, il_argument_path(engine->unit, p->symbol, 1)));
}

static bool take_state(void *data, const struct il_flow_state *state)
{
	struct question *question = data;
	const struct il_unit *unit = question->context->engine->unit;
	uint32_t value = logged(question->context->engine, il_path_strip(unit, state->values[0]));
	int64_t constant;

	if (!has_failed(question, state))
		return true;
	if (value && contains(unit, value, question->lookup)) {
		question->passes_on = true;
	} else if (!il_path_is_constant(unit, value, &constant) || constant >= 0) {
		question->goes_on = true;
	} else if (constant != ERRNO_PROBE_DEFER && !question->wrong_return) {
		question->wrong_return = question->statement;
		question->wrong_value = value;
	}
	return true;
}

/* Returns whether the device's controller is there in all likelihood, so that nothing is deferred. */
static bool is_unlikely(struct il_engine *engine, const struct question *question, uint32_t function)
{
	const char *name = il_callee_name(engine, engine->unit->paths.at[question->lookup].symbol);
	const struct il_line_api *api = il_model_line(engine->model, name);

	/* Lines of GPIOs are also looked up at run time, when nothing can be deferred any more. */
	if (api && api->origin == IL_ORIGIN_GPIO)
		return true;
	return (!api || api->origin == IL_ORIGIN_PLATFORM) &&
	       (il_binds_by_name(engine) || il_asks_parent(engine, function));
}

/* Returns whether @state leaves room for the look-up having been deferred, and goes on until one does. */
static bool note_deferral(void *data, const struct il_flow_state *state)
{
	struct question *question = data;

	question->goes_on = may_be(question, state, ERRNO_PROBE_DEFER);
	return !question->goes_on;
}

/* Returns whether the call with the result @lookup may have been deferred when @event happens. */
static bool may_be_deferred_at(struct il_context *context, uint32_t lookup, uint32_t event)
{
	struct question question = { .context = context, .lookup = lookup };

	il_flow_at(context->engine, event, &lookup, 1, note_deferral, &question);
	return question.goes_on;
}

static uint32_t result_of(struct il_unit *unit, uint32_t event)
{
	return il_path_result(unit, event, unit->functions.at[unit->events.at[event].callee].type);
}

/* Returns whether the lines were counted before @event, which would have found them deferred. */
static bool is_counted_before(struct il_context *context, const struct il_function *f, uint32_t event)
{
	struct il_engine *engine = context->engine;

	for (uint32_t e = f->first_event; e < event; e++) {
		if (il_model_means(il_callee_name(engine, e), IL_MEANS_COUNTS) &&
		    !may_be_deferred_at(context, result_of(engine->unit, e), event))
			return true;
	}
	return false;
}

/* Fills in what becomes of a failure of the look-up. */
static void follow(struct question *question, const struct il_function *f)
{
	struct il_engine *engine = question->context->engine;

	for (uint32_t i = 0; i < f->event_count; i++) {
		struct il_event statement = engine->unit->events.at[f->first_event + i];
		/* The result itself is asked for as well, so that the conditions on it are kept. */
		uint32_t asked[] = { statement.value, question->lookup };
		question->statement = f->first_event + i;
		if (statement.kind == IL_EVENT_RETURN && statement.value)
			il_flow_at(engine, f->first_event + i, asked, 2, take_state, question);
	}
}

/* Look-ups of one function that lose their errno at one return, in order. */
struct losses {
	IL_ARRAY(struct question) at;
};

/* Returns whether @later fails together with @first: no test of the first stands between the two. */
static bool is_same_loss(const struct question *first, const struct question *later)
{
	const struct il_unit *unit = first->context->engine->unit;

	return later->wrong_return == first->wrong_return &&
	       may_be_deferred_at(first->context, first->lookup, unit->paths.at[later->lookup].symbol);
}

static void report_loss(struct losses *losses, uint32_t index, uint32_t function)
{
	const struct question first = losses->at.at[index];
	struct il_context *context = first.context;
	struct il_engine *engine = context->engine;
	const struct il_unit *unit = engine->unit;
	uint32_t event = unit->paths.at[first.lookup].symbol;
	char text[64];

	il_path_text(unit, first.wrong_value, text, sizeof(text));
	il_report(context, is_unlikely(engine, &first, function) ? IL_CONFIDENCE_POSSIBLE : IL_CONFIDENCE_LIKELY,
		  unit->events.at[event].place, function,
		  "the errno of '%s' is replaced by %s, so that -EPROBE_DEFER is lost", il_callee_name(engine, event),
		  text);
	for (uint32_t i = index + 1; i < losses->at.count; i++) {
		struct question *later = &losses->at.at[i];
		if (!later->wrong_return || !is_same_loss(&first, later))
			continue;
		event = unit->paths.at[later->lookup].symbol;
		il_note(context, unit->events.at[event].place, function, "and so is the errno of this '%s'",
			il_callee_name(engine, event));
		later->wrong_return = 0;
	}
	il_note(context, unit->events.at[first.wrong_return].place, function, "%s is returned here instead", text);
	il_report_end(context);
}

/* Returns whether the function called @name looks up or counts lines and may answer -EPROBE_DEFER. */
static bool defers(const struct il_engine *engine, const char *name)
{
	const struct il_line_api *api = il_model_line(engine->model, name);

	return api ? api->defers : il_model_means(name, IL_MEANS_COUNTS);
}

/* Looks at all look-ups of @function. */
static void check_function(struct il_context *context, uint32_t function)
{
	struct il_engine *engine = context->engine;
	struct il_unit *unit = engine->unit;
	const struct il_function f = unit->functions.at[function];
	struct losses losses = { 0 };

	/* A function that does not return an errno has nothing to hand on. */
	if (unit->types.at[f.type].kind != IL_TYPE_INTEGER || !(unit->types.at[f.type].flags & IL_TYPE_SIGNED))
		return;
	for (uint32_t e = f.first_event; e < f.first_event + f.event_count; e++) {
		if (!defers(engine, il_callee_name(engine, e)))
			continue;
		struct question question = { .context = context, .lookup = result_of(unit, e) };
		follow(&question, &f);
		if (!question.wrong_return || question.goes_on || question.passes_on ||
		    is_counted_before(context, &f, e) || il_runs_at_boot(engine, function))
			continue;
		uint32_t at = il_array_add(&losses.at, 1);
		losses.at.at[at] = question;
	}
	for (uint32_t i = 0; i < losses.at.count; i++) {
		if (losses.at.at[i].wrong_return)
			report_loss(&losses, i, function);
	}
	il_array_fini(&losses.at);
}

/* `x < 0` for a look-up's result in an unsigned x is never true. */
static void check_test(struct il_context *context, uint32_t function, const struct il_block *block)
{
	struct il_engine *engine = context->engine;
	const struct il_path p = engine->unit->paths.at[block->condition];
	int64_t zero;

	if (block->branch != IL_BRANCH_TEST || p.op != IL_PATH_BINARY || (p.code != IL_OP_LT && p.code != IL_OP_LE) ||
	    !il_path_is_constant(engine->unit, p.b, &zero) || zero != 0)
		return;
	const struct il_type *type = &engine->unit->types.at[engine->unit->paths.at[p.a].type];
	if (type->kind != IL_TYPE_INTEGER || (type->flags & IL_TYPE_SIGNED) ||
	    engine->unit->paths.at[p.a].op == IL_PATH_RESULT)
		return;
	const struct il_function f = engine->unit->functions.at[function];
	for (uint32_t i = 0; i < f.event_count; i++) {
		const struct il_event event = engine->unit->events.at[f.first_event + i];
		const struct il_line_api *api = event.kind == IL_EVENT_ASSIGN && event.target == p.a
							? il_line_lookup(engine, event.value)
							: NULL;
		char text[64];
		if (!api || api->failure == IL_FAILURE_ZERO)
			continue;
		il_report(context, IL_CONFIDENCE_CERTAIN, block->place, function,
			  "'%s' is unsigned: the errno of '%s' is never seen",
			  il_path_text(engine->unit, p.a, text, sizeof(text)), api->name);
		il_note(context, event.place, function, "it is stored here");
		il_report_end(context);
		return;
	}
}

IL_RULE(errno_lost, context)
{
	struct il_engine *engine = context->engine;
	const struct il_unit *unit = engine->unit;
	uint32_t functions = unit->functions.count;

	for (uint32_t f = 1; f < functions; f++) {
		if (il_is_own_function(engine, f))
			check_function(context, f);
	}
	for (uint32_t f = 1; f < functions; f++) {
		const struct il_function function = unit->functions.at[f];
		for (uint32_t b = 0; b < function.block_count && il_is_own_function(engine, f); b++) {
			const struct il_block block = unit->blocks.at[function.first_block + b];
			check_test(context, f, &block);
		}
	}
}
