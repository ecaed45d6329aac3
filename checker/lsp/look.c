// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "lsp/look.h"

#include "cli/scan.h"
#include "lsp/diagnose.h"
#include "lsp/header.h"
#include "lsp/hint.h"
#include "lsp/remark.h"
#include "lsp/worker.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	CRASHES_MAX = 2,   /* on one text; then nobody looks until it is edited */
	CRASH_DELAY = 250, /* milliseconds after the first, twice as many after each further one */
	CRASH_DELAY_STEPS = 5,
	PROBLEM_MAX = 1024,
};

void il_look_later(struct il_server *server, struct il_tab *tab, int64_t delay)
{
	if (tab->document->is_source && tab->document->file)
		tab->due = server->now + delay + (server->now + delay == 0);
}

void il_look_at_all(struct il_server *server)
{
	for (uint32_t i = 0; i < server->tabs.count; i++)
		il_look_later(server, server->tabs.at[i], 0);
}

static void forget(struct il_tab *tab)
{
	il_hand_stop(&tab->hand, NULL, 0);
	tab->asked = 0;
	tab->crashes = 0;
	tab->not_before = 0;
	tab->source = (struct il_flag_source) { 0 };
	free(tab->through);
	tab->through = NULL;
}

void il_look_forget(struct il_server *server)
{
	for (uint32_t i = 0; i < server->tabs.count; i++)
		forget(server->tabs.at[i]);
}

void il_look_end(struct il_tab *tab)
{
	forget(tab);
	il_remarks_forget(tab);
	for (uint32_t i = 0; i < tab->pulls.count; i++) {
		json_decref(tab->pulls.at[i].id);
		free(tab->pulls.at[i].previous);
	}
	il_array_fini(&tab->pulls);
	il_array_fini(&tab->remarks);
	il_array_fini(&tab->marks);
	json_decref(tab->others);
	il_document_destroy(tab->document);
	free(tab);
}

bool il_look_is_done(const struct il_tab *tab)
{
	return !tab->due && !tab->asked;
}

/* Finds how the document, or a file that includes it, is compiled.  Returns false with the reason in the tab. */
static bool find_source(struct il_server *server, struct il_tab *tab)
{
	char problem[PROBLEM_MAX];

	if (tab->source.entry)
		return true;
	if (il_flag_find(&server->finder, tab->document->file, &tab->source, problem, sizeof(problem)) ||
	    il_header_find(server, tab, &tab->source, problem, sizeof(problem)))
		return true;
	il_remarks_forget(tab);
	il_remarks_trouble(tab, 0, 0, "%s", problem);
	return false;
}

struct start {
	const struct il_server *server;
	const struct il_tab *tab;
};

/* Runs in the new process, which has the server's memory as it was. */
static int work(void *context, int in, int out)
{
	const struct start *start = context;
	struct il_worker_task task = {
		.entry = start->tab->source.entry,
		.database = start->tab->source.database,
		.options = &start->server->settings.options,
	};

	return il_worker_run(&task, in, out);
}

/* Ends the process that has been without work for longest when there are too many. */
static void make_room(struct il_server *server)
{
	struct il_tab *oldest = NULL;
	unsigned live = 0;

	for (uint32_t i = 0; i < server->tabs.count; i++) {
		struct il_tab *tab = server->tabs.at[i];
		live += tab->hand.process != 0;
		if (tab->hand.process && !tab->asked && (!oldest || tab->touched < oldest->touched))
			oldest = tab;
	}
	if (live >= IL_LOOK_HANDS_MAX && oldest)
		il_hand_stop(&oldest->hand, NULL, 0);
}

/* Bytes that are no UTF-8, which JSON cannot have, come from files that an editor was told to take for UTF-8. */
static json_t *text_of(const struct il_document *document)
{
	json_t *text = json_stringn(document->text.at ? document->text.at : "", document->text.count);

	return text ? text : json_string("");
}

