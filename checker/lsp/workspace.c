// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "lsp/workspace.h"

#include "lsp/method.h"

void il_workspace_begin(struct il_server *server) { (void)server; }
void il_workspace_is_old(struct il_server *server) { (void)server; }
void il_workspace_cancel(struct il_server *server, const json_t *id) { (void)server; (void)id; }
nfds_t il_workspace_poll(const struct il_server *server, struct pollfd *polled, nfds_t room)
{ (void)server; (void)polled; (void)room; return 0; }
void il_workspace_receive(struct il_server *server, const struct pollfd *polled, nfds_t count)
{ (void)server; (void)polled; (void)count; }
void il_workspace_end(struct il_server *server) { (void)server; }
void il_method_workspace_diagnostic(struct il_server *server, const struct il_rpc_message *message)
{ il_rpc_reply(&server->rpc, message->id, json_pack("{s:[]}", "items")); }
void il_method_action(struct il_server *server, const struct il_rpc_message *message)
{ il_rpc_reply(&server->rpc, message->id, json_array()); }
void il_method_hover(struct il_server *server, const struct il_rpc_message *message)
{ il_rpc_reply(&server->rpc, message->id, NULL); }
void il_method_hint(struct il_server *server, const struct il_rpc_message *message)
{ il_rpc_reply(&server->rpc, message->id, json_array()); }
void il_method_lens(struct il_server *server, const struct il_rpc_message *message)
{ il_rpc_reply(&server->rpc, message->id, json_array()); }
void il_method_command(struct il_server *server, const struct il_rpc_message *message)
{ il_rpc_reply(&server->rpc, message->id, NULL); }
