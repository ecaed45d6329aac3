// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Commands that the client runs here. */
#include "lsp/action.h"
#include "lsp/look.h"
#include "lsp/method.h"
#include "lsp/page.h"
#include "lsp/workspace.h"
#include "rules/rule.h"

#include <stdlib.h>
#include <string.h>

/* Shows the page of the rule that the first argument names, and answers with its URI. */
static void open_rule(struct il_server *server, const json_t *id, const json_t *arguments)
{
	const char *name = json_string_value(json_array_get(arguments, 0));
	const struct il_rule *rule = name ? il_rule_find(name) : NULL;
	char *page = rule ? il_page_uri(rule->name) : NULL;

	if (!rule)
		il_rpc_fail(&server->rpc, id, IL_RPC_INVALID_PARAMS, "irqlint.openRule takes the name of a rule");
	else if (!page)
		il_rpc_fail(&server->rpc, id, IL_RPC_INVALID_PARAMS,
			    "the page of %s is not installed; 'irqlint explain %s' shows it", rule->name, rule->name);
	else
		il_rpc_reply(&server->rpc, id, json_string(page));
	if (page && server->client.shows_documents)
		il_rpc_request(&server->rpc, "window/showDocument",
			       json_pack("{s:s, s:b, s:b}", "uri", page, "external", 0, "takeFocus", 1), NULL, NULL);
	free(page);
}

/* Looks at everything anew, with nothing of what was read before. */
static void rescan(struct il_server *server, const struct il_rpc_message *message)
{
	il_look_forget(server);
	il_flag_finder_fini(&server->finder);
	il_flag_finder_init(&server->finder, &server->settings);
	il_look_at_all(server);
	il_workspace_rescan(server, message->id, json_object_get(message->params, "workDoneToken"));
}

void il_method_command(struct il_server *server, const struct il_rpc_message *message)
{
	const char *name = json_string_value(json_object_get(message->params, "command"));
	const json_t *arguments = json_object_get(message->params, "arguments");

	if (name && strcmp(name, "irqlint.rescan") == 0)
		rescan(server, message);
	else if (name && strcmp(name, "irqlint.openRule") == 0)
		open_rule(server, message->id, arguments);
	else if (name && strcmp(name, "irqlint.apply") == 0)
		il_action_apply(server, message->id, arguments);
	else
		il_rpc_fail(&server->rpc, message->id, IL_RPC_INVALID_PARAMS, "no command '%s'", name ? name : "");
}