bool il_look_is_on_disk(const struct il_document *document)
{
	struct il_scan_text text = { { 0 } };
	bool same = il_scan_read(document->file, &text) && text.bytes.count == document->text.count &&
		    (text.bytes.count == 0 || memcmp(text.bytes.at, document->text.at, text.bytes.count) == 0);

	il_array_fini(&text.bytes);
	return same;
}

/* Returns what other documents of the same build hold that is not on disk: by file. */
static json_t *unsaved_of(const struct il_server *server, const struct il_tab *tab)
{
	json_t *unsaved = json_object();

	for (uint32_t i = 0; i < server->tabs.count; i++) {
		const struct il_tab *other = server->tabs.at[i];
		const struct il_document *document = other->document;
		if (other != tab && !other->through && other->source.database == tab->source.database &&
		    document->edits != other->saved_edits)
			json_object_set_new(unsaved, document->file, text_of(document));
	}
	return unsaved;
}

/* Returns the document that is parsed for @tab, or NULL when that is a file which is not open. */
static const struct il_tab *parsed_for(struct il_server *server, const struct il_tab *tab)
{
	return tab->through ? il_server_tab_of_file(server, tab->through) : tab;
}

/* Returns what documents that @tab reads hold that is not on disk: by file. */
static json_t *headers_of(struct il_server *server, const struct il_tab *tab)
{
	const struct il_tab *parsed = parsed_for(server, tab);
	json_t *headers = json_object();

	for (uint32_t i = 0; i < server->tabs.count; i++) {
		const struct il_tab *other = server->tabs.at[i];
		const struct il_document *document = other->document;
		bool unsaved = document->edits != other->saved_edits;
		if (other != parsed && (other == tab ? unsaved || !il_look_is_on_disk(document)
						     : unsaved && il_header_is_read(tab, document->file)))
			json_object_set_new(headers, document->file, text_of(document));
	}
	return headers;
}

static void ask(struct il_server *server, struct il_tab *tab)
{
	const struct il_document *document = tab->document;
	const struct il_tab *parsed = parsed_for(server, tab);
	json_t *headers = headers_of(server, tab);
	json_t *request = json_pack("{s:I, s:o, s:o}", "version", (json_int_t)document->version, "unsaved",
				    unsaved_of(server, tab), "headers", headers);

	tab->asked_headers = json_object_size(headers);
	if (parsed)
		json_object_set_new(request, "text", text_of(parsed->document));
	il_hand_ask(&tab->hand, request);
	tab->due = 0;
	tab->asked = server->now;
	tab->asked_edits = document->edits;
}

/* Has @tab looked at now. */
static void start(struct il_server *server, struct il_tab *tab)
{
	struct start start = { server, tab };

	if (!find_source(server, tab)) {
		tab->due = 0;
		il_diagnose(server, tab);
		return;
	}
	if (!tab->hand.process) {
		make_room(server);
		if (!il_hand_start(&tab->hand, work, &start)) {
			tab->not_before = server->now + CRASH_DELAY;
			return;
		}
	}
	ask(server, tab);
}

static int64_t due_at(const struct il_tab *tab)
{
	return tab->due > tab->not_before ? tab->due : tab->not_before;
}

/* Returns the tab that is due and was touched last, or NULL; and when the next one is due. */
static struct il_tab *next_tab(struct il_server *server, int64_t *ret_next)
{
	struct il_tab *best = NULL;

	*ret_next = INT64_MAX;
	for (uint32_t i = 0; i < server->tabs.count; i++) {
		struct il_tab *tab = server->tabs.at[i];
		if (tab->asked && tab->asked + IL_LOOK_TIME_MAX < *ret_next)
			*ret_next = tab->asked + IL_LOOK_TIME_MAX;
		if (!tab->due || tab->asked)
			continue;
		if (due_at(tab) > server->now)
			*ret_next = due_at(tab) < *ret_next ? due_at(tab) : *ret_next;
		else if (!best || tab->touched > best->touched)
			best = tab;
	}
	return best;
}

