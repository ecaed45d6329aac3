// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "lsp/action.h"

#include "cli/output/output.h"
#include "lsp/diagnose.h"
#include "lsp/method.h"
#include "lsp/remark.h"
#include "lsp/uri.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_MAX = 512, INDENT_MAX = 128 };

static const char *const action_names[] = { [IL_ACTION_FIX] = "fix", [IL_ACTION_SUPPRESS] = "suppress" };

/* Adds an edit of the document of @uri; @version is NULL for one that is not open. */
static void add_edit(json_t *files, const char *uri, const json_t *version, json_t *range, const char *text)
{
	json_t *file = json_object_get(files, uri);

	if (!file) {
		file = json_pack("{s:O?, s:[]}", "version", version, "edits");
		json_object_set_new(files, uri, file);
	}
	json_array_append_new(json_object_get(file, "edits"), json_pack("{s:o, s:s}", "range", range, "newText", text));
}

/* Makes a workspace edit of @files, owned, in the form that the client takes. */
static json_t *workspace_edit(const struct il_server *server, json_t *files)
{
	json_t *edit = json_object(), *changes = server->client.document_changes ? json_array() : json_object();
	const char *uri;
	json_t *file;

	json_object_foreach (files, uri, file) {
		json_t *edits = json_object_get(file, "edits"), *version = json_object_get(file, "version");
		if (server->client.document_changes)
			json_array_append_new(changes, json_pack("{s:{s:s, s:O?}, s:O}", "textDocument", "uri", uri,
								 "version", version, "edits", edits));
		else
			json_object_set(changes, uri, edits);
	}
	json_object_set_new(edit, server->client.document_changes ? "documentChanges" : "changes", changes);
	json_decref(files);
	return edit;
}

static json_t *range_of(const struct il_server *server, const struct il_document *document, size_t start, size_t end)
{
	return il_range_encode(&document->lines, server->client.encoding, start, end);
}

/* Adds a fix of a file that is not open.  Returns false when the file is open, or not what it was. */
static bool add_other_fix(struct il_server *server, json_t *files, const json_t *fix)
{
	const char *file = il_finding_text(fix, "file");
	size_t offset = (size_t)il_finding_number(fix, "offset"), length = (size_t)il_finding_number(fix, "length");
	struct il_position start;

	if (!server->sources)
		server->sources = il_sources_create();
	if (il_server_tab_of_file(server, file) || !il_source_position(server->sources, file, offset, &start))
		return false;
	json_t *place = json_pack("{s:s, s:I, s:I, s:I, s:I}", "file", file, "line", (json_int_t)start.line, "column",
				  (json_int_t)start.byte, "offset", (json_int_t)offset, "length", (json_int_t)length);
	json_t *location = il_remark_location(server, NULL, IL_NO_MARK, place);
	json_t *range = json_object_get(location, "range");
	if (!length)
		json_object_set(range, "end", json_object_get(range, "start"));
	add_edit(files, json_string_value(json_object_get(location, "uri")), NULL, json_incref(range),
		 il_finding_text(fix, "text"));
	json_decref(location);
	json_decref(place);
	return true;
}

static json_t *fix_edit(struct il_server *server, const struct il_tab *tab, const struct il_remark *remark)
{
	const json_t *fixes = json_object_get(remark->finding, "fixes"), *fix;
	const struct il_document *document = tab->document;
	json_t *files = json_object(), *version = json_integer(document->version);
	bool good = json_array_size(fixes) > 0;
	size_t i;

	json_array_foreach (fixes, i, fix) {
		uint32_t at = tab->marks.at[remark->first_fix + i];
		const struct il_mark *mark = at == IL_NO_MARK ? NULL : &document->marks.at[at];
		bool own = document->file && strcmp(il_finding_text(fix, "file"), document->file) == 0;
		if (mark && !mark->gone)
			add_edit(files, document->uri, version, range_of(server, document, mark->start, mark->end),
				 il_finding_text(fix, "text"));
		else
			good = good && !own && add_other_fix(server, files, fix);
	}
	json_decref(version);
	if (good)
		return workspace_edit(server, files);
	json_decref(files);
	return NULL;
}

