// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The verdict for a person, and for programs. */
#ifndef IRQRT_HOST_REPORT_H
#define IRQRT_HOST_REPORT_H

#include "host/symbol.h"
#include "sim/trace.h"

#include "sim/search.h"

/* What was found, one line: FILE:LINE: RULE: TEXT. */
void report_finding(FILE *out, struct symbols *symbols, const struct finding *finding);
/* How it came about, step by step. */
void report_timeline(FILE *out, struct symbols *symbols, const struct trace *trace, const struct trap *trap);
/* The string that replays it. */
void report_replay(FILE *out, const struct finding *finding);
/* One JSON object in one line. */
void report_json(FILE *out, struct symbols *symbols, const struct finding *finding);
/* The last line: what was searched, and whether all of it. */
void report_summary(FILE *out, const struct verdict *verdict, bool json);

/* The code of the driver that @trap is about. */
struct symbol trap_symbol(struct symbols *symbols, const struct trap *trap);

#endif
