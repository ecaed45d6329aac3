// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What the client says of documents and files. */
#include "cli/config.h"
#include "lsp/diagnose.h"
#include "lsp/header.h"
#include "lsp/look.h"
#include "lsp/method.h"
#include "lsp/remark.h"
#include "lsp/uri.h"
#include "lsp/workspace.h"

#include <stdlib.h>
#include <string.h>

/* In place of a number of edits. */
#define NEVER_SAVED UINT64_MAX

/*
 * Documents that read that of @tab see what is in it now.  A header that is looked at through it does not matter
 * enough to be looked at with each edit.
 */
static void look_at_readers(struct il_server *server, const struct il_tab *tab)
{
	for (uint32_t i = 0; i < server->tabs.count; i++) {
		struct il_tab *other = server->tabs.at[i];
		const char *file = tab->document->file;
		bool through = file && other->through && strcmp(other->through, file) == 0;
		if (other != tab && !through && il_header_is_read(other, file))
			il_look_later(server, other, IL_LOOK_DELAY);
	}
}

static void close_tab(struct il_server *server, struct il_tab *tab)
{
	il_diagnose_end(server, tab);
	for (uint32_t i = 0; i < server->tabs.count; i++) {
		if (server->tabs.at[i] != tab)
			continue;
		server->tabs.at[i] = server->tabs.at[--server->tabs.count];
		break;
	}
	if (tab->document->edits != tab->saved_edits)
		look_at_readers(server, tab);
	il_diagnose_gone(server, tab);
	il_look_end(tab);
}

/* Makes a new finder of flags when what it has read has changed. */
static void look_for_flags(struct il_server *server)
{
	if (!il_flag_finder_is_old(&server->finder))
		return;
	il_look_forget(server);
	il_flag_finder_fini(&server->finder);
	il_flag_finder_init(&server->finder, &server->settings);
	il_look_at_all(server);
}

void il_method_open(struct il_server *server, const struct il_rpc_message *message)
{
	const json_t *opened = json_object_get(message->params, "textDocument");
	const char *uri = json_string_value(json_object_get(opened, "uri"));
	const char *language = json_string_value(json_object_get(opened, "languageId"));
	const json_t *text = json_object_get(opened, "text");

	if (!uri || !json_is_string(text)) {
		il_server_tell(server, 2, "textDocument/didOpen without a uri or a text");
		return;
	}
	struct il_tab *tab = il_server_tab(server, uri);
	if (tab)
		close_tab(server, tab);
	tab = calloc(1, sizeof(*tab));
	if (!tab)
		abort();
	tab->trouble_mark = IL_NO_MARK;
	tab->document = il_document_create(uri, language ? language : "",
					   json_integer_value(json_object_get(opened, "version")),
					   json_string_value(text), json_string_length(text));
	tab->touched = server->now;
	/* Editors keep what was not saved from one run to the next. */
	if (tab->document->file && !il_look_is_on_disk(tab->document))
		tab->saved_edits = NEVER_SAVED;
	uint32_t at = il_array_add(&server->tabs, 1);
	server->tabs.at[at] = tab;
	look_for_flags(server);
	il_look_later(server, tab, 0);
}

void il_method_change(struct il_server *server, const struct il_rpc_message *message)
{
	const json_t *version = json_object_get(json_object_get(message->params, "textDocument"), "version");
	const json_t *changes = json_object_get(message->params, "contentChanges");
	struct il_tab *tab = il_server_tab_of(server, message->params);

	if (!tab) {
		il_server_tell(server, 2, "textDocument/didChange of a document that is not open");
		return;
	}
	if (!il_document_change(tab->document, server->client.encoding, changes))
		il_server_tell(server, 2, "%s: a malformed change", tab->document->uri);
	if (json_is_integer(version))
		tab->document->version = json_integer_value(version);
	/* A single edit is looked at at once; who writes on is waited for. */
	bool writes_on = tab->asked || server->now - tab->touched < IL_LOOK_DELAY;
	tab->touched = server->now;
	il_look_later(server, tab, writes_on ? IL_LOOK_DELAY : 0);
	look_at_readers(server, tab);
}

/* File @name, or all of them with NULL, has changed on disk, where others than its own document read it. */
static void look_at_others(struct il_server *server, const char *name)
{
	for (uint32_t i = 0; i < server->tabs.count; i++) {
		struct il_tab *tab = server->tabs.at[i];
		bool own = name && tab->document->file && strcmp(tab->document->file, name) == 0;
		if (!own || tab->through)
			il_look_later(server, tab, IL_LOOK_DELAY);
	}
}

void il_method_save(struct il_server *server, const struct il_rpc_message *message)
{
	struct il_tab *tab = il_server_tab_of(server, message->params);

	look_for_flags(server);
	if (tab) {
		tab->saved_edits = tab->document->edits;
		look_at_others(server, tab->document->file);
	}
	il_workspace_is_old(server);
}

void il_method_close(struct il_server *server, const struct il_rpc_message *message)
{
	struct il_tab *tab = il_server_tab_of(server, message->params);

	if (tab)
		close_tab(server, tab);
}

static bool ends_with(const char *text, const char *end)
{
	size_t length = strlen(text), more = strlen(end);

	return length >= more && strcmp(text + length - more, end) == 0;
}

void il_method_files_changed(struct il_server *server, const struct il_rpc_message *message)
{
	const json_t *change;
	bool configured = false;
	size_t i;

	json_array_foreach (json_object_get(message->params, "changes"), i, change) {
		const char *uri = json_string_value(json_object_get(change, "uri"));
		char *file = uri ? il_uri_to_file(uri) : NULL;
		if (file && (ends_with(file, ".c") || ends_with(file, ".h")))
			look_at_others(server, file);
		else
			configured = configured || file;
		free(file);
	}
	if (configured) {
		il_look_forget(server);
		il_flag_finder_fini(&server->finder);
		il_flag_finder_init(&server->finder, &server->settings);
		il_look_at_all(server);
	}
	il_workspace_is_old(server);
}

void il_method_cancel(struct il_server *server, const struct il_rpc_message *message)
{
	const json_t *id = json_object_get(message->params, "id");

	for (uint32_t i = 0; i < server->tabs.count; i++) {
		struct il_tab *tab = server->tabs.at[i];
		for (uint32_t k = 0; k < tab->pulls.count; k++) {
			struct il_pull pull = tab->pulls.at[k];
			if (!json_equal(pull.id, id))
				continue;
			tab->pulls.at[k] = tab->pulls.at[--tab->pulls.count];
			il_rpc_fail(&server->rpc, pull.id, IL_RPC_CANCELLED, "cancelled");
			json_decref(pull.id);
			free(pull.previous);
			return;
		}
	}
	il_workspace_cancel(server, id);
}
