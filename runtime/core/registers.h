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

/* The register at an address of register_address(), which is created when it is not known yet. */
struct hardware_register *register_at(uint32_t address);
/* Where the register at @offset of the first region of a device is. */
uint32_t register_address(unsigned device, uint32_t offset);

/* The device was reset: its registers are as at first. */
void registers_reset(unsigned device);

/* The driver asked the outside world, and may do so until the answer suits it. */
void polled(void);

#endif
