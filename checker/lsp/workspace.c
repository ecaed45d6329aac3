// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "lsp/workspace.h"

#include "cli/output/output.h"
#include "lsp/diagnose.h"
#include "lsp/look.h"
#include "lsp/method.h"
#include "lsp/scan.h"
#include "lsp/uri.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * A request that is answered when the scan has ended, and then, unless it is the first of its kind, only if
 * something else is known than it has: clients ask again as soon as they are answered.
 */
struct waiting {
	json_t *id;
	json_t *previous; /* result ids by URI; NULL: it is the command that began the scan */
	bool held;	  /* it is for what is new only */
};

enum news { NEWS_NONE, NEWS_OF_TABS, NEWS_OF_ANYTHING };

struct il_scan {
	struct il_hand hand;
	bool full;	  /* it parses what is not known */
	bool old;	  /* something has changed since it began */
	json_t *findings; /* arrays by file, of the scan before this one */
	json_t *token;	  /* of the progress that is shown, or NULL */
	bool begun;	  /* the client was told that it is */
	uint64_t tokens;
	IL_ARRAY(struct waiting) waiting;
	enum news news;	   /* that those who wait were not told yet */
	bool asked;	   /* a client knows what is known, or waits for it */
	json_t *published; /* files that a client that does not ask was sent something of, as keys */
};

static struct il_scan *scan_of(struct il_server *server)
{
	if (!server->scan) {
		server->scan = calloc(1, sizeof(*server->scan));
		if (!server->scan)
			abort();
		server->scan->findings = json_object();
		server->scan->published = json_object();
		server->scan->old = true;
	}
	return server->scan;
}

/* Returns the databases of the folders; owned by the caller. */
static json_t *databases_of(struct il_server *server)
{
	const char *given = server->settings.options.database;
	json_t *names = given ? json_pack("[s]", given) : json_array(), *seen = json_object(), *folder;
	char name[PATH_MAX];
	size_t i;

	json_array_foreach (server->folders, i, folder) {
		if (given || !il_flag_database_of(&server->finder, json_string_value(folder), name, sizeof(name)) ||
		    json_object_get(seen, name))
			continue;
		json_object_set_new(seen, name, json_true());
		json_array_append_new(names, json_string(name));
	}
	json_decref(seen);
	return names;
}

static void tell_progress(struct il_server *server, json_t *value)
{
	struct il_scan *scan = server->scan;

	if (scan->token)
		il_rpc_notify(&server->rpc, "$/progress",
			      json_pack("{s:O, s:o}", "token", scan->token, "value", value));
	else
		json_decref(value);
}

static void begin_progress(struct il_server *server)
{
	struct il_scan *scan = server->scan;

	scan->begun = true;
	tell_progress(server, json_pack("{s:s, s:s, s:i, s:b}", "kind", "begin", "title", "irqlint: all files",
					"percentage", 0, "cancellable", 1));
}

static void take_created(void *context, const json_t *result, const json_t *error)
{
	struct il_server *server = context;

	(void)result;
	if (server->scan && server->scan->token && !server->scan->begun && !error)
		begin_progress(server);
}

/* Shows the progress of a scan that parses, as @token if the client has one for it. */
static void prepare_progress(struct il_server *server, const json_t *token)
{
	struct il_scan *scan = server->scan;
	char name[64];

	if (token && !json_is_null(token)) {
		scan->token = json_copy((json_t *)(uintptr_t)token);
		begin_progress(server);
	} else if (server->client.progress && scan->full) {
		snprintf(name, sizeof(name), "irqlint-%llu", (unsigned long long)++scan->tokens);
		scan->token = json_string(name);
		il_rpc_request(&server->rpc, "window/workDoneProgress/create", json_pack("{s:s}", "token", name),
			       take_created, server);
	}
}

static void end_progress(struct il_server *server, const char *message)
{
	struct il_scan *scan = server->scan;

	if (scan->begun)
		tell_progress(server, json_pack("{s:s, s:s}", "kind", "end", "message", message));
	json_decref(scan->token);
	scan->token = NULL;
	scan->begun = false;
}

/* Returns whether a scan runs now. */
static bool start(struct il_server *server, bool full, const json_t *token)
{
	struct il_scan *scan = scan_of(server);
	json_t *databases = databases_of(server);
	struct il_scan_task task = { &server->settings.options, databases, !full };

	if (scan->hand.process && full) {
		il_hand_end(&scan->hand);
		end_progress(server, "begun anew");
	}
	if (!scan->hand.process && json_array_size(databases) && il_scan_start(&scan->hand, &task)) {
		scan->full = full;
		scan->old = false;
		prepare_progress(server, token);
	}
	json_decref(databases);
	return scan->hand.process != 0;
}

