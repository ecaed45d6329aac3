// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "lsp/document.h"

#include "lsp/uri.h"

#include <stdlib.h>
#include <string.h>

/* Editors name languages in many ways; without a name the file's own tells. */
static bool is_source(const char *language, const char *file)
{
	const char *dot = file ? strrchr(file, '.') : NULL;

	if (strcmp(language, "c") == 0 || strcmp(language, "C") == 0)
		return true;
	return dot && (strcmp(dot, ".c") == 0 || strcmp(dot, ".h") == 0);
}

static char *copy_of(const char *text)
{
	char *copy = strdup(text);

	if (!copy)
		abort();
	return copy;
}

struct il_document *il_document_create(const char *uri, const char *language, int64_t version, const char *text,
				       size_t size)
{
	struct il_document *document = calloc(1, sizeof(*document));

	if (!document)
		abort();
	document->uri = copy_of(uri);
	document->file = il_uri_to_file(uri);
	document->version = version;
	document->is_source = is_source(language, document->file);
	uint32_t at = il_array_add(&document->text, (uint32_t)size);
	if (size)
		memcpy(document->text.at + at, text, size);
	il_lines_read(&document->lines, document->text.at, size);
	return document;
}

void il_document_destroy(struct il_document *document)
{
	if (!document)
		return;
	free(document->uri);
	free(document->file);
	il_array_fini(&document->text);
	il_array_fini(&document->marks);
	il_lines_fini(&document->lines);
	free(document);
}

static bool ends_line(char c)
{
	return c == '\n' || c == '\r';
}

/* Moves @mark as the edit asks for; before the text is changed. */
static void move_mark(const struct il_lines *lines, struct il_mark *mark, size_t start, size_t end, const char *text,
		      size_t size)
{
	size_t line_start = lines->starts.at[il_line_of(lines, mark->start)];
	size_t line_end = il_line_end(lines, il_line_of(lines, mark->end));
	bool before = end < line_start, after;

	/* A mark may be in what ends its line. */
	if (line_end < mark->end)
		line_end = mark->end;
	after = start > line_end;
	/* An edit that ends where the line begins, or begins where it ends, leaves it whole if it has whole lines. */
	if (end == line_start)
		before = size ? ends_line(text[size - 1]) : start == lines->starts.at[il_line_of(lines, start)];
	else if (start == line_end)
		after = size ? ends_line(*text) : end == lines->size || ends_line(lines->text[end]);
	if (before) {
		mark->start = mark->start - (end - start) + size;
		mark->end = mark->end - (end - start) + size;
	} else if (!after) {
		mark->gone = true;
	}
}

void il_document_edit(struct il_document *document, size_t start, size_t end, const char *text, size_t size)
{
	size_t before = document->text.count, rest = before - end;

	for (uint32_t i = 0; i < document->marks.count; i++) {
		if (!document->marks.at[i].gone)
			move_mark(&document->lines, &document->marks.at[i], start, end, text, size);
	}
	if (size > end - start)
		il_array_add(&document->text, (uint32_t)(size - (end - start)));
	if (rest)
		memmove(document->text.at + start + size, document->text.at + end, rest);
	if (size)
		memcpy(document->text.at + start, text, size);
	document->text.count = (uint32_t)(start + size + rest);
	il_lines_read(&document->lines, document->text.at, document->text.count);
	document->edits++;
}

/* Makes @text the whole text, as an edit of what differs: marks elsewhere stay. */
static void replace_all(struct il_document *document, const char *text, size_t size)
{
	size_t old = document->text.count, least = old < size ? old : size, head = 0, tail = 0;

	while (head < least && document->text.at[head] == text[head])
		head++;
	while (tail < least - head && document->text.at[old - tail - 1] == text[size - tail - 1])
		tail++;
	il_document_edit(document, head, old - tail, text + head, size - tail - head);
}

bool il_document_change(struct il_document *document, enum il_encoding encoding, const json_t *changes)
{
	const json_t *change;
	size_t i, start, end;

	json_array_foreach (changes, i, change) {
		const json_t *range = json_object_get(change, "range"), *text = json_object_get(change, "text");
		if (!json_is_string(text))
			return false;
		if (!range || json_is_null(range))
			replace_all(document, json_string_value(text), json_string_length(text));
		else if (il_range_decode(&document->lines, encoding, range, &start, &end))
			il_document_edit(document, start, end, json_string_value(text), json_string_length(text));
		else
			return false;
	}
	return json_is_array(changes);
}

uint32_t il_document_mark(struct il_document *document, size_t start, size_t end)
{
	uint32_t at = il_array_add(&document->marks, 1);

	document->marks.at[at] = (struct il_mark) { .start = start, .end = end };
	return at;
}

struct il_mark il_document_line(const struct il_document *document, int64_t line, int64_t column)
{
	const struct il_lines *lines = &document->lines;

	if (line < 1)
		line = 1;
	if (line > lines->starts.count)
		line = lines->starts.count;
	size_t start = lines->starts.at[line - 1], end = il_line_end(lines, (uint32_t)line - 1);
	size_t skipped = column > 1 ? (size_t)(column - 1) : 0;
	return (struct il_mark) { .start = skipped < end - start ? start + skipped : end, .end = end };
}
