// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What is worth walking: functions that can change what handlers need, and values that decide. */
#include "engine/moment.h"

#include <stdlib.h>
#include <string.h>

enum { ROUNDS_MAX = 12, MANY_MAKERS = UINT32_MAX };

static void *zeroed(size_t count, size_t size)
{
	void *at = calloc(count + 1, size);

	if (!at)
		abort();
	return at;
}

static void mark_guarding(struct il_walk *walk, uint32_t term)
{
	const struct il_unit *unit = walk->engine->unit;
	const struct il_path *p = &unit->paths.at[term];

	if (p->op == IL_PATH_FIELD)
		walk->guarding[il_place_field(unit, term)] = true;
	if (p->op == IL_PATH_RESULT) {
		/* test_bit(BIT, &card->flags) and the like */
		const struct il_event *call = &unit->events.at[p->symbol];
		for (uint32_t i = 0; i < call->argument_count; i++)
			mark_guarding(walk, unit->arguments.at[call->first_argument + i].path);
		return;
	}
	if (p->a)
		mark_guarding(walk, p->a);
	if (p->b && p->op != IL_PATH_CONTAINER)
		mark_guarding(walk, p->b);
}

static void mark_needed(struct il_walk *walk)
{
	const struct il_needs *needs = &walk->life->needs;
	const struct il_unit *unit = walk->engine->unit;

	for (uint32_t i = 0; i < needs->needs.count; i++) {
		walk->needed[il_place_field(unit, needs->needs.at[i].term)] = true;
		if (needs->needs.at[i].queue)
			walk->needed[il_place_field(unit, needs->needs.at[i].queue)] = true;
	}
	for (uint32_t i = 1; i < needs->conditions.count; i++)
		mark_guarding(walk, needs->conditions.at[i].term);
	for (uint32_t f = 1; f < unit->fields.count; f++) {
		const struct il_field *field = &unit->fields.at[f];
		if (strcmp(il_text(unit, field->name), IL_DEVICE_DATA) == 0)
			walk->needed[f] = true;
	}
	walk->needed[0] = false;
	walk->guarding[0] = false;
}

static void note_maker(struct il_walk *walk, const struct il_event *assign)
{
	const struct il_unit *unit = walk->engine->unit;
	uint32_t field = il_place_field(unit, assign->target);
	/* SAFETY: resolving may move the paths, so that it comes before they are looked at. */
	uint32_t value = il_path_strip(unit, il_resolve(walk->engine, assign->value));
	const struct il_path *p = &unit->paths.at[value];

	if (!field || p->op != IL_PATH_RESULT)
		return;
	uint32_t *maker = &walk->maker[field];
	bool same =
		*maker && *maker != MANY_MAKERS && unit->events.at[*maker].callee == unit->events.at[p->symbol].callee;
	*maker = *maker == 0 || same ? p->symbol : MANY_MAKERS;
}

/* Returns the variable that is tested for not being NULL, or for being one of several constants; 0: none. */
static uint32_t asked_variable(const struct il_unit *unit, uint32_t test)
{
	const struct il_path *p = &unit->paths.at[test];
	int64_t constant;

	if (p->op == IL_PATH_VARIABLE)
		return unit->types.at[p->type].kind == IL_TYPE_POINTER ? p->symbol : 0;
	bool compares = p->op == IL_PATH_BINARY && p->code == IL_OP_EQ && il_path_is_constant(unit, p->b, &constant);
	p = &unit->paths.at[compares ? il_path_strip(unit, p->a) : 0];
	return p->op == IL_PATH_VARIABLE ? p->symbol : 0;
}

