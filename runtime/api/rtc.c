// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Real-time clocks. */
#include "api/object.h"
#include "sim/world.h"

#include <linux/rtc.h>

static void release(struct device *device, void *object)
{
	(void)device;
	devres_release_all(&((struct rtc_device *)object)->dev);
}

static struct rtc_device *allocate(struct device *device, const char *what, uintptr_t pc)
{
	struct rtc_device *rtc = object_managed(device, sizeof(*rtc), release, what, pc);

	if (!rtc)
		return ERR_PTR(-ENOMEM);
	class_device_init(&rtc->dev, device);
	return rtc;
}

struct rtc_device *devm_rtc_allocate_device(struct device *dev)
{
	return allocate(dev, "devm_rtc_allocate_device", CALLER);
}

struct rtc_device *devm_rtc_device_register(struct device *dev, const char *name, const struct rtc_class_ops *ops,
					    struct module *owner)
{
	struct rtc_device *rtc = allocate(dev, "devm_rtc_device_register", CALLER);

	(void)name;
	(void)owner;
	if (!IS_ERR(rtc))
		rtc->ops = ops;
	return rtc;
}

int devm_rtc_register_device(struct rtc_device *rtc)
{
	touch((uintptr_t)rtc, sizeof(*rtc), false, CALLER);
	return operation_fails("devm_rtc_register_device", CALLER) ? -ENOMEM : 0;
}

void rtc_update_irq(struct rtc_device *rtc, unsigned long count, unsigned long events)
{
	(void)count;
	(void)events;
	/* An interrupt that comes before the clock is registered, or where that failed, is dropped. */
	if (IS_ERR_OR_NULL(rtc))
		return;
	touch((uintptr_t)rtc, sizeof(*rtc), false, CALLER);
	point(CALLER);
}

/* Dates: days since 1970 by months of years that begin in March, so that leap days come last. */

static s64 days_of(s64 year, int month, int day)
{
	s64 shifted = month < 3 ? year - 1 : year, era = (shifted >= 0 ? shifted : shifted - 399) / 400;
	s64 of_era = shifted - era * 400, of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

time64_t rtc_tm_to_time64(struct rtc_time *time)
{
	touch((uintptr_t)time, sizeof(*time), false, CALLER);
	return days_of(time->tm_year + 1900, time->tm_mon + 1, time->tm_mday) * 86400 + time->tm_hour * 3600 +
	       time->tm_min * 60 + time->tm_sec;
}

void rtc_time64_to_tm(time64_t seconds, struct rtc_time *ret_time)
{
	s64 days = seconds / 86400, rest = seconds % 86400, year = 1970 + days / 366;
	int month = 1;

	while (days_of(year + 1, 1, 1) <= days)
		year++;
	while (month < 12 && days_of(year, month + 1, 1) <= days)
		month++;
	touch((uintptr_t)ret_time, sizeof(*ret_time), true, CALLER);
	*ret_time = (struct rtc_time) { .tm_sec = (int)(rest % 60),
					.tm_min = (int)(rest / 60 % 60),
					.tm_hour = (int)(rest / 3600),
					.tm_mday = (int)(days - days_of(year, month, 1)) + 1,
					.tm_mon = month - 1,
					.tm_year = (int)(year - 1900),
					.tm_wday = (int)((days + 4) % 7),
					.tm_yday = (int)(days - days_of(year, 1, 1)) };
}

int rtc_valid_tm(struct rtc_time *time)
{
	touch((uintptr_t)time, sizeof(*time), false, CALLER);
	return (unsigned)time->tm_mon < 12 && time->tm_mday >= 1 && time->tm_mday <= 31 &&
			       (unsigned)time->tm_hour < 24 && (unsigned)time->tm_min < 60 &&
			       (unsigned)time->tm_sec < 60
		       ? 0
		       : -EINVAL;
}
