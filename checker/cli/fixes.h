// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Fixes of findings: written into the sources, or to a file that Clang's tools read. */
#ifndef IL_CLI_FIXES_H
#define IL_CLI_FIXES_H

#include <jansson.h>
#include <stdbool.h>

/*
 * Makes the edits of all findings in @list in their files; one that overlaps with an edit that
 * was made before is left for the next run.  A file is replaced whole or not at all.
 * Context: process; says on standard error what was mended and what went wrong.
 * Returns: whether all files could be written.
 */
bool il_fixes_apply(const json_t *list);

/* Writes the fixes as YAML for clang-apply-replacements.  Returns: whether @file was written. */
bool il_fixes_export(const json_t *list, const char *file);

#endif
