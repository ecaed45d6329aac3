// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * The sources behind findings, for formats that show them or count in characters: facts count
 * columns and offsets in bytes.
 */
#ifndef IL_CLI_OUTPUT_SOURCE_H
#define IL_CLI_OUTPUT_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Files that were read so far; each is read once. */
struct il_sources;

/* A position; all counts begin at 1. */
struct il_position {
	uint32_t line;
	uint32_t column; /* in Unicode code points */
	uint32_t byte;	 /* the same in bytes */
};

struct il_sources *il_sources_create(void);

/* Accepts: NULL. */
void il_sources_destroy(struct il_sources *sources);

/*
 * Returns line @line of @file without its end and the length in @ret_length, or NULL when the file
 * cannot be read any more or is shorter.  It is UTF-8, whatever the file has.  Borrowed from @sources.
 */
const char *il_source_line(struct il_sources *sources, const char *file, uint32_t line, size_t *ret_length);

/* Returns column @byte of @line in code points; itself when the file is gone. */
uint32_t il_source_column(struct il_sources *sources, const char *file, uint32_t line, uint32_t byte);

/* Returns whether @offset of @file could be turned into @ret_position. */
bool il_source_position(struct il_sources *sources, const char *file, size_t offset, struct il_position *ret_position);

/*
 * Returns the hash by which GitHub knows line @line of @file again when lines above it change, as
 * "hexadecimal:occurrence", or NULL when the file is gone.  Borrowed from @sources.
 */
const char *il_source_line_hash(struct il_sources *sources, const char *file, uint32_t line);

#endif
