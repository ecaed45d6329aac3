// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * The abstract interrupt: what happens to a thing is held against what handlers need that may run
 * right then.
 */
#include "engine/moment.h"

#include "engine/condition.h"

#include <string.h>

uint32_t il_thing(struct il_walk *walk, uint32_t term)
{
	for (uint32_t i = 0; i < walk->things.count; i++) {
		if (walk->things.at[i].term == term)
			return i;
	}
	if (walk->things.count == IL_PLACES_MAX) {
		walk->engine->stats.walk_limit_hits++;
		return IL_PLACES_MAX - 1;
	}
	uint32_t at = il_array_add(&walk->things, 1);
	walk->things.at[at].term = term;
	return at;
}

bool il_thing_in(const struct il_walk *walk, const uint64_t *set, uint32_t term, uint32_t *ret_thing)
{
	for (uint32_t i = 0; i < walk->things.count; i++) {
		if (il_place_in(set, i) &&
		    il_match_places(walk->engine->unit, walk->things.at[i].term, term) != IL_MATCH_DIFFERENT) {
			*ret_thing = i;
			return true;
		}
	}
	return false;
}

static bool is_one_field(const struct il_life *life, const struct il_incident *a, const struct il_incident *b)
{
	const struct il_unit *unit = life->engine->unit;
	uint32_t field = il_place_field(unit, life->needs.needs.at[a->need].term);

	return a->need == b->need || (field && field == il_place_field(unit, life->needs.needs.at[b->need].term));
}

/*
 * Returns whether two incidents are one defect: one release or cancel, whichever of the driver's
 * lines it comes too early for; the same of one thing in one function; one thing that is late for
 * one request.
 */
static bool is_one_defect(const struct il_life *life, const struct il_incident *a, const struct il_incident *b)
{
	const struct il_registration *r = &life->registrations.at[a->registration];
	const struct il_registration *s = &life->registrations.at[b->registration];

	if (a->kind != b->kind || r->managed != s->managed)
		return false;
	if (a->kind == IL_INCIDENT_LEFT)
		return a->ending == b->ending && is_one_field(life, a, b);
	if (a->kind == IL_INCIDENT_LATE)
		return r->event == s->event && is_one_field(life, a, b);
	return a->event == b->event || (is_one_field(life, a, b) && il_event_function(life->engine, a->event) ==
									    il_event_function(life->engine, b->event));
}

/*
 * Returns whether a function whose body is not seen may have freed the line by then, or cancelled a
 * work that nobody else cancels.  Lines that devres frees are not freed by hand as well.
 */
static bool may_be_elsewhere(const struct il_walk *walk, const struct il_moment *moment,
			     const struct il_incident *incident)
{
	bool managed = il_registration(walk, incident->registration - walk->base)->managed;

	return (moment->joined.quelled & IL_QUELLED_ELSEWHERE) &&
	       (incident->kind == IL_INCIDENT_LEFT || (incident->kind == IL_INCIDENT_RELEASED && !managed));
}

static bool leaves_doubt(const struct il_incident *incident)
{
	return incident->quelled || incident->elsewhere || incident->fleeting;
}

static bool is_woken(const struct il_life *life, const struct il_incident *incident)
{
	const struct il_registration *r = &life->registrations.at[incident->registration];

	for (uint32_t h = 0; h < r->handler_count; h++) {
		const struct il_handler_needs *handler = &life->needs.handlers.at[r->handlers[h]];
		if (incident->need >= handler->first && incident->need - handler->first < handler->count)
			return r->woken >> h & 1;
	}
	return false;
}

