// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "typed/pinned_line.h"

#include <irqrt/devres_slot.h>
#include <irqrt/report.h>

#include <linux/err.h>

static irqreturn_t call_handler(int irq, void *cookie)
{
	const struct pinned_line *line = cookie;
	const struct irq_handler_ops *ops = line->ops;

	(void)irq;
	/* SAFETY(bound): the line is freed before the device is left, so it is bound while this runs. */
	return (irqreturn_t)ops->handle(line->data, line->dev);
}

int irq_registration_new(struct irq_registration *ret_registration, struct irq_request *request, irq_flags_t flags,
			 const char *name, const struct irq_handler_ops *ops, void *data, irq_pin_init_t init,
			 void *argument)
{
	struct wish wish = {
		.handler = call_handler,
		.flags = flags,
		.name = name,
		.ops = ops,
		.drop = ops->drop,
		.data = data,
		.init = init,
		.argument = argument,
	};

	/* As request_irq() has it: whoever came first on a shared line may want it masked until his thread has run. */
	wish.flags.bits |= IRQF_COND_ONESHOT;
	return pinned_line_request(ret_registration, request, &wish);
}

/* Whether there is a registration, where it was made.  Returns: 0, or an error. */
static int check_pinned(const struct irq_registration *registration)
{
	if (!registration->self)
		return -ENODEV;
	if (registration->self != registration)
		return irqrt_misuse("irq-moved-registration", -EINVAL,
				    "a registration is used at another address than the one it was made at");
	return 0;
}

void *irq_registration_handler(const struct irq_registration *registration)
{
	return check_pinned(registration) ? NULL : registration->data;
}

int irq_registration_synchronize(const struct irq_registration *registration, const struct device *dev)
{
	int error = check_pinned(registration);
	const struct pinned_line *line;

	if (error)
		return error;
	line = devres_slot_access(registration->slot, dev);
	if (IS_ERR(line))
		return (int)PTR_ERR(line);
	synchronize_irq(line->irq);
	return 0;
}

int irq_registration_try_synchronize(const struct irq_registration *registration)
{
	int error = check_pinned(registration);
	const struct pinned_line *line;

	if (error)
		return error;
	line = devres_slot_try_access(registration->slot);
	if (!line)
		return -ENODEV;
	synchronize_irq(line->irq);
	devres_slot_release(registration->slot);
	return 0;
}

void irq_registration_drop(struct irq_registration *registration)
{
	if (!registration || check_pinned(registration))
		return;
	/* SAFETY(order): on return the line is freed, whoever did it. */
	devres_slot_drop(registration->slot);
	registration->slot = NULL;
	if (registration->drop)
		registration->drop(registration->data);
	registration->self = NULL;
}
