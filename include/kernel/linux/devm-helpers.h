// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_DEVM_HELPERS_H
#define KERNEL_LINUX_DEVM_HELPERS_H

#include <linux/device.h>
#include <linux/workqueue.h>

/* The work is cancelled, and waited for, when @dev is unbound.  Context: process.  Returns: 0 or -ENOMEM. */
int __must_check devm_work_autocancel(struct device *dev, struct work_struct *work, work_func_t function);
int __must_check devm_delayed_work_autocancel(struct device *dev, struct delayed_work *work, work_func_t function);

#endif
