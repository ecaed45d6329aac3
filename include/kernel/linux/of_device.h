// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_OF_DEVICE_H
#define KERNEL_LINUX_OF_DEVICE_H
#include <linux/of.h>
#endif
