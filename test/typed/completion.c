// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * The example of kernel::irq::Registration: process context waits for what the handler completes.
 * FLAGS: those of the example, which shares the line and yet says of every interrupt that it was its own, unless given.
 */
#include <irqrt/define.h>

#include <linux/completion.h>
#include <linux/platform_device.h>
#include <linux/slab.h>

#ifndef FLAGS
#define FLAGS IRQ_FLAGS_SHARED
#endif

struct IRQLINT_SHARED_DATA data {
	struct completion completion;
};

static int data_init(struct data *data, void *argument)
{
	(void)argument;
	init_completion(&data->completion);
	return 0;
}

static void data_drop(struct data *data)
{
	(void)data;
}

/* Executed in hard interrupt context. */
static enum irq_return data_handle(struct data *data, struct device *dev __irq_bound)
{
	(void)dev;
	complete_all(&data->completion);
	return IRQ_RET_HANDLED;
}

DEFINE_IRQ_REGISTRATION(my_irq, struct data, data_handle, data_init, data_drop)

static int my_probe(struct platform_device *pdev)
{
	struct irq_request request;
	struct my_irq *irq;
	int error = platform_irq_request_by_index(pdev, 0, &request);

	if (error)
		return error;
	irq = kmalloc(sizeof(*irq), GFP_KERNEL);
	if (!irq)
		return -ENOMEM;
	error = my_irq_new(irq, &request, FLAGS, "my_device", NULL);
	if (error) {
		kfree(irq);
		return error;
	}
	wait_for_completion(&my_irq_handler(irq)->completion);
	platform_set_drvdata(pdev, irq);
	return 0;
}

static void my_remove(struct platform_device *pdev)
{
	struct my_irq *irq = platform_get_drvdata(pdev);

	my_irq_drop(irq);
	kfree(irq);
}

static struct platform_driver my_driver = {
	.probe = my_probe,
	.remove_new = my_remove,
	.driver = { .name = "my_device" },
};
module_platform_driver(my_driver);
