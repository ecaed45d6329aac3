// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What subsystems hand out, used as it should be and, with a macro that names the mistake, as it should not. */
#include <linux/clk.h>
#include <linux/completion.h>
#include <linux/gpio/consumer.h>
#include <linux/input.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/irq.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/percpu.h>
#include <linux/platform_device.h>
#include <linux/regmap.h>
#include <linux/wait.h>

#define PER_CPU_LINE 3

struct acme {
	struct input_dev *input;
	struct clk *clk;
	struct task_struct *thread;
	wait_queue_head_t queue;
	int irq;
	bool event;
	int __percpu *counts;
	unsigned int total;
};

static irqreturn_t acme_interrupt(int irq, void *cookie)
{
	struct acme *acme = cookie;

	input_report_key(acme->input, KEY_POWER, 1);
	acme->event = true;
	wake_up(&acme->queue);
	return IRQ_HANDLED;
}

static irqreturn_t acme_each_cpu(int irq, void *cookie)
{
	int *count = cookie;

	++*count;
	return IRQ_HANDLED;
}

static int acme_thread(void *data)
{
	struct acme *acme = data;

	while (!kthread_should_stop()) {
		wait_event_interruptible(acme->queue, acme->event || kthread_should_stop());
		acme->event = false;
	}
	return 7;
}

static void acme_stop(void *data)
{
	struct acme *acme = data;

	BUG_ON(kthread_stop(acme->thread) != 7);
}

static int acme_per_cpu(struct acme *acme)
{
	int error;

	acme->counts = alloc_percpu(int);
	if (!acme->counts)
		return -ENOMEM;
	BUG_ON(per_cpu_ptr(acme->counts, 0) == per_cpu_ptr(acme->counts, 1));
	error = request_percpu_irq(PER_CPU_LINE, acme_each_cpu, "acme", acme->counts);
	BUG_ON(!error);
	irq_set_status_flags(PER_CPU_LINE, IRQ_PER_CPU_DEVID);
	error = request_percpu_irq(PER_CPU_LINE, acme_each_cpu, "acme", acme->counts);
	if (error) {
		free_percpu(acme->counts);
		return error;
	}
	enable_percpu_irq(PER_CPU_LINE, 0);
	disable_percpu_irq(PER_CPU_LINE);
	free_percpu_irq(PER_CPU_LINE, acme->counts);
	irq_clear_status_flags(PER_CPU_LINE, IRQ_PER_CPU_DEVID);
	free_percpu(acme->counts);
	return 0;
}

static int acme_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	struct acme *acme = devm_kzalloc(dev, sizeof(*acme), GFP_KERNEL);
	int error;

	if (!acme)
		return -ENOMEM;
	init_waitqueue_head(&acme->queue);
	platform_set_drvdata(pdev, acme);
	error = acme_per_cpu(acme);
	if (error)
		return error;
	acme->clk = devm_clk_get(dev, NULL);
	if (IS_ERR(acme->clk))
		return PTR_ERR(acme->clk);
#ifdef UNPREPARED
	error = clk_enable(acme->clk);
#else
	error = clk_prepare_enable(acme->clk);
#endif
	if (error)
		return error;
	clk_disable_unprepare(acme->clk);
	acme->irq = platform_get_irq(pdev, 0);
	if (acme->irq < 0)
		return acme->irq;
#ifdef LATE
	error = devm_request_irq(dev, acme->irq, acme_interrupt, 0, "acme", acme);
	if (error)
		return error;
#endif
	acme->input = devm_input_allocate_device(dev);
	if (!acme->input)
		return -ENOMEM;
	acme->thread = kthread_run(acme_thread, acme, "acme");
	if (IS_ERR(acme->thread))
		return PTR_ERR(acme->thread);
	error = devm_add_action_or_reset(dev, acme_stop, acme);
	if (error)
		return error;
#ifndef LATE
	error = devm_request_irq(dev, acme->irq, acme_interrupt, 0, "acme", acme);
	if (error)
		return error;
#endif
	return input_register_device(acme->input);
}

static void acme_remove(struct platform_device *pdev)
{
#ifdef EARLY
	struct acme *acme = platform_get_drvdata(pdev);

	input_unregister_device(acme->input);
#endif
}

static struct platform_driver acme_driver = {
	.probe = acme_probe,
	.remove = acme_remove,
	.driver = { .name = "acme" },
};
module_platform_driver(acme_driver);