/* Looks again at what is old, when somebody waits for what is new. */
static void renew(struct il_server *server)
{
	const struct il_scan *scan = server->scan;

	if (scan->old && scan->waiting.count && server->settings.workspace)
		start(server, false, NULL);
}

void il_workspace_begin(struct il_server *server)
{
	/* A client that asks does so when it wants to know. */
	if (server->settings.workspace && !server->client.pulls)
		start(server, false, NULL);
	else
		il_workspace_is_old(server);
}

void il_workspace_is_old(struct il_server *server)
{
	scan_of(server)->old = true;
	renew(server);
}

void il_workspace_tabs_changed(struct il_server *server)
{
	if (server->scan && server->scan->news == NEWS_NONE)
		server->scan->news = NEWS_OF_TABS;
}

static json_t *previous_of(const json_t *params)
{
	json_t *previous = json_object(), *one;
	size_t i;

	json_array_foreach (json_object_get(params, "previousResultIds"), i, one) {
		const char *uri = json_string_value(json_object_get(one, "uri"));
		if (uri)
			json_object_set(previous, uri, json_object_get(one, "value"));
	}
	return previous;
}

/* Adds the report of @uri to @items, unless there is nothing to say of it. */
static void add_report(json_t *items, json_t *previous, const char *uri, json_t *version, json_t *diagnostics)
{
	char *id = il_diagnostics_id(diagnostics);
	const char *before = json_string_value(json_object_get(previous, uri));
	json_t *report = NULL;

	if (before && strcmp(before, id) == 0)
		report = json_pack("{s:s, s:s, s:O, s:s}", "uri", uri, "kind", "unchanged", "version", version,
				   "resultId", id);
	else if (before || json_array_size(diagnostics))
		report = json_pack("{s:s, s:s, s:O, s:s, s:O}", "uri", uri, "kind", "full", "version", version,
				   "resultId", id, "items", diagnostics);
	if (report)
		json_array_append_new(items, report);
	json_object_del(previous, uri);
	json_decref(version);
	json_decref(diagnostics);
	free(id);
}

static void add_tabs(struct il_server *server, json_t *items, json_t *previous)
{
	for (uint32_t i = 0; i < server->tabs.count; i++) {
		struct il_tab *tab = server->tabs.at[i];
		if (il_look_is_done(tab))
			add_report(items, previous, tab->document->uri, json_integer(tab->document->version),
				   il_diagnostics_of(server, tab));
		else
			json_object_del(previous, tab->document->uri);
	}
}

/* Behind add_tabs(). */
static void add_files(struct il_server *server, json_t *items, json_t *previous)
{
	json_t *gone = json_object(), *findings, *value;
	const char *file, *uri;

	json_object_foreach (server->scan->findings, file, findings) {
		if (il_server_tab_of_file(server, file))
			continue;
		char *name = il_uri_of_file(file);
		add_report(items, previous, name, json_null(), il_diagnostics_of_file(server, findings, file));
		free(name);
	}
	/* Of what is left nothing is known any more. */
	json_object_update(gone, previous);
	json_object_foreach (gone, uri, value)
		add_report(items, previous, uri, json_null(), json_array());
	json_decref(gone);
}

/* Returns what a client that knows @previous is to be told, of open documents only or of everything. */
static json_t *items_for(struct il_server *server, const json_t *previous, bool everything)
{
	json_t *items = json_array(), *left = json_copy((json_t *)(uintptr_t)previous);

	add_tabs(server, items, left);
	if (everything)
		add_files(server, items, left);
	json_decref(left);
	return items;
}

static bool has_news(struct il_server *server, const json_t *previous)
{
	json_t *items = items_for(server, previous, server->scan->news == NEWS_OF_ANYTHING), *item;
	bool any = false;
	size_t i;

	json_array_foreach (items, i, item)
		any = any || strcmp(il_finding_text(item, "kind"), "full") == 0;
	json_decref(items);
	return any;
}

static void waiting_fini(struct waiting *waiting)
{
	json_decref(waiting->id);
	json_decref(waiting->previous);
}

static void answer(struct il_server *server, struct waiting *waiting, size_t found)
{
	json_t *result = waiting->previous ? json_pack("{s:o}", "items", items_for(server, waiting->previous, true))
					   : json_pack("{s:I}", "findings", (json_int_t)found);

	il_rpc_reply(&server->rpc, waiting->id, result);
	waiting_fini(waiting);
}