/* A variable that is tested once more is what it was then. */
static void track_asked(struct il_walk *walk)
{
	const struct il_unit *unit = walk->engine->unit;
	bool *once = zeroed(unit->variables.count, sizeof(bool));

	for (uint32_t b = 1; b < unit->blocks.count; b++) {
		bool holds = true;
		if (unit->blocks.at[b].branch != IL_BRANCH_TEST || !walk->frees[unit->blocks.at[b].function])
			continue;
		uint32_t asked = asked_variable(unit, il_plain_test(unit, unit->blocks.at[b].condition, &holds));
		uint32_t kind = unit->variables.at[asked].kind;
		if (kind != IL_VARIABLE_LOCAL && kind != IL_VARIABLE_PARAM)
			continue;
		walk->tracked[asked] = walk->tracked[asked] || once[asked];
		once[asked] = asked != 0;
	}
	free(once);
}

/* What is returned is a variable, or one of several: `ret ? ret : f()`. */
static void track_returned(struct il_walk *walk, uint32_t value)
{
	const struct il_unit *unit = walk->engine->unit;
	const struct il_path *p = &unit->paths.at[il_path_strip(unit, value)];
	bool holds = true;

	if (p->op == IL_PATH_VARIABLE) {
		walk->tracked[p->symbol] = true;
	} else if (p->op == IL_PATH_RESULT) {
		walk->chosen[p->symbol] = true;
	} else if (p->op == IL_PATH_SELECT) {
		track_returned(walk, il_plain_test(unit, p->a, &holds));
		track_returned(walk, p->b);
		track_returned(walk, p->c);
	}
}

/* Locals that carry results of calls to where they are tested or returned. */
static void mark_tracked(struct il_walk *walk)
{
	const struct il_unit *unit = walk->engine->unit;

	for (uint32_t e = 1; e < unit->events.count; e++) {
		const struct il_event *event = &unit->events.at[e];
		uint32_t value = il_path_strip(unit, event->value);
		const struct il_path *p = &unit->paths.at[value];
		if (event->kind == IL_EVENT_RETURN)
			track_returned(walk, value);
		const struct il_path *target = &unit->paths.at[event->target];
		if (event->kind != IL_EVENT_ASSIGN || target->op != IL_PATH_VARIABLE)
			continue;
		uint32_t callee = p->op == IL_PATH_RESULT ? unit->events.at[p->symbol].callee : 0;
		bool decides = callee &&
			       (walk->matters[callee] ||
				il_model_request(walk->engine->model, il_text(unit, unit->functions.at[callee].name)));
		if (decides || unit->types.at[target->type].kind == IL_TYPE_BOOL)
			walk->tracked[target->symbol] = true;
	}
	for (uint32_t v = 0; v < unit->variables.count; v++) {
		const struct il_variable *variable = &unit->variables.at[v];
		uint16_t kind = unit->types.at[variable->type].kind;
		if (variable->kind != IL_VARIABLE_LOCAL || (kind != IL_TYPE_INTEGER && kind != IL_TYPE_BOOL &&
							    kind != IL_TYPE_ENUM && kind != IL_TYPE_POINTER))
			walk->tracked[v] = false;
	}
	track_asked(walk);
}

/* Returns whether the function called @name keeps a handler from running. */
static bool ends_line(const struct il_walk *walk, const char *name)
{
	const struct il_control_api *control = il_model_control(walk->engine->model, name);

	return il_model_free(walk->engine->model, name) || (control && control->control == IL_CONTROL_DISABLE);
}

static bool effect_matters(const struct il_walk *walk, uint32_t event, const struct il_effect *effect)
{
	struct il_unit *unit = walk->engine->unit;
	uint32_t pointer = il_path_strip(unit, il_argument_path(unit, event, effect->argument));

	if (effect->kind == IL_EFFECT_RELEASE || effect->kind == IL_EFFECT_DRAIN) {
		const struct il_path *p = &unit->paths.at[pointer];
		return p->op == IL_PATH_VARIABLE || p->op == IL_PATH_RESULT ||
		       walk->needed[il_place_field(unit, pointer)];
	}
	if (effect->kind == IL_EFFECT_USE || effect->kind == IL_EFFECT_ARM)
		return false;
	/* A pointer that a caller passes may be to what a handler needs. */
	return unit->paths.at[pointer].op == IL_PATH_VARIABLE ||
	       walk->needed[il_place_field(unit, il_pointee(unit, pointer))];
}

