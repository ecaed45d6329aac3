// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "lsp/configure.h"

#include "cli/config.h"
#include "lsp/look.h"
#include "lsp/method.h"
#include "lsp/workspace.h"

#include <stdio.h>
#include <string.h>

enum { PROBLEM_MAX = 512 };

void il_configure(struct il_server *server, const json_t *values)
{
	const char *root = json_string_value(json_array_get(server->folders, 0));
	char problem[PROBLEM_MAX];

	il_look_forget(server);
	il_flag_finder_fini(&server->finder);
	il_settings_fini(&server->settings);
	if (!il_settings_read(&server->settings, values, root ? root : "/", problem, sizeof(problem)))
		il_server_tell(server, 2, "%s", problem);
	il_flag_finder_init(&server->finder, &server->settings);
	il_look_at_all(server);
	il_workspace_is_old(server);
}

/* Settings may come as they are, or within a section of that name. */
static void take_section(struct il_server *server, const json_t *settings)
{
	const json_t *section = json_object_get(settings, "irqlint");

	/* What the client has no opinion of is as it was told in the beginning. */
	json_t *values = json_is_object(server->initial) ? json_copy(server->initial) : json_object();
	const json_t *told = section ? section : settings;
	const char *key;
	json_t *value;
	json_object_foreach ((json_t *)(uintptr_t)told, key, value) {
		if (!json_is_null(value))
			json_object_set(values, key, value);
	}
	il_configure(server, values);
	json_decref(values);
}

static void take_configuration(void *context, const json_t *result, const json_t *error)
{
	const json_t *settings = json_array_get(result, 0);

	(void)error;
	if (json_is_object(settings))
		take_section(context, settings);
}

static void ask_configuration(struct il_server *server)
{
	il_rpc_request(&server->rpc, "workspace/configuration", json_pack("{s:[{s:s}]}", "items", "section", "irqlint"),
		       take_configuration, server);
}

void il_configure_register(struct il_server *server)
{
	static const char *const globs[] = { "**/compile_commands.json", ("**/" IL_CONFIG_NAME), "**/*.{c,h}" };
	json_t *registrations = json_array(), *watchers = json_array();

	for (size_t i = 0; i < sizeof(globs) / sizeof(globs[0]); i++)
		json_array_append_new(watchers, json_pack("{s:s}", "globPattern", globs[i]));
	if (server->client.watches)
		json_array_append_new(registrations, json_pack("{s:s, s:s, s:{s:O}}", "id", "irqlint-files", "method",
							       "workspace/didChangeWatchedFiles", "registerOptions",
							       "watchers", watchers));
	if (server->client.registers_configuration)
		json_array_append_new(registrations, json_pack("{s:s, s:s, s:{s:s}}", "id", "irqlint-configuration",
							       "method", "workspace/didChangeConfiguration",
							       "registerOptions", "section", "irqlint"));
	if (json_array_size(registrations))
		il_rpc_request(&server->rpc, "client/registerCapability",
			       json_pack("{s:O}", "registrations", registrations), NULL, NULL);
	json_decref(registrations);
	json_decref(watchers);
	if (server->client.configuration)
		ask_configuration(server);
}

void il_method_configured(struct il_server *server, const struct il_rpc_message *message)
{
	const json_t *settings = json_object_get(message->params, "settings");

	/* A client that can be asked need not say what has changed. */
	if (server->client.configuration && !json_is_object(json_object_get(settings, "irqlint")))
		ask_configuration(server);
	else if (json_is_object(settings))
		take_section(server, settings);
}