/* Answers who waited for the scan, which has found @found. */
static void answer_all(struct il_server *server, size_t found)
{
	struct il_scan *scan = server->scan;
	uint32_t kept = 0;

	for (uint32_t i = 0; i < scan->waiting.count; i++) {
		if (scan->waiting.at[i].held)
			scan->waiting.at[kept++] = scan->waiting.at[i];
		else
			answer(server, &scan->waiting.at[i], found);
	}
	scan->waiting.count = kept;
}

void il_workspace_tell(struct il_server *server)
{
	struct il_scan *scan = server->scan;
	uint32_t kept = 0;

	if (!scan || scan->news == NEWS_NONE)
		return;
	for (uint32_t i = 0; i < scan->waiting.count; i++) {
		struct waiting *waiting = &scan->waiting.at[i];
		if (waiting->held && has_news(server, waiting->previous))
			answer(server, waiting, 0);
		else
			scan->waiting.at[kept++] = *waiting;
	}
	scan->waiting.count = kept;
	scan->news = NEWS_NONE;
}

/* Owns: @previous. */
static void wait_for(struct il_server *server, const json_t *id, json_t *previous, bool held)
{
	uint32_t at = il_array_add(&server->scan->waiting, 1);

	server->scan->waiting.at[at] = (struct waiting) { json_copy((json_t *)(uintptr_t)id), previous, held };
}

void il_workspace_rescan(struct il_server *server, const json_t *id, const json_t *token)
{
	if (start(server, true, token)) {
		wait_for(server, id, NULL, false);
		return;
	}
	il_rpc_fail(&server->rpc, id, IL_RPC_INVALID_REQUEST,
		    "no folder of the editor has a compile_commands.json, at it or above, and no irqlint.yaml there "
		    "names one");
}

void il_method_workspace_diagnostic(struct il_server *server, const struct il_rpc_message *message)
{
	struct il_scan *scan = scan_of(server);
	bool held = scan->asked;

	if (scan->old && server->settings.workspace)
		start(server, false, json_object_get(message->params, "workDoneToken"));
	scan->asked = true;
	scan->news = NEWS_OF_ANYTHING;
	wait_for(server, message->id, previous_of(message->params), held);
	if (!scan->hand.process)
		answer_all(server, 0);
}

const json_t *il_workspace_findings(const struct il_server *server, const char *file)
{
	return server->scan ? json_object_get(server->scan->findings, file) : NULL;
}

void il_workspace_keep(struct il_server *server, const struct il_tab *tab)
{
	const char *file = tab->document->file;
	json_t *list = json_array();

	/* Of a text that was not saved nothing is true of the file. */
	if (il_workspace_findings(server, file ? file : "") && il_look_is_done(tab) && !tab->trouble && !tab->through &&
	    tab->document->edits == tab->saved_edits) {
		for (uint32_t i = 0; i < tab->remarks.count; i++) {
			json_t *finding = tab->remarks.at[i].finding;
			if (strcmp(il_finding_text(finding, "file"), file) == 0 && !json_object_get(finding, "unused"))
				json_array_append(list, finding);
		}
		json_object_set(server->scan->findings, file, list);
	}
	if (server->scan)
		server->scan->news = NEWS_OF_ANYTHING;
	json_decref(list);
}

/* Sends what is known of @file to a client that does not ask; open documents say it themselves. */
static void publish(struct il_server *server, const char *file)
{
	char *uri = il_uri_of_file(file);
	json_t *findings = json_object_get(server->scan->findings, file);

	if (!il_server_tab_of_file(server, file))
		il_rpc_notify(&server->rpc, "textDocument/publishDiagnostics",
			      json_pack("{s:s, s:o}", "uri", uri, "diagnostics",
					il_diagnostics_of_file(server, findings, file)));
	free(uri);
}

static void publish_all(struct il_server *server)
{
	struct il_scan *scan = server->scan;
	json_t *before = scan->published, *value;
	const char *file;

	scan->published = json_object();
	json_object_foreach (scan->findings, file, value) {
		publish(server, file);
		json_object_set_new(scan->published, file, json_true());
		json_object_del(before, file);
	}
	json_object_foreach (before, file, value)
		publish(server, file);
	json_decref(before);
}

