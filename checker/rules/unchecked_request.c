// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Nobody looks at what a request returned, or looks in a way that sees no failure.
 *
 * Why:    without its interrupt the device does not work, and the free that comes later warns about
 *         a line that was never requested.
 * Model:  whether the result of a request, or of a function of the unit that returns it, is read
 *         before it is overwritten; tests that misjudge the function's kind of result.
 * Bias:   a result that is stored in memory, or handed to a function, counts as looked at; so does
 *         that of a function that remembers in memory what became of its request; possible only
 *         when the function says itself that there is no line, and nobody will free it.
 * Page:   docs/rules/irq-unchecked-request.md
 */
#include "engine/release.h"
#include "engine/success.h"
#include "model/words.h"
#include "rules/rule.h"

#include <stdlib.h>

static bool contains(const struct il_unit *unit, uint32_t path, uint32_t part)
{
	const struct il_path *p = &unit->paths.at[path];

	return path == part || (p->a && contains(unit, p->a, part)) ||
	       (p->b && p->op != IL_PATH_CONTAINER && contains(unit, p->b, part)) ||
	       (p->c && contains(unit, p->c, part));
}

/* Returns whether @event reads @value, a path. */
static bool reads(const struct il_unit *unit, const struct il_event *event, uint32_t value)
{
	for (uint32_t i = 0; i < event->argument_count; i++) {
		if (contains(unit, unit->arguments.at[event->first_argument + i].path, value))
			return true;
	}
	/* To assign to the variable is not to read it; to assign through it is. */
	return contains(unit, event->value, value) || (event->target != value && contains(unit, event->target, value));
}

/* Where the result of a call can go before somebody reads it. */
struct search {
	const struct il_unit *unit;
	uint32_t value; /* path that holds the result */
	bool *seen;	/* blocks of the function */
	uint32_t first_block;
	uint32_t overwritten; /* event, the first one that was found */
};

/* Returns whether a path from event @from of @block reads the value before it is overwritten. */
static bool is_read(struct search *search, uint32_t block_id, uint32_t from)
{
	const struct il_unit *unit = search->unit;
	const struct il_block *block = &unit->blocks.at[block_id];

	for (uint32_t e = from; e < block->first_event + block->event_count; e++) {
		const struct il_event *event = &unit->events.at[e];
		if (reads(unit, event, search->value))
			return true;
		if (event->kind == IL_EVENT_ASSIGN && event->target == search->value) {
			search->overwritten = search->overwritten ? search->overwritten : e;
			return false;
		}
	}
	if (block->condition && contains(unit, block->condition, search->value))
		return true;
	for (uint32_t i = 0; i < block->edge_count; i++) {
		uint32_t target = unit->edges.at[block->first_edge + i].target;
		if (search->seen[target - search->first_block])
			continue;
		search->seen[target - search->first_block] = true;
		if (is_read(search, target, unit->blocks.at[target].first_event))
			return true;
	}
	return false;
}

enum use { USE_READ, USE_IGNORED, USE_OVERWRITTEN };

/* Returns what becomes of the result of call @event; @ret_overwritten: by which event. */
static enum use use_of(const struct il_engine *engine, uint32_t event, uint32_t *ret_overwritten)
{
	const struct il_unit *unit = engine->unit;
	const struct il_function *f = &unit->functions.at[il_event_function(engine, event)];
	uint32_t block = unit->events.at[event].block;
	uint32_t variable = 0, stored = 0;
	struct search search = { .unit = unit, .first_block = f->first_block };
	uint32_t next = event + 1;

	for (uint32_t e = 0; e < f->event_count; e++) {
		const struct il_event *other = &unit->events.at[f->first_event + e];
		const struct il_path *value = &unit->paths.at[il_path_strip(unit, other->value)];
		if (other->kind == IL_EVENT_ASSIGN && value->op == IL_PATH_RESULT && value->symbol == event) {
			if (unit->paths.at[other->target].op != IL_PATH_VARIABLE || variable)
				return USE_READ;
			variable = other->target;
			stored = f->first_event + e;
		}
	}
	if (variable) {
		const struct il_variable *v = &unit->variables.at[unit->paths.at[variable].symbol];
		/* Others may read what has an address or a name outside. */
		if (v->kind == IL_VARIABLE_GLOBAL || (v->flags & (IL_VARIABLE_ADDRESSED | IL_VARIABLE_STATIC)))
			return USE_READ;
		search.value = variable;
		next = stored + 1;
		block = unit->events.at[stored].block;
	} else {
		const struct il_items results = il_group_of(&engine->results, event);
		if (!results.count)
			return USE_IGNORED;
		search.value = results.at[results.count - 1];
	}
	search.seen = calloc(f->block_count, sizeof(bool));
	if (!search.seen)
		abort();
	bool read = is_read(&search, block, next);
	free(search.seen);
	*ret_overwritten = search.overwritten;
	return read ? USE_READ : variable ? USE_OVERWRITTEN : USE_IGNORED;
}

