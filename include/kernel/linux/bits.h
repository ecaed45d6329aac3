// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_BITS_H
#define KERNEL_LINUX_BITS_H

#define BITS_PER_LONG ((int)(8 * sizeof(long)))
#define BITS_PER_BYTE 8
#define BIT(nr) (1UL << (nr))
#define BIT_ULL(nr) (1ULL << (nr))
#define GENMASK(high, low) ((~0UL << (low)) & (~0UL >> (8 * sizeof(long) - 1 - (high))))
#define GENMASK_ULL(high, low) ((~0ULL << (low)) & (~0ULL >> (63 - (high))))
#define BITS_TO_LONGS(bits) (((bits) + 8 * sizeof(long) - 1) / (8 * sizeof(long)))

#define BITS_PER_TYPE(type) (sizeof(type) * 8)
#define BIT_MASK(nr) (1UL << ((unsigned long)(nr) % (8 * sizeof(long))))
#define BIT_WORD(nr) ((unsigned long)(nr) / (8 * sizeof(long)))

#endif
