// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Unified diffs, as git and diff -u write them. */
#ifndef IL_CLI_PATCH_H
#define IL_CLI_PATCH_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct il_patch_reader {
	/* Lines @first to @last of the new side of @file, as the patch names it, are touched. */
	void (*touched)(void *context, const char *file, int64_t first, int64_t last);
	void *context;
};

/*
 * Reads @stream to its end.  A line that is only taken away touches the lines around it.
 * Context: process.
 * Returns: whether there was at least one hunk and none was cut short; else the reason in @ret_problem.
 */
bool il_patch_read(FILE *stream, const struct il_patch_reader *reader, char *ret_problem, size_t size);

#endif
