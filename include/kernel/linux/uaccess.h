// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_UACCESS_H
#define KERNEL_LINUX_UACCESS_H

#include <linux/types.h>

/* Context: process, may sleep.  Returns: how many bytes were not copied. */
unsigned long __must_check copy_to_user(void __user *to, const void *from, unsigned long size);
unsigned long __must_check copy_from_user(void *to, const void __user *from, unsigned long size);

#endif