static void tell(struct il_walk *walk, const struct il_moment *moment, struct il_incident incident)
{
	struct il_life *life = walk->life;

	if (walk->muted)
		return;
	incident.route = walk->route;
	incident.registration += walk->base;
	incident.popped = walk->popped;
	incident.woken = is_woken(life, &incident);
	incident.quelled = il_is_quelled(walk, moment, &incident);
	incident.elsewhere = may_be_elsewhere(walk, moment, &incident);
	for (uint32_t i = 0; i < life->incidents.count; i++) {
		if (!is_one_defect(life, &life->incidents.at[i], &incident))
			continue;
		/* The way that leaves less doubt says it. */
		struct il_incident *known = &life->incidents.at[i];
		if (leaves_doubt(known) && !leaves_doubt(&incident))
			*known = incident;
		return;
	}
	uint32_t at = il_array_add(&life->incidents, 1);
	life->incidents.at[at] = incident;
}

/* Calls @visit for each need of a handler that may run in @moment. */
static void each_need(struct il_walk *walk, struct il_moment *moment, uint32_t registrations,
		      bool (*visit)(struct il_walk *walk, struct il_moment *moment, uint32_t registration,
				    uint32_t need, uint32_t bound, void *context),
		      void *context)
{
	struct il_life *life = walk->life;

	for (uint32_t r = 0; r < life->registrations.count - walk->base; r++) {
		for (uint32_t h = 0; (registrations >> r & 1) && h < il_registration(walk, r)->handler_count; h++) {
			const struct il_registration *registration = il_registration(walk, r);
			struct il_handler_needs handler = life->needs.handlers.at[registration->handlers[h]];
			for (uint32_t i = 0; i < handler.count; i++) {
				uint32_t bound = life->bound.at[registration->first_bound[h] + i];
				if (bound && !visit(walk, moment, r, handler.first + i, bound, context))
					break;
			}
		}
	}
}

struct ready {
	enum il_object object;
	uint32_t place, event;
};

static const struct il_handler_needs *handler_of(const struct il_life *life, uint32_t need)
{
	for (uint32_t i = 0; i < life->needs.handlers.count; i++) {
		const struct il_handler_needs *handler = &life->needs.handlers.at[i];
		if (need >= handler->first && need - handler->first < handler->count)
			return handler;
	}
	return NULL;
}

/*
 * Returns whether the event comes before the request in the function that leads to both, so that
 * it is met behind the request only in another round of a loop, with another object.
 */
static bool is_of_another_round(const struct il_walk *walk, const struct il_registration *registration, uint32_t event)
{
	const struct il_route *a = &walk->route, *b = &registration->route;
	uint32_t i = 0;

	while (i < a->call_count && i < b->call_count && a->calls[i] == b->calls[i])
		i++;
	uint32_t here = i < a->call_count ? a->calls[i] : event;
	uint32_t there = i < b->call_count ? b->calls[i] : registration->event;
	return here < there && il_event_function(walk->engine, here) == il_event_function(walk->engine, there);
}

/*
 * Returns whether the pointer at @place, in the driver's @field, is NULL until the unit sets it: it
 * does so somewhere, or the memory is its own and new.  Tables are filled where they are defined.
 */
static bool begins_null(const struct il_walk *walk, uint32_t field, uint32_t place)
{
	const struct il_unit *unit = walk->engine->unit;
	const struct il_path *p = &unit->paths.at[place];

	if (walk->assigned[field])
		return true;
	if (!il_is_own_record(unit, unit->fields.at[field].record) || walk->initialised[field])
		return false;
	while (p->a && p->op != IL_PATH_RESULT && p->op != IL_PATH_VARIABLE)
		p = &unit->paths.at[p->a];
	return p->op == IL_PATH_RESULT && strstr(il_callee_name(walk->engine, p->symbol), "zalloc") != NULL;
}

