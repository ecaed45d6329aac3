// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_RTC_H
#define KERNEL_LINUX_RTC_H

#include <linux/device.h>

#define RTC_UF 0x10
#define RTC_AF 0x20
#define RTC_IRQF 0x80

struct rtc_class_ops;

struct rtc_device {
	struct device dev;
	const struct rtc_class_ops *ops;
};

/* Context: process, may sleep.  Returns: an ERR_PTR, or a negative errno, on failure. */
struct rtc_device *devm_rtc_allocate_device(struct device *dev);
struct rtc_device *devm_rtc_device_register(struct device *dev, const char *name, const struct rtc_class_ops *ops,
					    struct module *owner);
int devm_rtc_register_device(struct rtc_device *rtc);
/* Context: any. */
void rtc_update_irq(struct rtc_device *rtc, unsigned long count, unsigned long events);

#endif
