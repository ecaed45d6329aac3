// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Quick fixes, made from what is known here and never from what the client sends back. */
#ifndef IL_LSP_ACTION_H
#define IL_LSP_ACTION_H

#include "lsp/server.h"

enum il_action { IL_ACTION_FIX, IL_ACTION_SUPPRESS };

/*
 * Returns the workspace edit that does @action to @remark, owned by the caller; NULL when it cannot be done, as
 * the text was edited or a macro is in the way.
 */
json_t *il_action_edit(struct il_server *server, const struct il_tab *tab, const struct il_remark *remark,
		       enum il_action action);

/* Does the action of the arguments of the command irqlint.apply, and answers @id. */
void il_action_apply(struct il_server *server, const json_t *id, const json_t *arguments);

#endif
