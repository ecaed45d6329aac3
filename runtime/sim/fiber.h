// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Fibers: what a schedule switches between, one of which runs at a time.  This is all that the machine knows of how
 * its contexts come to run: they are stacks on one host thread (sim/fiber.c), or threads that take turns
 * (threads/fiber.c).
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
	void *thread;	 /* that runs it, where fibers are threads */
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

/*
 * As fiber_switch() from @host, and returns too when a fiber is left by fiber_leave().
 * Context: the host's own stack.
 */
void fiber_enter(struct fiber *host, struct fiber *first);
/* Ends what runs, from within a signal handler.  Context: a fiber that fiber_enter() began. */
__attribute__((noreturn)) void fiber_leave(void);
/* Whether the caller is what fiber_enter() or a switch from there began: signals can come to another thread. */
bool fiber_runs_here(void);

/* Whether @address lies in the stack of @fiber. */
static inline bool fiber_holds(const struct fiber *fiber, uintptr_t address)
{
	return address - (uintptr_t)fiber->low < (uintptr_t)(fiber->high - fiber->low);
}

#endif
