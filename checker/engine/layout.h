// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Types and addresses: can a pointer of one type be read as a pointer of another? */
#ifndef IL_ENGINE_LAYOUT_H
#define IL_ENGINE_LAYOUT_H

#include "engine/engine.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Returns whether an object of type @there can be read as one of type @read because they are
 * alike, or because one begins with the other.  True as well when the answer is not known: for
 * void and char, functions, and records whose fields are not in the unit.
 */
bool il_layout_fits(const struct il_unit *unit, uint32_t there, uint32_t read);

/* One way in which a function reads what a pointer parameter points to. */
struct il_read {
	uint32_t type; /* of the object it is read as */
	uint32_t place;
	uint32_t function; /* that reads: the asked one or one that it hands the pointer on to */
};

/*
 * Calls @visit for each type that @function, or a function of the unit that it hands the pointer
 * on to, takes parameter @index to point to.
 */
void il_each_read(struct il_engine *engine, uint32_t function, uint32_t index,
		  void (*visit)(void *context, const struct il_read *read), void *context);

#ifdef __cplusplus
}
#endif

#endif
