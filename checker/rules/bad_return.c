// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * A handler returns IRQ_NONE, IRQ_HANDLED or IRQ_WAKE_THREAD.
 *
 * Why:    the kernel counts anything else as a bogus return value, and an errno or a boolean in
 *         its place usually means that the interrupt was not handled as the author thought.
 * Model:  the values that each return statement of an irqreturn_t function can have, through
 *         variables, `?:` and functions of the unit.  Helpers count as far as a handler returns
 *         what they return.
 * Bias:   values of functions outside the unit are not judged; a bool has the value of IRQ_NONE or
 *         IRQ_HANDLED and is reported at confidence possible only.
 * Page:   docs/rules/irq-bad-return.md
 */
#include "engine/flow.h"
#include "engine/request.h"
#include "rules/rule.h"

#include <stdlib.h>
#include <string.h>

/* A function that returns what another returns is followed this far. */
enum { CALL_DEPTH_MAX = 4 };

/* One return statement being looked at. */
struct question {
	struct il_context *context;
	uint32_t event; /* the return of the handler */
	int depth;
	/* The returns in called functions on the way, innermost last. */
	uint32_t via[CALL_DEPTH_MAX];
	/* The state of the function that calls, to which a callee's value must be possible. */
	const struct question *caller;
	const struct il_flow_state *caller_state;
	uint32_t result; /* path in the caller that stands for what is returned here */
};

static bool is_handler_type(const struct il_unit *unit, uint32_t type)
{
	const struct il_type *t = &unit->types.at[type];

	return t->kind == IL_TYPE_ENUM && strcmp(il_text(unit, t->name), IL_IRQRETURN_ENUM) == 0;
}

static bool is_bool(const struct il_unit *unit, const struct il_path *p)
{
	const char *name = il_text(unit, p->symbol);

	/* In the kernel, true and false are enumerators. */
	return unit->types.at[p->type].kind == IL_TYPE_BOOL ||
	       (p->op == IL_PATH_CONSTANT && (strcmp(name, "true") == 0 || strcmp(name, "false") == 0));
}

/* The return statement that is wrong: the handler's, or that of a helper of its type. */
static int wrong_level(const struct question *question)
{
	const struct il_engine *engine = question->context->engine;

	for (int i = question->depth; i > 0; i--) {
		uint32_t helper = il_event_function(engine, question->via[i - 1]);
		if (is_handler_type(engine->unit, engine->unit->functions.at[helper].type))
			return i;
	}
	return 0;
}

static void report(const struct question *question, enum il_confidence confidence, const char *what, const char *value)
{
	struct il_context *context = question->context;
	const struct il_engine *engine = context->engine;
	const struct il_unit *unit = engine->unit;
	int level = wrong_level(question);
	uint32_t event = level ? question->via[level - 1] : question->event;
	uint32_t function = il_event_function(engine, event);

	il_report(context, confidence, unit->events.at[event].place, function, "handler '%s' returns %s%s%s%s",
		  il_text(unit, unit->functions.at[function].name), what, *value ? " '" : "", value, *value ? "'" : "");
	for (int i = question->depth; i > level; i--)
		il_note(context, unit->events.at[question->via[i - 1]].place,
			il_event_function(engine, question->via[i - 1]), "the value comes from here");
	for (int i = level - 1; i >= 0; i--) {
		uint32_t outer = i ? question->via[i - 1] : question->event;
		il_note(context, unit->events.at[outer].place, il_event_function(engine, outer),
			"and is handed on here");
	}
	il_report_end(context);
}

/* Returns whether the callers up to the handler can have seen @value come back. */
static bool possible_for_callers(const struct question *question, uint32_t value)
{
	for (; question->caller; question = question->caller) {
		if (!il_flow_allows(question->context->engine, question->caller_state, question->result, value))
			return false;
	}
	return true;
}

static void check_constant(const struct question *question, uint32_t value)
{
	const struct il_unit *unit = question->context->engine->unit;
	struct il_path p = unit->paths.at[value];
	char text[64];

	if (!possible_for_callers(question, value))
		return;
	il_path_text(unit, value, text, sizeof(text));
	if (is_bool(unit, &p))
		report(question, IL_CONFIDENCE_POSSIBLE, "a bool", "");
	else if (p.symbol && unit->types.at[p.type].kind == IL_TYPE_ENUM && !is_handler_type(unit, p.type) &&
		 question->depth == 0)
		report(question, IL_CONFIDENCE_CERTAIN, "an enumerator of another type,", text);
	else if (p.value < 0)
		report(question, IL_CONFIDENCE_CERTAIN, "the negative errno", text);
	else if (p.value > IL_IRQ_RESULT_MAX)
		report(question, IL_CONFIDENCE_CERTAIN, "a value that is no irqreturn_t,", text);
}

static bool check_state(void *data, const struct il_flow_state *state);

