// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Accesses of the driver to memory: each is checked, and each that another context can interfere
 * with is a point.
 *
 * Where an access touches what only one context ever touches, or nobody writes, an interrupt before
 * it has the same effect as one after it.  The filter learns what is shared while schedules run; a
 * search is complete when a whole pass has learnt nothing new.
 */
#ifndef IRQRT_SIM_ACCESS_H
#define IRQRT_SIM_ACCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FILTER_GRANULE 8u
#define FILTER_RANGES 4u
#define FILTER_WRITTEN 0x80

/*
 * INVARIANT settled: what is a point does not change while a search goes on, as it repeats schedules.
 */
struct filter_range {
	uintptr_t start;
	size_t bytes;
	uint8_t *touched; /* per granule: bits of enum context_class, and whether any wrote */
	uint8_t *shared;  /* per granule: it is a point */
};

struct filter {
	struct filter_range ranges[FILTER_RANGES]; /* the arena and the driver's own data */
	unsigned count;
	bool grew; /* something is shared that is no point yet */
};

/* Watches @bytes from @start.  Owns: its table.  Returns: false without memory or room. */
bool filter_add(struct filter *filter, uintptr_t start, size_t bytes);
void filter_fini(struct filter *filter);
/* Forgets what was learnt. */
void filter_clear(struct filter *filter);

/* Makes points of what was learnt.  Returns: whether there are new ones. */
bool filter_settle(struct filter *filter);

/*
 * The code at @pc is about to access @bytes at @address: a point where that is shared, then a check.
 * Context: any.  Returns when the access is fine.
 */
void access_memory(uintptr_t address, size_t bytes, bool writes, uintptr_t pc);

/*
 * As access_memory(), by a function of the kernel's that the code at @pc called, on an object that whoever else uses
 * it is ordered by.
 */
void touch(uintptr_t address, size_t bytes, bool writes, uintptr_t pc);

#endif
