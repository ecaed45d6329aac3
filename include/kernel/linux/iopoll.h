// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_IOPOLL_H
#define KERNEL_LINUX_IOPOLL_H

#include <linux/delay.h>
#include <linux/errno.h>
#include <linux/io.h>

/* Context: process, may sleep; any for those with _atomic.  Returns: 0 or -ETIMEDOUT. */
#define irqrt_read_until(read, value, condition, pause, interval, timeout, ...)                \
	({                                                                                     \
		long long irqrt_left = (long long)(timeout);                                   \
		for (;;) {                                                                     \
			(value) = read(__VA_ARGS__);                                           \
			if ((condition) || ((timeout) && irqrt_left <= 0))                     \
				break;                                                         \
			if (interval)                                                          \
				pause(interval);                                               \
			else                                                                   \
				cpu_relax();                                                   \
			irqrt_left -= (interval) ? (interval) : 1;                             \
		}                                                                              \
		(condition) ? 0 : -ETIMEDOUT;                                                  \
	})
#define irqrt_pause(microseconds) usleep_range(microseconds, microseconds)
#define read_poll_timeout(read, value, condition, interval, timeout, before, ...) \
	irqrt_read_until(read, value, condition, irqrt_pause, interval, timeout, __VA_ARGS__)
#define read_poll_timeout_atomic(read, value, condition, interval, timeout, before, ...) \
	irqrt_read_until(read, value, condition, udelay, interval, timeout, __VA_ARGS__)
#define readl_poll_timeout(address, value, condition, interval, timeout) \
	irqrt_read_until(readl, value, condition, irqrt_pause, interval, timeout, address)
#define readl_poll_timeout_atomic(address, value, condition, interval, timeout) \
	irqrt_read_until(readl, value, condition, udelay, interval, timeout, address)
#define readl_relaxed_poll_timeout(address, value, condition, interval, timeout) \
	readl_poll_timeout(address, value, condition, interval, timeout)
#define readl_relaxed_poll_timeout_atomic(address, value, condition, interval, timeout) \
	readl_poll_timeout_atomic(address, value, condition, interval, timeout)

#define readb_poll_timeout(address, value, condition, interval, timeout) \
	irqrt_read_until(readb, value, condition, irqrt_pause, interval, timeout, address)
#define readb_relaxed_poll_timeout(address, value, condition, interval, timeout) \
	readb_poll_timeout(address, value, condition, interval, timeout)

#endif
