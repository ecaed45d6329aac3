// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Handlers of shared lines that ask the registers of a device which is switched off.  A line that is
 * shared is run whatever this device was told, so that nothing but the line's end, or the handler's own
 * test, keeps it from the registers.
 */
#include "engine/moment.h"

#include <stdlib.h>
#include <string.h>

enum { DARK_DEPTH_MAX = 8 };

/* Returns whether somebody makes sure, before @event in its function, that the device is there. */
static bool asks_before(const struct il_walk *walk, uint32_t event)
{
	static const char *const asking[] = { "pm_runtime", "clk_",  "resume", "suspend", "power",
					      "regulator",  "wake",  "active", "enable",  "get_sync",
					      "present",    "alive", NULL };
	const struct il_unit *unit = walk->engine->unit;
	const struct il_function *f = &unit->functions.at[il_event_function(walk->engine, event)];

	for (uint32_t e = f->first_event; e < event; e++) {
		if (unit->events.at[e].kind != IL_EVENT_CALL)
			continue;
		const char *name = il_callee_name(walk->engine, e);
		for (const char *const *word = asking; *word; word++) {
			if (strstr(name, *word))
				return true;
		}
	}
	return false;
}

/* Returns the need by which a handler of a shared line reads a register whatever the driver's memory says, plus one. */
static uint32_t unguarded_read(const struct il_walk *walk, const struct il_registration *r)
{
	const struct il_life *life = walk->life;

	for (uint32_t h = 0; r->shared && h < r->handler_count; h++) {
		const struct il_handler_needs *handler = &life->needs.handlers.at[r->handlers[h]];
		for (uint32_t i = handler->first; i < handler->first + handler->count && !(r->woken >> h & 1); i++) {
			const struct il_need *need = &life->needs.needs.at[i];
			bool asked = asks_before(walk, need->event);
			for (uint32_t c = 0; c < need->call_count; c++)
				asked = asked || asks_before(walk, need->calls[c]);
			if (!need->via && !need->guard && !asked &&
			    il_model_power(il_callee_name(walk->engine, need->event)) == IL_POWER_READ)
				return i + 1;
		}
	}
	return 0;
}

static void tell(struct il_walk *walk, struct il_incident incident)
{
	struct il_life *life = walk->life;

	for (uint32_t i = 0; i < life->incidents.count; i++) {
		const struct il_incident *known = &life->incidents.at[i];
		/* One operation is one defect, however much it switches off. */
		if (known->kind == IL_INCIDENT_DARK &&
		    il_event_function(life->engine, known->event) == il_event_function(life->engine, incident.event))
			return;
	}
	uint32_t at = il_array_add(&life->incidents, 1);
	life->incidents.at[at] = incident;
}

/*
 * Returns whether a helper switches off what it has switched on itself: it undoes what it could not
 * finish, or looks at something in passing, and leaves the device as it was.
 */
static bool undoes_itself(const struct il_walk *walk, uint32_t event)
{
	const struct il_unit *unit = walk->engine->unit;
	const struct il_function *f = &unit->functions.at[il_event_function(walk->engine, event)];

	for (uint32_t e = f->first_event; walk->route.call_count && e < event; e++) {
		if (unit->events.at[e].kind != IL_EVENT_CALL)
			continue;
		const char *name = il_callee_name(walk->engine, e);
		if (strstr(name, "clk_") && strstr(name, "enable"))
			return true;
	}
	return false;
}

void il_happen_dark(struct il_walk *walk, struct il_moment *moment, uint32_t event)
{
	bool own = il_is_own_function(walk->engine, il_event_function(walk->engine, event));
	uint32_t live = own && !undoes_itself(walk, event) ? moment->live & ~moment->masked : 0;

	for (uint32_t i = 0; live && i < walk->life->registrations.count - walk->base; i++) {
		uint32_t read = live >> i & 1 ? unguarded_read(walk, il_registration(walk, i)) : 0;
		struct il_incident dark = {
			.kind = IL_INCIDENT_DARK,
			.registration = walk->base + i,
			.need = read - 1,
			.event = event,
			.route = walk->route,
			.popped = walk->popped,
		};
		if (read)
			tell(walk, dark);
	}
}

/* What an operation, and what it calls, does. */
struct doing {
	uint32_t off; /* event that switches off */
	bool ends;    /* a line is freed, disabled or waited for */
	bool *seen;   /* by function */
};

