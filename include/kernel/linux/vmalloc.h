// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_VMALLOC_H
#define KERNEL_LINUX_VMALLOC_H
#include <linux/slab.h>
#endif
