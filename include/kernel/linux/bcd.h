// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_BCD_H
#define KERNEL_LINUX_BCD_H

#include <linux/types.h>

static inline unsigned int bcd2bin(u8 value)
{
	return (value & 15u) + (value >> 4) * 10u;
}

static inline u8 bin2bcd(unsigned int value)
{
	return (u8)(value / 10 << 4 | value % 10);
}

#endif
