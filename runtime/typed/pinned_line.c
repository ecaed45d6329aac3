// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "typed/pinned_line.h"

#include <irqrt/devres_slot.h>
#include <irqrt/report.h>

#include <linux/slab.h>

/* Frees the line; on return no handler of it runs. */
static void drop_line(void *data)
{
	struct pinned_line *line = data;

	/* SAFETY(complete): @irq and the cookie are those of the request. */
	free_irq(line->irq, line);
	irqrt_data_let_go(line->data);
	kfree(line);
}

/* Why nothing is requested for @wish.  Returns: 0, or the error. */
static int refuse(const struct irq_request *request, const struct wish *wish)
{
	/* SAFETY(linear): whichever copy comes first is the request. */
	if (irqrt_request_used(request->number) || request->consumed)
		return irqrt_misuse("irq-request-reused", -EINVAL,
				    "a request, or a copy of it, is used that was consumed before: -EINVAL");
	if (!wish->handler && !(wish->flags.bits & IRQF_ONESHOT))
		return irqrt_misuse("irq-missing-oneshot", -EINVAL,
				    "each interrupt wakes the thread, and IRQ_FLAGS_ONESHOT is missing: -EINVAL");
	if (!irq_flags_are_allowed(wish->flags))
		return irqrt_misuse("irq-bad-flags", -EINVAL, "no line can be requested with these flags: -EINVAL");
	return device_assert_bound(request->dev);
}

static struct pinned_line *create_line(const struct irq_request *request, const struct wish *wish)
{
	struct pinned_line *line = kmalloc(sizeof(*line), GFP_KERNEL);

	if (line) {
		line->irq = request->irq;
		line->dev = request->dev;
		line->ops = wish->ops;
		line->data = wish->data;
	}
	return line;
}

/* Allocates what can fail, then requests.  Returns: 0, and the slot that frees the line; or an error. */
static int request_line(const struct irq_request *request, const struct wish *wish, struct devres_slot **ret_slot)
{
	struct pinned_line *line = create_line(request, wish);
	int error;

	if (!line)
		return -ENOMEM;
	error = devres_slot_prepare(request->dev, line, drop_line, ret_slot);
	if (error)
		goto free_line;
	/*
	 * SAFETY(complete, stays, order): handlers may run from here on.  They read the line, which is complete,
	 * and the data, which is initialised; neither is undone from here on but by way of free_irq().
	 */
	error = request_threaded_irq(line->irq, wish->handler, wish->thread_fn, wish->flags.bits, wish->name, line);
	if (error)
		goto discard_slot;
	irqrt_data_held(line->data);
	devres_slot_publish(*ret_slot);
	return 0;
discard_slot:
	devres_slot_discard(*ret_slot);
free_line:
	kfree(line);
	return error;
}

int pinned_line_request(struct irq_registration *ret_registration, struct irq_request *request, const struct wish *wish)
{
	bool initialised = !wish->init;
	struct devres_slot *slot = NULL;
	int error = refuse(request, wish);

	*ret_registration = (struct irq_registration) { .self = NULL };
	request->consumed = true;
	if (!error && wish->init) {
		error = wish->init(wish->data, wish->argument);
		initialised = !error;
	}
	if (!error)
		error = request_line(request, wish, &slot);
	if (error) {
		/* SAFETY(order): no line was left requested that could use the data. */
		if (initialised && wish->drop)
			wish->drop(wish->data);
		return error;
	}
	/* SAFETY(cookie): no handler reads this, so that it may come after the request. */
	ret_registration->data = wish->data;
	ret_registration->drop = wish->drop;
	ret_registration->slot = slot;
	ret_registration->self = ret_registration;
	return 0;
}
