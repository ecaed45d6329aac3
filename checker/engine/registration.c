// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Requests that are met on the way, and the calls that end, mask and unmask them. */
#include "engine/moment.h"

#include <string.h>

static uint32_t term_of(struct il_walk *walk, uint32_t frame, uint32_t event, int8_t position)
{
	uint32_t path = il_argument_path(walk->engine->unit, event, position);

	return path ? il_path_strip(walk->engine->unit, il_term(&walk->life->terms, frame, path)) : 0;
}

static void add_handler(struct il_walk *walk, struct il_registration *registration, uint32_t function)
{
	uint32_t needs = il_needs_of(&walk->life->needs, function);

	for (uint32_t i = 0; i < registration->handler_count; i++) {
		if (registration->handlers[i] == needs)
			return;
	}
	if (registration->handler_count < IL_HANDLERS_MAX)
		registration->handlers[registration->handler_count++] = needs;
	else
		walk->engine->stats.walk_limit_hits++;
}

static void add_handlers(struct il_walk *walk, struct il_registration *registration, uint32_t path)
{
	uint32_t functions[IL_TARGETS_MAX], caller = il_event_function(walk->engine, registration->event);
	uint32_t count = il_functions_of(&walk->life->graph, path, caller, functions);

	for (uint32_t i = 0; i < count; i++)
		add_handler(walk, registration, functions[i]);
}

/*
 * Returns the function that is passed, a term.  A local that was chosen right before the request is
 * what was chosen, not all that it is elsewhere.
 */
static uint32_t function_of(struct il_walk *walk, uint32_t frame, uint32_t event, int8_t position)
{
	const struct il_unit *unit = walk->engine->unit;
	uint32_t path = il_path_strip(unit, il_argument_path(walk->engine->unit, event, position));
	const struct il_block *block = &unit->blocks.at[unit->events.at[event].block];

	for (uint32_t e = event; path && e-- > block->first_event;) {
		if (unit->events.at[e].kind == IL_EVENT_ASSIGN && unit->events.at[e].target == path)
			return il_path_strip(unit, il_term(&walk->life->terms, frame, unit->events.at[e].value));
	}
	return term_of(walk, frame, event, position);
}

/* Returns whether one of the first @count handlers wakes the thread whatever the device says. */
static bool wakes_always(struct il_walk *walk, const struct il_registration *registration, uint32_t count)
{
	const struct il_unit *unit = walk->engine->unit;
	struct il_needs *needs = &walk->life->needs;

	for (uint32_t h = 0; h < count; h++) {
		const struct il_function f = unit->functions.at[needs->handlers.at[registration->handlers[h]].function];
		if (!(f.flags & IL_FUNCTION_DEFINED))
			return true;
		for (uint32_t e = f.first_event; e < f.first_event + f.event_count; e++) {
			uint32_t facts;
			int64_t value;
			if (unit->events.at[e].kind != IL_EVENT_RETURN ||
			    !il_path_is_constant(unit, unit->events.at[e].value, &value) || value != IL_IRQ_WAKE_THREAD)
				continue;
			il_guards_at(&needs->guards, unit->events.at[e].block, &facts);
			if (!facts)
				return true;
		}
	}
	return false;
}

/* Returns which parameter of handler @function is the cookie: the first pointer. */
static uint32_t cookie_parameter(const struct il_unit *unit, uint32_t function)
{
	const struct il_function *f = &unit->functions.at[function];
	const struct il_type *first = &unit->types.at[f->param_count ? unit->variables.at[f->first_param].type : 0];

	return first->kind == IL_TYPE_POINTER ? 0 : 1;
}

/* Puts the needs of the handlers in terms of the request: what comes before the cookie is the line. */
static void bind_needs(struct il_walk *walk, struct il_registration *registration)
{
	struct il_life *life = walk->life;

	for (uint32_t h = 0; h < registration->handler_count; h++) {
		struct il_handler_needs handler = life->needs.handlers.at[registration->handlers[h]];
		uint32_t cookie = cookie_parameter(walk->engine->unit, handler.function);
		uint32_t values[] = { registration->line, 0 };
		values[cookie] = registration->cookie;
		registration->first_bound[h] = il_array_add(&life->bound, handler.count);
		for (uint32_t i = 0; i < handler.count; i++) {
			uint32_t bound = il_bind(walk->engine->unit, life->needs.needs.at[handler.first + i].term,
						 handler.function, values, cookie + 1);
			life->bound.at[registration->first_bound[h] + i] = bound;
		}
	}
}

