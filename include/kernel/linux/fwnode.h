// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_FWNODE_H
#define KERNEL_LINUX_FWNODE_H

struct device;

/* What firmware knows of a device. */
struct fwnode_handle {
	struct device *dev;
};

#endif
