// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "lsp/remark.h"

#include "cli/output/output.h"
#include "lsp/uri.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TROUBLE_MAX = 2048 };

static void forget_marks(struct il_tab *tab)
{
	for (uint32_t i = 0; i < tab->remarks.count; i++)
		json_decref(tab->remarks.at[i].finding);
	tab->remarks.count = 0;
	tab->marks.count = 0;
	json_decref(tab->notes);
	tab->notes = NULL;
}

static void forget_trouble(struct il_tab *tab)
{
	free(tab->trouble);
	tab->trouble = NULL;
	tab->trouble_mark = IL_NO_MARK;
}

void il_remarks_forget(struct il_tab *tab)
{
	forget_marks(tab);
	forget_trouble(tab);
	json_decref(tab->inputs);
	tab->inputs = NULL;
	tab->document->marks.count = 0;
}

void il_remarks_trouble(struct il_tab *tab, int64_t line, int64_t column, const char *format, ...)
{
	char text[TROUBLE_MAX];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	forget_trouble(tab);
	size_t length = strlen(text);
	while (length && text[length - 1] == '\n')
		text[--length] = '\0';
	tab->trouble = strdup(text);
	if (line > 0) {
		struct il_mark mark = il_document_line(tab->document, line, column);
		tab->trouble_mark = il_document_mark(tab->document, mark.start, mark.end);
	}
}

/* Returns a mark of @start to @end in the document, IL_NO_MARK when that is no place in it. */
static uint32_t mark_range(struct il_tab *tab, int64_t start, int64_t end)
{
	if (start < 0 || end < start || end > tab->document->text.count)
		return IL_NO_MARK;
	return il_document_mark(tab->document, (size_t)start, (size_t)end);
}

/* Returns the mark of a place with file, line and column, and perhaps offset and length. */
static uint32_t mark_place(struct il_tab *tab, const json_t *place)
{
	const char *file = tab->document->file;
	int64_t offset = il_finding_number(place, "offset"), length = il_finding_number(place, "length");

	if (!file || strcmp(il_finding_text(place, "file"), file) != 0)
		return IL_NO_MARK;
	if (json_object_get(place, "offset") && length > 0)
		return mark_range(tab, offset, offset + length);
	struct il_mark mark =
		il_document_line(tab->document, il_finding_number(place, "line"), il_finding_number(place, "column"));
	return il_document_mark(tab->document, mark.start, mark.end);
}

static void add_mark(struct il_tab *tab, uint32_t mark)
{
	uint32_t at = il_array_add(&tab->marks, 1);

	tab->marks.at[at] = mark;
}

static void add_remark(struct il_server *server, struct il_tab *tab, json_t *finding)
{
	struct il_remark remark = { .finding = json_incref(finding), .mark = mark_place(tab, finding) };
	json_t *step, *fix;
	size_t i;

	snprintf(remark.id, sizeof(remark.id), "%" PRIu64, ++server->last_id);
	remark.first_step = tab->marks.count;
	json_array_foreach (json_object_get(finding, "trace"), i, step)
		add_mark(tab, mark_place(tab, step));
	remark.first_fix = tab->marks.count;
	json_array_foreach (json_object_get(finding, "fixes"), i, fix) {
		bool own = tab->document->file && strcmp(il_finding_text(fix, "file"), tab->document->file) == 0;
		int64_t offset = il_finding_number(fix, "offset");
		add_mark(tab, own ? mark_range(tab, offset, offset + il_finding_number(fix, "length")) : IL_NO_MARK);
	}
	uint32_t at = il_array_add(&tab->remarks, 1);
	tab->remarks.at[at] = remark;
}

static void take_notes(struct il_tab *tab, json_t *notes)
{
	json_t *note;
	size_t i;

	tab->notes = json_array();
	json_array_foreach (notes, i, note) {
		uint32_t mark = mark_place(tab, note);
		if (mark == IL_NO_MARK)
			continue;
		json_object_set_new(note, "mark", json_integer(mark));
		json_array_append(tab->notes, note);
	}
}

/* Returns whether @name, which may be relative to some directory, is @length bytes of the end of @file. */
static bool names(const char *name, size_t length, const char *file)
{
	size_t size = strlen(file);

	return length && length <= size && memcmp(file + size - length, name, length) == 0 &&
	       (length == size || *name == '/' || file[size - length - 1] == '/');
}

/* Takes "FILE: error: does not parse: NAME:LINE: TEXT" apart, as far as it is so. */
static void take_error(struct il_tab *tab, const char *text)
{
	static const char parse[] = "does not parse: ";
	const char *found = strstr(text, parse), *name = found ? found + strlen(parse) : text;
	size_t length = strcspn(name, ":");
	char *end = NULL;
	unsigned long line = found && name[length] ? strtoul(name + length + 1, &end, 10) : 0;

	if (!line || *end != ':') {
		il_remarks_trouble(tab, 0, 0, "irqlint cannot look at this: %s", text);
		return;
	}
	/* An error in a header is not shown in this text, so the header is named. */
	bool own = tab->document->file && names(name, length, tab->document->file);
	il_remarks_trouble(tab, own ? (int64_t)line : 0, 1,
			   "irqlint looks again when this can be compiled; what it says is of the text before: %s",
			   own ? end + 1 + strspn(end + 1, " ") : name);
}

/* Suppressions in vain are shown where they stand. */
static void take_unused(struct il_server *server, struct il_tab *tab, const json_t *unused)
{
	json_t *one;
	size_t i;

	json_array_foreach (unused, i, one) {
		json_t *finding = json_copy(one);
		json_object_set_new(
			finding, "message",
			json_pack("s++", "NOLINT(", il_finding_text(one, "rules"), ") is of no use any more"));
		json_object_set_new(finding, "unused", json_true());
		add_remark(server, tab, finding);
		json_decref(finding);
	}
}

