// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_DELAY_H
#define KERNEL_LINUX_DELAY_H

#include <linux/processor.h>

/* Busy waiting.  Context: any. */
void ndelay(unsigned long nanoseconds);
void udelay(unsigned long microseconds);
void mdelay(unsigned long milliseconds);
/* Context: process, may sleep. */
void msleep(unsigned int milliseconds);
unsigned long msleep_interruptible(unsigned int milliseconds);
void usleep_range(unsigned long low, unsigned long high);
void fsleep(unsigned long microseconds);
void ssleep(unsigned int seconds);

#endif
