// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "lsp/diagnose.h"

#include "cli/output/output.h"
#include "facts/intern.h"
#include "lsp/look.h"
#include "lsp/method.h"
#include "lsp/page.h"
#include "lsp/remark.h"
#include "lsp/uri.h"
#include "lsp/workspace.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum severity { SEVERITY_ERROR = 1, SEVERITY_WARNING, SEVERITY_INFORMATION, SEVERITY_HINT };

enum { TAG_UNNECESSARY = 1, MESSAGE_MAX = 8192 };

/* How bad it is goes by the rule; what is only possible is shown less loudly. */
static enum severity severity_of(const json_t *finding)
{
	enum severity severity = il_finding_is_error(finding) ? SEVERITY_ERROR : SEVERITY_WARNING;

	if (json_object_get(finding, "unused"))
		return SEVERITY_HINT;
	return strcmp(il_finding_text(finding, "confidence"), "possible") == 0 ? severity + 1 : severity;
}

/* Returns the message with the trace in it. */
static json_t *folded_message(const json_t *finding)
{
	char text[MESSAGE_MAX];
	size_t i, used = (size_t)snprintf(text, sizeof(text), "%s", il_finding_text(finding, "message"));
	const json_t *step;

	json_array_foreach (json_object_get(finding, "trace"), i, step) {
		const char *file = il_finding_text(step, "file"), *slash = strrchr(file, '/');
		if (used < sizeof(text))
			used += (size_t)snprintf(text + used, sizeof(text) - used, "\n%s:%" PRId64 ": %s",
						 slash ? slash + 1 : file, il_finding_number(step, "line"),
						 il_finding_text(step, "message"));
	}
	json_t *message = json_string(text);
	/* It may have been cut in the middle of a character. */
	return message ? message : json_copy(json_object_get(finding, "message"));
}

static void add_rule(const struct il_server *server, json_t *diagnostic, const json_t *finding)
{
	const char *rule = il_finding_text(finding, "rule");

	if (json_object_get(finding, "unused")) {
		json_object_set_new(diagnostic, "code", json_string("unused-suppression"));
		if (server->client.tags)
			json_object_set_new(diagnostic, "tags", json_pack("[i]", TAG_UNNECESSARY));
		return;
	}
	json_object_set_new(diagnostic, "code", json_string(rule));
	char *page = server->client.code_description ? il_page_uri(rule) : NULL;
	if (page)
		json_object_set_new(diagnostic, "codeDescription", json_pack("{s:s}", "href", page));
	free(page);
}

/* Makes a diagnostic of @finding at @range, owned, without its trace. */
static json_t *plain_diagnostic(const struct il_server *server, const json_t *finding, json_t *range)
{
	bool fold = !server->client.related_information;
	json_t *diagnostic =
		json_pack("{s:o, s:i, s:s, s:o}", "range", range, "severity", severity_of(finding), "source", "irqlint",
			  "message", fold ? folded_message(finding) : json_copy(json_object_get(finding, "message")));

	add_rule(server, diagnostic, finding);
	return diagnostic;
}

/* Adds the trace, whose steps have the marks of @tab from @first on, or none without a tab. */
static void add_trace(struct il_server *server, const struct il_tab *tab, uint32_t first, const json_t *finding,
		      json_t *diagnostic)
{
	json_t *related = json_array(), *step;
	size_t i;

	json_array_foreach (json_object_get(finding, "trace"), i, step) {
		uint32_t mark = tab ? tab->marks.at[first + i] : IL_NO_MARK;
		json_array_append_new(related,
				      json_pack("{s:o, s:s}", "location", il_remark_location(server, tab, mark, step),
						"message", il_finding_text(step, "message")));
	}
	if (json_array_size(related) && server->client.related_information)
		json_object_set(diagnostic, "relatedInformation", related);
	json_decref(related);
}

json_t *il_diagnostic_of(struct il_server *server, struct il_tab *tab, const struct il_remark *remark)
{
	json_t *location = il_remark_location(server, tab, remark->mark, remark->finding);
	json_t *diagnostic = plain_diagnostic(server, remark->finding, json_incref(json_object_get(location, "range")));

	add_trace(server, tab, remark->first_step, remark->finding, diagnostic);
	json_object_set_new(diagnostic, "data", json_pack("{s:s}", "id", remark->id));
	json_decref(location);
	return diagnostic;
}

json_t *il_diagnostics_of_file(struct il_server *server, const json_t *findings, const char *file)
{
	json_t *list = json_array(), *finding;
	size_t i;

	json_array_foreach (findings, i, finding) {
		if (strcmp(il_finding_text(finding, "file"), file) != 0)
			continue;
		json_t *location = il_remark_location(server, NULL, IL_NO_MARK, finding);
		json_t *diagnostic = plain_diagnostic(server, finding, json_incref(json_object_get(location, "range")));
		add_trace(server, NULL, 0, finding, diagnostic);
		json_array_append_new(list, diagnostic);
		json_decref(location);
	}
	return list;
}