/* What the command would say begins with its name. */
static const char *without_name(const char *problem)
{
	static const char *const starts[] = { "irqlint: ", "error: " };

	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
		if (strncmp(problem, starts[i], strlen(starts[i])) == 0)
			problem += strlen(starts[i]);
	}
	return problem;
}

void il_remarks_take(struct il_server *server, struct il_tab *tab, const json_t *answer)
{
	const json_t *findings = json_object_get(answer, "findings");
	const json_t *errors = json_object_get(answer, "errors");
	const json_t *inputs = json_object_get(answer, "inputs");
	const char *problem = json_string_value(json_object_get(answer, "problem"));
	json_t *finding;
	size_t i;

	if (!findings) {
		const json_t *error = json_array_get(errors, 0);
		take_error(tab, error	  ? il_finding_text(error, "text")
				: problem ? without_name(problem)
					  : "nothing could be found out");
		return;
	}
	il_remarks_forget(tab);
	tab->inputs = json_incref((json_t *)(uintptr_t)inputs);
	json_array_foreach (findings, i, finding)
		add_remark(server, tab, finding);
	take_unused(server, tab, json_object_get(answer, "unused"));
	take_notes(tab, json_object_get(answer, "notes"));
	if (problem)
		il_remarks_trouble(tab, 0, 0, "%s", problem);
}

bool il_remark_is_gone(const struct il_tab *tab, const struct il_remark *remark)
{
	return remark->mark != IL_NO_MARK && tab->document->marks.at[remark->mark].gone;
}

struct il_remark *il_remark_find(struct il_server *server, const char *id, struct il_tab **ret_tab)
{
	for (uint32_t i = 0; i < server->tabs.count; i++) {
		struct il_tab *tab = server->tabs.at[i];
		for (uint32_t k = 0; k < tab->remarks.count; k++) {
			if (strcmp(tab->remarks.at[k].id, id) != 0 || il_remark_is_gone(tab, &tab->remarks.at[k]))
				continue;
			*ret_tab = tab;
			return &tab->remarks.at[k];
		}
	}
	return NULL;
}

/* Returns position @byte (from 0) of line @number (from 0), whose text is @line or NULL. */
static json_t *position_in(enum il_encoding encoding, const char *line, size_t length, int64_t number, size_t byte)
{
	struct il_lines lines = { 0 };
	json_t *position;

	if (!line)
		return json_pack("{s:I, s:I}", "line", (json_int_t)number, "character", (json_int_t)byte);
	il_lines_read(&lines, line, length);
	position = il_position_encode(&lines, encoding, byte);
	json_object_set_new(position, "line", json_integer(number));
	il_lines_fini(&lines);
	return position;
}

/* Returns the range of @place in @file as it is on disk. */
static json_t *range_on_disk(struct il_server *server, const char *file, const json_t *place)
{
	int64_t line = il_finding_number(place, "line"), column = il_finding_number(place, "column");
	int64_t offset = il_finding_number(place, "offset"), length = il_finding_number(place, "length");
	struct il_position end = { 0 };
	size_t size = 0, end_size = 0;

	if (!server->sources)
		server->sources = il_sources_create();
	const char *text = line > 0 ? il_source_line(server->sources, file, (uint32_t)line, &size) : NULL;
	json_t *start = position_in(server->client.encoding, text, size, line > 0 ? line - 1 : 0,
				    column > 0 ? (size_t)column - 1 : 0);
	if (length > 0 && il_source_position(server->sources, file, (size_t)(offset + length), &end)) {
		const char *last = il_source_line(server->sources, file, end.line, &end_size);
		return json_pack("{s:o, s:o}", "start", start, "end",
				 position_in(server->client.encoding, last, end_size, end.line - 1, end.byte - 1));
	}
	return json_pack("{s:o, s:o}", "start", start, "end",
			 position_in(server->client.encoding, text, size, line > 0 ? line - 1 : 0, size));
}

static json_t *range_in(const struct il_server *server, const struct il_document *document, const json_t *place)
{
	struct il_mark mark =
		il_document_line(document, il_finding_number(place, "line"), il_finding_number(place, "column"));
	size_t offset = (size_t)il_finding_number(place, "offset"), length = (size_t)il_finding_number(place, "length");

	/* It may have been edited since. */
	if (length && offset == mark.start && length <= document->text.count - offset)
		mark.end = offset + length;
	return il_range_encode(&document->lines, server->client.encoding, mark.start, mark.end);
}

static json_t *mark_range_of(const struct il_server *server, const struct il_document *document, uint32_t mark)
{
	return il_range_encode(&document->lines, server->client.encoding, document->marks.at[mark].start,
			       document->marks.at[mark].end);
}

json_t *il_remark_location(struct il_server *server, const struct il_tab *tab, uint32_t mark, const json_t *place)
{
	if (mark != IL_NO_MARK)
		return json_pack("{s:s, s:o}", "uri", tab->document->uri, "range",
				 mark_range_of(server, tab->document, mark));
	const char *file = il_finding_text(place, "file");
	const struct il_tab *other = il_server_tab_of_file(server, file);
	char *uri = other ? NULL : il_uri_of_file(*file ? file : "/");
	/* What is not saved was read as it is. */
	bool unsaved = other && other->document->edits != other->saved_edits;
	json_t *location =
		json_pack("{s:s, s:o}", "uri", other ? other->document->uri : uri, "range",
			  unsaved ? range_in(server, other->document, place) : range_on_disk(server, file, place));
	free(uri);
	return location;
}
