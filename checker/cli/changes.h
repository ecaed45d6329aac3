// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Which lines a change touches, so that a run can be about the change alone. */
#ifndef IL_CLI_CHANGES_H
#define IL_CLI_CHANGES_H

#include <jansson.h>
#include <stdbool.h>

struct il_changes;

/*
 * Reads a unified diff, as git and diff -u write it, whose new side is what lies below @root.
 * @name: the file that has it, "-" for standard input.  A line that is only taken away touches the
 * lines around it.
 * Context: process.
 * Returns: true and @ret_changes, which the caller owns; false after saying on standard error why not.
 */
bool il_changes_from_patch(const char *name, const char *root, struct il_changes **ret_changes);

/* The same of what the git work tree @root has changed since @revision, files that git does not know included. */
bool il_changes_since(const char *revision, const char *root, struct il_changes **ret_changes);

/* Accepts: NULL. */
void il_changes_destroy(struct il_changes *changes);

/* Returns whether a line of @file is touched. */
bool il_changes_has_file(const struct il_changes *changes, const char *file);

/* Returns whether a line of a file is touched that others include. */
bool il_changes_has_header(const struct il_changes *changes);

/* Takes the findings out of @list of which neither the place nor a step of the trace is touched. */
void il_changes_filter(const struct il_changes *changes, json_t *list);

#endif
