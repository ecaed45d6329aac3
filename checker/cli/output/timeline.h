// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* How a finding comes about, as a picture. */
#ifndef IL_CLI_OUTPUT_TIMELINE_H
#define IL_CLI_OUTPUT_TIMELINE_H

#include <jansson.h>
#include <stdio.h>

/*
 * Writes the trace of @finding as SVG: time runs down, a lane a function, and a path from step to
 * step, so that one sees where the interrupt comes in between.
 */
void il_write_timeline(const json_t *finding, FILE *stream);

#endif
