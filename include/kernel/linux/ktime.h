// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_KTIME_H
#define KERNEL_LINUX_KTIME_H

#include <linux/types.h>

#define CLOCK_MONOTONIC 1

typedef s64 ktime_t;

ktime_t ktime_get(void);

static inline ktime_t ms_to_ktime(u64 milliseconds)
{
	return (ktime_t)milliseconds * 1000000;
}

static inline ktime_t ns_to_ktime(u64 nanoseconds)
{
	return (ktime_t)nanoseconds;
}

#endif
