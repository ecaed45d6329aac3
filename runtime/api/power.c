// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Runtime power management, which keeps every device active, and wakeup. */
#include "api/object.h"
#include "sim/world.h"

#include <linux/device.h>
#include <linux/pm_runtime.h>
#include <linux/pm_wakeirq.h>

static void use(struct device *device, int change, uintptr_t pc)
{
	touch((uintptr_t)&device->irqrt_usage, sizeof(device->irqrt_usage), change != 0, pc);
	device->irqrt_usage += change;
}

void pm_runtime_enable(struct device *dev)
{
	use(dev, 0, CALLER);
}

void pm_runtime_disable(struct device *dev)
{
	might_sleep_at(CALLER, "pm_runtime_disable");
	use(dev, 0, CALLER);
}

static void forget(struct device *device, void *object)
{
	(void)device;
	(void)object;
}

int devm_pm_runtime_enable(struct device *dev)
{
	if (fails_now(CALLER))
		return -ENOMEM;
	node_add(dev, forget, NULL, CALLER);
	return 0;
}

/* A failure of it is ignored by nearly all callers, and the count rises all the same. */
int pm_runtime_get_sync(struct device *dev)
{
	might_sleep_at(CALLER, "pm_runtime_get_sync");
	use(dev, 1, CALLER);
	return 0;
}

int pm_runtime_resume_and_get(struct device *dev)
{
	if (operation_fails("pm_runtime_resume_and_get", CALLER))
		return -EIO;
	use(dev, 1, CALLER);
	return 0;
}

int pm_runtime_put(struct device *dev)
{
	use(dev, -1, CALLER);
	return 0;
}

int pm_runtime_put_sync(struct device *dev)
{
	might_sleep_at(CALLER, "pm_runtime_put_sync");
	use(dev, -1, CALLER);
	return 0;
}

int pm_runtime_put_autosuspend(struct device *dev)
{
	use(dev, -1, CALLER);
	return 0;
}

void pm_runtime_get_noresume(struct device *dev)
{
	use(dev, 1, CALLER);
}

void pm_runtime_put_noidle(struct device *dev)
{
	use(dev, -1, CALLER);
}

int pm_runtime_get_if_in_use(struct device *dev)
{
	use(dev, 1, CALLER);
	return 1;
}

bool pm_runtime_suspended(struct device *dev)
{
	use(dev, 0, CALLER);
	return false;
}

bool pm_runtime_active(struct device *dev)
{
	use(dev, 0, CALLER);
	return true;
}

void pm_runtime_mark_last_busy(struct device *dev)
{
	use(dev, 0, CALLER);
}

int pm_runtime_set_active(struct device *dev)
{
	use(dev, 0, CALLER);
	return 0;
}

int pm_runtime_set_suspended(struct device *dev)
{
	use(dev, 0, CALLER);
	return 0;
}

void pm_runtime_set_autosuspend_delay(struct device *dev, int milliseconds)
{
	(void)milliseconds;
	use(dev, 0, CALLER);
}

void pm_runtime_use_autosuspend(struct device *dev)
{
	use(dev, 0, CALLER);
}

void pm_runtime_dont_use_autosuspend(struct device *dev)
{
	use(dev, 0, CALLER);
}

/* Wakeup. */

int device_init_wakeup(struct device *dev, bool enable)
{
	touch((uintptr_t)dev, sizeof(*dev), true, CALLER);
	dev->irqrt_wakes = enable;
	return 0;
}

int device_set_wakeup_capable(struct device *dev, bool capable)
{
	touch((uintptr_t)dev, sizeof(*dev), true, CALLER);
	dev->irqrt_wakes &= capable;
	return 0;
}

bool device_may_wakeup(struct device *dev)
{
	touch((uintptr_t)dev, sizeof(*dev), false, CALLER);
	return dev->irqrt_wakes;
}

void pm_wakeup_event(struct device *dev, unsigned int milliseconds)
{
	(void)milliseconds;
	use(dev, 0, CALLER);
}

void pm_stay_awake(struct device *dev)
{
	use(dev, 0, CALLER);
}

void pm_relax(struct device *dev)
{
	use(dev, 0, CALLER);
}

static int set_wake_irq(struct device *device, int irq, const char *what, uintptr_t pc)
{
	might_sleep_at(pc, what);
	if (irq <= 0)
		return -EINVAL;
	if (device->irqrt_wake_line)
		return -EEXIST;
	if (fails_now(pc))
		return -ENOMEM;
	device->irqrt_wake_line = irq;
	return 0;
}

int dev_pm_set_wake_irq(struct device *dev, int irq)
{
	return set_wake_irq(dev, irq, "dev_pm_set_wake_irq", CALLER);
}

static irqreturn_t wake_up_device(int irq, void *cookie)
{
	(void)irq;
	(void)cookie;
	return IRQ_HANDLED;
}

/* It requests the line, which is live from then on but wakes while the device is suspended only. */
int dev_pm_set_dedicated_wake_irq(struct device *dev, int irq)
{
	int error = set_wake_irq(dev, irq, "dev_pm_set_dedicated_wake_irq", CALLER);

	if (error)
		return error;
	error = action_request((unsigned)irq, NULL, wake_up_device, IRQF_ONESHOT | IRQF_NO_AUTOEN, "wakeup", dev, NULL,
			       CALLER, NULL);
	dev->irqrt_wake_line = error ? 0 : irq;
	dev->irqrt_wake_dedicated = !error;
	return error;
}

void dev_pm_clear_wake_irq(struct device *dev)
{
	might_sleep_at(CALLER, "dev_pm_clear_wake_irq");
	if (dev->irqrt_wake_dedicated)
		action_free((unsigned)dev->irqrt_wake_line, dev, NULL, CALLER);
	dev->irqrt_wake_line = 0;
	dev->irqrt_wake_dedicated = false;
}
