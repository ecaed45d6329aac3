// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Where in the source the driver's code is. */
#ifndef IRQRT_HOST_SYMBOL_H
#define IRQRT_HOST_SYMBOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct symbol {
	char function[64];
	char file[200];
	unsigned line; /* 0: not known */
};

/* A symboliser that answers for one object; a process of its own. */
struct symbols {
	const char *object;
	FILE *ask;
	FILE *answer;
	int process;
};

void symbols_open(struct symbols *symbols, const char *object);
void symbols_close(struct symbols *symbols);

/*
 * Where @address of the object is, as seen from a driver's source: of inlined code of headers it is
 * the function that has it inlined.
 */
struct symbol symbol_of(struct symbols *symbols, uintptr_t address);

#endif
