// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Headers are looked at through a file that includes them. */
#ifndef IL_LSP_HEADER_H
#define IL_LSP_HEADER_H

#include "lsp/server.h"

/*
 * Finds a file that includes the document of @tab: an open one, or one of the databases near it.
 * Returns: true, with how it is compiled in @ret_source and its name in the tab; else @ret_problem, unless the
 * document is no header.
 */
bool il_header_find(struct il_server *server, struct il_tab *tab, struct il_flag_source *ret_source, char *ret_problem,
		    size_t size);

/* Returns whether @file, absolute or NULL, was read when @tab was looked at last. */
bool il_header_is_read(const struct il_tab *tab, const char *file);

#endif
