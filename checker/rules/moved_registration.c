// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * An object that has to stay where it was made is copied, moved, or on a stack that is left.
 *
 * Why:    others keep its address: a copy is registered nowhere, and what is left behind still is.
 * Model:  records that are annotated with IRQLINT_PINNED, or have such a member, in assignments,
 *         arguments, results, and functions that copy memory; locals that a call makes such an object
 *         of and that no later call of the function gets.
 * Bias:   silent about a variable whose address no call is given, and about a copy that is taken before
 *         the same function makes the object: nothing is registered with them yet.
 * Page:   docs/rules/irq-moved-registration.md
 */
#include "engine/identity.h"
#include "engine/promise.h"
#include "engine/success.h"
#include "rules/rule.h"

static uint32_t object_of(struct il_unit *unit, uint32_t pointer)
{
	const struct il_type *type = &unit->types.at[unit->paths.at[pointer].type];
	uint32_t target = type->kind == IL_TYPE_POINTER ? type->target : 0;

	return target ? il_path_deref(unit, il_path_strip(unit, pointer), target) : 0;
}

enum made { MADE_UNKNOWN, MADE_BEFORE, MADE_LATER };

/* Returns when the function of @event makes an object in @object, and the event that does in @ret_making. */
static enum made find_making(struct il_engine *engine, uint32_t event, uint32_t object, uint32_t *ret_making)
{
	struct il_unit *unit = engine->unit;
	const struct il_function f = unit->functions.at[il_event_function(engine, event)];
	enum made made = MADE_UNKNOWN;

	object = il_resolve(engine, object);
	for (uint32_t e = f.first_event; e < f.first_event + f.event_count && made != MADE_BEFORE; e++) {
		int8_t position = il_made_argument(engine, e);
		if (position == IL_NO_ARGUMENT)
			continue;
		uint32_t there = il_resolve(engine, object_of(unit, il_argument_path(unit, e, position)));
		if (!il_is_part(unit, there, object) && !il_is_part(unit, object, there))
			continue;
		made = il_reached_on_success(engine, e, event) ? MADE_BEFORE : MADE_LATER;
		*ret_making = e;
	}
	return made;
}

/* Returns whether a call gets the address of @variable, or of a part of it, and can register something there. */
static bool is_given_away(const struct il_engine *engine, uint32_t variable)
{
	const struct il_unit *unit = engine->unit;

	for (uint32_t e = 1; e < unit->events.count; e++) {
		const struct il_event *event = &unit->events.at[e];
		if (event->kind != IL_EVENT_CALL || il_model_copied(il_callee_name(engine, e)) != IL_NO_ARGUMENT)
			continue;
		for (uint32_t i = 0; i < event->argument_count; i++) {
			uint32_t path = il_path_strip(unit, unit->arguments.at[event->first_argument + i].path);
			if (unit->paths.at[path].op == IL_PATH_ADDRESS && il_root_variable(unit, path) == variable)
				return true;
		}
	}
	return false;
}

/* Reports that @event does @what to pinned @object, unless nothing can be registered there yet. */
static void check_copy(struct il_context *context, uint32_t event, uint32_t object, const char *what)
{
	struct il_engine *engine = context->engine;
	const struct il_unit *unit = engine->unit;
	uint32_t making = 0, function = il_event_function(engine, event);
	uint32_t variable = il_root_variable(unit, object);
	enum made made = find_making(engine, event, object, &making);
	char text[IL_MESSAGE_MAX / 4];

	if (made == MADE_LATER || (variable && !is_given_away(engine, variable)))
		return;
	il_report(context, made == MADE_BEFORE ? IL_CONFIDENCE_CERTAIN : IL_CONFIDENCE_LIKELY,
		  unit->events.at[event].place, function, "'%s' %s, but has to stay where it was made",
		  il_path_text(unit, object, text, sizeof(text)), what);
	if (made == MADE_BEFORE)
		il_note(context, unit->events.at[making].place, function, "it is made here");
	il_report_end(context);
}

