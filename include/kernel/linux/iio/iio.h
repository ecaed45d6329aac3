// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_IIO_IIO_H
#define KERNEL_LINUX_IIO_IIO_H

#include <linux/device.h>
#include <linux/iio/types.h>

#define INDIO_DIRECT_MODE 0x01
#define INDIO_BUFFER_TRIGGERED 0x02

struct iio_dev;

struct iio_chan_spec {
	enum iio_chan_type type;
	int channel, channel2;
	unsigned long address;
	int scan_index;
	long info_mask_separate, info_mask_shared_by_type, info_mask_shared_by_all;
	const char *datasheet_name, *extend_name;
	unsigned int modified : 1, indexed : 1, output : 1, differential : 1;
};

/* Context of all: process, may sleep. */
struct iio_info {
	const struct attribute_group *attrs;
	int (*read_raw)(struct iio_dev *indio, const struct iio_chan_spec *channel, int *ret_value, int *ret_second,
			long mask);
	int (*write_raw)(struct iio_dev *indio, const struct iio_chan_spec *channel, int value, int second, long mask);
};

struct iio_dev {
	struct device dev;
	const char *name;
	const struct iio_info *info;
	const struct iio_chan_spec *channels;
	int num_channels, modes;
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
