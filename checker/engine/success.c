// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "engine/success.h"

#include <stdlib.h>

/* What a call is taken to have returned: any errno does for failure. */
enum { SUCCESS = 0, FAILURE = -22 };

/* Returns the local that the function keeps the result of @event in, as a path; 0: none. */
static uint32_t holder(const struct il_engine *engine, uint32_t event)
{
	const struct il_unit *unit = engine->unit;
	const struct il_block *block = &unit->blocks.at[unit->events.at[event].block];

	for (uint32_t e = event + 1; e < block->first_event + block->event_count; e++) {
		const struct il_event *assign = &unit->events.at[e];
		const struct il_path *value = &unit->paths.at[il_path_strip(unit, assign->value)];
		if (assign->kind == IL_EVENT_ASSIGN && value->op == IL_PATH_RESULT && value->symbol == event)
			return unit->paths.at[assign->target].op == IL_PATH_VARIABLE ? assign->target : 0;
	}
	return 0;
}

/* Returns whether @block gives the local @held another value than the result of @event. */
static bool overwrites(const struct il_unit *unit, const struct il_block *block, uint32_t held, uint32_t event)
{
	for (uint32_t e = block->first_event; held && e < block->first_event + block->event_count; e++) {
		const struct il_event *assign = &unit->events.at[e];
		const struct il_path *value = &unit->paths.at[il_path_strip(unit, assign->value)];
		if (e > event && assign->kind == IL_EVENT_ASSIGN && assign->target == held &&
		    (value->op != IL_PATH_RESULT || value->symbol != event))
			return true;
	}
	return false;
}

/* Returns @condition with the result of @event, or what holds it, replaced by @result. */
static uint32_t with_result(struct il_engine *engine, uint32_t condition, uint32_t event, uint32_t held, int result)
{
	struct il_path p = engine->unit->paths.at[condition];

	if (condition == held || (p.op == IL_PATH_RESULT && p.symbol == event))
		return il_path_constant(engine->unit, result, p.type, 0);
	if (!p.a || (p.op != IL_PATH_UNARY && p.op != IL_PATH_BINARY && p.op != IL_PATH_CAST))
		return condition;
	uint32_t a = with_result(engine, p.a, event, held, result);
	uint32_t b = p.b ? with_result(engine, p.b, event, held, result) : 0;
	return a == p.a && b == p.b ? condition : il_path_rebuild(engine->unit, &p, a, b, p.c);
}

static uint32_t block_after(struct il_engine *engine, uint32_t id, uint32_t event, int result)
{
	const struct il_block block = engine->unit->blocks.at[id];
	int64_t truth;

	if (block.edge_count == 1)
		return engine->unit->edges.at[block.first_edge].target;
	if (block.branch != IL_BRANCH_TEST)
		return 0;
	uint32_t held = holder(engine, event);
	if (overwrites(engine->unit, &block, held, event))
		held = 0;
	uint32_t value = with_result(engine, block.condition, event, held, result);
	if (value == block.condition || !il_path_is_constant(engine->unit, value, &truth))
		return 0;
	for (uint32_t i = 0; i < block.edge_count; i++) {
		const struct il_edge *edge = &engine->unit->edges.at[block.first_edge + i];
		if (edge->kind == (truth ? IL_EDGE_TRUE : IL_EDGE_FALSE))
			return edge->target;
	}
	return 0;
}

uint32_t il_block_on_success(struct il_engine *engine, uint32_t block, uint32_t event)
{
	return block_after(engine, block, event, SUCCESS);
}

uint32_t il_block_on_failure(struct il_engine *engine, uint32_t block, uint32_t event)
{
	return block_after(engine, block, event, FAILURE);
}

struct search {
	struct il_engine *engine;
	int result;	      /* of the event */
	uint32_t event, goal; /* event, block */
	uint32_t first_block;
	bool *seen;
};

static bool reaches(struct search *search, uint32_t id)
{
	const struct il_block block = search->engine->unit->blocks.at[id];
	uint32_t only = block_after(search->engine, id, search->event, search->result);

	if (search->seen[id - search->first_block])
		return false;
	search->seen[id - search->first_block] = true;
	if (id == search->goal)
		return true;
	if (only)
		return reaches(search, only);
	for (uint32_t i = 0; i < block.edge_count; i++) {
		if (reaches(search, search->engine->unit->edges.at[block.first_edge + i].target))
			return true;
	}
	return false;
}

static bool is_reached(struct il_engine *engine, uint32_t event, int result, uint32_t later)
{
	const struct il_function f = engine->unit->functions.at[il_event_function(engine, event)];
	uint32_t start = engine->unit->events.at[event].block;
	struct search search = { engine, result, event, engine->unit->events.at[later].block, f.first_block, NULL };

	if (search.goal == start)
		return later > event;
	search.seen = calloc(f.block_count, sizeof(bool));
	if (!search.seen)
		abort();
	bool reached = reaches(&search, start);
	free(search.seen);
	return reached;
}

bool il_reached_on_success(struct il_engine *engine, uint32_t event, uint32_t later)
{
	return is_reached(engine, event, SUCCESS, later);
}

bool il_reached_on_failure(struct il_engine *engine, uint32_t event, uint32_t later)
{
	return is_reached(engine, event, FAILURE, later);
}

bool il_is_repeated(struct il_engine *engine, uint32_t event)
{
	const struct il_unit *unit = engine->unit;
	const struct il_function f = unit->functions.at[il_event_function(engine, event)];
	uint32_t start = unit->events.at[event].block;
	/* Event 0 is nobody's, so that every edge is followed. */
	struct search search = { engine, SUCCESS, 0, start, f.first_block, calloc(f.block_count, sizeof(bool)) };
	bool reached = false;

	if (!search.seen)
		abort();
	for (uint32_t i = 0; i < unit->blocks.at[start].edge_count && !reached; i++)
		reached = reaches(&search, engine->unit->edges.at[unit->blocks.at[start].first_edge + i].target);
	free(search.seen);
	return reached;
}