/*
 * Returns the flags of request @event, a term; of flags that are in a record of their own, the one value that a
 * member of the record is given.
 */
static uint32_t flags_of(struct il_walk *walk, uint32_t frame, uint32_t event, int8_t position)
{
	const struct il_unit *unit = walk->engine->unit;
	uint32_t term = term_of(walk, frame, event, position), found = 0;
	const struct il_path p = unit->paths.at[term];

	if (p.op != IL_PATH_VARIABLE || unit->types.at[p.type].kind != IL_TYPE_RECORD)
		return term;
	for (uint32_t e = 1; e < unit->events.count; e++) {
		const struct il_path *target = &unit->paths.at[unit->events.at[e].target];
		if (unit->events.at[e].kind != IL_EVENT_ASSIGN || target->op != IL_PATH_FIELD || target->a != term)
			continue;
		if (found)
			return 0;
		found = unit->events.at[e].value;
	}
	return found;
}

uint32_t il_registration_of(struct il_walk *walk, uint32_t frame, uint32_t event, const struct il_request_api *api)
{
	struct il_life *life = walk->life;
	uint64_t set, clear;

	for (uint32_t i = walk->base; i < life->registrations.count; i++) {
		if (life->registrations.at[i].event == event && life->registrations.at[i].frame == frame)
			return i - walk->base;
	}
	if (life->registrations.count - walk->base == IL_REGISTRATIONS_MAX) {
		walk->engine->stats.walk_limit_hits++;
		return IL_REGISTRATIONS_MAX;
	}
	struct il_registration registration = {
		.api = api,
		.event = event,
		.frame = frame,
		.route = walk->route,
		.device = term_of(walk, frame, event, api->device),
		.line = term_of(walk, frame, event, api->line),
		.cookie = term_of(walk, frame, event, api->cookie),
		.managed = api->management == IL_MANAGED_BY_DEVICE,
	};
	il_known_bits(walk->engine, flags_of(walk, frame, event, api->flags), &set, &clear);
	set |= api->implied_flags;
	registration.shared = (set & IL_IRQF_SHARED) != 0;
	/* Each processor enables its own. */
	bool per_cpu = api->kind == IL_KIND_PERCPU || api->kind == IL_KIND_PERCPU_NMI;
	registration.masked = per_cpu || (set & IL_IRQF_NO_AUTOEN);
	registration.of_device = walk->begins && !walk->named;
	registration.in_loop = il_event_loops(walk, event);
	for (uint32_t i = 0; i < walk->route.call_count; i++)
		registration.in_loop = registration.in_loop || il_event_loops(walk, walk->route.calls[i]);
	add_handlers(walk, &registration, function_of(walk, frame, event, api->handler));
	uint32_t primary = registration.handler_count;
	add_handlers(walk, &registration, function_of(walk, frame, event, api->thread));
	if (primary && !wakes_always(walk, &registration, primary))
		registration.woken = ~0u << primary;
	bind_needs(walk, &registration);
	uint32_t at = il_array_add(&life->registrations, 1);
	life->registrations.at[at] = registration;
	return at - walk->base;
}

enum il_match il_match_lines(const struct il_unit *unit, uint32_t a, uint32_t b)
{
	const struct il_path *p = &unit->paths.at[a], *q = &unit->paths.at[b];

	if (!a || !b)
		return IL_MATCH_MAYBE;
	if (il_same_term(unit, a, b))
		return IL_MATCH_SAME;
	if (p->op == IL_PATH_CONSTANT && q->op == IL_PATH_CONSTANT)
		return p->value == q->value ? IL_MATCH_SAME : IL_MATCH_DIFFERENT;
	/* What is registered is known by an object, or a part of it, not by a number. */
	if (p->op == IL_PATH_ADDRESS && q->op == IL_PATH_ADDRESS)
		return il_reached_through(unit, p->a, q->a) || il_reached_through(unit, q->a, p->a)
			       ? IL_MATCH_SAME
			       : il_match_places(unit, p->a, q->a);
	if (p->op == IL_PATH_FIELD && q->op == IL_PATH_FIELD) {
		/* Fields of different records may hold the same number. */
		bool siblings = unit->fields.at[p->symbol].record == unit->fields.at[q->symbol].record;
		return p->symbol == q->symbol ? IL_MATCH_SAME : siblings ? IL_MATCH_DIFFERENT : IL_MATCH_MAYBE;
	}
	if (p->op == IL_PATH_INDEX && q->op == IL_PATH_INDEX)
		return il_match_lines(unit, p->a, q->a) == IL_MATCH_DIFFERENT ? IL_MATCH_DIFFERENT
									      : il_match_lines(unit, p->b, q->b);
	return IL_MATCH_MAYBE;
}