static void take_findings(struct il_server *server, const json_t *list)
{
	struct il_scan *scan = server->scan;
	json_t *finding;
	char text[64];
	size_t i;

	json_object_clear(scan->findings);
	json_array_foreach (list, i, finding) {
		const char *file = il_finding_text(finding, "file");
		json_t *of_file = json_object_get(scan->findings, file);
		if (!of_file) {
			of_file = json_array();
			json_object_set_new(scan->findings, file, of_file);
		}
		json_array_append(of_file, finding);
	}
	snprintf(text, sizeof(text), "%zu findings", json_array_size(list));
	end_progress(server, text);
	if (!server->client.pulls)
		publish_all(server);
	else if (scan->full && server->client.refreshes_diagnostics)
		il_rpc_request(&server->rpc, "workspace/diagnostic/refresh", NULL, NULL, NULL);
	scan->news = NEWS_OF_ANYTHING;
	answer_all(server, json_array_size(list));
	renew(server);
}

static void report_progress(struct il_server *server, const json_t *message)
{
	json_int_t done = il_finding_number(message, "done"), total = il_finding_number(message, "total");
	char text[64];

	if (!server->scan->begun || total <= 0)
		return;
	snprintf(text, sizeof(text), "%lld of %lld files", (long long)done, (long long)total);
	tell_progress(server, json_pack("{s:s, s:s, s:I}", "kind", "report", "message", text, "percentage",
					done * 100 / total));
}

nfds_t il_workspace_poll(const struct il_server *server, struct pollfd *polled, nfds_t room)
{
	if (!server->scan || !server->scan->hand.process || room == 0)
		return 0;
	polled[0] = (struct pollfd) { .fd = server->scan->hand.in, .events = POLLIN };
	return 1;
}

void il_workspace_receive(struct il_server *server, const struct pollfd *polled, nfds_t count)
{
	struct il_scan *scan = server->scan;
	json_t *message, *findings = NULL;

	if (count == 0 || !polled[0].revents)
		return;
	bool more = il_hand_read(&scan->hand);
	while ((message = il_hand_take(&scan->hand))) {
		if (json_object_get(message, "findings")) {
			json_decref(findings);
			findings = json_incref(json_object_get(message, "findings"));
		} else if (json_object_get(message, "problem")) {
			il_server_tell(server, 2, "not everything was looked at: %s",
				       il_finding_text(message, "problem"));
		} else {
			report_progress(server, message);
		}
		json_decref(message);
	}
	if (!more && !findings)
		findings = json_array();
	if (!findings)
		return;
	il_hand_end(&scan->hand);
	take_findings(server, findings);
	json_decref(findings);
}

static void stop(struct il_server *server, const char *why)
{
	il_hand_end(&server->scan->hand);
	server->scan->old = true;
	end_progress(server, why);
}

/* Returns whether somebody waits for what the scan finds. */
static bool is_wanted(const struct il_scan *scan)
{
	bool wanted = false;

	/* Who asks again and again does not need everything looked at for it. */
	for (uint32_t i = 0; i < scan->waiting.count; i++)
		wanted = wanted || !scan->full || !scan->waiting.at[i].previous;
	return wanted;
}

void il_workspace_cancel(struct il_server *server, const json_t *id)
{
	struct il_scan *scan = server->scan;

	for (uint32_t i = 0; scan && i < scan->waiting.count; i++) {
		struct waiting waiting = scan->waiting.at[i];
		if (!json_equal(waiting.id, id))
			continue;
		scan->waiting.at[i] = scan->waiting.at[--scan->waiting.count];
		il_rpc_fail(&server->rpc, waiting.id, IL_RPC_CANCELLED, "cancelled");
		waiting_fini(&waiting);
		if (scan->hand.process && !is_wanted(scan)) {
			stop(server, "cancelled");
			answer_all(server, 0);
		}
		return;
	}
}

/* The user has had enough of what is shown in progress. */
void il_method_progress_cancel(struct il_server *server, const struct il_rpc_message *message)
{
	struct il_scan *scan = server->scan;

	if (!scan || !scan->token || !json_equal(scan->token, json_object_get(message->params, "token")))
		return;
	stop(server, "cancelled");
	answer_all(server, 0);
}

void il_workspace_end(struct il_server *server)
{
	struct il_scan *scan = server->scan;

	if (!scan)
		return;
	stop(server, "ended");
	for (uint32_t i = 0; i < scan->waiting.count; i++) {
		il_rpc_fail_with(&server->rpc, scan->waiting.at[i].id, IL_RPC_SERVER_CANCELLED, "the server ends",
				 json_pack("{s:b}", "retriggerRequest", 0));
		waiting_fini(&scan->waiting.at[i]);
	}
	il_array_fini(&scan->waiting);
	json_decref(scan->findings);
	json_decref(scan->published);
	free(scan);
	server->scan = NULL;
}
