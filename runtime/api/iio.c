// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Industrial I/O devices. */
#include "api/object.h"
#include "sim/world.h"

#include <linux/iio/iio.h>

static void release(struct device *device, void *object)
{
	(void)device;
	devres_release_all(&((struct iio_dev *)object)->dev);
}

struct iio_dev *devm_iio_device_alloc(struct device *parent, int private_size)
{
	struct iio_dev *indio =
		object_managed(parent, sizeof(*indio) + (size_t)private_size, release, "devm_iio_device_alloc", CALLER);

	if (indio) {
		class_device_init(&indio->dev, parent);
		indio->irqrt_priv = indio + 1;
	}
	return indio;
}

static int enroll(struct iio_dev *indio, const char *what, uintptr_t pc)
{
	touch((uintptr_t)indio, sizeof(*indio), false, pc);
	return operation_fails(what, pc) ? -ENOMEM : 0;
}

int iio_device_register(struct iio_dev *indio)
{
	return enroll(indio, "iio_device_register", CALLER);
}

void iio_device_unregister(struct iio_dev *indio)
{
	might_sleep_at(CALLER, "iio_device_unregister");
	touch((uintptr_t)indio, sizeof(*indio), false, CALLER);
}

int devm_iio_device_register(struct device *dev, struct iio_dev *indio)
{
	(void)dev;
	return enroll(indio, "devm_iio_device_register", CALLER);
}
