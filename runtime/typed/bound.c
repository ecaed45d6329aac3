// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <irqrt/bound.h>
#include <irqrt/report.h>

int device_assert_bound(const struct device *dev)
{
	/* It has a driver from right before probe until right after the release of all devres. */
	if (dev->driver)
		return 0;
	return irqrt_misuse("irq-bound-escape", -ENODEV,
			    "a device is used as a bound one when no driver is bound to it");
}
