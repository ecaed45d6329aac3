// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What the typed registrations of runtime/typed/ tell the machine: include/irqrt/report.h. */
#ifndef IRQRT_CORE_TYPED_H
#define IRQRT_CORE_TYPED_H

#include "core/memory.h"

#define HELD_MAX 24u

/* Data that handlers of typed registrations use. */
struct held {
	const void *data;
	uintptr_t since; /* code of the driver */
};

#define TYPED_REQUESTS_MAX 256u

struct typed {
	struct held held[HELD_MAX];
	unsigned count;
	unsigned requests;		      /* looked up so far */
	uint8_t used[TYPED_REQUESTS_MAX / 8]; /* a bit for each of them */
};

/* Ends the schedule when @block, which is about to be freed at @pc, is data that handlers still use. */
void check_not_held(const struct block *block, uintptr_t pc);

#endif
