// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cli/output/source.h"

#include "cli/output/line_hash.h"
#include "cli/output/utf8.h"
#include "facts/arena.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* INVARIANT(lines): starts[0] is 0, starts grow, and none lies behind the end of the text. */
struct source {
	char *text; /* NULL: cannot be read */
	size_t size;
	IL_ARRAY(size_t) starts;
	char (*hashes)[IL_LINE_HASH_SIZE]; /* by line, once somebody asked for one */
};

struct il_sources {
	json_t *names; /* index by name */
	IL_ARRAY(struct source) all;
};

struct il_sources *il_sources_create(void)
{
	struct il_sources *sources = calloc(1, sizeof(*sources));

	if (!sources)
		abort();
	sources->names = json_object();
	return sources;
}

void il_sources_destroy(struct il_sources *sources)
{
	if (!sources)
		return;
	for (uint32_t i = 0; i < sources->all.count; i++) {
		struct source *source = &sources->all.at[i];
		free(source->text);
		free(source->hashes);
		il_array_fini(&source->starts);
	}
	il_array_fini(&sources->all);
	json_decref(sources->names);
	free(sources);
}

static void read_text(struct source *source, const char *file)
{
	struct stat status;
	FILE *stream = fopen(file, "rb");

	if (!stream)
		return;
	if (fstat(fileno(stream), &status) == 0 && S_ISREG(status.st_mode)) {
		source->text = malloc((size_t)status.st_size + 1);
		if (!source->text)
			abort();
		source->size = fread(source->text, 1, (size_t)status.st_size, stream);
		source->text[source->size] = '\0';
		il_utf8_mend(source->text, source->size);
	}
	fclose(stream);
}

static struct source *get_source(struct il_sources *sources, const char *file)
{
	json_t *known = json_object_get(sources->names, file);

	if (known)
		return &sources->all.at[json_integer_value(known)];
	uint32_t at = il_array_add(&sources->all, 1);
	struct source *source = &sources->all.at[at];
	memset(source, 0, sizeof(*source));
	json_object_set_new(sources->names, file, json_integer(at));
	read_text(source, file);
	for (size_t i = 0; source->text && i < source->size; i++) {
		if (i == 0 || source->text[i - 1] == '\n') {
			uint32_t line = il_array_add(&source->starts, 1);
			source->starts.at[line] = i;
		}
	}
	return source;
}

const char *il_source_line(struct il_sources *sources, const char *file, uint32_t line, size_t *ret_length)
{
	const struct source *source = get_source(sources, file);

	if (line == 0 || line > source->starts.count)
		return NULL;
	/* SAFETY(lines): the text goes on from there, at least by its terminator. */
	const char *start = source->text + source->starts.at[line - 1];
	*ret_length = strcspn(start, "\r\n");
	return start;
}

/* Returns how many code points the first @size bytes of @text are; a stray byte counts for one. */
static uint32_t code_points(const char *text, size_t size)
{
	uint32_t count = 0;

	for (size_t i = 0; i < size; i++)
		count += ((unsigned char)text[i] & 0xC0) != 0x80;
	return count;
}

uint32_t il_source_column(struct il_sources *sources, const char *file, uint32_t line, uint32_t byte)
{
	size_t length;
	const char *text = il_source_line(sources, file, line, &length);

	if (!text || byte == 0 || byte - 1 > length)
		return byte;
	return code_points(text, byte - 1) + 1;
}

bool il_source_position(struct il_sources *sources, const char *file, size_t offset, struct il_position *ret_position)
{
	const struct source *source = get_source(sources, file);
	uint32_t low = 0, high = source->starts.count;

	if (!source->text || offset > source->size || high == 0)
		return false;
	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;
		if (source->starts.at[middle] <= offset)
			low = middle;
		else
			high = middle;
	}
	/* SAFETY(lines): the first line begins at 0, so that the line found does not begin behind @offset. */
	size_t start = source->starts.at[low];
	*ret_position = (struct il_position) { low + 1, code_points(source->text + start, offset - start) + 1,
					       (uint32_t)(offset - start) + 1 };
	return true;
}

const char *il_source_line_hash(struct il_sources *sources, const char *file, uint32_t line)
{
	struct source *source = get_source(sources, file);

	if (line == 0 || line > source->starts.count)
		return NULL;
	if (!source->hashes) {
		source->hashes = calloc(source->starts.count, sizeof(*source->hashes));
		if (!source->hashes)
			abort();
		il_line_hashes(source->text, source->size, source->hashes, source->starts.count);
	}
	return source->hashes[line - 1];
}
