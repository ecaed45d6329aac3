// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_OF_IRQ_H
#define KERNEL_LINUX_OF_IRQ_H

#include <linux/types.h>

struct device_node;
struct fwnode_handle;

/* Context: process, may sleep.  Returns: the line, 0 on failure; never negative. */
unsigned int irq_of_parse_and_map(struct device_node *node, int index);
/* Context: process, may sleep.  Returns: the line, 0 on failure to map, or a negative errno. */
int of_irq_get(struct device_node *node, int index);
int of_irq_get_byname(struct device_node *node, const char *name);
int of_irq_count(struct device_node *node);
/* Returns: the line, greater than 0, or a negative errno. */
int fwnode_irq_get(const struct fwnode_handle *node, unsigned int index);
int fwnode_irq_get_byname(const struct fwnode_handle *node, const char *name);

#endif
