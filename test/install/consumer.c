// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * A program of somebody else's that tests interrupt code of its own on the simulated machine.  BAD: the data goes
 * before the line.
 */
#include <irqrt/define.h>
#include <irqrt/machine.h>

#include <linux/slab.h>

#include <stdio.h>
#include <string.h>

#define LINE 24

struct fan {
	unsigned int *turns;
};

static struct device_driver driver = { .name = "fan" };
static struct device device = { .init_name = "fan", .driver = &driver };

static int fan_init(struct fan *fan, void *argument)
{
	fan->turns = argument;
	*fan->turns = 0;
	return 0;
}

static void fan_drop(struct fan *fan)
{
	fan->turns = NULL;
}

static enum irq_return fan_handle(struct fan *fan, struct device *dev __irq_bound)
{
	(void)dev;
	++*fan->turns;
	return IRQ_RET_HANDLED;
}

DEFINE_IRQ_REGISTRATION(fan_irq, struct fan, fan_handle, fan_init, fan_drop)

static void life(void)
{
	struct fan_irq *irq = kzalloc(sizeof(*irq), GFP_KERNEL);
	unsigned int *turns = kzalloc(sizeof(*turns), GFP_KERNEL);
	struct irq_request request;

	if (irq_request_init(&request, &device, LINE) == 0 &&
	    fan_irq_new(irq, &request, IRQ_FLAGS_NONE, "fan", turns) == 0) {
		irqrt_raise(LINE);
#ifdef BAD
		kfree(turns);
#endif
		fan_irq_drop(irq);
	}
#ifndef BAD
	kfree(turns);
#endif
	kfree(irq);
}

int main(void)
{
	struct irqrt_verdict verdict;

	if (irqrt_search(life, 2, 1, &verdict))
		return 2;
	printf("%lu schedules, %lu trapped, %s: %s\n", verdict.schedules, verdict.trapped,
	       verdict.complete ? "complete" : "cut short", verdict.rule);
	return !verdict.complete || verdict.schedules < 100 || verdict.trapped != 0;
}
