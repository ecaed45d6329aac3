// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_OF_H
#define KERNEL_LINUX_OF_H

#include <linux/fwnode.h>
#include <linux/mod_devicetable.h>
#include <linux/property.h>
#include <linux/types.h>

struct device_node {
	const char *name;
	const char *full_name;
	struct fwnode_handle fwnode;
	struct device_node *parent;
};

#define of_match_ptr(pointer) (pointer)

/* Context: process.  Returns: 0 or a negative errno. */
int of_property_read_u32(const struct device_node *node, const char *name, u32 *ret_value);
int of_property_read_u32_index(const struct device_node *node, const char *name, u32 index, u32 *ret_value);
int of_property_read_string(const struct device_node *node, const char *name, const char **ret_text);
bool of_property_read_bool(const struct device_node *node, const char *name);
bool of_property_present(const struct device_node *node, const char *name);
bool of_device_is_compatible(const struct device_node *node, const char *name);
const struct of_device_id *of_match_node(const struct of_device_id *table, const struct device_node *node);
const struct of_device_id *of_match_device(const struct of_device_id *table, const struct device *dev);
struct device_node *of_get_child_by_name(const struct device_node *node, const char *name);
struct device_node *of_node_get(struct device_node *node);
void of_node_put(struct device_node *node);



#endif
