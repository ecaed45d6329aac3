// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The same registration by the typed layer. */
#include "registration.h"

#include <irqrt/define.h>

#include <linux/slab.h>

struct counter {
	unsigned int handled;
};

static int counter_init(struct counter *counter, void *argument)
{
	(void)argument;
	counter->handled = 0;
	return 0;
}

static void counter_drop(struct counter *counter)
{
	counter->handled = 0;
}

static enum irq_return counter_handle(struct counter *counter, struct device *dev __irq_bound)
{
	if (dev)
		counter->handled++;
	return IRQ_RET_HANDLED;
}

DEFINE_IRQ_REGISTRATION(history, struct counter, counter_handle, counter_init, counter_drop)

struct history *history_create(struct device *dev)
{
	struct history *history = kmalloc(sizeof(*history), GFP_KERNEL);
	struct irq_request request;

	if (irq_request_init(&request, dev, LINE) || history_new(history, &request, IRQ_FLAGS_NONE, "history", NULL))
		return NULL;
	return history;
}

static void drop(struct history *history)
{
	irq_registration_drop(&history->registration);
	kfree(history);
}

static void outer_callback(struct device *dev, void *resource)
{
	(void)dev;
	drop(*(struct history **)resource);
}

void history_drop_at_unbind(struct device *dev, struct history *history)
{
	struct history **node = devres_alloc(outer_callback, sizeof(struct history *), GFP_KERNEL);

	*node = history;
	devres_add(dev, node);
}

void history_end(struct history *history)
{
	drop(history);
}
