// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_ASM_IO_H
#define KERNEL_ASM_IO_H

#include <linux/io.h>

#endif
