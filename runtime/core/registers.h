// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Registers of the simulated devices. */
#ifndef IRQRT_CORE_REGISTERS_H
#define IRQRT_CORE_REGISTERS_H

#include <stdbool.h>
#include <stdint.h>

#define REGISTERS_MAX 64u

struct hardware_register {
	uint32_t address;
	uint32_t instance; /* the run of a handler that read it last */
	uint64_t value;	   /* written last */
	uint32_t reads;	   /* since then */
	bool written;
};

struct registers {
	struct hardware_register table[REGISTERS_MAX];
	unsigned count;
};

/* The driver asked the outside world, and may do so until the answer suits it. */
void polled(void);

#endif
