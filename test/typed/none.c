// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * A handler with a defect that shows after it has returned: it is told of the handler, and not of the registration
 * that called it.  THREADED: the thread has it.
 */
#include <irqrt/define.h>

#include <linux/platform_device.h>
#include <linux/slab.h>

struct fan {
	unsigned int turns;
};

static int fan_init(struct fan *fan, void *argument)
{
	(void)argument;
	fan->turns = 0;
	return 0;
}

static void fan_drop(struct fan *fan)
{
	fan->turns = 0;
}

static enum irq_return fan_handle(struct fan *fan, struct device *dev __irq_bound)
{
	(void)dev;
	fan->turns++;
	return IRQ_RET_NONE;
}

#ifdef THREADED
#define FLAGS IRQ_FLAGS_ONESHOT
DEFINE_IRQ_THREAD_REGISTRATION(fan_irq, struct fan, fan_handle, fan_init, fan_drop)
#else
#define FLAGS IRQ_FLAGS_NONE
DEFINE_IRQ_REGISTRATION(fan_irq, struct fan, fan_handle, fan_init, fan_drop)
#endif

static int fan_probe(struct platform_device *pdev)
{
	struct fan_irq *irq = kzalloc(sizeof(*irq), GFP_KERNEL);
	struct irq_request request;
	int error = irq ? platform_irq_request_by_index(pdev, 0, &request) : -ENOMEM;

	if (!error)
		error = fan_irq_new(irq, &request, FLAGS, "fan", NULL);
	if (error)
		kfree(irq);
	else
		platform_set_drvdata(pdev, irq);
	return error;
}

static void fan_remove(struct platform_device *pdev)
{
	struct fan_irq *irq = platform_get_drvdata(pdev);

	fan_irq_drop(irq);
	kfree(irq);
}

static struct platform_driver fan_driver = {
	.probe = fan_probe,
	.remove_new = fan_remove,
	.driver = { .name = "fan" },
};
module_platform_driver(fan_driver);
