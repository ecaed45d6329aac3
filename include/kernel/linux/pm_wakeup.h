// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_PM_WAKEUP_H
#define KERNEL_LINUX_PM_WAKEUP_H

#include <linux/device.h>

#endif
