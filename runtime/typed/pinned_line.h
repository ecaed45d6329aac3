// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What both kinds of registrations are made of. */
#ifndef IRQRT_TYPED_PINNED_LINE_H
#define IRQRT_TYPED_PINNED_LINE_H

#include <irqrt/registration.h>

/*
 * The cookie of a request, and all that its handlers are called with.
 * INVARIANT complete: every member is written before the line is requested, and none after that.
 * INVARIANT stays: the memory is freed after free_irq() has returned.
 * INVARIANT bound: @dev is bound while the line is requested, as devres frees the line before the device is left.
 */
struct pinned_line {
	unsigned int irq;
	struct device *dev;
	const void *ops; /* of the kind of registration whose handlers are @wish's */
	void *data;
};

/* What is asked for. */
struct wish {
	irq_handler_t handler;
	irq_handler_t thread_fn;
	irq_flags_t flags;
	const char *name;
	const void *ops;
	void (*drop)(void *data);
	void *data;
	irq_pin_init_t init;
	void *argument;
};

/* As irq_registration_new(). */
int pinned_line_request(struct irq_registration *ret_registration, struct irq_request *request,
			const struct wish *wish);

#endif