static bool call_matters(struct il_walk *walk, uint32_t event)
{
	const struct il_model *model = walk->engine->model;
	const char *name = il_callee_name(walk->engine, event);

	if (il_model_request(model, name) || il_model_free(model, name) || il_model_control(model, name) ||
	    il_model_is_action(name) || il_model_fill(name) || il_model_runs(name) || il_model_vector(name) ||
	    il_model_affinity(name) || (walk->asks && il_model_power(name) == IL_POWER_OFF))
		return true;
	for (const struct il_effect *e = il_model_effects(name); e && il_effect_is_of(e, name); e++) {
		if (effect_matters(walk, event, e))
			return true;
	}
	return (strstr(name, "_bit") || strstr(name, "atomic_")) && il_flag_of_call(walk, event);
}

static bool event_matters(struct il_walk *walk, uint32_t id)
{
	const struct il_unit *unit = walk->engine->unit;
	const struct il_event *event = &unit->events.at[id];

	if (event->kind == IL_EVENT_CALL)
		return event->callee && call_matters(walk, id);
	if (event->kind != IL_EVENT_ASSIGN)
		return false;
	uint32_t field = il_place_field(unit, event->target);
	return field && (walk->needed[field] || walk->guarding[field]);
}

/* Returns whether @mine changed. */
static bool take_over(bool *mine, bool theirs)
{
	bool more = theirs && !*mine;

	*mine = *mine || theirs;
	return more;
}

/* Carries what functions do to those that call them, until nothing new comes. */
static void spread(struct il_walk *walk)
{
	struct il_unit *unit = walk->engine->unit;
	bool changed = true;

	for (int round = 0; changed && round < ROUNDS_MAX; round++) {
		changed = false;
		for (uint32_t e = unit->events.count; e-- > 1;) {
			uint32_t targets[IL_TARGETS_MAX];
			if (unit->events.at[e].kind != IL_EVENT_CALL)
				continue;
			uint32_t function = il_event_function(walk->engine, e);
			uint32_t count = il_call_targets(&walk->life->graph, e, targets);
			for (uint32_t i = 0; i < count; i++) {
				changed = take_over(&walk->matters[function], walk->matters[targets[i]]) || changed;
				changed = take_over(&walk->frees[function], walk->frees[targets[i]]) || changed;
				changed = take_over(&walk->requests[function], walk->requests[targets[i]]) || changed;
				uint8_t said = walk->says[function];
				walk->says[function] |= walk->says[targets[i]];
				changed = changed || walk->says[function] != said;
			}
		}
	}
	walk->engine->stats.walk_limit_hits += changed;
}

/* Returns whether @block calls what frees lines, or with @requests, what requests them. */
static bool block_frees(const struct il_walk *walk, uint32_t block, bool requests)
{
	const struct il_unit *unit = walk->engine->unit;
	const struct il_block *b = &unit->blocks.at[block];

	for (uint32_t e = b->first_event; e < b->first_event + b->event_count; e++) {
		uint32_t targets[IL_TARGETS_MAX];
		if (unit->events.at[e].kind != IL_EVENT_CALL)
			continue;
		const char *name = il_callee_name(walk->engine, e);
		if (requests ? il_model_request(walk->engine->model, name) != NULL : ends_line(walk, name))
			return true;
		uint32_t count = il_call_targets(&walk->life->graph, e, targets);
		for (uint32_t i = 0; i < count; i++) {
			if (requests ? walk->requests[targets[i]] : walk->frees[targets[i]])
				return true;
		}
	}
	return false;
}

static bool leads_to(const struct il_unit *unit, const struct il_function *f, const bool *seen, uint32_t block)
{
	for (uint32_t b = 0; b < f->block_count; b++) {
		const struct il_block *from = &unit->blocks.at[f->first_block + b];
		for (uint32_t i = 0; seen[b] && i < from->edge_count; i++) {
			if (unit->edges.at[from->first_edge + i].target == block)
				return true;
		}
	}
	return false;
}

