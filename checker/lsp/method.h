// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What answers each method; all of them run in the server's loop and return soon. */
#ifndef IL_LSP_METHOD_H
#define IL_LSP_METHOD_H

#include "lsp/server.h"

typedef void il_method(struct il_server *server, const struct il_rpc_message *message);

/* Lifecycle. */
il_method il_method_initialize, il_method_initialized, il_method_shutdown, il_method_exit, il_method_cancel;

/* Documents and files. */
il_method il_method_open, il_method_change, il_method_save, il_method_close;
il_method il_method_files_changed, il_method_folders_changed, il_method_configured;

/* What is asked for. */
il_method il_method_diagnostic, il_method_workspace_diagnostic;
il_method il_method_progress_cancel;
il_method il_method_action, il_method_hover, il_method_hint, il_method_lens, il_method_command;

#endif
