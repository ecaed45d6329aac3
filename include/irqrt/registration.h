// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * A handler that is registered on a line, together with the data it uses: what an interrupt needs is complete
 * before the line is live and stays until no handler runs any more, whoever ends it.
 * Source: kernel::irq::Registration, kernel::irq::Handler.
 */
#ifndef IRQRT_REGISTRATION_H
#define IRQRT_REGISTRATION_H

#include <irqrt/flags.h>
#include <irqrt/request.h>

/* In front of the name of a type: its objects stay where they are, and several contexts use them. */
#define __irq_pinned IRQLINT_PINNED
#define __irq_shared_data IRQLINT_SHARED_DATA

/* What a handler without a thread can say of an interrupt.  Source: kernel::irq::IrqReturn. */
enum irq_return {
	IRQ_RET_NONE = IRQ_NONE,
	IRQ_RET_HANDLED = IRQ_HANDLED,
};

/*
 * @handle: hard interrupt context; @dev is bound until it returns.
 * @drop: process context; undoes what the data's initialisation did.  NULL: there is nothing to undo.
 */
struct irq_handler_ops {
	enum irq_return (*handle)(void *data, struct device *dev __irq_bound) IRQLINT_HANDLER;
	void (*drop)(void *data);
};

struct devres_slot;

/*
 * INVARIANT pinned: @self is the registration's own address while there is something to drop, and NULL before and
 * after that.
 * INVARIANT cookie: what the line was requested with is in the memory of @slot and not in here, so that handlers
 * read nothing of this object.
 * INVARIANT order: @data is initialised before the line is requested, and dropped after the line is freed.
 */
struct __irq_pinned irq_registration {
	struct irq_registration *self;
	void *data;
	void (*drop)(void *data); /* of the handler's ops */
	struct devres_slot *slot;
};

/* Makes the data where it is going to stay.  Context: process.  Returns: 0 or an errno. */
typedef int (*irq_pin_init_t)(void *data, void *argument);

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Initialises @data, then registers its handler.  In this order: @init; all that a handler is called with; the
 * devres node; and last the request, after which nothing can fail.
 * Context: process, may sleep; the device of @request is bound.  The handler may run before this returns.
 * Owns: what @init made of @data, which is dropped when this fails; without @init @data is complete already, and
 * dropped when this fails in any way.  Consumes: @request.
 * Borrows: @name and @ops until the registration is dropped.
 * Returns: 0; the errno of @init or of request_irq(); -ENOMEM; -EINVAL for a request that was consumed before
 * (irq-request-reused) and for flags that no line can have (irq-bad-flags).  On failure @ret_registration has
 * nothing to drop.
 * Source: Registration::new().
 */
int __must_check irq_registration_new(struct irq_registration *ret_registration,
				      struct irq_request *request __irq_consumes, irq_flags_t flags, const char *name,
				      const struct irq_handler_ops *ops, void *data, irq_pin_init_t init,
				      void *argument) IRQLINT_SLEEPS
	IRQLINT_REQUEST(line=0, flags=2, label=3, handler=4, cookie=5, management=device);

/*
 * What handlers use; also when the device is unbound.
 * Context: any.  Borrows: the data, until the registration is dropped.
 * Returns: NULL when there is none.
 * Source: Registration::handler().
 */
void *irq_registration_handler(const struct irq_registration *registration);

/*
 * Waits until no handler of the line runs.
 * Context: process, may sleep; not in a handler of the line, and not under a lock that one takes.
 * Borrows: both, meanwhile.
 * Returns: 0; -EINVAL when it is registered for another device than @dev (irq-wrong-device); -ENODEV when @dev is
 * not bound (irq-bound-escape), or there is no registration.
 * Source: Registration::synchronize().
 */
int __must_check irq_registration_synchronize(const struct irq_registration *registration __irq_belongs,
					      const struct device *dev __irq_bound) IRQLINT_SLEEPS;

/*
 * As irq_registration_synchronize(), of a device that may be unbound.
 * Returns: 0; -ENODEV when it is.  Source: try_synchronize().
 */
int __must_check irq_registration_try_synchronize(const struct irq_registration *registration) IRQLINT_SLEEPS;

/*
 * Frees the line, unless the unbinding of the device has, and then drops the data.
 * Context: process, may sleep; not in a handler of the line.
 * Accepts: NULL, and one without anything to drop.  Source: Drop of Registration and of RegistrationInner.
 */
void irq_registration_drop(struct irq_registration *registration) IRQLINT_SLEEPS
	IRQLINT_FREE(line=0, management=device);

#ifdef __cplusplus
}
#endif

#endif
