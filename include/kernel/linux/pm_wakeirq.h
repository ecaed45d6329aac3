// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_PM_WAKEIRQ_H
#define KERNEL_LINUX_PM_WAKEIRQ_H

struct device;

/* Context: process, may sleep.  Returns: 0 or a negative errno. */
int dev_pm_set_wake_irq(struct device *dev, int irq);
int dev_pm_set_dedicated_wake_irq(struct device *dev, int irq);
void dev_pm_clear_wake_irq(struct device *dev);

#endif