/* Asks the returns of the called function for what comes back. */
static void check_call(const struct question *question, const struct il_flow_state *state, uint32_t value)
{
	struct il_engine *engine = question->context->engine;
	uint32_t callee = engine->unit->events.at[engine->unit->paths.at[value].symbol].callee;
	const struct il_function f = engine->unit->functions.at[callee];

	if (question->depth == CALL_DEPTH_MAX || !(f.flags & IL_FUNCTION_DEFINED))
		return;
	for (uint32_t i = 0; i < f.event_count; i++) {
		struct question inner = *question;
		struct il_event event = engine->unit->events.at[f.first_event + i];
		if (event.kind != IL_EVENT_RETURN || !event.value)
			continue;
		inner.via[inner.depth++] = f.first_event + i;
		inner.caller = question;
		inner.caller_state = state;
		inner.result = value;
		il_flow_at(engine, f.first_event + i, &event.value, 1, check_state, &inner);
	}
}

static void check_value(const struct question *question, const struct il_flow_state *state, uint32_t value)
{
	const struct il_unit *unit = question->context->engine->unit;
	value = il_path_strip(unit, value);
	struct il_path p = unit->paths.at[value];

	switch ((enum il_path_op)p.op) {
	case IL_PATH_CONSTANT: check_constant(question, value); break;
	case IL_PATH_SELECT:
		check_value(question, state, p.b);
		check_value(question, state, p.c);
		break;
	case IL_PATH_RESULT: check_call(question, state, value); break;
	case IL_PATH_VARIABLE:
	case IL_PATH_FIELD:
		if (is_bool(unit, &p) && question->depth == 0)
			report(question, IL_CONFIDENCE_POSSIBLE, "a bool", "");
		break;
	default: break;
	}
}

static bool check_state(void *data, const struct il_flow_state *state)
{
	check_value(data, state, state->values[0]);
	return true;
}

static void check_returns(struct il_context *context, uint32_t function)
{
	struct il_engine *engine = context->engine;
	const struct il_function f = engine->unit->functions.at[function];

	for (uint32_t i = 0; i < f.event_count; i++) {
		struct question question = { .context = context, .event = f.first_event + i };
		struct il_event event = engine->unit->events.at[question.event];
		if (event.kind == IL_EVENT_RETURN && event.value)
			il_flow_at(engine, question.event, &event.value, 1, check_state, &question);
	}
}

/* A function that returns nothing, cast to a handler: the kernel reads a stale register. */
static bool check_request(void *data, const struct il_request *request)
{
	static const enum il_request_argument handlers[] = { IL_ARGUMENT_HANDLER, IL_ARGUMENT_THREAD };
	struct il_context *context = data;
	const struct il_engine *engine = context->engine;
	const struct il_unit *unit = engine->unit;
	bool settled = true;

	for (int i = 0; i < 2; i++) {
		uint32_t function = il_path_to_function(engine, request->value[handlers[i]]);
		int64_t null;
		if (!function) {
			settled = settled && (!il_request_takes(request->api, handlers[i]) ||
					      il_path_is_constant(unit, request->value[handlers[i]], &null));
			continue;
		}
		if (unit->types.at[unit->functions.at[function].type].kind != IL_TYPE_VOID)
			continue;
		il_report(context, IL_CONFIDENCE_CERTAIN, il_request_place(engine, request),
			  il_request_function(engine, request), "handler '%s' returns nothing",
			  il_text(unit, unit->functions.at[function].name));
		il_note(context, unit->functions.at[function].place, function, "it is declared void here");
		il_report_end(context);
	}
	return settled;
}

/*
 * Marks the functions that somebody else may call: those whose address is taken, and public ones.
 * A helper of type irqreturn_t that only handlers call may agree with them on other values.
 */
static bool *find_entries(const struct il_unit *unit)
{
	bool *entries = calloc(unit->functions.count, sizeof(*entries));

	if (!entries)
		abort();
	for (uint32_t f = 1; f < unit->functions.count; f++)
		entries[f] = !(unit->functions.at[f].flags & IL_FUNCTION_STATIC);
	for (uint32_t p = 1; p < unit->paths.count; p++) {
		if (unit->paths.at[p].op == IL_PATH_FUNCTION)
			entries[unit->paths.at[p].symbol] = true;
	}
	return entries;
}

IL_RULE(bad_return, context)
{
	const struct il_unit *unit = context->engine->unit;
	uint32_t count = unit->functions.count;
	bool *entries = find_entries(unit);

	for (uint32_t f = 1; f < count; f++) {
		if (entries[f] && (unit->functions.at[f].flags & IL_FUNCTION_DEFINED) &&
		    is_handler_type(unit, unit->functions.at[f].type))
			check_returns(context, f);
	}
	free(entries);
	il_each_request(context->engine, check_request, context);
}
