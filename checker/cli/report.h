// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Findings of a run: collected from the workers as JSON, put in order and written. */
#ifndef IL_CLI_REPORT_H
#define IL_CLI_REPORT_H

#include "engine/finding.h"

#include <jansson.h>

/*
 * Returns @finding as the object that the json output has a line of: rule, severity, confidence,
 * file, line, column, function, message, offset and length of its range in bytes, fingerprint, step (how
 * many steps of the trace come before the place itself), trace, fixes.  Owned by the caller.
 */
json_t *il_report_encode(const struct il_unit *unit, const struct il_finding *finding);

/* Returns @place: file, line, column, and perhaps offset and length.  Owned by the caller. */
json_t *il_report_place(const struct il_unit *unit, uint32_t place);

/* Returns where @suppression stands and what it is for: file, line, rules.  Owned by the caller. */
json_t *il_report_suppression(const struct il_unit *unit, const struct il_suppression *suppression);

/*
 * Puts the findings of @list (array, owned by the caller) in the order of file, line, column and
 * rule, drops those that several files of the run share through a header, and makes fingerprints
 * unique.
 */
void il_report_arrange(json_t *list);

/*
 * Reads findings that --output json wrote.
 * Context: process; says on standard error what is wrong.  Returns: an array, owned by the caller, or NULL.
 */
json_t *il_report_read(const char *file);

#endif
