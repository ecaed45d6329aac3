// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Fibers: stacks that a schedule switches between, all on one host thread.
 */
#ifndef IRQRT_SIM_FIBER_H
#define IRQRT_SIM_FIBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A stack of the kernel has 16 KiB on x86-64; messages are formatted on ours, by the host's C library. */
#define FIBER_STACK_BYTES (64u * 1024u)

/*
 * INVARIANT parked: while a fiber does not run, everything of it that lives is at or above @sp.
 */
struct fiber {
	void *sp;
	char *low; /* first byte of the stack; the page below it is a guard */
	char *high;
	void (*entry)(void *argument); /* never returns */
	void *argument;
	void *sanitizer; /* AddressSanitizer's view of the stack */
};

/*
 * Gives @fiber a stack.  Owns: the stack until fiber_unmap().  Returns: false without memory.
 * Context: the host's own stack.
 */
bool fiber_map(struct fiber *fiber);
void fiber_unmap(struct fiber *fiber);

/* The next switch to @fiber, which has a stack, calls @entry; what ran there before is gone. */
void fiber_begin(struct fiber *fiber, void (*entry)(void *argument), void *argument);

/* Parks @from, which is running, and continues @to. */
void fiber_switch(struct fiber *from, struct fiber *to);

/* Whether @address lies in the stack of @fiber. */
static inline bool fiber_holds(const struct fiber *fiber, uintptr_t address)
{
	return address - (uintptr_t)fiber->low < FIBER_STACK_BYTES;
}

#endif
