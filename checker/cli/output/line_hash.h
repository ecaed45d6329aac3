// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * GitHub's identity of a line (primaryLocationLineHash).  Its upload action computes it for reports
 * that lack it, its API does not; alerts stay the same only when both give the same hash.
 */
#ifndef IL_CLI_OUTPUT_LINE_HASH_H
#define IL_CLI_OUTPUT_LINE_HASH_H

#include <stddef.h>
#include <stdint.h>

/* "ffffffffffffffff:4294967295" */
enum { IL_LINE_HASH_SIZE = 28 };

/*
 * Fills @ret_hashes with the hashes of the first @count lines of @text, of @size bytes of UTF-8.
 * The hash of a line is over the hundred characters from its start on that are no blanks, so it
 * reaches into the lines below; equal ones are numbered in the order of lines.
 * Context: process; allocates what it needs for the call.
 */
void il_line_hashes(const char *text, size_t size, char (*ret_hashes)[IL_LINE_HASH_SIZE], uint32_t count);

#endif
