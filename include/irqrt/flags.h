// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Flags of a request as a type of their own, so that no number is taken for them.
 * Source: kernel::irq::Flags; which pairs are refused: request_threaded_irq(), kernel/irq/manage.c.
 */
#ifndef IRQRT_FLAGS_H
#define IRQRT_FLAGS_H

#include <linux/interrupt.h>

/* INVARIANT allowed: made by this header's functions, @bits has no pair that the kernel refuses. */
typedef struct {
	unsigned long bits;
} irq_flags_t;

/* A set of flags that have no name here. */
#ifdef __cplusplus
#define IRQ_FLAGS_OF(value) (irq_flags_t { (value) })
#else
#define IRQ_FLAGS_OF(value) ((irq_flags_t) { (value) })
#endif

/* The kernel's IRQF_ flag of the same name, and none. */
#define IRQ_FLAGS_NONE IRQ_FLAGS_OF(0)
#define IRQ_FLAGS_SHARED IRQ_FLAGS_OF(IRQF_SHARED)
#define IRQ_FLAGS_ONESHOT IRQ_FLAGS_OF(IRQF_ONESHOT)
#define IRQ_FLAGS_NO_AUTOEN IRQ_FLAGS_OF(IRQF_NO_AUTOEN)
#define IRQ_FLAGS_NO_SUSPEND IRQ_FLAGS_OF(IRQF_NO_SUSPEND)
#define IRQ_FLAGS_COND_SUSPEND IRQ_FLAGS_OF(IRQF_COND_SUSPEND)
#define IRQ_FLAGS_NO_THREAD IRQ_FLAGS_OF(IRQF_NO_THREAD)
#define IRQ_FLAGS_TRIGGER_RISING IRQ_FLAGS_OF(IRQF_TRIGGER_RISING)
#define IRQ_FLAGS_TRIGGER_FALLING IRQ_FLAGS_OF(IRQF_TRIGGER_FALLING)
#define IRQ_FLAGS_TRIGGER_HIGH IRQ_FLAGS_OF(IRQF_TRIGGER_HIGH)
#define IRQ_FLAGS_TRIGGER_LOW IRQ_FLAGS_OF(IRQF_TRIGGER_LOW)

/* Whether @bits has both flags of a pair that no line can have, or a flag whose partner is missing. */
#define IRQ_FLAGS_HAS(bits, flags) (((bits) & (flags)) == (unsigned long)(flags))
#define IRQ_FLAGS_REFUSED(bits)                                                                                        \
	(IRQ_FLAGS_HAS(bits, IRQF_SHARED | IRQF_NO_AUTOEN) ||                                                          \
	 IRQ_FLAGS_HAS(bits, IRQF_NO_SUSPEND | IRQF_COND_SUSPEND) ||                                                   \
	 IRQ_FLAGS_HAS(bits, IRQF_TRIGGER_HIGH | IRQF_TRIGGER_LOW) ||                                                  \
	 (((bits) & (IRQF_TRIGGER_RISING | IRQF_TRIGGER_FALLING)) &&                                                   \
	  ((bits) & (IRQF_TRIGGER_HIGH | IRQF_TRIGGER_LOW))))

/* Context: any.  Returns: whether a request with @flags can be granted, as far as flags alone say so. */
static inline bool irq_flags_are_allowed(irq_flags_t flags)
{
	return !IRQ_FLAGS_REFUSED(flags.bits) && (!(flags.bits & IRQF_COND_SUSPEND) || (flags.bits & IRQF_SHARED));
}

/* Context: any.  Returns: both, whether or not they go together. */
static inline irq_flags_t irq_flags_join(irq_flags_t a, irq_flags_t b)
{
	irq_flags_t both = { a.bits | b.bits };

	return both;
}

/*
 * Both of two sets of flags.  Where clang knows both, a pair that the kernel refuses does not compile;
 * else the request is refused with -EINVAL.  Context: any.  Source: `|` of kernel::irq::Flags.
 */
#if defined(__clang__) && !defined(__cplusplus)
#define irq_flags_or(a, b)                                                                                             \
	(__extension__({                                                                                               \
		_Static_assert(!(__builtin_constant_p((a).bits | (b).bits) && IRQ_FLAGS_REFUSED((a).bits | (b).bits)), \
			       "the kernel refuses these flags together");                                             \
		irq_flags_join(a, b);                                                                                  \
	}))
#else
#define irq_flags_or(a, b) irq_flags_join(a, b)
#endif

#endif