/* What only one side of a test leads to. */
struct sides {
	bool frees[2], requests[2], loops[2];
};

static struct sides look_at_sides(struct il_walk *walk, uint32_t id)
{
	const struct il_unit *unit = walk->engine->unit;
	const struct il_block *block = &unit->blocks.at[id];
	const struct il_function *f = &unit->functions.at[block->function];
	bool *seen[2] = { zeroed(f->block_count, sizeof(bool)), zeroed(f->block_count, sizeof(bool)) };
	uint32_t *stack = zeroed(f->block_count, sizeof(uint32_t));
	struct sides sides = { 0 };

	for (int side = 0; side < 2; side++)
		il_reach(unit, f, unit->edges.at[block->first_edge + (uint32_t)side].target, id, seen[side], stack);
	for (uint32_t b = 0; b < f->block_count; b++) {
		int side = seen[0][b] ? 0 : 1;
		if (seen[0][b] == seen[1][b])
			continue;
		sides.frees[side] = sides.frees[side] || block_frees(walk, f->first_block + b, false);
		sides.requests[side] = sides.requests[side] || block_frees(walk, f->first_block + b, true);
	}
	for (int side = 0; side < 2; side++)
		sides.loops[side] = leads_to(unit, f, seen[side], id);
	free(seen[0]);
	free(seen[1]);
	free(stack);
	return sides;
}

int il_preferred_edge(struct il_walk *walk, uint32_t id, bool *ret_loop)
{
	const struct il_block *block = &walk->engine->unit->blocks.at[id];

	if (!walk->frees[block->function] || block->edge_count != 2)
		return -1;
	if (!walk->preferred[id]) {
		struct sides sides = look_at_sides(walk, id);
		int only = sides.frees[0] ? 0 : 1;
		/* A loop before the free comes back to the test, and so gets there, too. */
		walk->preferred[id] = sides.frees[0] == sides.frees[1] || (sides.loops[1 - only] && !sides.loops[only])
					      ? IL_PREFERS_NONE
					      : (uint8_t)(only + 1 + (sides.loops[only] ? IL_PREFERS_LOOP : 0));
	}
	*ret_loop = (walk->preferred[id] & IL_PREFERS_LOOP) != 0;
	uint8_t side = walk->preferred[id] & (IL_PREFERS_LOOP - 1);
	return side == IL_PREFERS_NONE ? -1 : side - 1;
}

bool il_block_undoes(struct il_walk *walk, uint32_t id)
{
	const struct il_unit *unit = walk->engine->unit;
	const struct il_function *f = &unit->functions.at[unit->blocks.at[id].function];
	bool *blocks = zeroed(f->block_count, sizeof(bool));
	bool frees = false, requests = false;

	if (il_find_loop(unit, id, blocks)) {
		for (uint32_t b = 0; b < f->block_count; b++) {
			frees = frees || (blocks[b] && block_frees(walk, f->first_block + b, false));
			requests = requests || (blocks[b] && block_frees(walk, f->first_block + b, true));
		}
	}
	free(blocks);
	return frees && !requests;
}

bool il_case_frees(struct il_walk *walk, uint32_t id, uint32_t edge)
{
	const struct il_unit *unit = walk->engine->unit;
	const struct il_block *block = &unit->blocks.at[id];
	const struct il_function *f = &unit->functions.at[block->function];
	bool *seen = zeroed(f->block_count, sizeof(bool));
	uint32_t *stack = zeroed(f->block_count, sizeof(uint32_t));
	bool frees = false;

	il_reach(unit, f, unit->edges.at[block->first_edge + edge].target, id, seen, stack);
	for (uint32_t b = 0; b < f->block_count && !frees; b++)
		frees = seen[b] && block_frees(walk, f->first_block + b, false);
	free(seen);
	free(stack);
	return frees;
}

