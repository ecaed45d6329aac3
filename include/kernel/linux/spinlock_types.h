// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_SPINLOCK_TYPES_H
#define KERNEL_LINUX_SPINLOCK_TYPES_H
#include <linux/spinlock.h>
#endif
