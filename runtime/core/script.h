// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * A device that is described: what its registers answer, which bits an interrupt sets, how the driver
 * clears them and lets them through.
 */
#ifndef IRQRT_CORE_SCRIPT_H
#define IRQRT_CORE_SCRIPT_H

#include <stdbool.h>
#include <stdint.h>

#define SCRIPT_REGISTERS_MAX 32u
#define SCRIPT_VALUES_MAX 8u

enum script_kind {
	SCRIPT_MEMORY, /* reads back what was written */
	SCRIPT_VALUES, /* answers @values by turns; the last one stays */
	SCRIPT_STATUS, /* an interrupt sets @bits */
	SCRIPT_ENABLE, /* lets bits of the status register at @of through; all are 0 at first */
	SCRIPT_MASK,   /* holds them back */
};

enum script_clear { CLEAR_BY_ONE, CLEAR_BY_ZERO, CLEAR_BY_READ };

struct scripted_register {
	uint32_t offset; /* in the device's first region */
	enum script_kind kind;
	enum script_clear clear;
	uint32_t of;
	uint64_t bits;
	uint64_t values[SCRIPT_VALUES_MAX];
	unsigned count;
};

struct script {
	bool given;
	bool level; /* the line stays asserted until the status is clear */
	struct scripted_register registers[SCRIPT_REGISTERS_MAX];
	unsigned count;
};

/* The description of the register at @offset; NULL when it has none. */
const struct scripted_register *script_find(const struct script *script, uint32_t offset);

/* What the driver reads and writes.  Context: any. */
uint64_t script_read(unsigned device, const struct scripted_register *reg);
void script_write(unsigned device, const struct scripted_register *reg, uint64_t value);

/* Whether an interrupt of @device would get through now, and whether one is pending. */
bool script_can_raise(unsigned device);
bool script_is_asserted(unsigned device);
/* The device has something to say. */
void script_raise(unsigned device);

#endif
