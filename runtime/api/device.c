// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Devices that drivers make themselves, and references to devices. */
#include "api/object.h"
#include "sim/world.h"

#include <linux/device.h>

static void use(struct device *device, uintptr_t pc)
{
	touch((uintptr_t)&device->irqrt_references, sizeof(device->irqrt_references), true, pc);
}

static void put(struct device *device, uintptr_t pc)
{
	use(device, pc);
	/* The simulated machine's own devices stay. */
	if (!device->irqrt_references || --device->irqrt_references)
		return;
	/* Resources can still be added after device_del(). */
	devres_release_all(device);
	if (device->release)
		device->release(device);
}

/* A device without a driver has resources, too. */
static void take_away(struct device *device)
{
	device_release_driver(device);
	devres_release_all(device);
}

void device_initialize(struct device *dev)
{
	use(dev, CALLER);
	dev->irqrt_references = 1;
}

struct device *get_device(struct device *dev)
{
	if (!dev)
		return NULL;
	use(dev, CALLER);
	if (dev->irqrt_references)
		dev->irqrt_references++;
	return dev;
}

void put_device(struct device *dev)
{
	if (dev)
		put(dev, CALLER);
}

int device_add(struct device *dev)
{
	use(dev, CALLER);
	return operation_fails("device_add", CALLER) ? -ENOMEM : 0;
}

void device_del(struct device *dev)
{
	might_sleep_at(CALLER, "device_del");
	use(dev, CALLER);
	take_away(dev);
}

/* Where it fails, the reference is still the caller's to put. */
int device_register(struct device *dev)
{
	use(dev, CALLER);
	dev->irqrt_references = 1;
	return operation_fails("device_register", CALLER) ? -ENOMEM : 0;
}

void device_unregister(struct device *dev)
{
	might_sleep_at(CALLER, "device_unregister");
	take_away(dev);
	put(dev, CALLER);
}
