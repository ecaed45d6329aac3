// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Settings that the client sends, and what it is asked to tell when they change. */
#ifndef IL_LSP_CONFIGURE_H
#define IL_LSP_CONFIGURE_H

#include "lsp/server.h"

/* Takes settings, an object or NULL, and has everything looked at with them. */
void il_configure(struct il_server *server, const json_t *values);

/* Asks the client for its configuration, and to tell when it or a file that matters changes. */
void il_configure_register(struct il_server *server);

#endif
