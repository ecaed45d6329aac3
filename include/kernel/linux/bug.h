// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Conditions that must not hold; the runtime reports them. */
#ifndef KERNEL_LINUX_BUG_H
#define KERNEL_LINUX_BUG_H

#include <linux/printk.h>

void irqrt_warn(const char *file, int line, const char *condition);
__noreturn void irqrt_bug(const char *file, int line);

#define WARN_ON(condition)                                          \
	({                                                          \
		int warn_on_value = !!(condition);                  \
		if (unlikely(warn_on_value))                        \
			irqrt_warn(__FILE__, __LINE__, #condition); \
		unlikely(warn_on_value);                            \
	})
#define WARN_ON_ONCE(condition) WARN_ON(condition)
#define WARN(condition, ...)                \
	({                                  \
		int warn_value = !!(condition); \
		if (unlikely(warn_value))   \
			_printk(__VA_ARGS__); \
		unlikely(warn_value);       \
	})
#define WARN_ONCE(condition, ...) WARN(condition, __VA_ARGS__)
#define BUG() irqrt_bug(__FILE__, __LINE__)
#define BUG_ON(condition)            \
	do {                         \
		if (unlikely(condition)) \
			BUG();       \
	} while (0)
#define BUILD_BUG_ON(condition) _Static_assert(!(condition), #condition)

#endif
