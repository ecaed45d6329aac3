// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_MISCDEVICE_H
#define KERNEL_LINUX_MISCDEVICE_H

#include <linux/device.h>
#include <linux/fs.h>

#define MISC_DYNAMIC_MINOR 255

struct miscdevice {
	int minor;
	const char *name;
	const struct file_operations *fops;
	struct device *parent;
	struct device *this_device;
};

/* Context: process, may sleep.  Returns: 0 or a negative errno. */
int misc_register(struct miscdevice *misc);
void misc_deregister(struct miscdevice *misc);

#endif
