// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Files that are not open: what `irqlint check` finds in them, in a process of its own.  First only what
 * earlier runs found out and kept; everything when the user asks for it.
 */
#ifndef IL_LSP_WORKSPACE_H
#define IL_LSP_WORKSPACE_H

#include "lsp/server.h"

#include <poll.h>

/* Looks what is known already of the folders. */
void il_workspace_begin(struct il_server *server);

/*
 * Something has changed: what is known of files that are not open is looked at again when asked for, and at
 * once when a request waits for it.
 */
void il_workspace_is_old(struct il_server *server);

/* Something else may be known of open documents. */
void il_workspace_tabs_changed(struct il_server *server);

/* Answers who waits for what is new, if something is.  Call it after whatever may have brought some. */
void il_workspace_tell(struct il_server *server);

/* Looks at everything.  @id: request that is answered when it is done; @token: of its progress, or NULL. */
void il_workspace_rescan(struct il_server *server, const json_t *id, const json_t *token);

/* Answers request @id if it waits for what is found, and stops looking if nobody else does. */
void il_workspace_cancel(struct il_server *server, const json_t *id);

/* Returns what is known of @file, an array, or NULL.  Borrowed until something has come. */
const json_t *il_workspace_findings(const struct il_server *server, const char *file);

/* The document of @tab is closed: what was found in it is known from then on. */
void il_workspace_keep(struct il_server *server, const struct il_tab *tab);

/* Adds what is to be waited for to @polled, of which there are @room.  Returns how many are used. */
nfds_t il_workspace_poll(const struct il_server *server, struct pollfd *polled, nfds_t room);

/* Takes what has come for the @count of @polled. */
void il_workspace_receive(struct il_server *server, const struct pollfd *polled, nfds_t count);

/* Stops looking and forgets everything. */
void il_workspace_end(struct il_server *server);

#endif
