// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cli/fixes.h"

#include "facts/arena.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <yaml.h>

/* One edit, borrowed from the list of findings. */
struct edit {
	const char *file, *text;
	size_t offset, length;
	const json_t *finding;
};

struct edits {
	IL_ARRAY(struct edit) all;
};

static const char *text_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "";
}

static size_t size_of(const json_t *object, const char *key)
{
	return (size_t)json_integer_value(json_object_get(object, key));
}

static int by_place(const void *a, const void *b)
{
	const struct edit *x = a, *y = b;
	int order = strcmp(x->file, y->file);

	if (order)
		return order;
	if (x->offset != y->offset)
		return x->offset < y->offset ? -1 : 1;
	return strcmp(x->text, y->text);
}

static struct edits collect(const json_t *list)
{
	struct edits edits = { { 0 } };
	size_t i, k;
	json_t *finding, *fix;

	json_array_foreach (list, i, finding) {
		json_array_foreach (json_object_get(finding, "fixes"), k, fix) {
			uint32_t at = il_array_add(&edits.all, 1);
			edits.all.at[at] = (struct edit) { text_of(fix, "file"), text_of(fix, "text"),
							   size_of(fix, "offset"), size_of(fix, "length"), finding };
		}
	}
	if (edits.all.count)
		qsort(edits.all.at, edits.all.count, sizeof(struct edit), by_place);
	return edits;
}

static char *read_file(const char *name, size_t *ret_size)
{
	FILE *stream = fopen(name, "rb");
	struct stat status;
	char *text = NULL;

	if (!stream)
		return NULL;
	if (fstat(fileno(stream), &status) == 0) {
		text = malloc((size_t)status.st_size + 1);
		if (!text)
			abort();
		*ret_size = fread(text, 1, (size_t)status.st_size, stream);
		if (*ret_size != (size_t)status.st_size) {
			free(text);
			text = NULL;
		}
	}
	fclose(stream);
	return text;
}

/* Returns the stream of a new file beside @name, whose name is put in @ret_new. */
static FILE *open_beside(const char *name, char *ret_new, size_t size)
{
	struct stat status;
	int file;

	snprintf(ret_new, size, "%s.irqlint-XXXXXX", name);
	file = mkstemp(ret_new);
	if (file < 0)
		return NULL;
	if (stat(name, &status) == 0 && fchmod(file, status.st_mode & 07777) != 0) {
		close(file);
		return NULL;
	}
	return fdopen(file, "wb");
}

/* Applies @count edits, all of one file.  Returns how many findings were mended, or -1. */
static int apply(const struct edit *edits, uint32_t count)
{
	const char *name = edits[0].file;
	char beside[4096 + 32];
	size_t size = 0, at = 0;
	int made = 0;
	char *text = read_file(name, &size);
	FILE *out = text ? open_beside(name, beside, sizeof(beside)) : NULL;

	for (uint32_t i = 0; out && i < count; i++) {
		const struct edit *edit = &edits[i];
		bool again = i > 0 && by_place(edit, &edits[i - 1]) == 0 && edit->length == edits[i - 1].length;
		if (again || edit->offset < at || edit->offset + edit->length > size)
			continue;
		fwrite(text + at, 1, edit->offset - at, out);
		fputs(edit->text, out);
		at = edit->offset + edit->length;
		made += i == 0 || edits[i - 1].finding != edit->finding;
	}
	if (out)
		fwrite(text + at, 1, size - at, out);
	bool failed = !out || ferror(out);
	failed = (out && fclose(out) != 0) || failed;
	if (failed || rename(beside, name) != 0) {
		fprintf(stderr, "irqlint: %s: error: cannot be mended: %s\n", name, strerror(errno));
		if (out)
			unlink(beside);
		made = -1;
	}
	free(text);
	return made;
}

bool il_fixes_apply(const json_t *list)
{
	struct edits edits = collect(list);
	bool good = true;

	for (uint32_t i = 0, end; i < edits.all.count; i = end) {
		for (end = i; end < edits.all.count && strcmp(edits.all.at[i].file, edits.all.at[end].file) == 0;)
			end++;
		int made = apply(&edits.all.at[i], end - i);
		good = made >= 0 && good;
		if (made > 0)
			fprintf(stderr, "irqlint: %s: mended in %d places\n", edits.all.at[i].file, made);
	}
	il_array_fini(&edits.all);
	return good;
}

