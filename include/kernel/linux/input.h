// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_INPUT_H
#define KERNEL_LINUX_INPUT_H

#include <linux/bitops.h>
#include <linux/device.h>
#include <linux/input-event-codes.h>

struct input_dev {
	const char *name;
	struct device dev;
	int (*open)(struct input_dev *input);
	void (*close)(struct input_dev *input);
	bool irqrt_managed;
};

/* Context: process, may sleep.  Returns: NULL, or a negative errno, on failure. */
struct input_dev *devm_input_allocate_device(struct device *dev);
struct input_dev *input_allocate_device(void);
void input_free_device(struct input_dev *input);
int __must_check input_register_device(struct input_dev *input);
void input_unregister_device(struct input_dev *input);
/* Context: any. */
void input_event(struct input_dev *input, unsigned int type, unsigned int code, int value);
void input_report_key(struct input_dev *input, unsigned int code, int value);
void input_report_abs(struct input_dev *input, unsigned int code, int value);
void input_report_rel(struct input_dev *input, unsigned int code, int value);
void input_report_switch(struct input_dev *input, unsigned int code, int value);
void input_sync(struct input_dev *input);
void input_set_capability(struct input_dev *input, unsigned int type, unsigned int code);
void input_set_abs_params(struct input_dev *input, unsigned int axis, int least, int most, int fuzz, int flat);

static inline void *input_get_drvdata(struct input_dev *input)
{
	return dev_get_drvdata(&input->dev);
}

static inline void input_set_drvdata(struct input_dev *input, void *data)
{
	dev_set_drvdata(&input->dev, data);
}

#endif
