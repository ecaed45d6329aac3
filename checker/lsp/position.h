// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Positions as editors count them: lines from 0, and in a line the units of an encoding that both sides
 * agree on.  Texts are UTF-8, except for what is not; a stray byte counts for one character.
 */
#ifndef IL_LSP_POSITION_H
#define IL_LSP_POSITION_H

#include "facts/arena.h"

#include <jansson.h>
#include <stdbool.h>

enum il_encoding { IL_ENCODING_UTF16, IL_ENCODING_UTF8, IL_ENCODING_UTF32 };

/* Returns the name that the protocol has for @encoding. */
const char *il_encoding_name(enum il_encoding encoding);

/*
 * Returns the best encoding among @names, a list of texts in any order; IL_ENCODING_UTF16 when there is
 * none, which every client understands.  Accepts: NULL.
 */
enum il_encoding il_encoding_choose(const json_t *names);

/* A text by lines, which end in \n, \r\n or \r. */
struct il_lines {
	const char *text; /* borrowed */
	size_t size;
	IL_ARRAY(size_t) starts; /* of lines; the first is 0 */
};

/* Context: any.  Borrows @text until the next call or il_lines_fini(). */
void il_lines_read(struct il_lines *lines, const char *text, size_t size);
void il_lines_fini(struct il_lines *lines);

/* Returns the line that @offset, at most the size, is in. */
uint32_t il_line_of(const struct il_lines *lines, size_t offset);

/* Returns where @line, one that is there, ends, without what ends it. */
size_t il_line_end(const struct il_lines *lines, uint32_t line);

/* Returns the position of @offset, a position behind the end is the end. */
json_t *il_position_encode(const struct il_lines *lines, enum il_encoding encoding, size_t offset);
json_t *il_range_encode(const struct il_lines *lines, enum il_encoding encoding, size_t start, size_t end);

/*
 * Reads a position: behind the end of a line it is the line's end, behind the last line the text's.
 * Returns: false when @position is none.
 */
bool il_position_decode(const struct il_lines *lines, enum il_encoding encoding, const json_t *position,
			size_t *ret_offset);

/* Reads a range; one that ends before it begins is turned round.  Returns false when @range is none. */
bool il_range_decode(const struct il_lines *lines, enum il_encoding encoding, const json_t *range, size_t *ret_start,
		     size_t *ret_end);

#endif
