// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cli/output/line_hash.h"

#include "cli/output/utf8.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

enum { WINDOW = 100, FACTOR = 37, END_OF_FILE = 0xFFFF };

/* The characters that count, as UTF-16 has them, and where lines begin among them. */
struct stream {
	uint16_t *units;
	size_t count;
	size_t *starts;
	uint32_t lines, lines_max;
	int line_start; /* the next unit begins a line */
};

static void add_unit(struct stream *stream, uint16_t unit)
{
	if (stream->line_start && stream->lines < stream->lines_max)
		stream->starts[stream->lines++] = stream->count;
	stream->line_start = unit == '\n';
	stream->units[stream->count++] = unit;
}

static void add_text(struct stream *stream, const char *text, size_t size)
{
	size_t length;

	for (size_t i = 0; i < size; i += length) {
		uint32_t point = il_utf8_decode(text + i, size - i, &length);
		if (point == ' ' || point == '\t' || (point == '\n' && i > 0 && text[i - 1] == '\r'))
			continue;
		if (point == '\r')
			point = '\n';
		if (point >= 0x10000) {
			add_unit(stream, (uint16_t)(0xD800 + ((point - 0x10000) >> 10)));
			point = 0xDC00 + (point & 0x3FF);
		}
		add_unit(stream, (uint16_t)point);
	}
	add_unit(stream, END_OF_FILE);
}

/* Behind the end of the text the window is filled up with zeros. */
static uint64_t hash_from(const struct stream *stream, size_t start)
{
	uint64_t hash = 0;

	for (size_t i = start; i < start + WINDOW; i++)
		hash = hash * FACTOR + (i < stream->count ? stream->units[i] : 0);
	return hash;
}

void il_line_hashes(const char *text, size_t size, char (*ret_hashes)[IL_LINE_HASH_SIZE], uint32_t count)
{
	struct stream stream = { .lines_max = count, .line_start = 1 };
	json_t *seen = json_object();

	stream.units = malloc((size + 2) * sizeof(*stream.units));
	stream.starts = calloc((size_t)count + 1, sizeof(*stream.starts));
	if (!stream.units || !stream.starts)
		abort();
	add_text(&stream, text, size);
	for (uint32_t i = 0; i < count; i++)
		ret_hashes[i][0] = '\0';
	for (uint32_t i = 0; i < stream.lines; i++) {
		char hash[17];
		snprintf(hash, sizeof(hash), "%" PRIx64, hash_from(&stream, stream.starts[i]));
		uint32_t occurrence = (uint32_t)json_integer_value(json_object_get(seen, hash)) + 1;
		json_object_set_new(seen, hash, json_integer(occurrence));
		snprintf(ret_hashes[i], IL_LINE_HASH_SIZE, "%s:%" PRIu32, hash, occurrence);
	}
	json_decref(seen);
	free(stream.units);
	free(stream.starts);
}
