// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What the reader is told of a place: the rule behind a diagnostic, and what is known of a request. */
#include "cli/output/output.h"
#include "lsp/method.h"
#include "lsp/page.h"
#include "lsp/remark.h"
#include "rules/rule.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RULE_NAME_MAX = 64 };

/* The text that is put together; what is for markdown only is left out for clients without it. */
struct hover {
	struct il_server *server;
	FILE *stream;
	bool markdown;
};

/* Writes @text, which has its code between backquotes. */
static void put(const struct hover *hover, const char *text)
{
	for (; *text; text++) {
		if (*text != '`' || hover->markdown)
			fputc(*text, hover->stream);
	}
}

static void put_head(const struct hover *hover, const char *text)
{
	const char *mark = hover->markdown ? "**" : "";

	fprintf(hover->stream, "%s%s%s", mark, text, mark);
}

static void put_rule(const struct hover *hover, const char *name)
{
	const struct il_rule *rule = il_rule_find(name);
	char *page = hover->markdown ? il_page_uri(name) : NULL;

	if (!rule)
		return;
	put_head(hover, rule->name);
	put(hover, ": ");
	put(hover, rule->summary);
	put(hover, "\n\n");
	/* What the rule looks for is on its page: here it was found. */
	put_head(hover, "Why it is a bug.");
	put(hover, " ");
	put(hover, rule->why);
	put(hover, "\n\n");
	put_head(hover, "How to silence it.");
	put(hover, " ");
	put(hover, rule->silence);
	if (page)
		fprintf(hover->stream, "\n\n[The page of the rule](%s)", page);
	free(page);
}

/* Writes the names of @list as `a()`, `b()`. */
static void put_names(const struct hover *hover, const json_t *list)
{
	const json_t *name;
	size_t i;

	json_array_foreach (list, i, name) {
		put(hover, i ? ", `" : "`");
		put(hover, json_string_value(name));
		put(hover, "()`");
	}
}

/* Writes where @place is: a line of this file, or of another. */
static void put_place(const struct hover *hover, const json_t *place)
{
	const char *file = il_finding_text(place, "file"), *slash = strrchr(file, '/');

	fprintf(hover->stream, " (%s:%" PRId64 ")", slash ? slash + 1 : file, il_finding_number(place, "line"));
}

/* Writes what happens at each of @list: places with messages. */
static void put_places(const struct hover *hover, const char *before, const json_t *list)
{
	const json_t *place;
	size_t i;

	json_array_foreach (list, i, place) {
		put(hover, before);
		put(hover, il_finding_text(place, "message"));
		put_place(hover, place);
	}
}

static void put_runners(const struct hover *hover, const json_t *note)
{
	const json_t *handlers = json_object_get(note, "handlers"), *threads = json_object_get(note, "threads");

	put_head(hover, il_finding_text(note, "callee"));
	if (json_array_size(handlers)) {
		put(hover, " registers ");
		put_names(hover, handlers);
	}
	if (json_array_size(threads)) {
		put(hover, json_array_size(handlers) ? ", and in a thread " : " registers in a thread ");
		put_names(hover, threads);
	}
	if (json_array_size(handlers) + json_array_size(threads) == 0)
		put(hover, " registers a handler that is not known here");
	put(hover, ".");
}

static void put_from(const struct hover *hover, const json_t *note)
{
	const json_t *from = json_object_get(note, "from");

	put(hover, "\n\n");
	put_head(hover, "It may run");
	if (!json_is_true(json_object_get(note, "masked"))) {
		put(hover, " from here on, before the call has returned");
		put(hover, json_is_true(json_object_get(note, "shared"))
				   ? ", whenever a neighbour on the shared line interrupts."
				   : ".");
		return;
	}
	put(hover, " once the line is enabled, which the request does not do");
	put(hover, json_array_size(from) ? ":\n" : "; nothing here does.");
	put_places(hover, "\n- from ", from);
}

static void put_needs(const struct hover *hover, const json_t *note)
{
	const json_t *needs = json_object_get(note, "needs");
	json_int_t more = il_finding_number(note, "more");

	if (json_array_size(needs) == 0)
		return;
	put(hover, "\n\n");
	put_head(hover, "By then it needs");
	put(hover, " all that it\n");
	put_places(hover, "\n- ", needs);
	if (more)
		fprintf(hover->stream, "\n- and %" JSON_INTEGER_FORMAT " more", more);
}