/* Tests of fields that decide whether a line is requested, and later whether it is freed, go together. */
static void mark_tested(struct il_walk *walk)
{
	const struct il_unit *unit = walk->engine->unit;

	for (uint32_t b = 1; b < unit->blocks.count; b++) {
		const struct il_block *block = &unit->blocks.at[b];
		bool holds = true;
		if (block->branch != IL_BRANCH_TEST || block->edge_count != 2 ||
		    (!walk->frees[block->function] && !walk->requests[block->function]))
			continue;
		const struct il_path *p = &unit->paths.at[il_plain_test(unit, block->condition, &holds)];
		if (p->op != IL_PATH_FIELD || walk->tested[p->symbol])
			continue;
		struct sides sides = look_at_sides(walk, b);
		walk->tested[p->symbol] = sides.frees[0] != sides.frees[1] || sides.requests[0] != sides.requests[1];
	}
}

/* Keeps what is asked for again and again: events that cancel, and that make ready what is needed. */
static void note_event(struct il_walk *walk, uint32_t id)
{
	struct il_unit *unit = walk->engine->unit;
	const struct il_event event = unit->events.at[id];
	const char *name = event.callee ? il_callee_name(walk->engine, id) : "";
	uint32_t place = event.kind == IL_EVENT_ASSIGN ? event.target : 0;

	for (const struct il_effect *e = il_model_effects(name); e && il_effect_is_of(e, name); e++) {
		if (e->kind == IL_EFFECT_CANCEL || e->kind == IL_EFFECT_BAR) {
			uint32_t at = il_array_add(&walk->cancels, 1);
			walk->cancels.at[at] = id;
		}
		if (e->kind == IL_EFFECT_INIT)
			place = il_pointee(unit, il_argument_path(unit, id, e->argument));
	}
	const struct il_affinity *affinity = il_model_affinity(name);
	uint32_t value = affinity ? il_argument_path(unit, id, affinity->value) : 0;
	int64_t nothing;
	if (affinity && (!value || (il_path_is_constant(unit, value, &nothing) && nothing == 0))) {
		uint32_t at = il_array_add(&walk->unsets, 1);
		walk->unsets.at[at] = id;
	}
	uint32_t field = il_place_field(unit, place);
	if (!field || !walk->needed[field])
		return;
	uint32_t at = il_array_add(&walk->makings, 1);
	walk->makings.at[at] = (struct il_making) { id, place, field };
}

/* Returns the functions, a bool each, that handlers and what they set off run, and nobody else. */
static bool *find_handlers_own(const struct il_walk *walk)
{
	const struct il_engine *engine = walk->engine;
	uint32_t count = engine->unit->functions.count;
	bool *own = zeroed(count, sizeof(bool)), changed = true;

	memcpy(own, walk->life->needs.entered, count * sizeof(bool));
	while (changed) {
		changed = false;
		for (uint32_t f = 1; f < count; f++) {
			const struct il_items calls = il_group_of(&engine->calls, f);
			for (uint32_t c = 0; own[f] && c < calls.count; c++) {
				own[f] = own[il_event_function(engine, calls.at[c])];
				changed = changed || !own[f];
			}
		}
	}
	return own;
}

static void note_setter(struct il_walk *walk, uint32_t event, uint32_t function)
{
	uint32_t cell = il_flag_of_call(walk, event);

	if (!cell)
		return;
	uint32_t at = il_array_add(&walk->setters, 1);
	walk->setters.at[at] = (struct il_setter) { cell, function };
}

/* Fields that somebody else than handlers gives a value that is not zero, and bits that he sets. */
static void mark_filled(struct il_walk *walk)
{
	struct il_unit *unit = walk->engine->unit;
	bool *own = find_handlers_own(walk);

	uint32_t events = unit->events.count;
	for (uint32_t e = 1; e < events; e++) {
		const struct il_event event = unit->events.at[e];
		uint32_t function = il_event_function(walk->engine, e);
		int64_t value;
		if (own[function])
			continue;
		if (event.kind == IL_EVENT_CALL && strstr(il_callee_name(walk->engine, e), "set_bit"))
			note_setter(walk, e, function);
		if (event.kind == IL_EVENT_ASSIGN && !(il_path_is_constant(unit, event.value, &value) && value == 0))
			walk->filled[il_place_field(unit, event.target)] = true;
	}
	free(own);
}

