// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Which ways out of a block the walk takes: what is freed under a condition that nobody knows is taken to be
 * freed, so that such a way is not passed by.
 */
#ifndef IL_ENGINE_EXITS_H
#define IL_ENGINE_EXITS_H

#include "engine/moment.h"

/*
 * Returns whether what @function frees is taken to be there: where a life ends, and in helpers that
 * only clean up.  A function that begins a life frees when it fails, which its conditions tell.
 */
bool il_cleans_up(const struct il_walk *walk, uint32_t function);

struct il_exits {
	uint32_t block;
	uint32_t value; /* path of what a switch asks, if that is known; else 0 */
	int only;	/* the one edge that is preferred, or -1 */
	bool cases;	/* the cases that free are preferred */
	bool decided;	/* no test that is not followed decides about a free */
};

/*
 * Looks at the end of block @id, where the walk is at @moment.
 * @both: what came back unchanged takes the other edge as well.
 */
void il_exits_look(struct il_walk *walk, uint32_t frame, uint32_t id, const struct il_moment *moment, bool both,
		   struct il_exits *ret_exits);

/* Returns whether edge number @edge is among those that are preferred, or none is. */
bool il_exits_prefer(struct il_walk *walk, const struct il_exits *exits, uint32_t edge);

/* Returns whether the value that a switch asks can lead to edge number @edge. */
bool il_exits_take(struct il_walk *walk, const struct il_exits *exits, uint32_t edge);

/* Returns whether @block takes one of several values, as `ret ? ret : call()`, which the ways to it have made. */
bool il_block_chooses(const struct il_unit *unit, uint32_t block);

#endif
