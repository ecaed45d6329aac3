// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_FS_H
#define KERNEL_LINUX_FS_H

#include <linux/types.h>

struct inode {
	void *i_private;
};

struct file {
	void *private_data;
	unsigned int f_flags;
};

struct module;

/* Context of all callbacks: process, may sleep. */
struct file_operations {
	struct module *owner;
	int (*open)(struct inode *inode, struct file *file);
	int (*release)(struct inode *inode, struct file *file);
	ssize_t (*read)(struct file *file, char __user *buffer, size_t size, loff_t *position);
	ssize_t (*write)(struct file *file, const char __user *buffer, size_t size, loff_t *position);
	long (*unlocked_ioctl)(struct file *file, unsigned int command, unsigned long argument);
};

#endif
