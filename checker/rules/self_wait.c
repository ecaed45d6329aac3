// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * A handler waits for itself.
 *
 * Why:    disable_irq(), synchronize_irq() and the free functions return when no handler of the
 *         line runs any more; called by that handler they never return.
 * Model:  the calls of a handler or thread function and of what it calls in the unit, with the
 *         line they are given.
 * Bias:   calls through function pointers are not followed; a line out of an array may be another.
 * Page:   docs/rules/irq-self-wait.md
 */
#include "engine/identity.h"
#include "rules/rule.h"

#include <stdlib.h>

enum { CALL_DEPTH_MAX = 5, ARGUMENTS_MAX = 16 };

struct walk {
	struct il_context *context;
	uint32_t handler;
	bool is_thread;
	bool *seen; /* functions */
	uint32_t calls[CALL_DEPTH_MAX];
	int depth;
};

/* Returns for whom a call of @name waits, and @ret_line: the position of the line. */
static enum il_wait waits_for(const struct il_model *model, const char *name, int8_t *ret_line)
{
	const struct il_control_api *control = il_model_control(model, name);
	const struct il_free_api *free_api = il_model_free(model, name);

	*ret_line = control ? control->line : free_api ? free_api->line : IL_NO_ARGUMENT;
	if (free_api)
		return free_api->kind == IL_KIND_IRQ ? IL_WAIT_THREAD : IL_WAIT_NOBODY;
	return control ? control->wait : IL_WAIT_NOBODY;
}

static bool has_index(const struct il_unit *unit, uint32_t path)
{
	const struct il_path *p = &unit->paths.at[path];

	return p->op == IL_PATH_INDEX || (p->a && has_index(unit, p->a));
}

/* Returns how sure it is that @line, in the handler's terms, is the line of the handler. */
static int confidence_of(const struct walk *walk, uint32_t line)
{
	struct il_engine *engine = walk->context->engine;
	const struct il_unit *unit = engine->unit;
	struct il_path p = unit->paths.at[il_path_strip(unit, line)];
	uint32_t count;
	const struct il_request *requests = il_all_requests(engine, &count);
	bool asked = false;

	if (p.op == IL_PATH_VARIABLE && unit->variables.at[p.symbol].kind == IL_VARIABLE_PARAM)
		return unit->variables.at[p.symbol].function == walk->handler && unit->variables.at[p.symbol].index == 0
			       ? IL_CONFIDENCE_CERTAIN
			       : -1;
	if (p.op != IL_PATH_FIELD)
		return -1;
	struct il_keys here = il_line_keys(engine, walk->handler, line);
	for (uint32_t i = 0; i < count; i++) {
		uint32_t handler = requests[i].value[walk->is_thread ? IL_ARGUMENT_THREAD : IL_ARGUMENT_HANDLER];
		if (il_path_to_function(engine, handler) != walk->handler)
			continue;
		struct il_keys there = il_line_keys(engine, il_request_function(engine, &requests[i]),
						    requests[i].value[IL_ARGUMENT_LINE]);
		if (!il_keys_meet(&here, &there))
			return -1;
		asked = true;
	}
	if (!asked)
		return -1;
	return has_index(unit, line) ? IL_CONFIDENCE_POSSIBLE : IL_CONFIDENCE_LIKELY;
}

static void report(const struct walk *walk, uint32_t event, int confidence)
{
	struct il_context *context = walk->context;
	const struct il_engine *engine = context->engine;
	const struct il_unit *unit = engine->unit;

	il_report(context, (enum il_confidence)confidence, unit->events.at[event].place,
		  il_event_function(engine, event), "'%s' waits for %s '%s', which is running it",
		  il_callee_name(engine, event), walk->is_thread ? "thread function" : "handler",
		  il_text(unit, unit->functions.at[walk->handler].name));
	for (int i = 0; i < walk->depth; i++)
		il_note(context, unit->events.at[walk->calls[i]].place, il_event_function(engine, walk->calls[i]),
			"'%s' is called here", il_callee_name(engine, walk->calls[i]));
	il_report_end(context);
}

/* Walks the calls of @function, whose parameters are @values in the handler's terms. */
static void walk_calls(struct walk *walk, uint32_t function, const uint32_t *values, uint32_t count)
{
	struct il_engine *engine = walk->context->engine;
	const struct il_function f = engine->unit->functions.at[function];

	walk->seen[function] = true;
	for (uint32_t i = 0; i < f.event_count; i++) {
		uint32_t id = f.first_event + i;
		const struct il_event event = engine->unit->events.at[id];
		uint32_t given[ARGUMENTS_MAX];
		int8_t position;
		if (event.kind != IL_EVENT_CALL || !event.callee || event.argument_count > ARGUMENTS_MAX)
			continue;
		enum il_wait wait = waits_for(engine->model, il_callee_name(engine, id), &position);
		for (uint32_t a = 0; a < event.argument_count; a++) {
			uint32_t path = il_resolve(engine, engine->unit->arguments.at[event.first_argument + a].path);
			given[a] =
				function == walk->handler ? path : il_bind(engine->unit, path, function, values, count);
		}
		if (position >= 0 && (uint32_t)position < event.argument_count &&
		    wait >= (walk->is_thread ? IL_WAIT_THREAD : IL_WAIT_HANDLER)) {
			int confidence = confidence_of(walk, given[position]);
			if (confidence >= 0)
				report(walk, id, confidence);
		}
		bool follow = (engine->unit->functions.at[event.callee].flags & IL_FUNCTION_DEFINED) &&
			      il_is_own_function(engine, event.callee) && !walk->seen[event.callee];
		if (!follow || walk->depth == CALL_DEPTH_MAX)
			continue;
		walk->calls[walk->depth++] = id;
		walk_calls(walk, event.callee, given, event.argument_count);
		walk->depth--;
	}
}

static void check_handler(struct il_context *context, uint32_t function, bool is_thread)
{
	const struct il_unit *unit = context->engine->unit;
	struct walk walk = { .context = context, .handler = function, .is_thread = is_thread };

	if (!function || !(unit->functions.at[function].flags & IL_FUNCTION_DEFINED))
		return;
	walk.seen = calloc(unit->functions.count, sizeof(bool));
	if (!walk.seen)
		abort();
	walk_calls(&walk, function, NULL, 0);
	free(walk.seen);
}

IL_RULE(self_wait, context)
{
	const struct il_engine *engine = context->engine;
	uint32_t count;
	const struct il_request *requests = il_all_requests(context->engine, &count);

	for (uint32_t i = 0; i < count; i++) {
		check_handler(context, il_path_to_function(engine, requests[i].value[IL_ARGUMENT_HANDLER]), false);
		check_handler(context, il_path_to_function(engine, requests[i].value[IL_ARGUMENT_THREAD]), true);
	}
}
