// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What a function can return: through variables, `?:` and functions of the unit. */
#ifndef IL_ENGINE_RETURNS_H
#define IL_ENGINE_RETURNS_H

#include "engine/engine.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A function that returns what another returns is followed this far. */
enum { IL_RETURN_DEPTH_MAX = 4 };

struct il_returned {
	uint32_t value; /* path, casts aside */
	/* Return statements: the function's own first, that of the innermost callee last. */
	uint32_t events[IL_RETURN_DEPTH_MAX + 1];
	uint32_t event_count;
};

/*
 * Calls @visit for each value that @function can return.  Constants that the conditions on the
 * way rule out are left away; of other values nothing is ruled out.
 */
void il_each_returned(struct il_engine *engine, uint32_t function,
		      void (*visit)(void *context, const struct il_returned *returned), void *context);

#ifdef __cplusplus
}
#endif

#endif