/* Returns whether @value, which @function returns, is or holds the result of a requesting function. */
static bool returns_request(const struct il_unit *unit, const struct il_function *function, uint32_t value,
			    const bool *requesting)
{
	const struct il_path *p = &unit->paths.at[il_path_strip(unit, value)];

	if (p->op == IL_PATH_RESULT)
		return requesting[unit->events.at[p->symbol].callee];
	for (uint32_t e = 0; e < function->event_count && p->op == IL_PATH_VARIABLE; e++) {
		const struct il_event *event = &unit->events.at[function->first_event + e];
		const struct il_path *stored = &unit->paths.at[il_path_strip(unit, event->value)];
		if (event->kind == IL_EVENT_ASSIGN && event->target == il_path_strip(unit, value) &&
		    stored->op == IL_PATH_RESULT && requesting[unit->events.at[stored->symbol].callee])
			return true;
	}
	return false;
}

/* Returns whether @event is an assignment that happens only when @request, before it, has succeeded. */
static bool tells_success(struct il_engine *engine, uint32_t request, uint32_t event)
{
	const struct il_event *assign = &engine->unit->events.at[event];

	return assign->kind == IL_EVENT_ASSIGN && !(assign->flags & IL_EVENT_COMPOUND) &&
	       il_reached_on_success(engine, request, event) && !il_reached_on_failure(engine, request, event);
}

/* Returns whether @target lies in an object that outlives the function and has a name. */
static bool is_lasting(const struct il_unit *unit, uint32_t target)
{
	const struct il_variable *root = &unit->variables.at[il_root_variable(unit, target)];

	return root->kind == IL_VARIABLE_GLOBAL || (root->flags & IL_VARIABLE_STATIC);
}

/* Returns whether @f notes in a global object that its request has succeeded. */
static bool remembers_success(struct il_engine *engine, uint32_t f)
{
	const struct il_function function = engine->unit->functions.at[f];

	for (uint32_t r = 0; r < engine->requests.count; r++) {
		uint32_t request = engine->requests.at[r].event;
		if (engine->requests.at[r].function != f)
			continue;
		for (uint32_t e = function.first_event; e < function.first_event + function.event_count; e++) {
			if (is_lasting(engine->unit, engine->unit->events.at[e].target) &&
			    tells_success(engine, request, e))
				return true;
		}
	}
	return false;
}

/*
 * Returns whether @f is there to make a request: static, called by name only, and it neither
 * frees lines nor remembers in memory whether there is one.
 */
static bool is_request_wrapper(struct il_engine *engine, uint32_t f, const bool *requesting)
{
	struct il_unit *unit = engine->unit;
	const struct il_function copy = unit->functions.at[f], *function = &copy;
	bool returns = false, requested = false;

	if (!(function->flags & IL_FUNCTION_DEFINED) || !(function->flags & IL_FUNCTION_STATIC) ||
	    !il_is_own_function(engine, f))
		return false;
	for (uint32_t e = function->first_event; e < function->first_event + function->event_count; e++) {
		const struct il_event *event = &unit->events.at[e];
		int64_t constant;
		requested = requested || requesting[event->callee];
		bool to_field = requested && event->kind == IL_EVENT_ASSIGN &&
				unit->paths.at[event->target].op == IL_PATH_FIELD;
		if (il_model_free(engine->model, il_callee_name(engine, e)) ||
		    (to_field && (il_path_is_constant(unit, event->value, &constant) ||
				  returns_request(unit, function, event->value, requesting))))
			return false;
		returns = returns ||
			  (event->kind == IL_EVENT_RETURN && returns_request(unit, function, event->value, requesting));
	}
	return returns && !engine->named.at[f] && !remembers_success(engine, f);
}

/* Functions whose result is that of a request: the API itself, or wrappers of the unit around it. */
static void mark_requesting(struct il_engine *engine, bool *requesting)
{
	const struct il_unit *unit = engine->unit;

	for (uint32_t f = 1; f < unit->functions.count; f++)
		requesting[f] = il_model_request(engine->model, il_text(unit, unit->functions.at[f].name)) != NULL;
	for (uint32_t r = 0; r < engine->requests.count; r++) {
		uint32_t around = engine->requests.at[r].function;
		requesting[around] = requesting[around] || is_request_wrapper(engine, around, requesting);
	}
}

