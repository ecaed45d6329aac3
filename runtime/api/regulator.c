// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Regulators: counted. */
#include "api/object.h"
#include "sim/world.h"

#include <linux/err.h>
#include <linux/regulator/consumer.h>

struct regulator {
	unsigned enabled;
};

static void off(struct regulator *regulator, const char *what, uintptr_t pc)
{
	touch((uintptr_t)regulator, sizeof(*regulator), true, pc);
	if (!regulator->enabled)
		trap("warning", pc, run->failed, "this failed", "%s() of a regulator that is not enabled", what);
	regulator->enabled--;
}

struct regulator *devm_regulator_get(struct device *dev, const char *id)
{
	struct regulator *regulator = object_managed(dev, sizeof(*regulator), NULL, "devm_regulator_get", CALLER);

	(void)id;
	return regulator ? regulator : ERR_PTR(-EPROBE_DEFER);
}

struct regulator *devm_regulator_get_optional(struct device *dev, const char *id)
{
	struct regulator *regulator =
		object_managed(dev, sizeof(*regulator), NULL, "devm_regulator_get_optional", CALLER);

	(void)id;
	return regulator ? regulator : ERR_PTR(-ENODEV);
}

static void release_enabled(struct device *device, void *object)
{
	(void)device;
	off(object, "devm_regulator_get_enable", object_added_at());
}

int devm_regulator_get_enable(struct device *dev, const char *id)
{
	struct regulator *regulator =
		object_managed(dev, sizeof(*regulator), release_enabled, "devm_regulator_get_enable", CALLER);

	(void)id;
	if (!regulator)
		return -EPROBE_DEFER;
	regulator->enabled = 1;
	return 0;
}

int regulator_enable(struct regulator *regulator)
{
	if (operation_fails("regulator_enable", CALLER))
		return -EIO;
	touch((uintptr_t)regulator, sizeof(*regulator), true, CALLER);
	regulator->enabled++;
	return 0;
}

int regulator_disable(struct regulator *regulator)
{
	might_sleep_at(CALLER, "regulator_disable");
	off(regulator, "regulator_disable", CALLER);
	return 0;
}

int regulator_get_voltage(struct regulator *regulator)
{
	touch((uintptr_t)regulator, sizeof(*regulator), false, CALLER);
	return operation_fails("regulator_get_voltage", CALLER) ? -EINVAL : 3300000;
}