void il_scope_init(struct il_walk *walk)
{
	struct il_unit *unit = walk->engine->unit;

	walk->matters = zeroed(unit->functions.count, sizeof(bool));
	walk->frees = zeroed(unit->functions.count, sizeof(bool));
	walk->requests = zeroed(unit->functions.count, sizeof(bool));
	walk->says = zeroed(unit->functions.count, sizeof(uint8_t));
	walk->inside = zeroed(unit->functions.count, sizeof(bool));
	walk->needed = zeroed(unit->fields.count, sizeof(bool));
	walk->guarding = zeroed(unit->fields.count, sizeof(bool));
	walk->tested = zeroed(unit->fields.count, sizeof(bool));
	walk->assigned = zeroed(unit->fields.count, sizeof(bool));
	walk->opened = zeroed(unit->fields.count, sizeof(bool));
	walk->initialised = zeroed(unit->fields.count, sizeof(bool));
	walk->filled = zeroed(unit->fields.count, sizeof(bool));
	walk->maker = zeroed(unit->fields.count, sizeof(uint32_t));
	walk->tracked = zeroed(unit->variables.count, sizeof(bool));
	walk->chosen = zeroed(unit->events.count, sizeof(bool));
	walk->preferred = zeroed(unit->blocks.count, sizeof(uint8_t));
	mark_needed(walk);
	walk->asks = il_asks_registers(walk);
	il_array_add(&walk->called, unit->strings.count);
	for (uint32_t f = 1; f < unit->functions.count; f++) {
		if (unit->functions.at[f].flags & IL_FUNCTION_DEFINED)
			walk->called.at[unit->functions.at[f].name] = f;
	}
	uint32_t events = unit->events.count;
	for (uint32_t e = 1; e < events; e++) {
		const struct il_event event = unit->events.at[e];
		note_event(walk, e);
		uint32_t function = il_event_function(walk->engine, e);
		if (event.kind == IL_EVENT_ASSIGN) {
			note_maker(walk, &event);
			walk->assigned[il_place_field(unit, event.target)] = true;
		}
		if (event.kind == IL_EVENT_CALL && event.callee && ends_line(walk, il_callee_name(walk->engine, e)))
			walk->frees[function] = true;
		if (!walk->matters[function] && event_matters(walk, e))
			walk->matters[function] = true;
		walk->says[function] |= il_call_says(walk, e);
	}
	for (uint32_t i = 1; i < unit->initialisers.count; i++)
		walk->initialised[il_place_field(unit, unit->initialisers.at[i].target)] = true;
	for (uint32_t i = 0; i < walk->engine->requests.count; i++)
		walk->requests[walk->engine->requests.at[i].function] = true;
	spread(walk);
	mark_filled(walk);
	mark_tracked(walk);
	mark_tested(walk);
}

void il_scope_fini(struct il_walk *walk)
{
	free(walk->matters);
	free(walk->frees);
	free(walk->requests);
	free(walk->says);
	free(walk->inside);
	il_array_fini(&walk->setters);
	il_array_fini(&walk->cancels);
	il_array_fini(&walk->unsets);
	il_array_fini(&walk->makings);
	il_array_fini(&walk->around.functions);
	il_array_fini(&walk->around.fields);
	il_array_fini(&walk->called);
	free(walk->needed);
	free(walk->guarding);
	free(walk->tested);
	free(walk->assigned);
	free(walk->opened);
	free(walk->initialised);
	free(walk->filled);
	free(walk->maker);
	free(walk->tracked);
	free(walk->chosen);
	free(walk->preferred);
}
