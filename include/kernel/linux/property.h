// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_PROPERTY_H
#define KERNEL_LINUX_PROPERTY_H

#include <linux/fwnode.h>
#include <linux/of_irq.h>

struct device;

/* Context: process.  Returns: 0 or a negative errno. */
int device_property_read_u32(const struct device *dev, const char *name, u32 *ret_value);
int device_property_read_string(const struct device *dev, const char *name, const char **ret_text);
bool device_property_read_bool(const struct device *dev, const char *name);
bool device_property_present(const struct device *dev, const char *name);
struct fwnode_handle *dev_fwnode(const struct device *dev);

#endif
