// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_GPIO_DRIVER_H
#define KERNEL_LINUX_GPIO_DRIVER_H

#include <linux/device.h>
#include <linux/irq.h>

struct gpio_chip;

/* Context of set and get: any, unless can_sleep. */
struct gpio_chip {
	const char *label;
	struct device *parent;
	struct module *owner;
	int (*request)(struct gpio_chip *chip, unsigned int offset);
	void (*free)(struct gpio_chip *chip, unsigned int offset);
	int (*get_direction)(struct gpio_chip *chip, unsigned int offset);
	int (*direction_input)(struct gpio_chip *chip, unsigned int offset);
	int (*direction_output)(struct gpio_chip *chip, unsigned int offset, int value);
	int (*get)(struct gpio_chip *chip, unsigned int offset);
	void (*set)(struct gpio_chip *chip, unsigned int offset, int value);
	int (*to_irq)(struct gpio_chip *chip, unsigned int offset);
	int base;
	u16 ngpio;
	const char *const *names;
	bool can_sleep;
	void *irqrt_data;
};

#define GPIO_LINE_DIRECTION_IN 1
#define GPIO_LINE_DIRECTION_OUT 0

/* Context: process, may sleep.  Returns: 0 or a negative errno. */
int gpiochip_add_data(struct gpio_chip *chip, void *data);
int devm_gpiochip_add_data(struct device *dev, struct gpio_chip *chip, void *data);
void gpiochip_remove(struct gpio_chip *chip);
/* Context: any. */
void *gpiochip_get_data(struct gpio_chip *chip);

#endif
