// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * NOLINT comments, with clang-tidy's meaning: NOLINT, NOLINTNEXTLINE, NOLINTBEGIN and NOLINTEND,
 * each with an optional list of rule globs in parentheses.  As in clang-tidy the word counts
 * wherever it stands in the text.
 */
#ifndef IL_FACTS_SUPPRESS_H
#define IL_FACTS_SUPPRESS_H

#include "facts/unit.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Appends the suppressions that @text, the contents of @file, holds. */
void il_suppress_scan(struct il_unit *unit, uint32_t file, const char *text, size_t length);

/* Returns whether a finding of @rule at @line of @file (as in il_file.name) is suppressed. */
bool il_suppressed(const struct il_unit *unit, uint32_t file, uint32_t line, const char *rule);

/* Returns the first suppression behind number @after (0: of all) that does it, or 0. */
uint32_t il_suppression_next(const struct il_unit *unit, uint32_t after, uint32_t file, uint32_t line,
			     const char *rule);

/* Returns whether @rule matches one of the comma separated globs (with `*`) of @globs. */
bool il_glob_list_matches(const char *globs, const char *rule);

#ifdef __cplusplus
}
#endif

#endif
