// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Pins: the outside world drives those that are read. */
#include "api/object.h"
#include "sim/world.h"

#include <linux/err.h>
#include <linux/gpio/consumer.h>

/* Where the levels of pins are among all registers. */
#define PIN_REGISTERS 0x60000000u

struct gpio_desc {
	struct device *device;
	unsigned line;
};

static struct gpio_desc *get(struct device *device, const char *id, const char *what, uintptr_t pc)
{
	struct gpio_desc *gpio = object_managed(device, sizeof(*gpio), NULL, what, pc);

	if (!gpio)
		return ERR_PTR(-EPROBE_DEFER);
	*gpio = (struct gpio_desc) { device, line_index(id ? id : "") };
	return gpio;
}

struct gpio_desc *devm_gpiod_get(struct device *dev, const char *id, enum gpiod_flags flags)
{
	(void)flags;
	return get(dev, id, "devm_gpiod_get", CALLER);
}

struct gpio_desc *devm_gpiod_get_optional(struct device *dev, const char *id, enum gpiod_flags flags)
{
	(void)flags;
	return get(dev, id, "devm_gpiod_get_optional", CALLER);
}

int gpiod_to_irq(const struct gpio_desc *gpio)
{
	touch((uintptr_t)gpio, sizeof(*gpio), false, CALLER);
	return current_phase() <= PHASE_BOUND && fails_now(CALLER) ? -ENXIO : device_line(gpio->device, gpio->line);
}

static int level(const struct gpio_desc *gpio, uintptr_t pc)
{
	int irq;

	if (!gpio)
		return 0;
	touch((uintptr_t)gpio, sizeof(*gpio), false, pc);
	point(pc);
	irq = device_line(gpio->device, gpio->line);
	return register_answer(PIN_REGISTERS + (uint32_t)irq) & 1;
}

static void drive(const struct gpio_desc *gpio, int value, uintptr_t pc)
{
	if (!gpio)
		return;
	touch((uintptr_t)gpio, sizeof(*gpio), false, pc);
	point(pc);
	register_set(PIN_REGISTERS + (uint32_t)device_line(gpio->device, gpio->line), value != 0);
}

int gpiod_get_value(const struct gpio_desc *gpio)
{
	return level(gpio, CALLER);
}

int gpiod_get_value_cansleep(const struct gpio_desc *gpio)
{
	might_sleep_at(CALLER, "gpiod_get_value_cansleep");
	return level(gpio, CALLER);
}

void gpiod_set_value(struct gpio_desc *gpio, int value)
{
	drive(gpio, value, CALLER);
}

void gpiod_set_value_cansleep(struct gpio_desc *gpio, int value)
{
	might_sleep_at(CALLER, "gpiod_set_value_cansleep");
	drive(gpio, value, CALLER);
}

int gpiod_direction_input(struct gpio_desc *gpio)
{
	touch((uintptr_t)gpio, sizeof(*gpio), false, CALLER);
	return operation_fails("gpiod_direction_input", CALLER) ? -EIO : 0;
}

int gpiod_direction_output(struct gpio_desc *gpio, int value)
{
	if (operation_fails("gpiod_direction_output", CALLER))
		return -EIO;
	drive(gpio, value, CALLER);
	return 0;
}

int gpiod_set_consumer_name(struct gpio_desc *gpio, const char *name)
{
	(void)name;
	if (gpio)
		touch((uintptr_t)gpio, sizeof(*gpio), true, CALLER);
	return 0;
}

struct gpio_desc *devm_gpiod_get_index(struct device *dev, const char *id, unsigned int index, enum gpiod_flags flags)
{
	struct gpio_desc *gpio = get(dev, id, "devm_gpiod_get_index", CALLER);

	(void)flags;
	if (!IS_ERR(gpio))
		gpio->line = (gpio->line + LINES_PER_DEVICE - index) % LINES_PER_DEVICE;
	return gpio;
}
