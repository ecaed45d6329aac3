// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * What belongs to one device is used with another one.
 *
 * Why:    what devres holds for a device is there as long as that device is bound; that another one
 *         is bound says nothing of it.
 * Model:  calls of functions with parameters that are annotated with IRQLINT_BOUND and
 *         IRQLINT_BELONGS: the first of them for an object says whose it is, and for what is made of
 *         a request, the one for the request.
 * Bias:   two devices are different when one is a copy of a device, or found by way of the other; of
 *         other pairs that is not known.
 * Page:   docs/rules/irq-wrong-device.md
 */
#include "engine/identity.h"
#include "engine/origin.h"
#include "engine/promise.h"
#include "engine/success.h"
#include "rules/rule.h"

#include <string.h>

/* Made of made things are followed this far. */
enum { MADE_DEPTH_MAX = 3 };

/* A call that says that @object belongs to @device; paths of its function, variables put in. */
struct tie {
	uint32_t event, object, device;
	uint32_t spelled_object, spelled_device; /* as the call has them */
	bool first; /* it makes the object: nothing was said before */
};

/* Returns the device that @bound, an argument, is, or that is in the record it points to; a pointer. */
static uint32_t device_of(struct il_unit *unit, uint32_t bound)
{
	uint32_t pointer = il_path_strip(unit, bound);
	uint32_t target = unit->types.at[unit->paths.at[bound].type].target;
	const struct il_type type = unit->types.at[target];
	const struct il_record record = unit->records.at[type.kind == IL_TYPE_RECORD ? type.record : 0];
	const struct il_device_record *known = il_model_device(il_text(unit, record.name));

	for (uint32_t i = 0; known && i < record.field_count; i++) {
		if (strcmp(il_text(unit, unit->fields.at[record.first_field + i].name), known->field) == 0) {
			uint32_t object = il_path_deref(unit, pointer, target);
			return il_path_address(unit, il_path_field(unit, object, record.first_field + i), 0);
		}
	}
	return pointer;
}

/* Returns what an argument that points to an object identifies it by; of a pointer to a pointer, the pointer. */
static uint32_t identity_of(struct il_unit *unit, uint32_t argument)
{
	uint32_t path = il_path_strip(unit, argument);
	const struct il_path *p = &unit->paths.at[path];

	if (p->op == IL_PATH_ADDRESS && unit->types.at[unit->paths.at[p->a].type].kind == IL_TYPE_POINTER)
		return p->a;
	return path;
}

/* Returns the object that @argument is the address of, or else the argument. */
static uint32_t spelled(const struct il_unit *unit, uint32_t argument)
{
	const struct il_path *p = &unit->paths.at[il_path_strip(unit, argument)];

	return p->op == IL_PATH_ADDRESS ? p->a : argument;
}

/* Returns whether call @event ties an object to a device, and which in @ret_tie. */
static bool read_tie(struct il_engine *engine, uint32_t event, struct tie *ret_tie)
{
	struct il_unit *unit = engine->unit;
	const struct il_event call = unit->events.at[event];
	int8_t object = il_promised_parameter(engine, call.callee, IL_PROMISE_BELONGS);
	int8_t device = il_promised_parameter(engine, call.callee, IL_PROMISE_BOUND);

	if (call.kind != IL_EVENT_CALL || object == IL_NO_ARGUMENT || device == IL_NO_ARGUMENT)
		return false;
	uint32_t argument = il_resolve(engine, il_argument_path(unit, event, object));
	const struct il_path p = unit->paths.at[argument];
	uint32_t bound = il_resolve(engine, il_argument_path(unit, event, device));
	*ret_tie = (struct tie) {
		.event = event,
		.spelled_object = spelled(unit, il_argument_path(unit, event, object)),
		.spelled_device = spelled(unit, il_argument_path(unit, event, device)),
	};
	ret_tie->object = identity_of(unit, argument);
	ret_tie->device = device_of(unit, bound);
	ret_tie->first = ret_tie->object != il_path_strip(unit, argument) ||
			 il_is_linear(engine, unit->types.at[p.type].target);
	return ret_tie->object && ret_tie->device;
}

/* Returns what call @event makes the object of that it makes, as an identity; 0: it makes none, or not @object. */
static uint32_t made_of(struct il_engine *engine, uint32_t event, uint32_t object)
{
	struct il_unit *unit = engine->unit;
	const struct il_event call = unit->events.at[event];
	int8_t made = il_made_argument(engine, event);

	if (made == IL_NO_ARGUMENT)
		return 0;
	uint32_t there = identity_of(unit, il_resolve(engine, il_argument_path(unit, event, made)));
	bool one = unit->paths.at[there].op == IL_PATH_ADDRESS && unit->paths.at[object].op == IL_PATH_ADDRESS &&
		   (il_is_part(unit, unit->paths.at[there].a, unit->paths.at[object].a) ||
		    il_is_part(unit, unit->paths.at[object].a, unit->paths.at[there].a));
	for (uint32_t i = 0; (one || there == object) && i < call.argument_count; i++) {
		if (il_consumes(engine, call.callee, i))
			return identity_of(unit, il_resolve(engine, unit->arguments.at[call.first_argument + i].path));
	}
	return 0;
}

