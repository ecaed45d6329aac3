// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Lines that are taken away while they are requested, and what of them is left set when they are freed. */
#include "engine/moment.h"

#include "engine/origin.h"

#include <string.h>

/* Fields that are filled from fields are followed this far. */
enum { WIRED_DEPTH_MAX = 3 };

static uint32_t term_of(struct il_walk *walk, uint32_t frame, uint32_t event, int8_t position)
{
	uint32_t path = il_argument_path(walk->engine->unit, event, position);

	return path ? il_term(&walk->life->terms, frame, path) : 0;
}

static uint32_t wired_by(struct il_walk *walk, uint32_t line, uint32_t *ret_source, int depth);

/* What everything is wired to that the unit stores in the field, or the local, that @place is. */
static uint32_t wired_in(struct il_walk *walk, uint32_t place, uint32_t *ret_source, int depth)
{
	struct il_engine *engine = walk->engine;
	const struct il_items events = il_assignments_to(engine, place);
	uint32_t wired = 0;

	if (depth == WIRED_DEPTH_MAX) {
		walk->engine->stats.walk_limit_hits++;
		return 0;
	}
	for (uint32_t i = 0; i < events.count; i++)
		wired |= wired_by(walk, il_resolve(engine, engine->unit->events.at[events.at[i]].value), ret_source,
				  depth + 1);
	return wired;
}

/* Returns what the line whose number @line is may be wired to, and the look-up that tells. */
static uint32_t wired_by(struct il_walk *walk, uint32_t line, uint32_t *ret_source, int depth)
{
	const struct il_unit *unit = walk->engine->unit;
	uint32_t place = il_path_strip(unit, line);

	while (unit->paths.at[place].op == IL_PATH_INDEX)
		place = il_path_strip(unit, unit->paths.at[place].a);
	const struct il_path *p = &unit->paths.at[place];
	if (p->op == IL_PATH_RESULT) {
		const struct il_line_api *api =
			il_model_line(walk->engine->model, il_callee_name(walk->engine, p->symbol));
		enum il_origin origin = api ? api->origin : IL_ORIGIN_UNKNOWN;
		*ret_source = p->symbol;
		return origin == IL_ORIGIN_MESSAGE  ? IL_WIRED_VECTOR | IL_WIRED_MESSAGES
		       : origin == IL_ORIGIN_NESTED ? IL_WIRED_CHIP
		       : origin == IL_ORIGIN_MAPPED ? IL_WIRED_DOMAIN
						    : 0;
	}
	if (p->op == IL_PATH_VARIABLE)
		return wired_in(walk, place, ret_source, depth);
	if (p->op != IL_PATH_FIELD)
		return 0;
	const struct il_field *f = &unit->fields.at[p->symbol];
	uint32_t wired = il_model_wired(il_text(unit, unit->records.at[f->record].name), il_text(unit, f->name));
	if (wired || !il_is_own_record(unit, f->record))
		return wired;
	return wired_in(walk, place, ret_source, depth);
}

/* Returns whether the line was looked up in the chip or domain that @owner, a path, names. */
static bool is_of_owner(struct il_walk *walk, const struct il_registration *r, uint32_t owner)
{
	struct il_unit *unit = walk->engine->unit;
	uint32_t first = il_argument_path(unit, r->source, 0);

	if (!r->source || !first)
		return false;
	uint32_t a = il_path_strip(unit, il_resolve(walk->engine, first));
	uint32_t b = il_path_strip(unit, il_resolve(walk->engine, owner));
	return il_same_term(unit, a, b) || il_match_places(unit, a, b) != IL_MATCH_DIFFERENT;
}

/* Returns whether two terms are the number of one line. */
static bool is_number(const struct il_unit *unit, uint32_t a, uint32_t b)
{
	b = il_path_strip(unit, b);
	if (il_match_lines(unit, a, b) != IL_MATCH_SAME)
		return false;
	return unit->paths.at[a].op != IL_PATH_FIELD || il_match_places(unit, a, b) != IL_MATCH_DIFFERENT;
}