/* Returns place or pointer @path with every `p ? q : NULL` in it replaced by q, as nothing is freed else. */
static uint32_t without_null(struct il_unit *unit, uint32_t path)
{
	struct il_path p = unit->paths.at[path];
	int64_t value;

	if (p.op == IL_PATH_SELECT && il_path_is_constant(unit, p.c, &value) && value == 0)
		return without_null(unit, il_path_strip(unit, p.b));
	if (!il_place_is_in_another(&p))
		return path;
	uint32_t a = without_null(unit, p.a);
	return a == p.a ? path : il_path_rebuild(unit, &p, a, p.b, p.c);
}

/* As term_of(), with the casts, which tell what the pointer is taken for. */
static uint32_t cookie_of(struct il_walk *walk, uint32_t frame, uint32_t event, int8_t position)
{
	uint32_t path = il_argument_path(walk->engine->unit, event, position);

	return path ? il_term(&walk->life->terms, frame, path) : 0;
}

/* What memory is taken for is told by a cast as well as by where it is: one of them is enough. */
enum il_match il_match_cookie_of(struct il_walk *walk, const struct il_registration *registration, uint32_t cookie)
{
	struct il_unit *unit = walk->engine->unit;
	enum il_match match = il_match_cookies(unit, registration->cookie, il_path_strip(unit, cookie));

	if (match != IL_MATCH_DIFFERENT)
		return match;
	uint32_t typed = cookie_of(walk, registration->frame, registration->event, registration->api->cookie);
	return il_match_cookies(unit, typed, cookie);
}

/* Returns whether @term is of one object: it has no variable of several values and no element that is not known. */
static bool is_one(const struct il_unit *unit, uint32_t term, bool elements)
{
	const struct il_path *p = &unit->paths.at[term];
	int64_t ignored;

	if (p->op == IL_PATH_VARIABLE)
		return unit->variables.at[p->symbol].kind != IL_VARIABLE_LOCAL;
	if (p->op == IL_PATH_INDEX && (!elements || !il_path_is_constant(unit, p->b, &ignored)))
		return false;
	return !p->a || p->op == IL_PATH_MEMBER || is_one(unit, p->a, elements);
}

bool il_is_exact_line(const struct il_unit *unit, uint32_t a, uint32_t b)
{
	const struct il_path *p = &unit->paths.at[a], *q = &unit->paths.at[b];

	if (il_same_term(unit, a, b))
		return is_one(unit, a, true);
	return p->op == IL_PATH_FIELD && q->op == IL_PATH_FIELD && il_match_places(unit, a, b) != IL_MATCH_DIFFERENT &&
	       is_one(unit, a, false) && is_one(unit, b, false);
}

/* Returns whether calls that @term has results of are made once, for the request that is walked and for @other. */
static bool is_made_once(const struct il_walk *walk, const struct il_registration *other, uint32_t term)
{
	const struct il_path *p = &walk->engine->unit->paths.at[term];
	const struct il_route *here = &walk->route, *there = &other->route;

	if (p->op != IL_PATH_RESULT)
		return !p->a || p->op == IL_PATH_MEMBER || is_made_once(walk, other, p->a);
	uint32_t function = il_event_function(walk->engine, p->symbol);
	for (uint32_t i = 0; i <= here->call_count; i++) {
		if (walk->functions[i] == function)
			return !il_event_loops(walk, p->symbol);
		if (i >= here->call_count || i >= there->call_count || here->calls[i] != there->calls[i] ||
		    il_event_loops(walk, here->calls[i]))
			break;
	}
	return false;
}

