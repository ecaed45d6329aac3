// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * What is known of each request of a line, wrong or not, for whoever looks at it: who runs, from where on,
 * what it needs, and who frees the line.
 */
#ifndef IL_LSP_NOTE_H
#define IL_LSP_NOTE_H

#include "facts/unit.h"
#include "model/model.h"

#include <jansson.h>

enum { IL_NOTE_NEEDS_MAX = 12, IL_NOTE_FREES_MAX = 8 };

/*
 * Returns an array, owned by the caller, of objects:
 *   file, line, column, offset, length   of the call, as in the file
 *   callee, function                     what is called, and in which function
 *   handlers, threads                    names of the functions that are registered
 *   shared                               whether neighbours can run them
 *   from                                 where they may run from: places with "message"; empty: the request
 *   masked                               whether the request leaves the line disabled
 *   management                           driver, device or core: who frees the line
 *   frees                                calls that do: places with "message"
 *   needs                                what the handlers use: places with "message"
 *   more                                 how many needs were left out
 * Context: any.  Paths are added to @unit.
 */
json_t *il_notes_of(struct il_unit *unit, const struct il_model *model);

#endif
