// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * One joint state of the value flow: small sorted lists, compared as bytes.
 * For flow.c; rules see il_flow_state.
 */
#ifndef IL_ENGINE_STATE_H
#define IL_ENGINE_STATE_H

#include "engine/flow.h"

/* A function whose answer depends on more than this is not followed. */
enum { IL_STATE_CELLS_MAX = 24, IL_STATE_FACTS_MAX = 12 };

/* INVARIANT (sorted): cells by path, facts by path; unused elements are zero. */
struct il_state {
	uint32_t cell_count, fact_count;
	struct {
		uint32_t path;	/* variable, field or element */
		uint32_t value; /* path, 0: not known */
	} cells[IL_STATE_CELLS_MAX];
	struct il_fact facts[IL_STATE_FACTS_MAX];
};

/* Sets what @cell holds.  Returns false when there is no room. */
bool il_state_set(struct il_state *state, uint32_t cell, uint32_t value);

/* Returns true and @ret_value when @cell was set. */
bool il_state_get(const struct il_state *state, uint32_t cell, uint32_t *ret_value);

/* Forgets the facts about paths that @depends tells to be concerned. */
void il_state_forget_facts(struct il_state *state, bool (*depends)(void *context, uint32_t path), void *context);

/* Adds a fact.  Returns false when it contradicts one that is there. */
bool il_state_assume(struct il_state *state, uint32_t path, bool holds);

/*
 * Returns the value that @path has in @state: what the cells it reads hold, put in their place.
 * @object: @path is asked as a place in memory, not as the value there.
 */
uint32_t il_state_value(struct il_engine *engine, const struct il_state *state, uint32_t path, bool object);

#endif
