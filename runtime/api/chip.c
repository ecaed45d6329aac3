// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Devices that drivers show to subsystems as chips: pins, watchdogs, sensors. */
#include "api/object.h"
#include "sim/world.h"

#include <linux/err.h>
#include <linux/extcon-provider.h>
#include <linux/gpio/driver.h>
#include <linux/hw_random.h>
#include <linux/hwmon.h>
#include <linux/watchdog.h>

static int enroll(void *chip, size_t bytes, const char *what, uintptr_t pc)
{
	touch((uintptr_t)chip, bytes, true, pc);
	return operation_fails(what, pc) ? -ENOMEM : 0;
}

static void leave(void *chip, size_t bytes, const char *what, uintptr_t pc)
{
	might_sleep_at(pc, what);
	touch((uintptr_t)chip, bytes, true, pc);
}

/* Pins. */

int gpiochip_add_data(struct gpio_chip *chip, void *data)
{
	chip->irqrt_data = data;
	return enroll(chip, sizeof(*chip), "gpiochip_add_data", CALLER);
}

int devm_gpiochip_add_data(struct device *dev, struct gpio_chip *chip, void *data)
{
	(void)dev;
	chip->irqrt_data = data;
	return enroll(chip, sizeof(*chip), "devm_gpiochip_add_data", CALLER);
}

void gpiochip_remove(struct gpio_chip *chip)
{
	leave(chip, sizeof(*chip), "gpiochip_remove", CALLER);
}

void *gpiochip_get_data(struct gpio_chip *chip)
{
	touch((uintptr_t)chip, sizeof(*chip), false, CALLER);
	return chip->irqrt_data;
}

/* Watchdogs. */

int watchdog_init_timeout(struct watchdog_device *watchdog, unsigned int seconds, const struct device *dev)
{
	(void)dev;
	touch((uintptr_t)watchdog, sizeof(*watchdog), true, CALLER);
	if (seconds)
		watchdog->timeout = seconds;
	return 0;
}

int watchdog_register_device(struct watchdog_device *watchdog)
{
	return enroll(watchdog, sizeof(*watchdog), "watchdog_register_device", CALLER);
}

int devm_watchdog_register_device(struct device *dev, struct watchdog_device *watchdog)
{
	(void)dev;
	return enroll(watchdog, sizeof(*watchdog), "devm_watchdog_register_device", CALLER);
}

void watchdog_unregister_device(struct watchdog_device *watchdog)
{
	leave(watchdog, sizeof(*watchdog), "watchdog_unregister_device", CALLER);
}

void watchdog_notify_pretimeout(struct watchdog_device *watchdog)
{
	touch((uintptr_t)watchdog, sizeof(*watchdog), false, CALLER);
	point(CALLER);
}

/* Sensors. */

struct device *devm_hwmon_device_register_with_groups(struct device *dev, const char *name, void *data,
						      const struct attribute_group **groups)
{
	struct device *sensor =
		object_managed(dev, sizeof(*sensor), NULL, "devm_hwmon_device_register_with_groups", CALLER);

	(void)name;
	(void)groups;
	if (!sensor)
		return ERR_PTR(-ENOMEM);
	sensor->parent = dev;
	sensor->driver_data = data;
	return sensor;
}

/* Random numbers. */

int devm_hwrng_register(struct device *dev, struct hwrng *rng)
{
	(void)dev;
	return enroll(rng, sizeof(*rng), "devm_hwrng_register", CALLER);
}

/* Cables. */

struct extcon_dev {
	bool state;
};

struct extcon_dev *devm_extcon_dev_allocate(struct device *dev, const unsigned int *cables)
{
	struct extcon_dev *extcon = object_managed(dev, sizeof(*extcon), NULL, "devm_extcon_dev_allocate", CALLER);

	(void)cables;
	return extcon ? extcon : ERR_PTR(-ENOMEM);
}

int devm_extcon_dev_register(struct device *dev, struct extcon_dev *extcon)
{
	(void)dev;
	return enroll(extcon, sizeof(*extcon), "devm_extcon_dev_register", CALLER);
}

int extcon_set_state_sync(struct extcon_dev *extcon, unsigned int cable, bool state)
{
	(void)cable;
	touch((uintptr_t)extcon, sizeof(*extcon), true, CALLER);
	might_sleep_at(CALLER, "extcon_set_state_sync");
	extcon->state = state;
	return 0;
}