/* Returns whether what @vector, called by @event, takes away are the lines of @r. */
static bool is_taken(struct il_walk *walk, struct il_registration *r, uint32_t frame, uint32_t event,
		     const struct il_vector *vector)
{
	if (vector->wired == IL_WIRED_LINE)
		return is_number(walk->engine->unit, r->line, term_of(walk, frame, event, vector->argument));
	if (!r->wiring_known) {
		r->wiring_known = true;
		r->wired = r->api->kind == IL_KIND_VECTOR ? IL_WIRED_VECTOR : wired_by(walk, r->line, &r->source, 0);
	}
	if (!(r->wired & vector->wired))
		return false;
	bool owned = vector->wired & (IL_WIRED_CHIP | IL_WIRED_DOMAIN);
	return !owned || is_of_owner(walk, r, il_argument_path(walk->engine->unit, event, vector->argument));
}

/* Returns whether @event frees, or calls what frees, what may be the line of @r. */
static bool may_free(struct il_walk *walk, const struct il_registration *r, uint32_t frame, uint32_t event)
{
	const struct il_unit *unit = walk->engine->unit;
	uint32_t targets[IL_TARGETS_MAX];

	if (unit->events.at[event].kind != IL_EVENT_CALL)
		return false;
	const struct il_free_api *api = il_model_free(walk->engine->model, il_callee_name(walk->engine, event));
	if (api)
		return il_match_lines(unit, r->line, il_path_strip(unit, term_of(walk, frame, event, api->line))) !=
		       IL_MATCH_DIFFERENT;
	uint32_t count = il_call_targets(&walk->life->graph, event, targets);
	for (uint32_t i = 0; i < count; i++) {
		/* What requests frees when it fails. */
		if (walk->frees[targets[i]] && !walk->requests[targets[i]])
			return true;
	}
	return false;
}

/*
 * Returns whether the functions that lead to @event free such a line before: which of several ways frees
 * which of several lines, their conditions do not always tell.
 */
static bool may_be_freed(struct il_walk *walk, const struct il_registration *r, uint32_t frame, uint32_t event)
{
	for (uint32_t i = 0; i <= walk->route.call_count; i++) {
		uint32_t here = i < walk->route.call_count ? walk->route.calls[i] : event;
		uint32_t function = il_event_function(walk->engine, here);
		for (uint32_t e = walk->engine->unit->functions.at[function].first_event; e < here; e++) {
			if (may_free(walk, r, frame, e))
				return true;
		}
	}
	return false;
}

/* One call is one defect, whichever of the lines it concerns. */
static void tell(struct il_walk *walk, struct il_incident incident)
{
	struct il_life *life = walk->life;

	incident.route = walk->route;
	incident.popped = walk->popped;
	incident.registration += walk->base;
	for (uint32_t i = 0; i < life->incidents.count; i++) {
		const struct il_incident *known = &life->incidents.at[i];
		if (known->kind == incident.kind && known->event == incident.event)
			return;
	}
	uint32_t at = il_array_add(&life->incidents, 1);
	life->incidents.at[at] = incident;
}

void il_happen_vector(struct il_walk *walk, struct il_moment *moment, uint32_t frame, uint32_t event,
		      const struct il_vector *vector)
{
	for (uint32_t i = 0; i < walk->life->registrations.count - walk->base; i++) {
		struct il_registration *r = il_registration(walk, i);
		if (!(moment->live >> i & 1) || !is_taken(walk, r, frame, event, vector))
			continue;
		/* Nothing interrupts from there any more. */
		moment->masked |= 1u << i;
		/* Where a loop requests, an error takes away what was freed of the rounds before. */
		if ((r->in_loop && r->route.root == walk->route.root) || may_be_freed(walk, r, frame, event))
			continue;
		tell(walk, (struct il_incident) { .kind = IL_INCIDENT_TAKEN, .registration = i, .event = event });
	}
}

