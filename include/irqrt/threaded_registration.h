// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * A handler and a thread that are registered on a line: as registration.h has it.
 * Source: kernel::irq::ThreadedRegistration, kernel::irq::ThreadedHandler.
 */
#ifndef IRQRT_THREADED_REGISTRATION_H
#define IRQRT_THREADED_REGISTRATION_H

#include <irqrt/registration.h>

/* What a handler with a thread can say of an interrupt.  Source: kernel::irq::ThreadedIrqReturn. */
enum threaded_irq_return {
	THREADED_IRQ_NONE = IRQ_NONE,
	THREADED_IRQ_HANDLED = IRQ_HANDLED,
	THREADED_IRQ_WAKE_THREAD = IRQ_WAKE_THREAD,
};

/*
 * @handle: hard interrupt context.  NULL: each interrupt wakes the thread.  It is the kernel that does so then, and
 * it demands IRQ_FLAGS_ONESHOT, as a level line would come again before the thread has run.
 * @handle_threaded: process context, in a thread of the line's own.
 * @drop: as in struct irq_handler_ops.
 */
struct irq_threaded_handler_ops {
	enum threaded_irq_return (*handle)(void *data, struct device *dev __irq_bound) IRQLINT_HANDLER;
	enum irq_return (*handle_threaded)(void *data, struct device *dev __irq_bound) IRQLINT_HANDLER;
	void (*drop)(void *data);
};

/* INVARIANTs: those of struct irq_registration. */
struct __irq_pinned irq_threaded_registration {
	struct irq_registration base; /* what the functions of registration.h take */
};

#ifdef __cplusplus
extern "C" {
#endif

/*
 * As irq_registration_new().  Returns: also -EINVAL for handlers without @handle and flags without
 * IRQ_FLAGS_ONESHOT (irq-missing-oneshot); @data is not initialised then.
 * Source: ThreadedRegistration::new().
 */
int __must_check irq_threaded_registration_new(struct irq_threaded_registration *ret_registration,
					       struct irq_request *request __irq_consumes, irq_flags_t flags,
					       const char *name, const struct irq_threaded_handler_ops *ops, void *data,
					       irq_pin_init_t init, void *argument) IRQLINT_SLEEPS
	IRQLINT_REQUEST(line=0, flags=2, label=3, handler=4, cookie=5, management=device);

#ifdef __cplusplus
}
#endif

/* As irq_registration_handler(). */
static inline void *irq_threaded_registration_handler(const struct irq_threaded_registration *registration)
{
	return irq_registration_handler(&registration->base);
}

/* As irq_registration_synchronize(); threads of the line are waited for, too. */
static inline int __must_check irq_threaded_registration_synchronize(
	const struct irq_threaded_registration *registration __irq_belongs, const struct device *dev __irq_bound)
{
	return irq_registration_synchronize(&registration->base, dev);
}

/* As irq_registration_try_synchronize(); threads of the line are waited for, too. */
static inline int __must_check
irq_threaded_registration_try_synchronize(const struct irq_threaded_registration *registration)
{
	return irq_registration_try_synchronize(&registration->base);
}

/* As irq_registration_drop(). */
static inline void irq_threaded_registration_drop(struct irq_threaded_registration *registration)
{
	/* SAFETY: the base is its first member, so that NULL stays NULL. */
	irq_registration_drop(registration ? &registration->base : (struct irq_registration *)0);
}

#endif
