// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_HWMON_H
#define KERNEL_LINUX_HWMON_H

#include <linux/types.h>

struct attribute_group;
struct device;

/* Context: process, may sleep.  Returns: an ERR_PTR on failure. */
struct device *devm_hwmon_device_register_with_groups(struct device *dev, const char *name, void *data,
						      const struct attribute_group **groups);

#endif
