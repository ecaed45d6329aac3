// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_OF_H
#define KERNEL_LINUX_OF_H

#include <linux/mod_devicetable.h>
#include <linux/types.h>

#define of_match_ptr(pointer) (pointer)

/* Context: process.  Returns: 0 or a negative errno. */
int of_property_read_u32(const struct device_node *node, const char *name, u32 *ret_value);
int of_property_read_string(const struct device_node *node, const char *name, const char **ret_text);
bool of_property_read_bool(const struct device_node *node, const char *name);
struct device_node *of_get_child_by_name(const struct device_node *node, const char *name);
void of_node_put(struct device_node *node);

#endif