bool il_need_is_shadowed(const struct il_walk *walk, const struct il_moment *moment,
			 const struct il_registration *registration, uint32_t index)
{
	const struct il_needs *needs = &walk->life->needs;
	const struct il_handler_needs *handler = handler_of(walk->life, index);
	const struct il_need *need = &needs->needs.at[index];
	uint32_t ignored;

	for (uint32_t i = handler->first; walk->begins && i < index; i++) {
		const struct il_need *earlier = &needs->needs.at[i];
		uint32_t field = il_place_field(walk->engine->unit, earlier->term);
		uint32_t bound = il_bound(walk, registration, i);
		if (earlier->object != IL_OBJECT_MEMORY || earlier->via || earlier->null_is_fine || !field ||
		    walk->opened[field] || !bound || !begins_null(walk, field, bound) ||
		    !il_guards_within(needs, earlier->guard, need->guard))
			continue;
		if (!il_thing_in(walk, moment->joined.ready, bound, &ignored))
			return true;
	}
	return false;
}

/*
 * Returns whether it is a flag set in the same straight run of statements that lets the handler get
 * to the need: between the two is no time in which anything else happens.
 */
static bool is_fleeting(struct il_walk *walk, const struct il_moment *moment,
			const struct il_registration *registration, const struct il_need *need)
{
	struct il_moment before = *moment;

	if (!walk->straight)
		return false;
	before.joined.flags = *walk->straight;
	return !il_need_is_open(walk, &before, registration, need, true);
}

static bool is_late(struct il_walk *walk, struct il_moment *moment, uint32_t registration, uint32_t index,
		    uint32_t bound, void *data)
{
	const struct ready *ready = data;
	const struct il_need *need = &walk->life->needs.needs.at[index];
	const struct il_unit *unit = walk->engine->unit;
	uint32_t ignored;

	if (need->object == IL_OBJECT_DATA || (need->object == IL_OBJECT_MEMORY) != (ready->object == IL_OBJECT_MEMORY))
		return true;
	enum il_match match = il_match_places(unit, bound, ready->place);
	if (match == IL_MATCH_DIFFERENT || il_thing_in(walk, moment->joined.ready, bound, &ignored) ||
	    need->null_is_fine || il_need_is_tested(walk, need) ||
	    is_of_another_round(walk, il_registration(walk, registration), ready->event) ||
	    (match == IL_MATCH_MAYBE && !il_prefixes_are_ready(walk, moment, bound)) ||
	    il_handler_fills(&walk->life->needs, handler_of(walk->life, index), il_place_field(unit, bound)) ||
	    !il_need_is_open(walk, moment, il_registration(walk, registration), need, true) ||
	    il_need_is_shadowed(walk, moment, il_registration(walk, registration), index))
		return true;
	struct il_incident incident = {
		.kind = IL_INCIDENT_LATE,
		.registration = registration,
		.need = index,
		.event = ready->event,
		.exact = match == IL_MATCH_SAME,
		.fleeting = is_fleeting(walk, moment, il_registration(walk, registration), need),
	};
	tell(walk, moment, incident);
	return true;
}

void il_happen_ready(struct il_walk *walk, struct il_moment *moment, enum il_object object, uint32_t place,
		     uint32_t event)
{
	struct ready ready = { object, il_place_object(walk->engine->unit, place), event };

	if (!ready.place)
		return;
	if (!walk->ends)
		each_need(walk, moment, moment->live & ~moment->masked, is_late, &ready);
	il_place_add(moment->joined.ready, il_thing(walk, ready.place));
	if (moment->live)
		il_place_add(moment->joined.late, il_thing(walk, ready.place));
}

/* NAPI can be scheduled from here on. */
void il_happen_enable(struct il_walk *walk, struct il_moment *moment, uint32_t place)
{
	struct il_unit *unit = walk->engine->unit;

	if (place)
		il_place_add(moment->joined.ready,
			     il_thing(walk, il_path_address(unit, il_place_object(unit, place), 0)));
}

struct release {
	uint32_t pointer; /* term */
	uint32_t event;
};

