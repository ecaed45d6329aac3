// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Do two expressions, in different functions even, mean the same line or the same cookie? */
#ifndef IL_ENGINE_IDENTITY_H
#define IL_ENGINE_IDENTITY_H

#include "engine/engine.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A line known under more names than this is only known under the first ones. */
enum { IL_KEYS_MAX = 12 };

/*
 * Names that a line is known by, all over the unit: the field or variable that holds it, the
 * look-up that found it.
 */
struct il_keys {
	uint64_t at[IL_KEYS_MAX];
	uint32_t count;
};

/* Returns the names of the line that @path is in @function. */
struct il_keys il_line_keys(struct il_engine *engine, uint32_t function, uint32_t path);

/* Returns whether the two have a name in common. */
bool il_keys_meet(const struct il_keys *a, const struct il_keys *b);

/* Returns whether the two are known all over the unit, and have no name in common. */
bool il_keys_differ(const struct il_keys *a, const struct il_keys *b);

enum il_match { IL_MATCH_DIFFERENT, IL_MATCH_MAYBE, IL_MATCH_SAME };

/*
 * Returns whether two cookies can be the same pointer: the types they point to and the fields
 * they are the address of decide.
 */
enum il_match il_match_cookies(const struct il_unit *unit, uint32_t a, uint32_t b);

/* Returns whether object @inner is @outer or, without a dereference, a part of it. */
bool il_is_part(const struct il_unit *unit, uint32_t inner, uint32_t outer);

/* Returns the variable that @path lies in or points into without a dereference; 0: none. */
uint32_t il_root_variable(const struct il_unit *unit, uint32_t path);

#ifdef __cplusplus
}
#endif

#endif
