// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Ways through the blocks of a function, whatever is tested on them. */
#include "engine/moment.h"

#include <stdlib.h>
#include <string.h>

static void *zeroed(size_t count, size_t size)
{
	void *at = calloc(count + 1, size);

	if (!at)
		abort();
	return at;
}

void il_reach(const struct il_unit *unit, const struct il_function *f, uint32_t from, uint32_t without, bool *seen,
	      uint32_t *stack)
{
	uint32_t depth = 0;

	if (from == without)
		return;
	seen[from - f->first_block] = true;
	stack[depth++] = from;
	while (depth) {
		const struct il_block *block = &unit->blocks.at[stack[--depth]];
		for (uint32_t i = 0; i < block->edge_count; i++) {
			uint32_t target = unit->edges.at[block->first_edge + i].target;
			if (target == without || seen[target - f->first_block])
				continue;
			seen[target - f->first_block] = true;
			stack[depth++] = target;
		}
	}
}

bool il_find_loop(const struct il_unit *unit, uint32_t id, bool *ret_blocks)
{
	const struct il_block *block = &unit->blocks.at[id];
	const struct il_function *f = &unit->functions.at[block->function];
	uint32_t *stack = zeroed(f->block_count, sizeof(uint32_t));
	bool *ahead = zeroed(f->block_count, sizeof(bool)), *back = zeroed(f->block_count, sizeof(bool));
	bool found = false;

	for (uint32_t i = 0; i < block->edge_count; i++)
		il_reach(unit, f, unit->edges.at[block->first_edge + i].target, 0, ahead, stack);
	for (uint32_t b = 0; b < f->block_count && ahead[id - f->first_block]; b++) {
		if (!ahead[b])
			continue;
		memset(back, 0, f->block_count * sizeof(bool));
		il_reach(unit, f, f->first_block + b, 0, back, stack);
		ret_blocks[b] = back[id - f->first_block];
		found = found || ret_blocks[b];
	}
	free(stack);
	free(ahead);
	free(back);
	return found;
}

bool il_event_loops(const struct il_walk *walk, uint32_t event)
{
	const struct il_unit *unit = walk->engine->unit;
	uint32_t block = unit->events.at[event].block;
	bool *blocks = zeroed(unit->functions.at[unit->blocks.at[block].function].block_count, sizeof(bool));
	bool found = il_find_loop(unit, block, blocks);

	free(blocks);
	return found;
}

/* Returns whether an end of the function can be come to from @from without passing @without. */
static bool gets_around(const struct il_unit *unit, const struct il_function *f, uint32_t from, uint32_t without,
			bool *seen, uint32_t *stack)
{
	memset(seen, 0, f->block_count * sizeof(bool));
	il_reach(unit, f, from, without, seen, stack);
	for (uint32_t b = 0; b < f->block_count; b++) {
		if (seen[b] && unit->blocks.at[f->first_block + b].edge_count == 0)
			return true;
	}
	return false;
}

bool il_edges_decide(const struct il_walk *walk, uint32_t id, uint32_t goal)
{
	const struct il_unit *unit = walk->engine->unit;
	const struct il_block *block = &unit->blocks.at[id];
	const struct il_function *f = &unit->functions.at[block->function];
	bool *seen = zeroed(f->block_count, sizeof(bool));
	uint32_t *stack = zeroed(f->block_count, sizeof(uint32_t));
	bool leads[2] = { false, false }, around[2] = { false, false };

	for (uint32_t i = 0; i < block->edge_count; i++) {
		uint32_t target = unit->edges.at[block->first_edge + i].target;
		memset(seen, 0, f->block_count * sizeof(bool));
		il_reach(unit, f, target, id, seen, stack);
		leads[seen[goal - f->first_block]] = true;
		around[gets_around(unit, f, target, goal, seen, stack)] = true;
	}
	free(seen);
	free(stack);
	return leads[1] && (leads[0] || (around[0] && around[1]));
}

bool il_block_loops_with(const struct il_walk *walk, uint32_t id, uint32_t event)
{
	const struct il_unit *unit = walk->engine->unit;
	const struct il_function *f = &unit->functions.at[unit->blocks.at[id].function];
	bool *blocks = zeroed(f->block_count, sizeof(bool));
	bool found = il_find_loop(unit, id, blocks) && blocks[unit->events.at[event].block - f->first_block];

	free(blocks);
	return found;
}
