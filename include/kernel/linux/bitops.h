// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_BITOPS_H
#define KERNEL_LINUX_BITOPS_H

#include <linux/bits.h>
#include <linux/types.h>

/* Atomic.  Context: any. */
void set_bit(long nr, volatile unsigned long *address);
void clear_bit(long nr, volatile unsigned long *address);
void change_bit(long nr, volatile unsigned long *address);
bool test_bit(long nr, const volatile unsigned long *address);
bool test_and_set_bit(long nr, volatile unsigned long *address);
bool test_and_clear_bit(long nr, volatile unsigned long *address);
/* Not atomic. */
void __set_bit(long nr, volatile unsigned long *address);
void __clear_bit(long nr, volatile unsigned long *address);

unsigned long find_first_bit(const unsigned long *address, unsigned long size);
unsigned long find_next_bit(const unsigned long *address, unsigned long size, unsigned long from);

#define for_each_set_bit(bit, address, size)                        \
	for ((bit) = find_first_bit(address, size); (bit) < (size); \
	     (bit) = find_next_bit(address, size, (bit) + 1))

#define ffs(x) __builtin_ffs(x)

static inline unsigned long __ffs(unsigned long x)
{
	return (unsigned long)__builtin_ctzl(x);
}

static inline int fls(unsigned int x)
{
	return x ? 32 - __builtin_clz(x) : 0;
}

static inline int get_count_order(unsigned int count)
{
	return count > 1 ? 32 - __builtin_clz(count - 1) : 0;
}

#endif
