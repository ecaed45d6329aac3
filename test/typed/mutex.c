// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * The example of kernel::irq::ThreadedRegistration: thread and process context share what a mutex guards.
 * FLAGS: those of the example, with which a level line would never come to rest, unless given.
 */
#include <irqrt/define.h>

#include <linux/mutex.h>
#include <linux/platform_device.h>
#include <linux/slab.h>

#ifndef FLAGS
#define FLAGS IRQ_FLAGS_SHARED
#endif

struct IRQLINT_SHARED_DATA data {
	struct mutex lock;
	u32 value;
};

static int data_init(struct data *data, void *argument)
{
	(void)argument;
	mutex_init(&data->lock);
	data->value = 0;
	return 0;
}

static void data_drop(struct data *data)
{
	mutex_destroy(&data->lock);
}

static void data_count(struct data *data)
{
	mutex_lock(&data->lock);
	data->value++;
	mutex_unlock(&data->lock);
}

/* Runs in a thread of its own whenever there was an interrupt. */
static enum irq_return data_handle_threaded(struct data *data, struct device *dev __irq_bound)
{
	(void)dev;
	data_count(data);
	return IRQ_RET_HANDLED;
}

DEFINE_IRQ_THREAD_REGISTRATION(my_irq, struct data, data_handle_threaded, data_init, data_drop)

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
	/* The data can be accessed from process context too. */
	data_count(my_irq_handler(irq));
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