/* Returns whether the function around @request does nothing but log and return when that has failed. */
static bool only_logs_failure(struct il_engine *engine, uint32_t request)
{
	enum { BLOCKS_MAX = 8 };
	uint32_t block = engine->unit->events.at[request].block;
	uint32_t from = request + 1;
	bool logs = false;

	for (int i = 0; i < BLOCKS_MAX && block; i++) {
		const struct il_block b = engine->unit->blocks.at[block];
		for (uint32_t e = from; e < b.first_event + b.event_count; e++) {
			const struct il_event event = engine->unit->events.at[e];
			bool to_local = event.kind == IL_EVENT_ASSIGN &&
					engine->unit->paths.at[event.target].op == IL_PATH_VARIABLE &&
					!is_lasting(engine->unit, event.target);
			if (event.kind == IL_EVENT_RETURN)
				return logs;
			if (!to_local && !il_model_means(il_callee_name(engine, e), IL_MEANS_LOGS))
				return false;
			logs = logs || !to_local;
		}
		block = il_block_on_failure(engine, block, request);
		from = engine->unit->blocks.at[block].first_event;
	}
	return false;
}

/* A free that can mean what one function has requested. */
struct free_search {
	struct il_engine *engine;
	uint32_t wrapper;
	bool found;
};

static void look_at_release(void *data, const struct il_release *release)
{
	struct free_search *search = data;
	uint32_t count;
	const struct il_request *all = il_all_requests(search->engine, &count);

	for (uint32_t i = 0; i < count && !search->found; i++) {
		if (il_event_function(search->engine, all[i].event) != search->wrapper ||
		    all[i].api->management != IL_MANAGED_BY_DRIVER)
			continue;
		struct il_relation relation = il_relate(search->engine, &all[i], release);
		search->found = !relation.different_line && relation.cookie != IL_MATCH_DIFFERENT;
	}
}

/*
 * Returns whether it makes no difference to the unit that @wrapper has failed: it says so in the log
 * and undoes nothing, and nobody frees the line by hand.
 */
static bool is_harmless(struct il_engine *engine, uint32_t wrapper)
{
	struct free_search search = { engine, wrapper, false };

	for (uint32_t r = 0; r < engine->requests.count; r++) {
		if (engine->requests.at[r].function == wrapper &&
		    !only_logs_failure(engine, engine->requests.at[r].event))
			return false;
	}
	il_each_release(engine, look_at_release, &search);
	return !search.found;
}

/* Returns whether @wrapper keeps the line in memory only when its request has succeeded. */
static bool keeps_line(struct il_engine *engine, uint32_t wrapper)
{
	const struct il_function function = engine->unit->functions.at[wrapper];

	for (uint32_t r = 0; r < engine->requests.count; r++) {
		const struct il_request_call *request = &engine->requests.at[r];
		uint32_t line = il_argument_path(engine->unit, request->event, request->api->line);
		if (request->function != wrapper || !line)
			continue;
		for (uint32_t e = function.first_event; e < function.first_event + function.event_count; e++) {
			const struct il_event event = engine->unit->events.at[e];
			if (engine->unit->paths.at[event.target].op == IL_PATH_FIELD && event.value == line &&
			    tells_success(engine, request->event, e))
				return true;
		}
	}
	return false;
}

/* Returns whether nothing but a test of what one of its arguments points to follows call @event. */
static bool tests_argument_next(const struct il_unit *unit, uint32_t event)
{
	const struct il_event *call = &unit->events.at[event];
	const struct il_block *block = &unit->blocks.at[call->block];

	if (event + 1 != block->first_event + block->event_count)
		return false;
	if (block->edge_count == 1)
		block = &unit->blocks.at[unit->edges.at[block->first_edge].target];
	if (block->branch != IL_BRANCH_TEST || (block != &unit->blocks.at[call->block] && block->event_count))
		return false;
	for (uint32_t i = 0; i < call->argument_count; i++) {
		uint32_t given = il_path_strip(unit, unit->arguments.at[call->first_argument + i].path);
		if (unit->types.at[unit->paths.at[given].type].kind == IL_TYPE_POINTER && block->condition != given &&
		    contains(unit, block->condition, given))
			return true;
	}
	return false;
}