static void look_into(struct il_walk *walk, uint32_t function, struct doing *doing, int depth)
{
	const struct il_function f = walk->engine->unit->functions.at[function];

	doing->seen[function] = true;
	for (uint32_t e = f.first_event; e < f.first_event + f.event_count; e++) {
		uint32_t targets[IL_TARGETS_MAX];
		if (walk->engine->unit->events.at[e].kind != IL_EVENT_CALL)
			continue;
		const char *name = il_callee_name(walk->engine, e);
		bool off = il_model_power(name) == IL_POWER_OFF;
		if (off && !doing->off)
			doing->off = e;
		doing->ends = doing->ends || il_model_free(walk->engine->model, name) ||
			      il_model_control(walk->engine->model, name);
		uint32_t count = off ? 0 : il_call_targets(&walk->life->graph, e, targets);
		walk->engine->stats.walk_limit_hits += count && depth == DARK_DEPTH_MAX;
		for (uint32_t i = 0; i < count && depth < DARK_DEPTH_MAX; i++) {
			if (!doing->seen[targets[i]])
				look_into(walk, targets[i], doing, depth + 1);
		}
	}
}

/* Returns whether what requests @r also asks for the device to stay on, so that nothing suspends it at run time. */
static bool keeps_on(const struct il_walk *walk, const struct il_registration *r)
{
	const struct il_unit *unit = walk->engine->unit;

	for (uint32_t i = 0; i <= r->route.call_count; i++) {
		uint32_t last = i < r->route.call_count ? r->route.calls[i] : r->event;
		const struct il_function *f = &unit->functions.at[il_event_function(walk->engine, last)];
		for (uint32_t e = f->first_event; e < f->first_event + f->event_count; e++) {
			const char *name = unit->events.at[e].callee ? il_callee_name(walk->engine, e) : "";
			if (strstr(name, "pm_runtime_get") || strstr(name, "pm_runtime_resume_and_get"))
				return true;
		}
	}
	return false;
}

static void look_at_operation(struct il_walk *walk, uint32_t function, bool at_run_time)
{
	const struct il_unit *unit = walk->engine->unit;
	struct doing doing = { .seen = calloc(unit->functions.count, sizeof(bool)) };

	if (!doing.seen)
		abort();
	look_into(walk, function, &doing, 0);
	free(doing.seen);
	if (!doing.off || doing.ends)
		return;
	for (uint32_t i = 0; i < walk->life->registrations.count; i++) {
		const struct il_registration *r = &walk->life->registrations.at[i];
		/* Of several devices of a module, the one whose file it is. */
		bool here = unit->places.at[unit->functions.at[function].place].file ==
			    unit->places.at[unit->events.at[r->event].place].file;
		uint32_t read = here ? unguarded_read(walk, r) : 0;
		struct il_incident dark = {
			.kind = IL_INCIDENT_DARK,
			.registration = i,
			.need = read - 1,
			.event = doing.off,
			.route = { .root = function },
			.suspends = true,
		};
		if (read && !(at_run_time && keeps_on(walk, r)))
			tell(walk, dark);
	}
}

bool il_asks_registers(const struct il_walk *walk)
{
	const struct il_needs *needs = &walk->life->needs;

	for (uint32_t i = 0; i < needs->needs.count; i++) {
		const struct il_need *need = &needs->needs.at[i];
		if (!need->via && !need->guard &&
		    il_model_power(il_callee_name(walk->engine, need->event)) == IL_POWER_READ)
			return true;
	}
	return false;
}

void il_find_dark(struct il_walk *walk)
{
	static const char *const names[] = { "runtime_suspend", "suspend", "suspend_late", NULL };
	const struct il_unit *unit = walk->engine->unit;
	uint32_t count = unit->initialisers.count;

	for (uint32_t i = 1; i < count && walk->life->registrations.count; i++) {
		const struct il_path *p = &unit->paths.at[unit->initialisers.at[i].target];
		uint32_t function = il_path_to_function(walk->engine, unit->initialisers.at[i].value);
		for (int n = 0; function && p->op == IL_PATH_FIELD && names[n]; n++) {
			if (strcmp(il_text(unit, unit->fields.at[p->symbol].name), names[n]) == 0)
				look_at_operation(walk, function, n == 0);
		}
	}
}