/* Of the registrations @lines, returns those that number @line is the very term of; all, if none. */
static uint32_t only_exact(const struct il_walk *walk, uint32_t lines, uint32_t line)
{
	uint32_t exact = 0;

	for (uint32_t i = 0; i < walk->life->registrations.count - walk->base; i++)
		exact |= (uint32_t)il_same_term(walk->engine->unit, il_registration(walk, i)->line, line) << i;
	return exact & lines ? exact & lines : lines;
}

/* Of the registrations @lines, returns the one that was requested last before @event in its function; all, if none. */
static uint32_t only_last(const struct il_walk *walk, uint32_t lines, uint32_t event)
{
	uint32_t last = 0, latest = 0;

	for (uint32_t i = 0; i < walk->life->registrations.count - walk->base; i++) {
		uint32_t request = il_registration(walk, i)->event;
		if (!(lines >> i & 1) || request < latest || request > event ||
		    il_event_function(walk->engine, request) != il_event_function(walk->engine, event))
			continue;
		latest = request;
		last = 1u << i;
	}
	return last ? last : lines;
}

/* Returns whether the number is that of the line: the same, or looked up alike. */
static bool is_line(const struct il_walk *walk, const struct il_registration *r, uint32_t line)
{
	const struct il_unit *unit = walk->engine->unit;
	const struct il_path *p = &unit->paths.at[r->line], *q = &unit->paths.at[line];

	return is_number(unit, r->line, line) ||
	       (il_match_lines(unit, r->line, line) == IL_MATCH_MAYBE && p->op == IL_PATH_RESULT &&
		q->op == IL_PATH_RESULT && unit->events.at[p->symbol].callee == unit->events.at[q->symbol].callee);
}

bool il_happen_affinity(struct il_walk *walk, struct il_moment *moment, uint32_t frame, uint32_t event,
			const struct il_affinity *affinity)
{
	const struct il_unit *unit = walk->engine->unit;
	uint32_t line = il_path_strip(unit, term_of(walk, frame, event, affinity->line));
	uint32_t path = il_argument_path(unit, event, affinity->value);
	uint32_t known = path ? il_moment_value(walk, moment, frame, path) : 0;
	int64_t value;

	/* A local that was the number of several lines is that of the last. */
	uint32_t lines = only_exact(walk, moment->live, line);
	bool unsets = !path || (known && il_path_is_constant(unit, known, &value) && value == 0);
	for (uint32_t i = 0; i < walk->life->registrations.count - walk->base; i++) {
		const struct il_registration *r = il_registration(walk, i);
		if (!((unsets ? lines : only_last(walk, lines, event)) >> i & 1))
			continue;
		if (unsets) {
			bool differs = il_match_lines(unit, r->line, line) == IL_MATCH_DIFFERENT;
			moment->joined.unset[affinity->part] |= (uint32_t)!differs << i;
		} else if (is_line(walk, r, line)) {
			moment->joined.set[affinity->part] |= 1u << i;
			walk->setting[affinity->part][i] = event;
		}
	}
	return !unsets;
}

/* Returns the record that the value of @term points to, or 0. */
static uint32_t record_at(const struct il_unit *unit, uint32_t term)
{
	const struct il_path *p = &unit->paths.at[term];
	const struct il_type *type = &unit->types.at[p->type];

	if (type->kind == IL_TYPE_POINTER && unit->types.at[type->target].kind == IL_TYPE_RECORD)
		return unit->types.at[type->target].record;
	type = &unit->types.at[p->op == IL_PATH_ADDRESS ? unit->paths.at[p->a].type : 0];
	return type->kind == IL_TYPE_RECORD ? type->record : 0;
}

/* Returns the record that cookie @position of call @event points to, as the code says it, or 0. */
static uint32_t cookie_record(const struct il_unit *unit, uint32_t event, int8_t position)
{
	return record_at(unit, il_path_strip(unit, il_argument_path(unit, event, position)));
}

/* Elements of one array can be lines of several kinds, which their cookies tell apart. */
static bool has_cookie_like(const struct il_unit *unit, const struct il_registration *r, uint32_t event,
			    const struct il_free_api *api)
{
	uint32_t mine = cookie_record(unit, r->event, r->api->cookie), theirs = cookie_record(unit, event, api->cookie);

	return !mine || !theirs || mine == theirs;
}