static void report_unread(struct il_context *context, uint32_t event, enum use use, uint32_t overwritten, bool direct)
{
	struct il_engine *engine = context->engine;
	const struct il_unit *unit = engine->unit;
	uint32_t function = il_event_function(engine, event);
	bool harmless = !direct && !overwritten && is_harmless(engine, unit->events.at[event].callee);

	il_report(context,
		  direct     ? IL_CONFIDENCE_CERTAIN
		  : harmless ? IL_CONFIDENCE_POSSIBLE
			     : IL_CONFIDENCE_LIKELY,
		  unit->events.at[event].place, function, "the result of '%s' is %s", il_callee_name(engine, event),
		  use == USE_IGNORED ? "ignored: the line may not be requested"
				     : "never looked at: the line may not be requested");
	if (overwritten)
		il_note(context, unit->events.at[overwritten].place, function, "it is overwritten here");
	if (!direct)
		il_note(context, unit->functions.at[unit->events.at[event].callee].place, 0,
			"'%s' returns the result of a request", il_callee_name(engine, event));
	il_report_end(context);
}

/* Returns why testing @tested, a value in which the result of a request is, is wrong; or NULL. */
static const char *judge_test(const struct il_engine *engine, uint32_t tested, uint32_t *ret_request)
{
	const struct il_unit *unit = engine->unit;
	const struct il_path *p = &unit->paths.at[tested];
	int64_t constant = 0;
	bool compared = p->op == IL_PATH_BINARY && il_path_is_constant(unit, p->b, &constant);
	const struct il_path *result = &unit->paths.at[il_path_strip(unit, compared ? p->a : tested)];

	if (p->op == IL_PATH_UNARY && p->code == IL_OP_NOT)
		result = &unit->paths.at[il_path_strip(unit, p->a)];
	if (result->op != IL_PATH_RESULT)
		return NULL;
	const struct il_request_api *api = il_model_request(engine->model, il_callee_name(engine, result->symbol));
	if (!api)
		return NULL;
	*ret_request = result->symbol;
	if (api->result == IL_RESULT_CONTEXT && (!compared || (p->code == IL_OP_NE && constant == 0)))
		return "is not negative on success: this test takes a nested line for a failure";
	if (api->result == IL_RESULT_LINE && !compared)
		return "is negative on failure: this test does not see it";
	if (api->result == IL_RESULT_ZERO && compared && p->code == IL_OP_GT && constant == 0)
		return "is negative on failure: this test is never true";
	if (compared && p->code == IL_OP_EQ && constant == -1)
		return "is an errno on failure, not just -1";
	return NULL;
}

static void check_test(struct il_context *context, uint32_t function, uint32_t block)
{
	struct il_engine *engine = context->engine;
	const struct il_block b = engine->unit->blocks.at[block];
	uint32_t tested = il_resolve(engine, b.condition), request = 0;
	const char *wrong = b.branch == IL_BRANCH_TEST ? judge_test(engine, tested, &request) : NULL;

	if (!wrong)
		return;
	il_report(context, IL_CONFIDENCE_CERTAIN, b.place, function, "the result of '%s' %s",
		  il_callee_name(engine, request), wrong);
	il_note(context, engine->unit->events.at[request].place, function, "the line is requested here");
	il_report_end(context);
}

IL_RULE(unchecked_request, context)
{
	struct il_engine *engine = context->engine;
	const struct il_unit *unit = engine->unit;
	uint32_t functions = unit->functions.count;
	bool *requesting = calloc(functions, sizeof(bool));

	if (!requesting)
		abort();
	mark_requesting(engine, requesting);
	for (uint32_t f = 1; f < functions; f++) {
		bool direct = il_model_request(engine->model, il_text(unit, unit->functions.at[f].name)) != NULL;
		const struct il_items calls = il_group_of(&engine->calls, f);
		for (uint32_t c = 0; requesting[f] && c < calls.count; c++) {
			uint32_t event = calls.at[c], overwritten = 0;
			if (!il_is_own_function(engine, il_event_function(engine, event)))
				continue;
			enum use use = use_of(engine, event, &overwritten);
			bool seen = !direct && keeps_line(engine, f) && tests_argument_next(unit, event);
			if (use != USE_READ && !seen)
				report_unread(context, event, use, overwritten, direct);
		}
	}
	free(requesting);
	for (uint32_t f = 1; f < functions && engine->requests.count; f++) {
		const struct il_function function = unit->functions.at[f];
		for (uint32_t b = 0; b < function.block_count && il_is_own_function(engine, f); b++)
			check_test(context, f, function.first_block + b);
	}
}
