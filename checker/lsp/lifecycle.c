// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* From `initialize` to `exit`. */
#include "lsp/configure.h"
#include "lsp/method.h"
#include "lsp/uri.h"
#include "lsp/workspace.h"

#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static json_t *capabilities(const struct il_server *server)
{
	const struct il_client *client = &server->client;
	json_t *can = json_pack("{s:s, s:{s:b, s:i, s:{s:b}}, s:b, s:{s:[s,s]}, s:{s:{s:b, s:b}}}", "positionEncoding",
				il_encoding_name(client->encoding), "textDocumentSync", "openClose", 1, "change", 2,
				"save", "includeText", 0, "hoverProvider", 1, "executeCommandProvider", "commands",
				"irqlint.rescan", "irqlint.openRule", "workspace", "workspaceFolders", "supported", 1,
				"changeNotifications", 1);

	if (client->action_literals)
		json_object_set_new(can, "codeActionProvider", json_pack("{s:[s]}", "codeActionKinds", "quickfix"));
	else
		json_object_set_new(can, "codeActionProvider", json_true());
	json_array_append_new(json_object_get(json_object_get(can, "executeCommandProvider"), "commands"),
			      json_string("irqlint.apply"));
	if (client->pulls)
		json_object_set_new(can, "diagnosticProvider",
				    json_pack("{s:s, s:b, s:b}", "identifier", "irqlint", "interFileDependencies", 1,
					      "workspaceDiagnostics", 1));
	/* A client that shows both would show the same twice. */
	if (client->hints)
		json_object_set_new(can, "inlayHintProvider", json_true());
	else if (client->lenses)
		json_object_set_new(can, "codeLensProvider", json_pack("{s:b}", "resolveProvider", 0));
	return can;
}

/* Notices when process @number ends, which is the client's, or who started it. */
static void watch_parent(struct il_server *server, const json_t *number)
{
	if (!json_is_integer(number) || json_integer_value(number) <= 0 || json_integer_value(number) > INT32_MAX)
		return;
	server->parent_process = json_integer_value(number);
	server->parent = (int)syscall(SYS_pidfd_open, (pid_t)server->parent_process, 0);
}

static void add_folder(struct il_server *server, const char *uri)
{
	char *file = uri ? il_uri_to_file(uri) : NULL;
	json_t *name = file ? json_string(file) : NULL;

	if (name)
		json_array_append_new(server->folders, name);
	free(file);
}

static void read_folders(struct il_server *server, const json_t *params)
{
	const json_t *folders = json_object_get(params, "workspaceFolders"), *folder;
	const char *path = json_string_value(json_object_get(params, "rootPath"));
	size_t i;

	json_array_foreach (folders, i, folder)
		add_folder(server, json_string_value(json_object_get(folder, "uri")));
	if (json_array_size(server->folders) == 0)
		add_folder(server, json_string_value(json_object_get(params, "rootUri")));
	if (json_array_size(server->folders) == 0 && path && *path == '/')
		json_array_append_new(server->folders, json_string(path));
}

void il_method_initialize(struct il_server *server, const struct il_rpc_message *message)
{
	const json_t *options = json_object_get(message->params, "initializationOptions");

	il_client_read(&server->client, message->params);
	watch_parent(server, json_object_get(message->params, "processId"));
	read_folders(server, message->params);
	server->initial = json_deep_copy(options);
	json_t *result = json_pack("{s:o, s:{s:s, s:s}}", "capabilities", capabilities(server), "serverInfo", "name",
				   "irqlint", "version", IL_VERSION);
	if (server->client.asks_encoding)
		json_object_set_new(result, "offsetEncoding", json_string(il_encoding_name(server->client.encoding)));
	il_rpc_reply(&server->rpc, message->id, result);
	server->stage = IL_STAGE_READY;
	il_configure(server, server->initial);
}

void il_method_initialized(struct il_server *server, const struct il_rpc_message *message)
{
	(void)message;
	il_configure_register(server);
	il_workspace_begin(server);
}

void il_method_shutdown(struct il_server *server, const struct il_rpc_message *message)
{
	server->stage = IL_STAGE_SHUT;
	il_workspace_end(server);
	il_rpc_reply(&server->rpc, message->id, NULL);
}

void il_method_exit(struct il_server *server, const struct il_rpc_message *message)
{
	(void)message;
	server->code = server->stage == IL_STAGE_SHUT ? 0 : 1;
	server->stage = IL_STAGE_ENDED;
}

void il_method_folders_changed(struct il_server *server, const struct il_rpc_message *message)
{
	const json_t *event = json_object_get(message->params, "event"), *folder;
	size_t i;

	json_array_foreach (json_object_get(event, "removed"), i, folder) {
		const char *uri = json_string_value(json_object_get(folder, "uri"));
		char *file = uri ? il_uri_to_file(uri) : NULL;
		for (size_t k = json_array_size(server->folders); file && k-- > 0;) {
			if (strcmp(json_string_value(json_array_get(server->folders, k)), file) == 0)
				json_array_remove(server->folders, k);
		}
		free(file);
	}
	json_array_foreach (json_object_get(event, "added"), i, folder)
		add_folder(server, json_string_value(json_object_get(folder, "uri")));
	il_workspace_begin(server);
}