static void tell_set(struct il_walk *walk, const struct il_moment *moment, uint32_t line, uint32_t event)
{
	bool rounds = il_registration(walk, line)->in_loop && !walk->ends;

	for (int part = 0; part < IL_AFFINITY_PARTS; part++) {
		uint32_t setting = walk->setting[part][line];
		/* An error of a loop frees what the rounds before have set; others may have unset it. */
		if (rounds && event &&
		    il_event_function(walk->engine, event) != il_event_function(walk->engine, setting))
			continue;
		struct il_incident left = {
			.kind = IL_INCIDENT_SET,
			.registration = line,
			.event = event ? event : setting,
			.setting = setting,
		};
		if ((moment->live & moment->joined.set[part] & ~moment->joined.unset[part]) >> line & 1)
			tell(walk, left);
	}
}

void il_happen_freed(struct il_walk *walk, const struct il_moment *moment, uint32_t frame, uint32_t lines,
		     uint32_t event, const struct il_free_api *api)
{
	struct il_life *life = walk->life;
	uint32_t line = il_path_strip(walk->engine->unit, term_of(walk, frame, event, api->line));

	for (uint32_t i = 0; i < life->incidents.count; i++) {
		struct il_incident *incident = &life->incidents.at[i];
		if (incident->kind == IL_INCIDENT_TAKEN && incident->registration >= walk->base &&
		    (lines >> (incident->registration - walk->base) & 1) && !incident->freed)
			incident->freed = event;
	}
	lines = only_exact(walk, lines & moment->live, line);
	for (uint32_t i = 0; i < life->registrations.count - walk->base; i++) {
		if ((lines >> i & 1) && is_line(walk, il_registration(walk, i), line) &&
		    has_cookie_like(walk->engine->unit, il_registration(walk, i), event, api))
			tell_set(walk, moment, i, event);
	}
}

void il_devres_freed(struct il_walk *walk, const struct il_moment *moment, uint32_t line)
{
	tell_set(walk, moment, line, 0);
}

/* Returns whether a function that the life's begin does not run takes back what such a line was told. */
static bool is_unset_elsewhere(const struct il_walk *walk, const struct il_registration *r, enum il_affinity_part part)
{
	const struct il_unit *unit = walk->engine->unit;
	uint32_t mine = il_place_field(unit, r->line);

	for (uint32_t i = 0; i < walk->unsets.count; i++) {
		uint32_t event = walk->unsets.at[i];
		const struct il_affinity *a = il_model_affinity(il_callee_name(walk->engine, event));
		uint32_t line = a ? il_resolve(walk->engine, il_argument_path(unit, event, a->line)) : 0;
		uint32_t theirs = il_place_field(unit, il_path_strip(unit, line));
		if (a && a->part == part && !walk->inside[il_event_function(walk->engine, event)] &&
		    (!mine || !theirs || mine == theirs))
			return true;
	}
	return false;
}

/* Returns whether somebody may have unset before the life's end what is left set, or the line is never freed. */
static bool is_settled(const struct il_walk *walk, const struct il_incident *incident)
{
	const struct il_life *life = walk->life;

	if (incident->kind == IL_INCIDENT_TAKEN)
		return !life->registrations.at[incident->registration].managed && !incident->freed;
	if (incident->kind != IL_INCIDENT_SET)
		return false;
	const struct il_affinity *set = il_model_affinity(il_callee_name(walk->engine, incident->setting));
	return set && walk->ends &&
	       is_unset_elsewhere(walk, &life->registrations.at[incident->registration], set->part);
}

void il_settle_vectors(struct il_walk *walk, uint32_t from)
{
	struct il_life *life = walk->life;
	uint32_t kept = from;

	for (uint32_t i = from; i < life->incidents.count; i++) {
		if (!is_settled(walk, &life->incidents.at[i]))
			life->incidents.at[kept++] = life->incidents.at[i];
	}
	life->incidents.count = kept;
}
