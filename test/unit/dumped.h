// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A unit as text, to tell whether two are the same. */
#ifndef TEST_UNIT_DUMPED_H
#define TEST_UNIT_DUMPED_H

#include "facts/dump.h"

#include <stdio.h>

/* Returns text that the caller frees. */
static inline char *dumped(const struct il_unit *unit)
{
	char *text = NULL;
	size_t size = 0;
	FILE *stream = open_memstream(&text, &size);

	il_dump(unit, stream);
	fclose(stream);
	return text;
}

#endif
