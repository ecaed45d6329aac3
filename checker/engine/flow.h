// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Value flow inside a function: which values can paths have, together, when an event happens?
 *
 * The function is walked forward from its entry with joint states: what each relevant variable
 * or field holds and which conditions were taken.  Relevant is what the asked paths depend on,
 * found backwards.  So `if (s) { flags = A; cookie = p; } else cookie = NULL;` yields the two
 * pairs that happen and not the two that do not.  A condition that a function only computes is
 * what it computes, so it can be asked twice and is one.
 *
 * What it does not model: values that calls store through pointers (forgotten at the call),
 * counting loops (a stepped variable is not known), other writers of shared memory.
 */
#ifndef IL_ENGINE_FLOW_H
#define IL_ENGINE_FLOW_H

#include "engine/engine.h"

#ifdef __cplusplus
extern "C" {
#endif

/* More joint states than this at one block are not followed; stats count it. */
enum { IL_FLOW_STATES_MAX = 64 };

/* A condition that was taken on the way: @path is not zero (or zero). */
struct il_fact {
	uint32_t path;
	uint32_t holds;
};

struct il_flow_state {
	const uint32_t *values; /* of the asked paths; 0: not known */
	const struct il_fact *facts;
	uint32_t fact_count;
};

/*
 * Calls @visit for every different tuple of values that the @count @paths can have right before
 * @event.  A visit returning false ends the walk.  To know what conditions said of a call's result,
 * ask for the result among the paths.
 * Context: any.  Borrows: everything until the return.
 */
void il_flow_at(struct il_engine *engine, uint32_t event, const uint32_t *paths, uint32_t count,
		bool (*visit)(void *context, const struct il_flow_state *state), void *context);

/* Returns false when @path, taken to have @value, contradicts one of the facts of @state. */
bool il_flow_allows(struct il_engine *engine, const struct il_flow_state *state, uint32_t path, uint32_t value);

/*
 * Takes !x, x != 0 and x == 0 apart: returns what is tested for not being zero, and turns @holds
 * round when it is for being zero.
 */
uint32_t il_plain_test(const struct il_unit *unit, uint32_t path, bool *holds);

#ifdef __cplusplus
}
#endif

#endif