static bool is_pinned_object(const struct il_engine *engine, uint32_t path)
{
	const struct il_path *p = &engine->unit->paths.at[path];
	bool object = p->op == IL_PATH_VARIABLE || p->op == IL_PATH_FIELD || p->op == IL_PATH_INDEX ||
		      p->op == IL_PATH_DEREF;

	return object && engine->unit->types.at[p->type].kind == IL_TYPE_RECORD && il_is_pinned(engine, p->type);
}

static void check_call(struct il_context *context, uint32_t event)
{
	struct il_unit *unit = context->engine->unit;
	const struct il_event call = unit->events.at[event];
	int8_t copied = il_model_copied(il_callee_name(context->engine, event));
	uint32_t object = copied == IL_NO_ARGUMENT ? 0 : object_of(unit, il_argument_path(unit, event, copied));

	if (object && is_pinned_object(context->engine, object))
		check_copy(context, event, object, "is copied as memory");
	for (uint32_t i = 0; i < call.argument_count; i++) {
		uint32_t path = unit->arguments.at[call.first_argument + i].path;
		if (is_pinned_object(context->engine, path))
			check_copy(context, event, path, "is passed by value");
	}
}

/* Returns whether @event gives somebody the address of @variable who may drop what was made there. */
static bool may_drop(struct il_engine *engine, uint32_t event, uint32_t variable)
{
	const struct il_unit *unit = engine->unit;
	const struct il_event *call = &unit->events.at[event];
	uint32_t count = call->argument_count;

	if ((call->kind != IL_EVENT_CALL && call->kind != IL_EVENT_CLEANUP) ||
	    il_made_argument(engine, event) != IL_NO_ARGUMENT ||
	    il_promised_parameter(engine, call->callee, IL_PROMISE_BOUND) != IL_NO_ARGUMENT)
		return false;
	for (uint32_t i = 0; i < count; i++) {
		uint32_t path = il_path_strip(unit, il_resolve(engine, il_argument_path(unit, event, (int8_t)i)));
		if (unit->paths.at[path].op == IL_PATH_ADDRESS && il_root_variable(unit, path) == variable)
			return true;
	}
	return false;
}

/* Reports a call that makes a pinned object in a local which the function leaves it in. */
static void check_local(struct il_context *context, uint32_t event)
{
	struct il_engine *engine = context->engine;
	const struct il_unit *unit = engine->unit;
	int8_t position = il_made_argument(engine, event);
	uint32_t function = il_event_function(engine, event);
	const struct il_function f = unit->functions.at[function];

	if (position == IL_NO_ARGUMENT)
		return;
	uint32_t path = il_path_strip(unit, il_resolve(engine, il_argument_path(unit, event, position)));
	uint32_t variable = il_root_variable(unit, path);
	const struct il_variable v = unit->variables.at[variable];
	if (unit->paths.at[path].op != IL_PATH_ADDRESS || !variable ||
	    (v.kind != IL_VARIABLE_LOCAL && v.kind != IL_VARIABLE_PARAM) || (v.flags & IL_VARIABLE_STATIC))
		return;
	for (uint32_t e = f.first_event; e < f.first_event + f.event_count; e++) {
		if (may_drop(engine, e, variable))
			return;
	}
	il_report(context, IL_CONFIDENCE_CERTAIN, unit->events.at[event].place, function,
		  "a registration is made in local '%s', which is gone when '%s' returns", il_text(unit, v.name),
		  il_text(unit, f.name));
	il_note(context, v.place, v.function, "'%s' is declared here", il_text(unit, v.name));
	il_report_end(context);
}

IL_RULE(moved_registration, context)
{
	const struct il_engine *engine = context->engine;
	const struct il_unit *unit = engine->unit;

	for (uint32_t e = 1; !il_promises_nothing(engine) && e < unit->events.count; e++) {
		const struct il_event event = unit->events.at[e];
		switch ((enum il_event_kind)event.kind) {
		case IL_EVENT_CALL:
			check_call(context, e);
			check_local(context, e);
			break;
		case IL_EVENT_ASSIGN:
			if (is_pinned_object(engine, event.value))
				check_copy(context, e, event.value, "is copied");
			break;
		case IL_EVENT_RETURN:
			if (is_pinned_object(engine, event.value))
				check_copy(context, e, event.value, "is returned by value");
			break;
		default: break;
		}
	}
}
