// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * One answer out of those of two servers.  The first is the one that the editor asked for, the second
 * adds to it.  Arguments are borrowed and may be NULL or null; results are owned by the caller.
 */
#ifndef IL_LSP_MERGE_H
#define IL_LSP_MERGE_H

#include <jansson.h>

/*
 * Capabilities: what either can.  Diagnostics are sent, as not all servers can be asked for them.
 * INVARIANT(encoding): both have the same position encoding.
 */
json_t *il_merge_capabilities(const json_t *first, const json_t *second);

/* One hover with both texts. */
json_t *il_merge_hovers(const json_t *first, const json_t *second);

/* Lists, one behind the other. */
json_t *il_merge_lists(const json_t *first, const json_t *second);

#endif