uint32_t il_same_registrations(const struct il_walk *walk, uint32_t live, uint32_t index)
{
	const struct il_unit *unit = walk->engine->unit;
	const struct il_registration *r = il_registration(walk, index);
	uint32_t same = 0;

	if (!is_one(unit, r->line, true) || !is_one(unit, r->cookie, true))
		return 0;
	for (uint32_t i = 0; live >> i; i++) {
		const struct il_registration *other = il_registration(walk, i);
		bool both = (live >> i & 1) && il_same_term(unit, other->line, r->line) &&
			    il_same_term(unit, other->cookie, r->cookie) && is_made_once(walk, other, r->line) &&
			    is_made_once(walk, other, r->cookie);
		same |= (uint32_t)both << i;
	}
	return same;
}

void il_happen_free(struct il_walk *walk, struct il_moment *moment, uint32_t frame, uint32_t event,
		    const struct il_free_api *api)
{
	struct il_unit *unit = walk->engine->unit;
	uint32_t line = without_null(unit, term_of(walk, frame, event, api->line));
	uint32_t cookie = cookie_of(walk, frame, event, api->cookie);
	uint32_t same = 0, maybe = 0, gone = 0;

	uint32_t count = walk->life->registrations.count - walk->base;
	for (uint32_t i = 0; i < count; i++) {
		const struct il_registration *r = il_registration(walk, i);
		enum il_match lines = il_match_lines(unit, r->line, line);
		enum il_match cookies = il_match_cookie_of(walk, r, cookie);
		if (!(moment->live >> i & 1)) {
			bool table = lines == IL_MATCH_SAME && r->in_loop && il_event_loops(walk, event);
			if (cookies != IL_MATCH_DIFFERENT && (table || il_is_exact_line(unit, r->line, line)))
				gone |= 1u << i;
			continue;
		}
		if (lines == IL_MATCH_SAME && cookies != IL_MATCH_DIFFERENT)
			same |= 1u << i;
		if (lines != IL_MATCH_DIFFERENT && cookies != IL_MATCH_DIFFERENT)
			maybe |= 1u << i;
	}
	uint32_t chosen = same ? same : maybe;
	il_happen_freed(walk, moment, frame, chosen, event, api);
	if (!chosen && gone)
		il_account_free(walk, moment, event, api, gone);
	uint32_t crossed = il_mismatch(walk, moment, event, api, line, cookie);
	/* The line is thought to be free from here on: one defect is one report. */
	moment->live &= ~crossed;
	moment->joined.guessed |= crossed;
	bool exact = same && !(same & (same - 1));
	for (uint32_t i = 0; exact && i < count; i++)
		exact = !(same >> i & 1) || il_is_exact_line(unit, il_registration(walk, i)->line, line);
	if (exact)
		moment->joined.ended |= chosen;
	else
		moment->joined.guessed |= chosen;
	for (uint32_t i = 0; walk->ends && i < count; i++) {
		if (chosen >> i & 1) {
			walk->freed[i] = event;
			walk->quelled[i] = moment->joined.quelled;
		}
	}
	walk->freed_now |= chosen;
	/* Which one it is, is not always clear; then it is all that it can be. */
	moment->live &= ~chosen;
	moment->masked &= moment->live;
}

void il_happen_control(struct il_walk *walk, struct il_moment *moment, uint32_t frame, uint32_t event,
		       const struct il_control_api *api)
{
	const struct il_unit *unit = walk->engine->unit;
	uint32_t line = term_of(walk, frame, event, api->line), same = 0, maybe = 0;
	uint64_t set, clear;

	if (api->control == IL_CONTROL_STATUS) {
		il_known_bits(walk->engine, term_of(walk, frame, event, api->status), &set, &clear);
		moment->status_off = moment->status_off || (set & IL_IRQ_NOAUTOEN);
		return;
	}
	for (uint32_t i = 0; i < walk->life->registrations.count - walk->base; i++) {
		enum il_match lines = il_match_lines(unit, il_registration(walk, i)->line, line);
		same |= (uint32_t)(lines == IL_MATCH_SAME) << i;
		maybe |= (uint32_t)(lines != IL_MATCH_DIFFERENT) << i;
	}
	uint32_t chosen = (same & moment->live ? same : maybe) & moment->live;
	if (api->control == IL_CONTROL_DISABLE)
		moment->masked |= chosen;
	else if (api->control == IL_CONTROL_ENABLE)
		moment->masked &= ~chosen;
}