/* Returns whether @list has what @finding says already, found through another file. */
static bool is_known(const json_t *said, const json_t *finding)
{
	const json_t *other;
	size_t i;

	json_array_foreach (said, i, other) {
		if (json_equal(json_object_get(other, "rule"), json_object_get(finding, "rule")) &&
		    json_equal(json_object_get(other, "line"), json_object_get(finding, "line")) &&
		    json_equal(json_object_get(other, "column"), json_object_get(finding, "column")) &&
		    json_equal(json_object_get(other, "message"), json_object_get(finding, "message")))
			return true;
	}
	return false;
}

/* Adds what the look at @tab found in @file. */
static void add_remarks(struct il_server *server, struct il_tab *tab, const char *file, json_t *said, json_t *list)
{
	for (uint32_t i = 0; i < tab->remarks.count; i++) {
		const struct il_remark *remark = &tab->remarks.at[i];
		if (strcmp(il_finding_text(remark->finding, "file"), file) != 0 || il_remark_is_gone(tab, remark) ||
		    is_known(said, remark->finding))
			continue;
		json_array_append(said, remark->finding);
		json_array_append_new(list, il_diagnostic_of(server, tab, remark));
	}
}

static void add_trouble(const struct il_server *server, const struct il_tab *tab, json_t *list)
{
	const struct il_document *document = tab->document;
	struct il_mark mark = { 0 };

	if (!tab->trouble)
		return;
	if (tab->trouble_mark != IL_NO_MARK)
		mark = document->marks.at[tab->trouble_mark];
	if (mark.gone)
		mark = (struct il_mark) { 0 };
	json_t *text = json_string(tab->trouble);
	json_array_append_new(
		list, json_pack("{s:o, s:i, s:s, s:s, s:o}", "range",
				il_range_encode(&document->lines, server->client.encoding, mark.start, mark.end),
				"severity", SEVERITY_INFORMATION, "source", "irqlint", "code", "not-analysed",
				"message", text ? text : json_string("the reason is no UTF-8")));
}

static void forget_sources(struct il_server *server)
{
	il_sources_destroy(server->sources);
	server->sources = NULL;
}

/* Other files know better what is in a source of theirs; of a header everybody knows something. */
static bool is_shared(const struct il_tab *tab)
{
	return !tab || !tab->source.entry || tab->through;
}

/* Adds what is known of @file, which is not open, from looking at everything. */
static void add_known(struct il_server *server, const char *file, const json_t *said, json_t *list)
{
	json_t *news = json_array(), *finding;
	size_t i;

	json_array_foreach (il_workspace_findings(server, file), i, finding) {
		if (!is_known(said, finding))
			json_array_append(news, finding);
	}
	json_t *more = il_diagnostics_of_file(server, news, file);
	json_array_extend(list, more);
	json_decref(more);
	json_decref(news);
}

/* Returns what all looks found in @file, whose own tab is @own or NULL. */
static json_t *diagnostics_in(struct il_server *server, struct il_tab *own, const char *file)
{
	json_t *list = json_array(), *said = json_array();

	forget_sources(server);
	if (own)
		add_remarks(server, own, file, said, list);
	for (uint32_t i = 0; is_shared(own) && i < server->tabs.count; i++) {
		if (server->tabs.at[i] != own)
			add_remarks(server, server->tabs.at[i], file, said, list);
	}
	if (own)
		add_trouble(server, own, list);
	else
		add_known(server, file, said, list);
	json_decref(said);
	return list;
}

json_t *il_diagnostics_of(struct il_server *server, struct il_tab *tab)
{
	if (!tab->document->file)
		return json_array();
	return diagnostics_in(server, tab, tab->document->file);
}

char *il_diagnostics_id(const json_t *diagnostics)
{
	json_t *plain = json_deep_copy(diagnostics), *diagnostic;
	char *id = NULL;
	size_t i;

	/* The same finding has another number each time it is found. */
	json_array_foreach (plain, i, diagnostic)
		json_object_del(diagnostic, "data");
	char *text = json_dumps(plain, JSON_COMPACT | JSON_SORT_KEYS);
	if (!text || asprintf(&id, "%016" PRIx64, il_hash(text, strlen(text))) < 0)
		abort();
	free(text);
	json_decref(plain);
	return id;
}

static void publish(struct il_server *server, const char *uri, const json_t *version, json_t *diagnostics)
{
	json_t *params = json_pack("{s:s, s:o}", "uri", uri, "diagnostics", diagnostics);

	if (version)
		json_object_set(params, "version", (json_t *)(uintptr_t)version);
	il_rpc_notify(&server->rpc, "textDocument/publishDiagnostics", params);
}

static void publish_tab(struct il_server *server, struct il_tab *tab)
{
	json_t *version = json_integer(tab->document->version);

	publish(server, tab->document->uri, version, il_diagnostics_of(server, tab));
	json_decref(version);
}

/* Returns the files besides its own that the look at @tab found something in, as keys. */
static json_t *other_files(const struct il_tab *tab)
{
	json_t *files = json_object();

	for (uint32_t i = 0; i < tab->remarks.count; i++) {
		const char *file = il_finding_text(tab->remarks.at[i].finding, "file");
		if (!tab->document->file || strcmp(file, tab->document->file) != 0)
			json_object_set_new(files, file, json_true());
	}
	return files;
}

