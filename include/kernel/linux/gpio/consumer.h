// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_GPIO_CONSUMER_H
#define KERNEL_LINUX_GPIO_CONSUMER_H

struct device;
struct gpio_desc;

enum gpiod_flags { GPIOD_ASIS = 0, GPIOD_IN = 1, GPIOD_OUT_LOW = 3, GPIOD_OUT_HIGH = 7 };

/* Context: process, may sleep.  Returns: an ERR_PTR on failure. */
struct gpio_desc *devm_gpiod_get(struct device *dev, const char *id, enum gpiod_flags flags);
struct gpio_desc *devm_gpiod_get_optional(struct device *dev, const char *id, enum gpiod_flags flags);
/* Returns: the line, greater than 0, or a negative errno. */
int gpiod_to_irq(const struct gpio_desc *gpio);
int gpiod_get_value(const struct gpio_desc *gpio);
int gpiod_get_value_cansleep(const struct gpio_desc *gpio);
void gpiod_set_value_cansleep(struct gpio_desc *gpio, int value);
int gpiod_direction_input(struct gpio_desc *gpio);
int gpiod_direction_output(struct gpio_desc *gpio, int value);
void gpiod_set_value(struct gpio_desc *gpio, int value);

int gpiod_set_consumer_name(struct gpio_desc *gpio, const char *name);
struct gpio_desc *devm_gpiod_get_index(struct device *dev, const char *id, unsigned int index,
				       enum gpiod_flags flags);

#endif
