// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Registers of the simulated devices. */
#ifndef IRQRT_CORE_REGISTERS_H
#define IRQRT_CORE_REGISTERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define REGISTERS_MAX 512u

struct hardware_register {
	uint32_t address;
	uint32_t instance; /* the run of a handler that read it last */
	uint64_t value;	   /* written last */
	uint32_t reads;	   /* since then, or in that run */
	bool written;
};

/* The register at an address of register_address(), which is created when it is not known yet. */
struct hardware_register *register_at(uint32_t address);
/* Where the register at @offset of the first region of a device is. */
uint32_t register_address(unsigned device, uint32_t offset);

/* The device was reset: its registers are as at first. */
void registers_reset(unsigned device);

/*
 * What register @address, of all there are, reads as now, and that it is written: for those that are
 * not mapped.  Context: any.
 */
uint64_t register_answer(uint32_t address);
void register_set(uint32_t address, uint64_t value);

/* As ioremap() of @size bytes from @start, by @what at @pc.  Context: process, may sleep. */
void *mapping_create(uint64_t start, size_t size, const char *what, uintptr_t pc);

/* The driver asked the outside world, and may do so until the answer suits it. */
void polled(void);

#endif