/* Returns whether @term is an address within the object that @pointer points to. */
static bool points_into(struct il_unit *unit, uint32_t term, uint32_t pointer)
{
	uint32_t object = il_pointee(unit, pointer);

	while (term && !il_same_term(unit, term, pointer)) {
		const struct il_path *p = &unit->paths.at[term];
		if (p->op != IL_PATH_ADDRESS && p->op != IL_PATH_FIELD && p->op != IL_PATH_INDEX &&
		    p->op != IL_PATH_CAST)
			return false;
		if (il_same_term(unit, p->a, object))
			return true;
		term = p->a;
	}
	return term != 0;
}

/* Returns whether place @term is reached through @pointer. */
static bool follows(const struct il_unit *unit, uint32_t term, uint32_t pointer)
{
	while (term) {
		const struct il_path *p = &unit->paths.at[term];
		if (p->op == IL_PATH_DEREF && il_same_term(unit, p->a, pointer))
			return true;
		if (!il_place_is_in_another(p))
			return false;
		term = p->a;
	}
	return false;
}

/* Returns whether @term is in an object that this life's end has made itself, for a command or the like. */
static bool is_made_at_the_end(const struct il_walk *walk, uint32_t term)
{
	const struct il_path *p = &walk->engine->unit->paths.at[term];

	while (p->a && p->op != IL_PATH_RESULT && p->op != IL_PATH_MEMBER)
		p = &walk->engine->unit->paths.at[p->a];
	if (!walk->ends || p->op != IL_PATH_RESULT)
		return false;
	const char *name = il_callee_name(walk->engine, p->symbol);
	bool here = false;
	for (uint32_t i = 0; i <= walk->route.call_count; i++)
		here = here || walk->functions[i] == il_event_function(walk->engine, p->symbol);
	return here && (strstr(name, "alloc") || strstr(name, "create"));
}

/*
 * Returns whether the pointer that @event releases is NULL right behind that, and the handler asks for it:
 * only one that has asked already gets to what is gone.
 */
static bool is_cleared_next(const struct il_walk *walk, const struct il_need *need, uint32_t pointer, uint32_t event)
{
	const struct il_unit *unit = walk->engine->unit;
	const struct il_block *block = &unit->blocks.at[unit->events.at[event].block];
	uint32_t field = il_place_field(unit, pointer);
	int64_t value;

	if (!il_need_asks_for(walk, need, field))
		return false;
	for (uint32_t e = event + 1; e < block->first_event + block->event_count; e++) {
		const struct il_event *next = &unit->events.at[e];
		if (next->kind == IL_EVENT_ASSIGN && il_place_field(unit, next->target) == field &&
		    il_path_is_constant(unit, next->value, &value) && value == 0)
			return true;
	}
	return false;
}

static bool is_used(struct il_walk *walk, struct il_moment *moment, uint32_t registration, uint32_t index,
		    uint32_t bound, void *data)
{
	const struct release *release = data;
	struct il_unit *unit = walk->engine->unit;
	const struct il_need *need = &walk->life->needs.needs.at[index];
	uint32_t cookie = il_registration(walk, registration)->cookie;
	bool is_cookie = cookie && points_into(unit, cookie, release->pointer);
	enum il_match match = IL_MATCH_DIFFERENT;
	/* Of the cookie's memory, what is in it; not what is elsewhere, such as global variables. */
	if (is_cookie && (need->object == IL_OBJECT_DATA || follows(unit, bound, release->pointer)))
		match = IL_MATCH_SAME;
	else if (need->object == IL_OBJECT_MEMORY && unit->paths.at[release->pointer].op == IL_PATH_FIELD)
		match = il_match_places(unit, bound, release->pointer);
	uint32_t ignored;
	if (match == IL_MATCH_DIFFERENT ||
	    !il_need_is_open(walk, moment, il_registration(walk, registration), need, false) ||
	    !il_devres_reaches(walk, il_registration(walk, registration), index) ||
	    (match == IL_MATCH_MAYBE && is_made_at_the_end(walk, release->pointer)))
		return true;
	/* What was made after the request and goes on the same way out is about the making, not the end. */
	if (!is_cookie && !walk->ends && il_thing_in(walk, moment->joined.late, bound, &ignored))
		return true;
	/* Where a loop requests, what an error releases may be what this round made. */
	if (!walk->ends && il_registration(walk, registration)->in_loop)
		return true;
	struct il_incident incident = {
		.kind = IL_INCIDENT_RELEASED,
		.registration = registration,
		.need = index,
		.event = release->event,
		.is_cookie = is_cookie,
		.exact = match == IL_MATCH_SAME,
		.fleeting = !is_cookie && is_cleared_next(walk, need, release->pointer, release->event),
	};
	tell(walk, moment, incident);
	/* Of the cookie's own memory, one use says it all. */
	return match != IL_MATCH_SAME || !is_cookie;
}

