// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * A device is used as a bound one after its driver was unregistered.
 *
 * Why:    what may be done with a bound device, as to reach what devres holds for it, needs a driver
 *         to be bound to it meanwhile; a pointer that was kept outlives that.
 * Model:  arguments of parameters that are annotated with IRQLINT_BOUND, when they come out of memory
 *         that the unit keeps a device in, behind a call that unregisters a driver, in the function
 *         that makes it or in one that it calls.
 * Bias:   silent where nothing is unregistered before, whoever calls, and where another driver is
 *         unregistered later: the device may be bound then.
 * Page:   docs/rules/irq-bound-escape.md
 */
#include "engine/identity.h"
#include "engine/origin.h"
#include "engine/promise.h"
#include "engine/success.h"
#include "rules/rule.h"

/* Calls inside each other that are followed from the function that unregisters. */
enum { CALLS_MAX = 4 };

/* A use of a kept device. */
struct use {
	uint32_t event;
	uint32_t kept;	 /* place of the pointer, a path of the function */
	uint32_t stored; /* event that keeps the device there */
};

/* Returns the variable, or field, with a pointer that lasts which @path takes its value from; 0: none. */
static uint32_t kept_place(const struct il_unit *unit, uint32_t path)
{
	for (path = il_path_strip(unit, path); path; path = unit->paths.at[path].a) {
		const struct il_path *p = &unit->paths.at[path];
		bool pointer = unit->types.at[p->type].kind == IL_TYPE_POINTER;
		if (pointer && p->op == IL_PATH_FIELD)
			return path;
		if (p->op == IL_PATH_VARIABLE)
			return pointer && unit->variables.at[p->symbol].kind == IL_VARIABLE_GLOBAL ? path : 0;
		if (p->op != IL_PATH_FIELD && p->op != IL_PATH_INDEX && p->op != IL_PATH_DEREF &&
		    p->op != IL_PATH_ADDRESS && p->op != IL_PATH_CAST)
			return 0;
	}
	return 0;
}

/* Returns whether @path, a path of @function, is a device that is bound while the function runs. */
static bool is_bound_device(const struct il_engine *engine, uint32_t function, uint32_t path)
{
	const struct il_unit *unit = engine->unit;
	const struct il_path *p = &unit->paths.at[il_path_strip(unit, path)];
	const struct il_device_record *record = il_device_of(unit, path);

	if (record && record->bound)
		return true;
	if (p->op != IL_PATH_VARIABLE || unit->variables.at[p->symbol].kind != IL_VARIABLE_PARAM)
		return false;
	const struct il_variable *param = &unit->variables.at[p->symbol];
	const struct il_type *target = &unit->types.at[unit->types.at[param->type].target];
	const struct il_device_record *whole =
		target->kind == IL_TYPE_RECORD ? il_model_device(il_text(unit, unit->records.at[target->record].name))
					       : NULL;
	return (whole && whole->bound) || il_promises(engine, function, param->index, IL_PROMISE_BOUND);
}

/* Returns the event that keeps a bound device at place @kept, or 0. */
static uint32_t find_store(struct il_engine *engine, uint32_t kept)
{
	const struct il_path place = engine->unit->paths.at[kept];

	for (uint32_t e = 1; e < engine->unit->events.count; e++) {
		const struct il_event event = engine->unit->events.at[e];
		const struct il_path target = engine->unit->paths.at[event.target];
		if (event.kind == IL_EVENT_ASSIGN && event.value && target.op == place.op &&
		    target.symbol == place.symbol &&
		    is_bound_device(engine, il_event_function(engine, e), il_resolve(engine, event.value)))
			return e;
	}
	return 0;
}