static bool goes_on(const struct il_document *document, uint32_t line)
{
	size_t end = il_line_end(&document->lines, line);

	return end > document->lines.starts.at[line] && document->text.at[end - 1] == '\\';
}

/*
 * A comment on a line of its own, with the indent of the line that it is for.  Lines that a backslash joins are
 * one to the compiler: a comment goes before the first of them, where it is for the first alone, or behind the last.
 */
static json_t *suppress_edit(const struct il_server *server, const struct il_tab *tab, const struct il_remark *remark)
{
	const struct il_document *document = tab->document;
	const char *rule = il_finding_text(remark->finding, "rule");
	char indent[INDENT_MAX] = "", text[TEXT_MAX];

	if (remark->mark == IL_NO_MARK || !*rule)
		return NULL;
	uint32_t line = il_line_of(&document->lines, document->marks.at[remark->mark].start);
	size_t start = document->lines.starts.at[line], end = il_line_end(&document->lines, line), used = 0;
	bool joined = line > 0 && goes_on(document, line - 1);
	if (joined && goes_on(document, line))
		return NULL;
	while (start + used < end && used + 1 < sizeof(indent) && strchr(" \t", document->text.at[start + used])) {
		indent[used] = document->text.at[start + used];
		used++;
	}
	bool crlf = end < document->text.count && document->text.at[end] == '\r';
	if (joined)
		snprintf(text, sizeof(text), " /* NOLINT(%s): TODO: say why */", rule);
	else
		snprintf(text, sizeof(text), "%s/* NOLINTNEXTLINE(%s): TODO: say why */%s", indent, rule,
			 crlf ? "\r\n" : "\n");
	json_t *files = json_object(), *version = json_integer(document->version);
	size_t at = joined ? end : start;
	add_edit(files, document->uri, version, range_of(server, document, at, at), text);
	json_decref(version);
	return workspace_edit(server, files);
}

json_t *il_action_edit(struct il_server *server, const struct il_tab *tab, const struct il_remark *remark,
		       enum il_action action)
{
	if (action == IL_ACTION_FIX)
		return fix_edit(server, tab, remark);
	return suppress_edit(server, tab, remark);
}

/* Returns what the user is offered. */
static json_t *title_of(const struct il_tab *tab, const struct il_remark *remark, enum il_action action)
{
	const char *rule = il_finding_text(remark->finding, "rule");
	const json_t *fixes = json_object_get(remark->finding, "fixes"), *fix = json_array_get(fixes, 0);
	const char *text = il_finding_text(fix, "text");
	uint32_t at = fix ? tab->marks.at[remark->first_fix] : IL_NO_MARK;
	json_t *title = NULL;

	if (action == IL_ACTION_SUPPRESS)
		return json_pack("s++", "Suppress ", rule, " with a reason");
	if (json_array_size(fixes) == 1 && at != IL_NO_MARK && !strchr(text, '\n')) {
		const struct il_mark *mark = &tab->document->marks.at[at];
		int length = (int)(mark->end - mark->start);
		char said[TEXT_MAX];
		const char *old = tab->document->text.at + mark->start;
		if (length == 0)
			snprintf(said, sizeof(said), "Insert '%s' (%s)", text, rule);
		else if (!*text)
			snprintf(said, sizeof(said), "Remove '%.*s' (%s)", length, old, rule);
		else
			snprintf(said, sizeof(said), "Replace '%.*s' by '%s' (%s)", length, old, text, rule);
		title = strchr(said, '\n') ? NULL : json_string(said);
	}
	return title ? title : json_pack("s+", "Fix ", rule);
}

static void add_action(struct il_server *server, struct il_tab *tab, const struct il_remark *remark,
		       enum il_action action, json_t *list)
{
	json_t *edit = il_action_edit(server, tab, remark, action), *offer;

