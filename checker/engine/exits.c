// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "engine/exits.h"

bool il_cleans_up(const struct il_walk *walk, uint32_t function)
{
	return walk->ends || (walk->route.call_count > 0 && !walk->requests[function]);
}

static bool takes_case(const struct il_unit *unit, const struct il_block *block, const struct il_edge *edge,
		       int64_t value)
{
	if (edge->kind == IL_EDGE_CASE)
		return edge->low <= value && value <= edge->high;
	for (uint32_t i = 0; i < block->edge_count; i++) {
		const struct il_edge *other = &unit->edges.at[block->first_edge + i];
		if (other->kind == IL_EDGE_CASE && other->low <= value && value <= other->high)
			return false;
	}
	return true;
}

/* Returns the only edge that is to be taken, or -1: where something is freed, that is not skipped. */
static int only_edge(struct il_walk *walk, uint32_t block, const struct il_moment *moment, bool both)
{
	uint32_t function = walk->engine->unit->blocks.at[block].function;
	bool loop = false;
	int edge = moment->live && !both ? il_preferred_edge(walk, block, &loop) : -1;

	if (edge < 0 || loop || il_cleans_up(walk, function))
		return edge;
	return il_block_undoes(walk, block) ? edge : -1;
}

/* Returns whether one of the cases of a switch frees, so that the others are not taken. */
static bool some_case_frees(struct il_walk *walk, uint32_t id, const struct il_moment *moment, bool both)
{
	const struct il_block block = walk->engine->unit->blocks.at[id];
	bool some = false;

	if (block.branch != IL_BRANCH_SWITCH || !moment->live || both || !walk->frees[block.function] ||
	    !il_cleans_up(walk, block.function))
		return false;
	for (uint32_t i = 0; i < block.edge_count; i++)
		some = some || il_case_frees(walk, id, i);
	return some;
}

/* Returns whether the test at the end of @id decides about a free, and nobody knows how it comes out. */
static bool goes_both_ways(struct il_walk *walk, uint32_t frame, uint32_t id, const struct il_moment *moment)
{
	const struct il_block block = walk->engine->unit->blocks.at[id];
	bool loop;

	if (il_preferred_edge(walk, id, &loop) < 0)
		return false;
	for (uint32_t i = 0; i < block.edge_count; i++) {
		bool holds = walk->engine->unit->edges.at[block.first_edge + i].kind == IL_EDGE_TRUE;
		struct il_moment next = *moment;
		if (!il_moment_assume(walk, &next, frame, block.condition, holds))
			return false;
	}
	return true;
}

bool il_block_chooses(const struct il_unit *unit, uint32_t block)
{
	const struct il_block *b = &unit->blocks.at[block];

	for (uint32_t e = b->first_event; e < b->first_event + b->event_count; e++) {
		if (unit->paths.at[il_path_strip(unit, unit->events.at[e].value)].op == IL_PATH_SELECT)
			return true;
	}
	return false;
}

void il_exits_look(struct il_walk *walk, uint32_t frame, uint32_t id, const struct il_moment *moment, bool both,
		   struct il_exits *ret_exits)
{
	const struct il_block block = walk->engine->unit->blocks.at[id];
	bool is_test = block.branch == IL_BRANCH_TEST;

	*ret_exits = (struct il_exits) {
		.block = id,
		.only = is_test ? only_edge(walk, id, moment, both) : -1,
		.cases = some_case_frees(walk, id, moment, both),
		.decided = !is_test || !goes_both_ways(walk, frame, id, moment),
	};
	if (block.branch == IL_BRANCH_SWITCH)
		ret_exits->value = il_moment_value(walk, moment, frame, block.condition);
}

bool il_exits_prefer(struct il_walk *walk, const struct il_exits *exits, uint32_t edge)
{
	return (exits->only < 0 || (uint32_t)exits->only == edge) &&
	       (!exits->cases || il_case_frees(walk, exits->block, edge));
}

bool il_exits_take(struct il_walk *walk, const struct il_exits *exits, uint32_t edge)
{
	const struct il_unit *unit = walk->engine->unit;
	const struct il_block *block = &unit->blocks.at[exits->block];
	int64_t value;

	return !exits->value || !il_path_is_constant(unit, exits->value, &value) ||
	       takes_case(unit, block, &unit->edges.at[block->first_edge + edge], value);
}
