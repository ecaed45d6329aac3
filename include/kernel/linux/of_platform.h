// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_OF_PLATFORM_H
#define KERNEL_LINUX_OF_PLATFORM_H
#include <linux/of.h>
#endif