static void publish_other(struct il_server *server, const char *file)
{
	struct il_tab *tab = il_server_tab_of_file(server, file);

	if (tab) {
		if (is_shared(tab))
			publish_tab(server, tab);
		return;
	}
	char *uri = il_uri_of_file(file);
	publish(server, uri, NULL, diagnostics_in(server, NULL, file));
	free(uri);
}

/* Sends what is known of other files because of @tab, and what is not any more. */
static void publish_others(struct il_server *server, struct il_tab *tab)
{
	json_t *before = tab->others ? tab->others : json_object(), *value;
	const char *file;

	tab->others = other_files(tab);
	json_object_foreach (tab->others, file, value) {
		publish_other(server, file);
		json_object_del(before, file);
	}
	json_object_foreach (before, file, value)
		publish_other(server, file);
	json_decref(before);
}

/* Returns what pulling clients are told of other files, or NULL. */
static json_t *related_documents(struct il_server *server, const struct il_tab *tab)
{
	json_t *files = other_files(tab), *related = json_object(), *value;
	const char *file;

	json_object_foreach (files, file, value) {
		if (il_server_tab_of_file(server, file))
			continue;
		json_t *items = diagnostics_in(server, NULL, file);
		char *uri = il_uri_of_file(file), *id = il_diagnostics_id(items);
		json_object_set_new(related, uri,
				    json_pack("{s:s, s:s, s:o}", "kind", "full", "resultId", id, "items", items));
		free(uri);
		free(id);
	}
	json_decref(files);
	if (json_object_size(related))
		return related;
	json_decref(related);
	return NULL;
}

void il_diagnose_answer(struct il_server *server, struct il_tab *tab, const json_t *id, const char *previous)
{
	json_t *items = il_diagnostics_of(server, tab), *report;
	char *result = il_diagnostics_id(items);

	if (previous && strcmp(previous, result) == 0)
		report = json_pack("{s:s, s:s}", "kind", "unchanged", "resultId", result);
	else
		report = json_pack("{s:s, s:s, s:O}", "kind", "full", "resultId", result, "items", items);
	json_t *related = server->client.related_documents ? related_documents(server, tab) : NULL;
	if (related)
		json_object_set_new(report, "relatedDocuments", related);
	il_rpc_reply(&server->rpc, id, report);
	tab->told_edits = tab->document->edits + 1;
	json_decref(items);
	free(result);
}

void il_diagnose(struct il_server *server, struct il_tab *tab)
{
	il_workspace_tabs_changed(server);
	if (!server->client.pulls) {
		publish_tab(server, tab);
		publish_others(server, tab);
	} else if (tab->pulls.count == 0 && tab->told_edits == tab->document->edits + 1 &&
		   server->client.refreshes_diagnostics) {
		/* Something else than the text has changed. */
		il_rpc_request(&server->rpc, "workspace/diagnostic/refresh", NULL, NULL, NULL);
	}
	for (uint32_t i = 0; i < tab->pulls.count; i++) {
		struct il_pull *pull = &tab->pulls.at[i];
		il_diagnose_answer(server, tab, pull->id, pull->previous);
		json_decref(pull->id);
		free(pull->previous);
	}
	tab->pulls.count = 0;
}

void il_diagnose_gone(struct il_server *server, struct il_tab *tab)
{
	if (server->client.pulls)
		return;
	if (tab->document->file)
		publish(server, tab->document->uri, NULL, diagnostics_in(server, NULL, tab->document->file));
	else
		publish(server, tab->document->uri, NULL, json_array());
	publish_others(server, tab);
}

void il_diagnose_end(struct il_server *server, struct il_tab *tab)
{
	for (uint32_t i = 0; i < tab->pulls.count; i++)
		il_rpc_fail(&server->rpc, tab->pulls.at[i].id, IL_RPC_SERVER_CANCELLED, "the document was closed");
	il_workspace_keep(server, tab);
	il_remarks_forget(tab);
}

void il_method_diagnostic(struct il_server *server, const struct il_rpc_message *message)
{
	const char *previous = json_string_value(json_object_get(message->params, "previousResultId"));
	struct il_tab *tab = il_server_tab_of(server, message->params);

	if (!json_is_object(json_object_get(message->params, "textDocument"))) {
		il_rpc_fail(&server->rpc, message->id, IL_RPC_INVALID_PARAMS, "textDocument is missing");
	} else if (!tab) {
		il_rpc_reply(&server->rpc, message->id, json_pack("{s:s, s:[]}", "kind", "full", "items"));
	} else if (il_look_is_done(tab)) {
		il_diagnose_answer(server, tab, message->id, previous);
	} else {
		uint32_t at = il_array_add(&tab->pulls, 1);
		tab->pulls.at[at].id = json_copy((json_t *)(uintptr_t)message->id);
		tab->pulls.at[at].previous = previous ? strdup(previous) : NULL;
	}
}
