// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Real-time clocks. */
#include "api/object.h"
#include "sim/world.h"

#include <linux/rtc.h>

static struct rtc_device *allocate(struct device *device, const char *what, uintptr_t pc)
{
	struct rtc_device *rtc = object_managed(device, sizeof(*rtc), NULL, what, pc);

	if (!rtc)
		return ERR_PTR(-ENOMEM);
	rtc->dev.parent = device;
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
	touch((uintptr_t)rtc, sizeof(*rtc), false, CALLER);
	point(CALLER);
}