void il_happen_release(struct il_walk *walk, struct il_moment *moment, uint32_t pointer, uint32_t event)
{
	struct release release = { il_path_strip(walk->engine->unit, pointer), event };

	if (release.pointer)
		each_need(walk, moment, moment->live & ~moment->masked, is_used, &release);
}

void il_happen_calm(struct il_walk *walk, uint32_t place)
{
	uint32_t object = il_place_object(walk->engine->unit, place);

	if (object && walk->ends)
		il_place_add(walk->ever_calm, il_thing(walk, object));
}

struct cancel {
	uint32_t place, event;
	bool armed;
};

static bool is_armed(struct il_walk *walk, struct il_moment *moment, uint32_t registration, uint32_t index,
		     uint32_t bound, void *data)
{
	struct cancel *cancel = data;
	struct il_unit *unit = walk->engine->unit;
	const struct il_need *need = &walk->life->needs.needs.at[index];

	if (!need->arms || !il_need_is_open(walk, moment, il_registration(walk, registration), need, false))
		return true;
	cancel->armed = il_match_places(unit, bound, cancel->place) != IL_MATCH_DIFFERENT;
	return !cancel->armed;
}

void il_happen_cancel(struct il_walk *walk, struct il_moment *moment, uint32_t place, bool for_good, uint32_t event)
{
	struct cancel cancel = { il_place_object(walk->engine->unit, place), event, false };

	if (!cancel.place)
		return;
	if (!for_good)
		each_need(walk, moment, moment->live & ~moment->masked, is_armed, &cancel);
	uint32_t thing = il_thing(walk, cancel.place);
	il_place_add(cancel.armed ? moment->joined.hasty : moment->joined.quiet, thing);
	if (for_good)
		il_place_add(moment->joined.barred, thing);
	/* Of several, the last counts. */
	if (cancel.armed) {
		walk->things.at[thing].event = event;
		walk->things.at[thing].route = walk->route;
		walk->things.at[thing].quelled = moment->joined.quelled;
	}
}

/* What is put on the queue counts as cancelled. */
static bool is_drained(struct il_walk *walk, struct il_moment *moment, uint32_t registration, uint32_t index,
		       uint32_t bound, void *data)
{
	const struct cancel *cancel = data;
	const struct il_need *need = &walk->life->needs.needs.at[index];
	(void)registration;

	/* A delayed work is on no queue while its timer runs. */
	if (need->arms && need->queue && need->object != IL_OBJECT_DELAYED_WORK &&
	    il_match_places(walk->engine->unit, il_path_strip(walk->engine->unit, need->queue), cancel->place) !=
		    IL_MATCH_DIFFERENT)
		il_happen_cancel(walk, moment, bound, false, cancel->event);
	return true;
}

void il_happen_drain(struct il_walk *walk, struct il_moment *moment, uint32_t queue, uint32_t event)
{
	struct cancel cancel = { il_path_strip(walk->engine->unit, queue), event, false };

	each_need(walk, moment, UINT32_MAX, is_drained, &cancel);
}

