// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * An object that a call used up is given to such a call again.
 *
 * Why:    a request says that nobody has registered a handler on its line yet; used twice, it says so
 *         although somebody has.
 * Model:  parameters that are annotated with IRQLINT_CONSUMES, and those of wrappers that hand them on
 *         to such on all paths; the value flow of the calling function, copies included.
 * Bias:   elements of arrays are not told apart, and a call that may write the object makes it new.
 * Page:   docs/rules/irq-request-reused.md
 */
#include "engine/flow.h"
#include "engine/promise.h"
#include "engine/token.h"
#include "rules/rule.h"

/* Objects of one function; further ones are not looked for copies of. */
enum { OBJECTS_MAX = 8 };

struct use {
	struct il_context *context;
	uint32_t event; /* that uses the object up */
	uint32_t object;
	uint32_t before; /* event that did so already, or 0 */
};

static bool find_first(void *data, const struct il_flow_state *state)
{
	struct use *use = data;
	const struct il_unit *unit = use->context->engine->unit;
	uint32_t call = il_token_call(use->context->engine, state->values[0]);
	uint32_t record = unit->paths.at[use->object].type;

	if (!call)
		return true;
	const struct il_event *event = &unit->events.at[call];
	for (uint32_t i = 0; i < event->argument_count; i++) {
		const struct il_path *argument = &unit->paths.at[unit->arguments.at[event->first_argument + i].path];
		const struct il_type *pointer = &unit->types.at[argument->type];
		if (pointer->target == record && il_consumes(use->context->engine, event->callee, i))
			use->before = call;
	}
	return !use->before;
}

static void report(const struct use *use)
{
	struct il_context *context = use->context;
	const struct il_unit *unit = context->engine->unit;
	uint32_t function = il_event_function(context->engine, use->event);
	char text[IL_MESSAGE_MAX / 4];

	il_path_text(unit, use->object, text, sizeof(text));
	il_report(context, IL_CONFIDENCE_CERTAIN, unit->events.at[use->event].place, function,
		  "'%s' is given to '%s' after a call used it up", text, il_callee_name(context->engine, use->event));
	if (use->before == use->event)
		il_note(context, unit->events.at[use->before].place, function,
			"it is used up here, when the loop comes by the first time");
	else
		il_note(context, unit->events.at[use->before].place, function,
			"it is used up here, whether or not '%s' succeeds",
			il_callee_name(context->engine, use->before));
	il_report_end(context);
}

/* Returns the objects that calls of the function use up, which may be copies of each other. */
static uint32_t find_objects(struct il_engine *engine, const struct il_function *f, uint32_t objects[OBJECTS_MAX])
{
	uint32_t count = 0;

	for (uint32_t e = f->first_event; e < f->first_event + f->event_count; e++) {
		const struct il_event event = engine->unit->events.at[e];
		for (uint32_t a = 0; event.kind == IL_EVENT_CALL && a < event.argument_count; a++) {
			if (!il_consumes(engine, event.callee, a))
				continue;
			if (count == OBJECTS_MAX) {
				engine->stats.walk_limit_hits++;
				return count;
			}
			uint32_t path = engine->unit->arguments.at[event.first_argument + a].path;
			uint32_t object = il_token_object(engine, path);
			if (object)
				objects[count++] = object;
		}
	}
	return count;
}

static void check_event(struct il_context *context, uint32_t event, const uint32_t *objects, uint32_t count)
{
	const struct il_event call = context->engine->unit->events.at[event];

	for (uint32_t a = 0; call.kind == IL_EVENT_CALL && a < call.argument_count; a++) {
		uint32_t path = context->engine->unit->arguments.at[call.first_argument + a].path;
		uint32_t asked[OBJECTS_MAX + 1] = { 0 };
		if (!il_consumes(context->engine, call.callee, a))
			continue;
		struct use use = { .context = context, .event = event };
		use.object = asked[0] = il_token_object(context->engine, path);
		if (!use.object)
			continue;
		/* The others are asked about so that what happens to them is followed, too. */
		for (uint32_t i = 0; i < count; i++)
			asked[i + 1] = objects[i];
		il_flow_at(context->engine, event, asked, count + 1, find_first, &use);
		if (use.before)
			report(&use);
	}
}

IL_RULE(request_reused, context)
{
	const struct il_unit *unit = context->engine->unit;

	for (uint32_t f = 1; !il_promises_nothing(context->engine) && f < unit->functions.count; f++) {
		const struct il_function function = unit->functions.at[f];
		uint32_t objects[OBJECTS_MAX];
		uint32_t count = find_objects(context->engine, &function, objects);
		for (uint32_t e = function.first_event; count && e < function.first_event + function.event_count; e++)
			check_event(context, e, objects, count);
	}
}