/* Returns whether @event can come after @before, which has not failed: of a pointer, that is not known. */
static bool comes_before(struct il_engine *engine, uint32_t before, uint32_t event)
{
	const struct il_unit *unit = engine->unit;
	uint32_t result = unit->functions.at[unit->events.at[before].callee].type;

	return il_reached_on_success(engine, before, event) ||
	       (unit->types.at[result].kind == IL_TYPE_POINTER && il_reached_on_failure(engine, before, event));
}

/* Returns the first tie of @object before @event in its function, through what it was made of. */
static bool find_tie(struct il_engine *engine, uint32_t event, uint32_t object, struct tie *ret_tie, int depth)
{
	const struct il_function f = engine->unit->functions.at[il_event_function(engine, event)];
	bool found = false;

	for (uint32_t e = f.first_event; e < f.first_event + f.event_count && !found; e++) {
		uint32_t of = made_of(engine, e, object);
		struct tie tie;
		if (e == event || !comes_before(engine, e, event))
			continue;
		if (of && depth < MADE_DEPTH_MAX) {
			found = find_tie(engine, e, of, ret_tie, depth + 1);
		} else if (read_tie(engine, e, &tie) && tie.first && tie.object == object) {
			*ret_tie = tie;
			found = true;
		}
	}
	return found;
}

/* Returns whether device pointer @far is found by way of device @near, as its parent is. */
static bool is_by_way_of(const struct il_unit *unit, uint32_t far, uint32_t near)
{
	const struct il_path *p = &unit->paths.at[near];
	uint32_t object = p->op == IL_PATH_ADDRESS ? p->a : 0;
	bool loads = false;

	for (uint32_t path = far; path; path = unit->paths.at[path].a) {
		p = &unit->paths.at[path];
		if (loads && (path == near || path == object))
			return true;
		loads = loads || p->op == IL_PATH_FIELD;
		if (p->op != IL_PATH_FIELD && p->op != IL_PATH_DEREF && p->op != IL_PATH_ADDRESS &&
		    p->op != IL_PATH_CAST)
			return false;
	}
	return false;
}

static void report(struct il_context *context, const struct tie *use, const struct tie *made, const char *how,
		   enum il_confidence confidence)
{
	struct il_engine *engine = context->engine;
	const struct il_unit *unit = engine->unit;
	char object[IL_MESSAGE_MAX / 4], device[IL_MESSAGE_MAX / 4];
	uint32_t copy = il_device_copy(engine, use->device);

	il_report(context, confidence, unit->events.at[use->event].place, il_event_function(engine, use->event),
		  "'%s' is used with '%s', which is %s",
		  il_path_text(unit, use->spelled_object, object, sizeof(object)),
		  il_path_text(unit, use->spelled_device, device, sizeof(device)), how);
	if (made)
		il_note(context, unit->events.at[made->event].place, il_event_function(engine, made->event),
			"it belongs to '%s'", il_path_text(unit, made->spelled_device, device, sizeof(device)));
	if (copy)
		il_note(context, unit->events.at[copy].place, il_event_function(engine, copy), "it is copied here");
	il_report_end(context);
}

/* Returns a call that makes something belong to a device that a driver binds, if all of the unit do; or 0. */
static uint32_t made_for_bound(struct il_engine *engine)
{
	uint32_t found = 0;

	for (uint32_t e = 1; e < engine->unit->events.count; e++) {
		struct tie tie;
		if (!engine->unit->events.at[e].callee || !read_tie(engine, e, &tie) || !tie.first)
			continue;
		const struct il_device_record *record = il_device_of(engine->unit, tie.device);
		if (!record || !record->bound || engine->unit->paths.at[tie.device].op != IL_PATH_ADDRESS)
			return 0;
		found = e;
	}
	return found;
}

static void check(struct il_context *context, const struct tie *use)
{
	struct il_engine *engine = context->engine;
	struct tie made;
	const struct il_device_record *child = il_device_child(engine->unit, use->device);

	if (il_device_copy(engine, use->device)) {
		report(context, use, NULL, "a copy of a device and bound to nothing", IL_CONFIDENCE_CERTAIN);
	} else if (find_tie(engine, use->event, use->object, &made, 0)) {
		if (is_by_way_of(engine->unit, use->device, made.device) ||
		    is_by_way_of(engine->unit, made.device, use->device))
			report(context, use, &made, "another device", IL_CONFIDENCE_CERTAIN);
	} else if (child && child->bound) {
		uint32_t event = made_for_bound(engine);
		if (event && read_tie(engine, event, &made))
			report(context, use, &made, "the parent of the device that the driver is bound to",
			       IL_CONFIDENCE_LIKELY);
	}
}

IL_RULE(wrong_device, context)
{
	struct il_engine *engine = context->engine;

	for (uint32_t e = 1; !il_promises_nothing(engine) && e < engine->unit->events.count; e++) {
		struct tie tie;
		if (engine->unit->events.at[e].callee && read_tie(engine, e, &tie) && !tie.first)
			check(context, &tie);
	}
}
