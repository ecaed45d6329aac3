// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Time in ticks; virtual in the runtime. */
#ifndef KERNEL_LINUX_JIFFIES_H
#define KERNEL_LINUX_JIFFIES_H

#include <linux/types.h>

#define HZ 1000
#define MAX_SCHEDULE_TIMEOUT ((long)(~0UL >> 1))

unsigned long irqrt_jiffies(void);
#define jiffies irqrt_jiffies()
#define time_after(a, b) ((long)((b) - (a)) < 0)
#define time_before(a, b) time_after(b, a)

static inline unsigned long msecs_to_jiffies(unsigned int milliseconds)
{
	return (unsigned long)milliseconds * HZ / 1000;
}

static inline unsigned long usecs_to_jiffies(unsigned int microseconds)
{
	return ((unsigned long)microseconds * HZ + 999999) / 1000000;
}

static inline unsigned int jiffies_to_msecs(unsigned long ticks)
{
	return (unsigned int)(ticks * 1000 / HZ);
}

#define time_after_eq(a, b) ((long)((a) - (b)) >= 0)
#define time_before_eq(a, b) time_after_eq(b, a)

#define MSEC_PER_SEC 1000L
#define USEC_PER_MSEC 1000L
#define USEC_PER_SEC 1000000L
#define NSEC_PER_USEC 1000L
#define NSEC_PER_MSEC 1000000L
#define NSEC_PER_SEC 1000000000L

#endif
