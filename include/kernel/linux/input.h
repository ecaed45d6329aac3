// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_INPUT_H
#define KERNEL_LINUX_INPUT_H

#include <linux/device.h>

struct input_dev {
	const char *name;
	struct device dev;
	int (*open)(struct input_dev *input);
	void (*close)(struct input_dev *input);
	void *irqrt_data;
};

#define EV_KEY 0x01
#define KEY_POWER 116

/* Context: process, may sleep.  Returns: NULL, or a negative errno, on failure. */
struct input_dev *devm_input_allocate_device(struct device *dev);
struct input_dev *input_allocate_device(void);
void input_free_device(struct input_dev *input);
int __must_check input_register_device(struct input_dev *input);
void input_unregister_device(struct input_dev *input);
/* Context: any. */
void input_report_key(struct input_dev *input, unsigned int code, int value);
void input_report_abs(struct input_dev *input, unsigned int code, int value);
void input_sync(struct input_dev *input);
void input_set_capability(struct input_dev *input, unsigned int type, unsigned int code);

static inline void *input_get_drvdata(struct input_dev *input)
{
	return dev_get_drvdata(&input->dev);
}

static inline void input_set_drvdata(struct input_dev *input, void *data)
{
	dev_set_drvdata(&input->dev, data);
}

#endif
