// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "lsp/trail.h"

#include <string.h>

static bool read_place(const json_t *position, struct il_place *ret_place)
{
	const json_t *line = json_object_get(position, "line"), *column = json_object_get(position, "character");

	if (!json_is_integer(line) || !json_is_integer(column))
		return false;
	*ret_place = (struct il_place) { json_integer_value(line), json_integer_value(column) };
	return true;
}

static json_t *write_place(struct il_place place)
{
	json_t *position = json_object();

	json_object_set_new(position, "line", json_integer(place.line));
	json_object_set_new(position, "character", json_integer(place.column));
	return position;
}

static bool is_before(struct il_place a, struct il_place b)
{
	return a.line < b.line || (a.line == b.line && a.column < b.column);
}

/* A letter beyond ASCII counts for as many characters as the encoding has it. */
static void measure(struct il_edit *edit, const char *text, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		bool ends = text[i] == '\n' || (text[i] == '\r' && (i + 1 == size || text[i + 1] != '\n'));
		if (ends) {
			edit->lines++;
			edit->tail = 0;
		} else if ((unsigned char)text[i] >= 0x80) {
			edit->tail = -1;
		} else if (edit->tail >= 0) {
			edit->tail++;
		}
	}
}

void il_trail_add(struct il_trail *trail, json_int_t version, const json_t *changes)
{
	const json_t *change;
	size_t i;

	json_array_foreach (changes, i, change) {
		const json_t *range = json_object_get(change, "range"), *text = json_object_get(change, "text");
		struct il_edit edit = { .version = version };
		if (!read_place(json_object_get(range, "start"), &edit.start) ||
		    !read_place(json_object_get(range, "end"), &edit.end) || !json_is_string(text))
			continue;
		measure(&edit, json_string_value(text), json_string_length(text));
		uint32_t at = il_array_add(&trail->edits, 1);
		trail->edits.at[at] = edit;
	}
}

/* Moves @place, which is not before the end of what @edit replaces.  Returns false when nobody knows where to. */
static bool move_place(const struct il_edit *edit, struct il_place *place)
{
	if (place->line == edit->end.line) {
		if (edit->tail < 0)
			return false;
		place->column += edit->tail - edit->end.column + (edit->lines ? 0 : edit->start.column);
	}
	place->line += edit->lines - (edit->end.line - edit->start.line);
	return true;
}

json_t *il_trail_move(const struct il_trail *trail, json_int_t version, const json_t *range)
{
	struct il_place start, end;

	if (!read_place(json_object_get(range, "start"), &start) || !read_place(json_object_get(range, "end"), &end))
		return NULL;
	for (uint32_t i = 0; i < trail->edits.count; i++) {
		const struct il_edit *edit = &trail->edits.at[i];
		if (edit->version <= version || (!is_before(edit->start, end) && is_before(start, end)))
			continue;
		if (is_before(start, edit->end) || !move_place(edit, &start) || !move_place(edit, &end))
			return NULL;
	}
	json_t *moved = json_object();
	json_object_set_new(moved, "start", write_place(start));
	json_object_set_new(moved, "end", write_place(end));
	return moved;
}

void il_trail_trim(struct il_trail *trail, json_int_t version)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < trail->edits.count; i++) {
		if (trail->edits.at[i].version > version)
			trail->edits.at[kept++] = trail->edits.at[i];
	}
	trail->edits.count = kept;
}

void il_trail_fini(struct il_trail *trail)
{
	il_array_fini(&trail->edits);
}
