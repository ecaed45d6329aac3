// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "typed/pinned_line.h"

#include <irqrt/threaded_registration.h>

static irqreturn_t call_handler(int irq, void *cookie)
{
	const struct pinned_line *line = cookie;
	const struct irq_threaded_handler_ops *ops = line->ops;

	(void)irq;
	/* SAFETY(bound): as for the handlers of struct irq_registration. */
	return (irqreturn_t)ops->handle(line->data, line->dev);
}

static irqreturn_t call_thread(int irq, void *cookie)
{
	const struct pinned_line *line = cookie;
	const struct irq_threaded_handler_ops *ops = line->ops;

	(void)irq;
	/* SAFETY(bound): free_irq() waits for the thread, too. */
	return (irqreturn_t)ops->handle_threaded(line->data, line->dev);
}

int irq_threaded_registration_new(struct irq_threaded_registration *ret_registration, struct irq_request *request,
				  irq_flags_t flags, const char *name, const struct irq_threaded_handler_ops *ops,
				  void *data, irq_pin_init_t init, void *argument)
{
	struct wish wish = {
		/* A handler of ours that wakes the thread would hide from the kernel that it has to demand ONESHOT. */
		.handler = ops->handle ? call_handler : NULL,
		.thread_fn = call_thread,
		.flags = flags,
		.name = name,
		.ops = ops,
		.drop = ops->drop,
		.data = data,
		.init = init,
		.argument = argument,
	};

	return pinned_line_request(&ret_registration->base, request, &wish);
}