struct ending {
	uint32_t function;
	bool over;
};

/* Returns whether a call of @name can cancel an @object: of works, delayed ones have a work inside. */
static bool cancels_kind(const char *name, enum il_object object)
{
	const struct il_effect *effect = il_model_effects(name);

	for (const struct il_effect *e = effect; e && il_effect_is_of(e, name); e++) {
		bool works = (e->object == IL_OBJECT_WORK || e->object == IL_OBJECT_DELAYED_WORK) &&
			     (object == IL_OBJECT_WORK || object == IL_OBJECT_DELAYED_WORK);
		if (e->object == object || works)
			return true;
	}
	return false;
}

/* Returns whether the unit cancels what may be @place, of @kind, anywhere. */
static bool is_cancelled_somewhere(const struct il_walk *walk, uint32_t place, enum il_object kind)
{
	struct il_unit *unit = walk->engine->unit;

	for (uint32_t i = 0; i < walk->cancels.count; i++) {
		uint32_t event = walk->cancels.at[i];
		/* The function that begins the life cleans up after itself only. */
		if (il_event_function(walk->engine, event) == walk->beginning ||
		    !cancels_kind(il_callee_name(walk->engine, event), kind))
			continue;
		/* All of them take what they cancel first. */
		uint32_t pointer = il_resolve(walk->engine, il_argument_path(unit, event, 0));
		uint32_t object = il_place_object(unit, il_pointee(unit, pointer));
		/* Through a variable it can be any. */
		if (unit->paths.at[object].op == IL_PATH_DEREF ||
		    il_match_places(unit, object, place) != IL_MATCH_DIFFERENT)
			return true;
	}
	return false;
}

static bool is_left(struct il_walk *walk, struct il_moment *moment, uint32_t registration, uint32_t index,
		    uint32_t bound, void *data)
{
	const struct ending *ending = data;
	const struct il_need *need = &walk->life->needs.needs.at[index];
	struct il_incident incident = { .registration = registration, .need = index };
	uint32_t thing;

	if (!need->arms || need->object == IL_OBJECT_NAPI || il_thing_in(walk, moment->joined.quiet, bound, &thing) ||
	    !il_need_is_open(walk, moment, il_registration(walk, registration), need, false))
		return true;
	incident.ending = ending->function;
	incident.freed = walk->freed[registration];
	if (il_thing_in(walk, moment->joined.hasty, bound, &thing)) {
		struct il_route route = walk->route;
		incident.kind = IL_INCIDENT_HASTY;
		incident.event = walk->things.at[thing].event;
		incident.exact =
			il_match_places(walk->engine->unit, bound, walk->things.at[thing].term) == IL_MATCH_SAME;
		walk->route = walk->things.at[thing].route;
		struct il_moment then = *moment;
		then.joined.quelled = walk->things.at[thing].quelled;
		tell(walk, &then, incident);
		walk->route = route;
		return true;
	}
	/* What is on a queue goes with the queue, which somebody destroys. */
	if (!ending->over || need->via || (need->own_queue && need->object != IL_OBJECT_DELAYED_WORK) ||
	    il_thing_in(walk, walk->ever_quiet, bound, &thing) || is_cancelled_somewhere(walk, bound, need->object))
		return true;
	incident.kind = IL_INCIDENT_LEFT;
	incident.fleeting = il_thing_in(walk, walk->ever_calm, bound, &thing);
	struct il_moment then = *moment;
	if (!il_registration(walk, registration)->managed)
		then.joined.quelled = (moment->joined.quelled & IL_QUELLED_ELSEWHERE) | walk->quelled[registration];
	tell(walk, &then, incident);
	return true;
}

void il_happen_end(struct il_walk *walk, struct il_moment *moment, uint32_t started, bool over)
{
	struct ending ending = { walk->route.root, over };

	each_need(walk, moment, started, is_left, &ending);
}
