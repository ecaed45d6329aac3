// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_IIO_IIO_H
#define KERNEL_LINUX_IIO_IIO_H

#include <linux/device.h>

struct iio_info;

struct iio_dev {
	struct device dev;
	const char *name;
	const struct iio_info *info;
	void *irqrt_priv;
};

static inline void *iio_priv(const struct iio_dev *indio)
{
	return indio->irqrt_priv;
}

/* Context: process, may sleep.  Returns: NULL, or a negative errno, on failure. */
struct iio_dev *devm_iio_device_alloc(struct device *parent, int private_size);
int __must_check iio_device_register(struct iio_dev *indio);
void iio_device_unregister(struct iio_dev *indio);
int __must_check devm_iio_device_register(struct device *dev, struct iio_dev *indio);

#endif
