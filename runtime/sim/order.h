// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * What happens before what, for whoever detects data races: without a detector (sim/order.c) nobody asks, and with
 * one (threads/order.c) these are the only orders it knows, as the turns that contexts take are none.
 */
#ifndef IRQRT_SIM_ORDER_H
#define IRQRT_SIM_ORDER_H

#include "sim/trap.h"

#include <stddef.h>

/* Whether there is a detector. */
extern const bool order_is_watched;

/* What the detector is told: only where there is one. */
void order_tell_release(const void *what);
void order_tell_acquire(const void *what);

/*
 * All that this context did happens before all that another one does after it acquires @what.
 * Context: any.  Accepts: NULL, which orders nothing.
 */
static inline void order_release(const void *what)
{
	if (__builtin_expect(order_is_watched, 0) && what)
		order_tell_release(what);
}

static inline void order_acquire(const void *what)
{
	if (__builtin_expect(order_is_watched, 0) && what)
		order_tell_acquire(what);
}

/* The code at @pc frees @bytes of memory: whoever uses them without an order to this races with it. */
void order_freed(uintptr_t address, size_t bytes, uintptr_t pc);

/*
 * The detector's function of the name that a compiler's pass calls, where there is one.
 * Returns: NULL without a detector.
 */
void *order_callback(const char *name);

/*
 * For the callbacks of a compiler's pass: lets the detector know, as if it had been called in their place.  Whatever
 * else such a function does comes before.
 */
#define ORDER_PASS_ON(name, ...)                                                                                       \
	do {                                                                                                           \
		static __typeof__(&name) next;                                                                         \
		if (__builtin_expect(order_is_watched, 0)) {                                                           \
			if (!next)                                                                                     \
				next = (__typeof__(&name))order_callback(#name);                                       \
			if (next) __attribute__                                                                        \
				((musttail)) return next(__VA_ARGS__);                                                 \
		}                                                                                                      \
	} while (0)

/* The first race since the last call.  Returns: whether there was one, which @ret_trap tells then. */
bool order_was_broken(struct trap *ret_trap);

#endif
