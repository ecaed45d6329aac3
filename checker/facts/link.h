// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * The units of one module as one unit, so that what happens between its files is seen as what
 * happens within one.
 */
#ifndef IL_FACTS_LINK_H
#define IL_FACTS_LINK_H

#include "facts/unit.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Puts the facts of @count units together.  What a linker joins by name is joined by name; what
 * is private to a file stays apart, except that what comes from the same place of a header is
 * there once.  A name that several units define means the own one in each of them, and nothing
 * in the others.
 *
 * The order of @units does not matter, and one unit alone gives an equivalent one.
 * Context: any; time and memory are linear in the facts.  Borrows @units for the call.
 * Returns: a new unit, owned by the caller.  Accepts: no units at all.
 */
struct il_unit *il_link(const struct il_unit *const *units, uint32_t count);

#ifdef __cplusplus
}
#endif

#endif
