// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What is shown beside requests. */
#ifndef IL_LSP_HINT_H
#define IL_LSP_HINT_H

#include "lsp/server.h"

/* Returns what the client shows of @tab now, owned by the caller. */
json_t *il_hints_of(struct il_server *server, const struct il_tab *tab);

/* Has the client ask again when it shows something else than @before, owned. */
void il_hints_refresh(struct il_server *server, const struct il_tab *tab, json_t *before);

#endif
