// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_OF_ADDRESS_H
#define KERNEL_LINUX_OF_ADDRESS_H

#include <linux/io.h>
#include <linux/of.h>

/* Context: process, may sleep.  Returns: NULL on failure. */
void __iomem *of_iomap(struct device_node *node, int index);

#endif