static void put_frees(const struct hover *hover, const json_t *note)
{
	const json_t *frees = json_object_get(note, "frees");
	const char *management = il_finding_text(note, "management");
	bool driver = strcmp(management, "driver") == 0;

	put(hover, "\n\n");
	put_head(hover, "The line is freed");
	if (strcmp(management, "device") == 0)
		put(hover, " by devres when the device is unbound, after the driver's remove has returned");
	else if (!driver)
		put(hover, " by the core that it was requested through");
	if (json_array_size(frees) == 0) {
		put(hover, driver ? " nowhere that is seen here." : ".");
		return;
	}
	put(hover, driver ? " by\n" : ", and by\n");
	put_places(hover, "\n- ", frees);
}

static void put_request(const struct hover *hover, const json_t *note)
{
	put_runners(hover, note);
	put_from(hover, note);
	put_needs(hover, note);
	put_frees(hover, note);
}

static void put_separator(const struct hover *hover, bool any)
{
	if (any)
		put(hover, hover->markdown ? "\n\n---\n\n" : "\n\n");
}

static bool is_of_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

/* Marks the name of a rule at @offset, as suppressions have it, and writes about it.  Returns whether there is one. */
static bool put_named(const struct hover *hover, const struct il_document *document, size_t offset,
		      struct il_mark *ret_mark)
{
	char name[RULE_NAME_MAX];
	size_t start = offset, end = offset;

	while (start > 0 && is_of_name(document->text.at[start - 1]))
		start--;
	while (end < document->text.count && is_of_name(document->text.at[end]))
		end++;
	if (start == end || end - start >= sizeof(name))
		return false;
	snprintf(name, sizeof(name), "%.*s", (int)(end - start), document->text.at + start);
	if (!il_rule_find(name))
		return false;
	put_rule(hover, name);
	*ret_mark = (struct il_mark) { .start = start, .end = end };
	return true;
}

/* Writes all there is to say of @offset.  Returns the mark it is about, or IL_NO_MARK. */
static uint32_t put_all(const struct hover *hover, const struct il_tab *tab, size_t offset)
{
	const struct il_document *document = tab->document;
	uint32_t found = IL_NO_MARK;
	const json_t *note;
	size_t i;

	for (uint32_t k = 0; k < tab->remarks.count; k++) {
		const struct il_remark *remark = &tab->remarks.at[k];
		if (remark->mark == IL_NO_MARK || il_remark_is_gone(tab, remark) ||
		    offset < document->marks.at[remark->mark].start || offset > document->marks.at[remark->mark].end)
			continue;
		put_separator(hover, found != IL_NO_MARK);
		put_rule(hover, il_finding_text(remark->finding, "rule"));
		found = remark->mark;
	}
	json_array_foreach (tab->notes, i, note) {
		uint32_t mark = (uint32_t)il_finding_number(note, "mark");
		const struct il_mark *at = &document->marks.at[mark];
		if (at->gone || offset < at->start || offset > at->end)
			continue;
		put_separator(hover, found != IL_NO_MARK);
		put_request(hover, note);
		found = mark;
	}
	return found;
}

void il_method_hover(struct il_server *server, const struct il_rpc_message *message)
{
	const struct il_tab *tab = il_server_tab_of(server, message->params);
	struct hover hover = { .server = server, .markdown = server->client.markdown };
	char *text = NULL;
	size_t size, offset;

	if (!tab || !il_position_decode(&tab->document->lines, server->client.encoding,
					json_object_get(message->params, "position"), &offset)) {
		il_rpc_reply(&server->rpc, message->id, NULL);
		return;
	}
	hover.stream = open_memstream(&text, &size);
	if (!hover.stream)
		abort();
	uint32_t index = put_all(&hover, tab, offset);
	struct il_mark mark = { 0 };
	if (index != IL_NO_MARK)
		mark = tab->document->marks.at[index];
	bool found = index != IL_NO_MARK || put_named(&hover, tab->document, offset, &mark);
	fclose(hover.stream);
	json_t *value = found ? json_stringn(text, size) : NULL;
	free(text);
	if (!value) {
		il_rpc_reply(&server->rpc, message->id, NULL);
		return;
	}
	il_rpc_reply(&server->rpc, message->id,
		     json_pack("{s:{s:s, s:o}, s:o}", "contents", "kind", hover.markdown ? "markdown" : "plaintext",
			       "value", value, "range",
			       il_range_encode(&tab->document->lines, server->client.encoding, mark.start, mark.end)));
}
