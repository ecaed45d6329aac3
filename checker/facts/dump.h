// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Facts as text: stable and line by line, so that tests and people can read them. */
#ifndef IL_FACTS_DUMP_H
#define IL_FACTS_DUMP_H

#include "facts/unit.h"

#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Writes @unit to @stream.  Context: process.  Borrows: both. */
void il_dump(const struct il_unit *unit, FILE *stream);

#ifdef __cplusplus
}
#endif

#endif
