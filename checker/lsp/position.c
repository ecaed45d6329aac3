// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "lsp/position.h"

#include "cli/output/utf8.h"

#include <string.h>

static const char *const names[] = {
	[IL_ENCODING_UTF16] = "utf-16",
	[IL_ENCODING_UTF8] = "utf-8",
	[IL_ENCODING_UTF32] = "utf-32",
};

const char *il_encoding_name(enum il_encoding encoding)
{
	return names[encoding];
}

enum il_encoding il_encoding_choose(const json_t *list)
{
	static const enum il_encoding order[] = { IL_ENCODING_UTF8, IL_ENCODING_UTF32 };
	const json_t *name;
	size_t i;

	for (size_t best = 0; best < sizeof(order) / sizeof(order[0]); best++) {
		json_array_foreach (list, i, name) {
			if (json_is_string(name) && strcmp(json_string_value(name), names[order[best]]) == 0)
				return order[best];
		}
	}
	return IL_ENCODING_UTF16;
}

static void add_start(struct il_lines *lines, size_t offset)
{
	uint32_t at = il_array_add(&lines->starts, 1);

	lines->starts.at[at] = offset;
}

void il_lines_read(struct il_lines *lines, const char *text, size_t size)
{
	lines->text = text;
	lines->size = size;
	lines->starts.count = 0;
	add_start(lines, 0);
	for (size_t i = 0; i < size; i++) {
		if (text[i] == '\r' && i + 1 < size && text[i + 1] == '\n')
			continue;
		if (text[i] == '\n' || text[i] == '\r')
			add_start(lines, i + 1);
	}
}

void il_lines_fini(struct il_lines *lines)
{
	il_array_fini(&lines->starts);
}

uint32_t il_line_of(const struct il_lines *lines, size_t offset)
{
	uint32_t low = 0, high = lines->starts.count;

	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;
		if (lines->starts.at[middle] <= offset)
			low = middle;
		else
			high = middle;
	}
	return low;
}

size_t il_line_end(const struct il_lines *lines, uint32_t line)
{
	size_t start = lines->starts.at[line];
	size_t end = line + 1 < lines->starts.count ? lines->starts.at[line + 1] : lines->size;

	if (end > start && lines->text[end - 1] == '\n')
		end--;
	if (end > start && lines->text[end - 1] == '\r')
		end--;
	return end;
}

/* Returns how many units a character of @length bytes is. */
static size_t units_of(enum il_encoding encoding, uint32_t character, size_t length)
{
	switch (encoding) {
	case IL_ENCODING_UTF8: return length;
	case IL_ENCODING_UTF32: return 1;
	case IL_ENCODING_UTF16: return character > 0xFFFF ? 2 : 1;
	}
	return 1;
}

json_t *il_position_encode(const struct il_lines *lines, enum il_encoding encoding, size_t offset)
{
	size_t length, units = 0;

	if (offset > lines->size)
		offset = lines->size;
	uint32_t line = il_line_of(lines, offset);
	/* A character that is begun is not counted. */
	for (size_t at = lines->starts.at[line]; at < offset; at += length) {
		uint32_t character = il_utf8_decode(lines->text + at, lines->size - at, &length);
		if (at + length > offset && encoding != IL_ENCODING_UTF8)
			break;
		units += at + length > offset ? offset - at : units_of(encoding, character, length);
	}
	return json_pack("{s:i, s:i}", "line", (int)line, "character", (int)units);
}

json_t *il_range_encode(const struct il_lines *lines, enum il_encoding encoding, size_t start, size_t end)
{
	return json_pack("{s:o, s:o}", "start", il_position_encode(lines, encoding, start), "end",
			 il_position_encode(lines, encoding, end));
}

bool il_position_decode(const struct il_lines *lines, enum il_encoding encoding, const json_t *position,
			size_t *ret_offset)
{
	const json_t *line = json_object_get(position, "line"), *character = json_object_get(position, "character");
	size_t length;

	if (!json_is_integer(line) || !json_is_integer(character))
		return false;
	json_int_t number = json_integer_value(line), units = json_integer_value(character);
	if (number < 0) {
		*ret_offset = 0;
		return true;
	}
	if (number >= lines->starts.count) {
		*ret_offset = lines->size;
		return true;
	}
	size_t at = lines->starts.at[number], end = il_line_end(lines, (uint32_t)number);
	while (at < end && units > 0) {
		uint32_t read = il_utf8_decode(lines->text + at, end - at, &length);
		json_int_t size = (json_int_t)units_of(encoding, read, length);
		/* Within a character is before it. */
		if (size > units)
			break;
		units -= size;
		at += length;
	}
	*ret_offset = at;
	return true;
}

bool il_range_decode(const struct il_lines *lines, enum il_encoding encoding, const json_t *range, size_t *ret_start,
		     size_t *ret_end)
{
	size_t start, end;

	if (!il_position_decode(lines, encoding, json_object_get(range, "start"), &start) ||
	    !il_position_decode(lines, encoding, json_object_get(range, "end"), &end))
		return false;
	*ret_start = start < end ? start : end;
	*ret_end = start < end ? end : start;
	return true;
}
