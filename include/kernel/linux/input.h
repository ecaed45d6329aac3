// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_INPUT_H
#define KERNEL_LINUX_INPUT_H

#include <linux/bitops.h>
#include <linux/device.h>
#include <linux/fs.h>
#include <linux/interrupt.h>
#include <linux/input-event-codes.h>

/* Numbers of buses, as user space knows them. */
#define BUS_PCI 0x01
#define BUS_USB 0x03
#define BUS_ISA 0x10
#define BUS_AMIGA 0x16
#define BUS_I2C 0x18
#define BUS_HOST 0x19
#define BUS_SPI 0x1c

struct input_id {
	u16 bustype, vendor, product, version;
};

struct input_absinfo {
	s32 value, minimum, maximum, fuzz, flat, resolution;
};

struct input_dev {
	const char *name, *phys, *uniq;
	struct input_id id;
	unsigned long propbit[BITS_TO_LONGS(INPUT_PROP_CNT)];
	unsigned long evbit[BITS_TO_LONGS(EV_CNT)];
	unsigned long keybit[BITS_TO_LONGS(KEY_CNT)];
	unsigned long relbit[BITS_TO_LONGS(REL_CNT)];
	unsigned long absbit[BITS_TO_LONGS(ABS_CNT)];
	unsigned long mscbit[BITS_TO_LONGS(MSC_CNT)];
	unsigned long swbit[BITS_TO_LONGS(SW_CNT)];
	unsigned int keycodemax, keycodesize;
	void *keycode;
	unsigned int users;
	struct mutex mutex;
	struct device dev;
	int (*open)(struct input_dev *input);
	void (*close)(struct input_dev *input);
	struct device *irqrt_managed; /* by this device */
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

bool input_device_enabled(struct input_dev *input);
void input_set_poll_interval(struct input_dev *input, unsigned int milliseconds);

#endif
