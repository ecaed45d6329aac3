// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Updates that get lost: the driver reads, computes and writes back, and in between somebody else has
 * written, whose value is gone.  That is a data race whatever the value means: between a plain read
 * and the plain write that comes right after it nobody can have taken a lock.
 */
#ifndef IRQRT_SIM_UPDATE_H
#define IRQRT_SIM_UPDATE_H

#include <stddef.h>
#include <stdint.h>

struct action;

/* What a context has read with its last step.  All 0: nothing that counts. */
struct update {
	uintptr_t address;
	size_t bytes;
	uint32_t steps;		 /* of the context, when it had read */
	uintptr_t lost_at;	 /* code that wrote there since, or 0 */
	const struct action *by; /* whose handler did */
};

/* The context that runs has read; is about to write, @steps being what it had when it set out to. */
void update_begins(uintptr_t address, size_t bytes);
void update_ends(uintptr_t address, size_t bytes, uint32_t steps, uintptr_t pc);

/* The context that runs is about to write. */
void updates_are_lost(uintptr_t address, size_t bytes, uintptr_t pc);

#endif
