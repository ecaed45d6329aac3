// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* From where on a handler may run, beside each request: inlay hints, or lenses for clients without. */
#include "lsp/hint.h"

#include "cli/output/output.h"
#include "lsp/method.h"

#include <stdio.h>
#include <string.h>

enum { LABEL_MAX = 256 };

/* Returns what is shown beside the request of @note; NULL when that would say nothing. */
static json_t *label_of(const json_t *note)
{
	const json_t *handlers = json_object_get(note, "handlers"), *threads = json_object_get(note, "threads");
	const char *name = json_string_value(json_array_get(json_array_size(handlers) ? handlers : threads, 0));
	const json_t *from = json_array_get(json_object_get(note, "from"), 0);
	bool masked = json_is_true(json_object_get(note, "masked"));
	char text[LABEL_MAX];

	if (masked && from)
		snprintf(text, sizeof(text), "%s may run from line %lld on", name ? name : "handler",
			 (long long)il_finding_number(from, "line"));
	else if (masked)
		snprintf(text, sizeof(text), "%s may run once the line is enabled", name ? name : "handler");
	else
		snprintf(text, sizeof(text), "%s may run from here", name ? name : "handler");
	return json_string(text);
}

/* Calls @add for each note of @tab between @start and @end. */
static void each_note(struct il_server *server, const struct il_tab *tab, size_t start, size_t end, json_t *list,
		      void (*add)(struct il_server *server, const struct il_document *document,
				  const struct il_mark *mark, json_t *label, json_t *list))
{
	json_t *note;
	size_t i;

	json_array_foreach (tab->notes, i, note) {
		const struct il_mark *mark = &tab->document->marks.at[il_finding_number(note, "mark")];
		json_t *label = mark->gone || mark->end < start || mark->start > end ? NULL : label_of(note);
		if (label)
			add(server, tab->document, mark, label, list);
	}
}

static void add_hint(struct il_server *server, const struct il_document *document, const struct il_mark *mark,
		     json_t *label, json_t *list)
{
	/* Behind the statement, where nothing of it is moved. */
	size_t at = il_line_end(&document->lines, il_line_of(&document->lines, mark->end));

	json_array_append_new(list, json_pack("{s:o, s:o, s:b}", "position",
					      il_position_encode(&document->lines, server->client.encoding, at),
					      "label", label, "paddingLeft", 1));
}

static void add_lens(struct il_server *server, const struct il_document *document, const struct il_mark *mark,
		     json_t *label, json_t *list)
{
	json_array_append_new(
		list, json_pack("{s:o, s:{s:o, s:s}}", "range",
				il_range_encode(&document->lines, server->client.encoding, mark->start, mark->end),
				"command", "title", label, "command", ""));
}

json_t *il_hints_of(struct il_server *server, const struct il_tab *tab)
{
	json_t *list = json_array();

	if (server->client.hints && server->settings.hints)
		each_note(server, tab, 0, tab->document->text.count, list, add_hint);
	else if (!server->client.hints && server->client.lenses && server->settings.lenses)
		each_note(server, tab, 0, tab->document->text.count, list, add_lens);
	return list;
}

void il_hints_refresh(struct il_server *server, const struct il_tab *tab, json_t *before)
{
	json_t *now = il_hints_of(server, tab);
	bool same = json_equal(before, now);

	json_decref(before);
	json_decref(now);
	if (same)
		return;
	if (server->client.hints && server->client.refreshes_hints)
		il_rpc_request(&server->rpc, "workspace/inlayHint/refresh", NULL, NULL, NULL);
	else if (!server->client.hints && server->client.refreshes_lenses)
		il_rpc_request(&server->rpc, "workspace/codeLens/refresh", NULL, NULL, NULL);
}

void il_method_hint(struct il_server *server, const struct il_rpc_message *message)
{
	const struct il_tab *tab = il_server_tab_of(server, message->params);
	const json_t *range = json_object_get(message->params, "range");
	json_t *list = json_array();
	size_t start, end;

	if (tab && server->settings.hints &&
	    il_range_decode(&tab->document->lines, server->client.encoding, range, &start, &end))
		each_note(server, tab, start, end, list, add_hint);
	il_rpc_reply(&server->rpc, message->id, list);
}

void il_method_lens(struct il_server *server, const struct il_rpc_message *message)
{
	const struct il_tab *tab = il_server_tab_of(server, message->params);
	json_t *list = json_array();

	if (tab && server->settings.lenses)
		each_note(server, tab, 0, tab->document->text.count, list, add_lens);
	il_rpc_reply(&server->rpc, message->id, list);
}
