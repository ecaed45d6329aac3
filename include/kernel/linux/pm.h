// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_PM_H
#define KERNEL_LINUX_PM_H

struct device;

/* Context: process, may sleep. */
struct dev_pm_ops {
	int (*prepare)(struct device *dev);
	void (*complete)(struct device *dev);
	int (*suspend)(struct device *dev);
	int (*resume)(struct device *dev);
	int (*suspend_noirq)(struct device *dev);
	int (*resume_noirq)(struct device *dev);
	int (*runtime_suspend)(struct device *dev);
	int (*runtime_resume)(struct device *dev);
	int (*runtime_idle)(struct device *dev);
};

/* Context: any. */
void pm_wakeup_event(struct device *dev, unsigned int milliseconds);

#define SIMPLE_DEV_PM_OPS(name, suspend_function, resume_function) \
	const struct dev_pm_ops name = { .suspend = suspend_function, .resume = resume_function }
#define DEFINE_SIMPLE_DEV_PM_OPS(name, suspend_function, resume_function) \
	SIMPLE_DEV_PM_OPS(name, suspend_function, resume_function)
#define pm_sleep_ptr(pointer) (pointer)
#define pm_ptr(pointer) (pointer)

#endif
