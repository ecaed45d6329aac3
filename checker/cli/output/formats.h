// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The writers of all formats; each is described beside its code. */
#ifndef IL_CLI_OUTPUT_FORMATS_H
#define IL_CLI_OUTPUT_FORMATS_H

#include "cli/output/output.h"

void il_write_text(const struct il_outcome *outcome, FILE *stream);
void il_write_json(const struct il_outcome *outcome, FILE *stream);
void il_write_sarif(const struct il_outcome *outcome, FILE *stream);
void il_write_gitlab(const struct il_outcome *outcome, FILE *stream);
void il_write_github(const struct il_outcome *outcome, FILE *stream);
void il_write_checkstyle(const struct il_outcome *outcome, FILE *stream);
void il_write_junit(const struct il_outcome *outcome, FILE *stream);
void il_write_rdjson(const struct il_outcome *outcome, FILE *stream);
void il_write_smatch(const struct il_outcome *outcome, FILE *stream);
void il_write_html(const struct il_outcome *outcome, FILE *stream);

#endif