/* Returns whether call @event is given a kept device as a bound one, and what is known of it in @ret_use. */
static bool read_use(struct il_engine *engine, uint32_t event, struct use *ret_use)
{
	const struct il_event call = engine->unit->events.at[event];
	int8_t bound = call.callee ? il_promised_parameter(engine, call.callee, IL_PROMISE_BOUND) : IL_NO_ARGUMENT;

	if (call.kind != IL_EVENT_CALL || bound == IL_NO_ARGUMENT)
		return false;
	uint32_t argument = il_resolve(engine, il_argument_path(engine->unit, event, bound));
	*ret_use = (struct use) { .event = event, .kept = kept_place(engine->unit, argument) };
	ret_use->stored = ret_use->kept ? find_store(engine, ret_use->kept) : 0;
	return ret_use->stored != 0;
}

struct search {
	struct il_context *context;
	uint32_t unbinds; /* event that unregisters the driver */
	uint32_t calls[CALLS_MAX];
	uint32_t call_count;
};

static void report(const struct search *search, const struct use *use)
{
	struct il_context *context = search->context;
	const struct il_engine *engine = context->engine;
	const struct il_unit *unit = engine->unit;
	char text[IL_MESSAGE_MAX / 4];

	il_report(context, search->call_count ? IL_CONFIDENCE_LIKELY : IL_CONFIDENCE_CERTAIN,
		  unit->events.at[use->event].place, il_event_function(engine, use->event),
		  "the device that '%s' points to is used as a bound one after its driver was unregistered",
		  il_path_text(unit, use->kept, text, sizeof(text)));
	il_note(context, unit->events.at[use->stored].place, il_event_function(engine, use->stored),
		"it is kept here, beyond the call that it is bound for");
	il_note(context, unit->events.at[search->unbinds].place, il_event_function(engine, search->unbinds),
		"'%s' leaves no device bound to the driver", il_callee_name(engine, search->unbinds));
	for (uint32_t i = 0; i < search->call_count; i++)
		il_note(context, unit->events.at[search->calls[i]].place,
			il_event_function(engine, search->calls[i]), "'%s' is called here",
			il_callee_name(engine, search->calls[i]));
	il_report_end(context);
}

/* Returns whether event @later can come after event @event of the same function. */
static bool can_follow(struct il_engine *engine, uint32_t event, uint32_t later)
{
	return il_reached_on_success(engine, event, later) || il_reached_on_failure(engine, event, later);
}

/* Returns whether a driver is unregistered behind @event of @f, so that the device may be that one's. */
static bool unbinds_later(struct il_engine *engine, const struct il_function *f, uint32_t event)
{
	for (uint32_t e = f->first_event; e < f->first_event + f->event_count; e++) {
		if (engine->unit->events.at[e].kind == IL_EVENT_CALL &&
		    il_model_unbinds(il_callee_name(engine, e)) && can_follow(engine, event, e))
			return true;
	}
	return false;
}

/* Looks at the calls of @function that come after event @after; 0: at all. */
static void look(struct search *search, uint32_t function, uint32_t after)
{
	struct il_engine *engine = search->context->engine;
	const struct il_function f = engine->unit->functions.at[function];

	for (uint32_t e = f.first_event; e < f.first_event + f.event_count; e++) {
		const struct il_event event = engine->unit->events.at[e];
		struct use use;
		if (event.kind != IL_EVENT_CALL || e == after ||
		    (after && (!can_follow(engine, after, e) || unbinds_later(engine, &f, e))))
			continue;
		if (read_use(engine, e, &use)) {
			report(search, &use);
		} else if (event.callee && search->call_count < CALLS_MAX) {
			search->calls[search->call_count++] = e;
			look(search, event.callee, 0);
			search->call_count--;
		}
	}
}

IL_RULE(bound_escape, context)
{
	const struct il_unit *unit = context->engine->unit;

	for (uint32_t e = 1; !il_promises_nothing(context->engine) && e < unit->events.count; e++) {
		struct search search = { .context = context, .unbinds = e };
		if (unit->events.at[e].kind == IL_EVENT_CALL &&
		    il_model_unbinds(il_callee_name(context->engine, e)))
			look(&search, il_event_function(context->engine, e), e);
	}
}
