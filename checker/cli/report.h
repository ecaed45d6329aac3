// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Findings of a run: collected from the workers as JSON, put in order and written. */
#ifndef IL_CLI_REPORT_H
#define IL_CLI_REPORT_H

#include "engine/finding.h"

#include <jansson.h>
#include <stdio.h>

/*
 * Returns @finding as the object that the json output has a line of: rule, severity, confidence,
 * file, line, column, function, message, fingerprint, trace.  Owned by the caller.
 */
json_t *il_report_encode(const struct il_unit *unit, const struct il_finding *finding);

/*
 * Puts the findings of @list (array, owned by the caller) in the order of file, line, column and
 * rule, drops those that several files of the run share through a header, and makes fingerprints
 * unique.
 */
void il_report_arrange(json_t *list);

/* Writes one line a finding and one a step; file names relative to the working directory. */
void il_report_text(const json_t *list, FILE *stream);

/* Writes one object a line. */
void il_report_json(const json_t *list, FILE *stream);

#endif