static void fail(struct il_server *server, struct il_tab *tab, const char *how)
{
	bool same = tab->crashes && tab->crashed_edits == tab->asked_edits;
	unsigned steps = tab->crashes < CRASH_DELAY_STEPS ? tab->crashes : CRASH_DELAY_STEPS;

	tab->crashes++;
	tab->crashed_edits = tab->asked_edits;
	tab->not_before = server->now + (CRASH_DELAY << steps);
	tab->asked = 0;
	if (!same || tab->crashes < CRASHES_MAX) {
		il_look_later(server, tab, 0);
		return;
	}
	il_remarks_trouble(tab, 0, 0, "irqlint %s on this text; it looks again when the text is edited", how);
	if (!tab->due)
		il_diagnose(server, tab);
}

static void check_time(struct il_server *server)
{
	for (uint32_t i = 0; i < server->tabs.count; i++) {
		struct il_tab *tab = server->tabs.at[i];
		if (!tab->asked || server->now - tab->asked < IL_LOOK_TIME_MAX)
			continue;
		il_hand_stop(&tab->hand, NULL, 0);
		fail(server, tab, "took too long");
	}
}

int il_look_start(struct il_server *server)
{
	unsigned busy = 0;
	struct il_tab *tab;
	int64_t next;

	check_time(server);
	for (uint32_t i = 0; i < server->tabs.count; i++)
		busy += server->tabs.at[i]->asked != 0;
	while ((tab = next_tab(server, &next)) && busy < server->settings.options.jobs) {
		start(server, tab);
		busy += tab->asked != 0;
	}
	/* What is due and has no process yet goes on when another has answered. */
	return next == INT64_MAX ? -1 : (int)(next - server->now);
}

nfds_t il_look_poll(const struct il_server *server, struct pollfd *polled, nfds_t room)
{
	nfds_t count = 0;

	for (uint32_t i = 0; i < server->tabs.count && count + 2 <= room; i++) {
		const struct il_hand *hand = &server->tabs.at[i]->hand;
		if (!hand->process)
			continue;
		polled[count++] = (struct pollfd) { .fd = hand->in, .events = POLLIN };
		if (il_outbox_waits(&hand->outbox))
			polled[count++] = (struct pollfd) { .fd = hand->out, .events = POLLOUT };
	}
	return count;
}

/* Looks again when it turns out that other documents are read that are not saved. */
static void look_at_headers(struct il_server *server, struct il_tab *tab)
{
	json_t *headers = headers_of(server, tab);

	if (json_object_size(headers) != tab->asked_headers)
		il_look_later(server, tab, 0);
	json_decref(headers);
}

static void take_answers(struct il_server *server, struct il_tab *tab)
{
	json_t *answer;

	while ((answer = il_hand_take(&tab->hand))) {
		if (json_object_get(answer, "again")) {
			il_look_later(server, tab, 0);
			json_decref(answer);
			continue;
		}
		/* An edit that came meanwhile has made it due again. */
		bool stale = !tab->asked || tab->asked_edits != tab->document->edits;
		tab->asked = 0;
		tab->crashes = 0;
		if (!stale) {
			json_t *hints = il_hints_of(server, tab);
			il_remarks_take(server, tab, answer);
			look_at_headers(server, tab);
			if (!tab->due)
				il_diagnose(server, tab);
			il_hints_refresh(server, tab, hints);
		}
		json_decref(answer);
	}
}

static void receive(struct il_server *server, struct il_tab *tab)
{
	char how[128];
	bool more = il_hand_read(&tab->hand);

	take_answers(server, tab);
	if (more)
		return;
	il_hand_stop(&tab->hand, how, sizeof(how));
	if (tab->asked)
		fail(server, tab, how);
}

void il_look_receive(struct il_server *server, const struct pollfd *polled, nfds_t count)
{
	for (nfds_t i = 0; i < count; i++) {
		for (uint32_t k = 0; polled[i].revents && k < server->tabs.count; k++) {
			struct il_tab *tab = server->tabs.at[k];
			if (!tab->hand.process)
				continue;
			if (tab->hand.out == polled[i].fd)
				il_hand_send(&tab->hand);
			else if (tab->hand.in == polled[i].fd)
				receive(server, tab);
			else
				continue;
			break;
		}
	}
}