/* A part of the document being written; the emitter takes the event over. */
static void put(yaml_emitter_t *emitter, const char *text)
{
	yaml_event_t event;

	yaml_scalar_event_initialize(&event, NULL, NULL, (const yaml_char_t *)text, (int)strlen(text), 1, 1,
				     YAML_SINGLE_QUOTED_SCALAR_STYLE);
	yaml_emitter_emit(emitter, &event);
}

static void put_plain(yaml_emitter_t *emitter, const char *text)
{
	yaml_event_t event;

	yaml_scalar_event_initialize(&event, NULL, NULL, (const yaml_char_t *)text, (int)strlen(text), 1, 1,
				     YAML_PLAIN_SCALAR_STYLE);
	yaml_emitter_emit(emitter, &event);
}

static void put_text(yaml_emitter_t *emitter, const char *key, const char *text)
{
	put_plain(emitter, key);
	put(emitter, text);
}

static void put_number(yaml_emitter_t *emitter, const char *key, size_t number)
{
	char text[32];

	snprintf(text, sizeof(text), "%zu", number);
	put_plain(emitter, key);
	put_plain(emitter, text);
}

static void begin_map(yaml_emitter_t *emitter)
{
	yaml_event_t event;

	yaml_mapping_start_event_initialize(&event, NULL, NULL, 1, YAML_BLOCK_MAPPING_STYLE);
	yaml_emitter_emit(emitter, &event);
}

static void end_map(yaml_emitter_t *emitter)
{
	yaml_event_t event;

	yaml_mapping_end_event_initialize(&event);
	yaml_emitter_emit(emitter, &event);
}

static void begin_list(yaml_emitter_t *emitter, const char *key)
{
	yaml_event_t event;

	put_plain(emitter, key);
	yaml_sequence_start_event_initialize(&event, NULL, NULL, 1, YAML_BLOCK_SEQUENCE_STYLE);
	yaml_emitter_emit(emitter, &event);
}

static void end_list(yaml_emitter_t *emitter)
{
	yaml_event_t event;

	yaml_sequence_end_event_initialize(&event);
	yaml_emitter_emit(emitter, &event);
}

static void put_finding(yaml_emitter_t *emitter, const json_t *finding)
{
	size_t i;
	json_t *fix;

	begin_map(emitter);
	put_text(emitter, "DiagnosticName", text_of(finding, "rule"));
	put_plain(emitter, "DiagnosticMessage");
	begin_map(emitter);
	put_text(emitter, "Message", text_of(finding, "message"));
	put_text(emitter, "FilePath", text_of(finding, "file"));
	put_number(emitter, "FileOffset", size_of(finding, "offset"));
	begin_list(emitter, "Replacements");
	json_array_foreach (json_object_get(finding, "fixes"), i, fix) {
		begin_map(emitter);
		put_text(emitter, "FilePath", text_of(fix, "file"));
		put_number(emitter, "Offset", size_of(fix, "offset"));
		put_number(emitter, "Length", size_of(fix, "length"));
		put_text(emitter, "ReplacementText", text_of(fix, "text"));
		end_map(emitter);
	}
	end_list(emitter);
	end_map(emitter);
	put_text(emitter, "Level", "Warning");
	end_map(emitter);
}

bool il_fixes_export(const json_t *list, const char *file)
{
	FILE *stream = fopen(file, "w");
	yaml_emitter_t emitter;
	yaml_event_t event;
	size_t i;
	json_t *finding;

	if (!stream) {
		fprintf(stderr, "irqlint: %s: error: cannot write: %s\n", file, strerror(errno));
		return false;
	}
	yaml_emitter_initialize(&emitter);
	yaml_emitter_set_output_file(&emitter, stream);
	yaml_emitter_set_width(&emitter, -1);
	yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING);
	yaml_emitter_emit(&emitter, &event);
	yaml_document_start_event_initialize(&event, NULL, NULL, NULL, 0);
	yaml_emitter_emit(&emitter, &event);
	begin_map(&emitter);
	put_text(&emitter, "MainSourceFile", "");
	begin_list(&emitter, "Diagnostics");
	json_array_foreach (list, i, finding) {
		if (json_object_get(finding, "fixes"))
			put_finding(&emitter, finding);
	}
	end_list(&emitter);
	end_map(&emitter);
	yaml_document_end_event_initialize(&event, 0);
	yaml_emitter_emit(&emitter, &event);
	yaml_stream_end_event_initialize(&event);
	yaml_emitter_emit(&emitter, &event);
	yaml_emitter_delete(&emitter);
	bool failed = ferror(stream) != 0;
	failed = fclose(stream) != 0 || failed;
	if (failed)
		fprintf(stderr, "irqlint: %s: error: cannot write: %s\n", file, strerror(errno));
	return !failed;
}