	if (!edit)
		return;
	if (server->client.action_literals) {
		offer = json_pack("{s:o, s:s, s:[o], s:O}", "title", title_of(tab, remark, action), "kind", "quickfix",
				  "diagnostics", il_diagnostic_of(server, tab, remark), "edit", edit);
		if (action == IL_ACTION_FIX && server->client.preferred)
			json_object_set_new(offer, "isPreferred", json_true());
	} else {
		/* An old client runs a command, and is sent the edit then. */
		offer = json_pack("{s:o, s:s, s:[{s:s, s:s}]}", "title", title_of(tab, remark, action), "command",
				  "irqlint.apply", "arguments", "id", remark->id, "action", action_names[action]);
	}
	json_array_append_new(list, offer);
	json_decref(edit);
}

/* Returns whether the client's own list of diagnostics has @remark. */
static bool is_named(const json_t *params, const struct il_remark *remark)
{
	const json_t *list = json_object_get(json_object_get(params, "context"), "diagnostics"), *diagnostic;
	size_t i;

	json_array_foreach (list, i, diagnostic) {
		const char *id = json_string_value(json_object_get(json_object_get(diagnostic, "data"), "id"));
		if (id && strcmp(id, remark->id) == 0)
			return true;
	}
	return false;
}

/* Returns whether fixes are what the client wants to hear of. */
static bool wants_fixes(const json_t *params)
{
	const json_t *only = json_object_get(json_object_get(params, "context"), "only"), *kind;
	size_t i;

	if (!json_is_array(only) || json_array_size(only) == 0)
		return true;
	json_array_foreach (only, i, kind) {
		const char *text = json_string_value(kind);
		if (text && (!*text || strcmp(text, "quickfix") == 0))
			return true;
	}
	return false;
}

/* Whole lines count: users ask from wherever the cursor is. */
static bool is_near(const struct il_document *document, const struct il_mark *mark, size_t start, size_t end)
{
	uint32_t first = il_line_of(&document->lines, mark->start), last = il_line_of(&document->lines, mark->end);

	return first <= il_line_of(&document->lines, end) && last >= il_line_of(&document->lines, start);
}

void il_method_action(struct il_server *server, const struct il_rpc_message *message)
{
	struct il_tab *tab = il_server_tab_of(server, message->params);
	const json_t *range = json_object_get(message->params, "range");
	json_t *list = json_array();
	size_t start, end;

	if (!tab || !wants_fixes(message->params)) {
		il_rpc_reply(&server->rpc, message->id, list);
		return;
	}
	/* What was read of files on disk may have changed. */
	il_sources_destroy(server->sources);
	server->sources = NULL;
	if (!il_range_decode(&tab->document->lines, server->client.encoding, range, &start, &end)) {
		json_decref(list);
		il_rpc_fail(&server->rpc, message->id, IL_RPC_INVALID_PARAMS, "range is missing or malformed");
		return;
	}
	for (enum il_action action = IL_ACTION_FIX; action <= IL_ACTION_SUPPRESS; action++) {
		for (uint32_t i = 0; i < tab->remarks.count; i++) {
			const struct il_remark *remark = &tab->remarks.at[i];
			if (remark->mark == IL_NO_MARK || il_remark_is_gone(tab, remark))
				continue;
			if (is_named(message->params, remark) ||
			    is_near(tab->document, &tab->document->marks.at[remark->mark], start, end))
				add_action(server, tab, remark, action, list);
		}
	}
	il_rpc_reply(&server->rpc, message->id, list);
}

void il_action_apply(struct il_server *server, const json_t *id, const json_t *arguments)
{
	const json_t *chosen = json_array_get(arguments, 0);
	const char *name = json_string_value(json_object_get(chosen, "id"));
	bool suppress = strcmp(il_finding_text(chosen, "action"), action_names[IL_ACTION_SUPPRESS]) == 0;
	struct il_tab *tab = NULL;
	const struct il_remark *remark = name ? il_remark_find(server, name, &tab) : NULL;
	json_t *edit =
		remark ? il_action_edit(server, tab, remark, suppress ? IL_ACTION_SUPPRESS : IL_ACTION_FIX) : NULL;

	if (!edit) {
		il_rpc_fail(&server->rpc, id, IL_RPC_INVALID_PARAMS, "the text has changed since");
		return;
	}
	il_rpc_reply(&server->rpc, id, NULL);
	il_rpc_request(&server->rpc, "workspace/applyEdit", json_pack("{s:o}", "edit", edit), NULL, NULL);
}
