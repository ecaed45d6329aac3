// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "engine/state.h"

#include <string.h>

/* A value nested deeper than this is not known: it grew in a loop. */
enum { VALUE_DEPTH_MAX = 20 };

bool il_state_get(const struct il_state *state, uint32_t cell, uint32_t *ret_value)
{
	for (uint32_t i = 0; i < state->cell_count; i++) {
		if (state->cells[i].path == cell) {
			*ret_value = state->cells[i].value;
			return true;
		}
	}
	return false;
}

bool il_state_set(struct il_state *state, uint32_t cell, uint32_t value)
{
	uint32_t at = 0;

	while (at < state->cell_count && state->cells[at].path < cell)
		at++;
	if (at == state->cell_count || state->cells[at].path != cell) {
		if (state->cell_count == IL_STATE_CELLS_MAX)
			return false;
		memmove(&state->cells[at + 1], &state->cells[at], (state->cell_count - at) * sizeof(state->cells[0]));
		state->cell_count++;
		state->cells[at].path = cell;
	}
	state->cells[at].value = value;
	return true;
}

void il_state_forget_facts(struct il_state *state, bool (*depends)(void *context, uint32_t path), void *context)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < state->fact_count; i++) {
		if (!depends(context, state->facts[i].path))
			state->facts[kept++] = state->facts[i];
	}
	memset(&state->facts[kept], 0, (state->fact_count - kept) * sizeof(state->facts[0]));
	state->fact_count = kept;
}

bool il_state_assume(struct il_state *state, uint32_t path, bool holds)
{
	uint32_t at = 0;

	while (at < state->fact_count && state->facts[at].path < path)
		at++;
	if (at < state->fact_count && state->facts[at].path == path)
		return state->facts[at].holds == holds;
	/* Without room the fact is not kept: more paths are thought possible, and none is lost. */
	if (state->fact_count == IL_STATE_FACTS_MAX)
		return true;
	memmove(&state->facts[at + 1], &state->facts[at], (state->fact_count - at) * sizeof(state->facts[0]));
	state->facts[at] = (struct il_fact) { path, holds };
	state->fact_count++;
	return true;
}

static uint32_t value(struct il_engine *engine, const struct il_state *state, uint32_t path, bool object, int depth)
{
	struct il_path p = engine->unit->paths.at[path];
	uint32_t held;

	if (depth > VALUE_DEPTH_MAX)
		return 0;
	if (p.a && p.op != IL_PATH_MEMBER) {
		bool inner = p.op == IL_PATH_ADDRESS || p.op == IL_PATH_FIELD || p.op == IL_PATH_INDEX;
		uint32_t a = value(engine, state, p.a, inner, depth + 1);
		uint32_t b = p.b && p.op != IL_PATH_CONTAINER ? value(engine, state, p.b, false, depth + 1) : p.b;
		uint32_t c = p.c ? value(engine, state, p.c, false, depth + 1) : 0;
		if (a != p.a || b != p.b || c != p.c)
			path = il_path_rebuild(engine->unit, &p, a, b, c);
		p = engine->unit->paths.at[path];
	}
	bool place =
		p.op == IL_PATH_VARIABLE || p.op == IL_PATH_FIELD || p.op == IL_PATH_INDEX || p.op == IL_PATH_DEREF;
	return place && !object && il_state_get(state, path, &held) ? held : path;
}

uint32_t il_state_value(struct il_engine *engine, const struct il_state *state, uint32_t path, bool object)
{
	return value(engine, state, path, object, 0);
}
