// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Reset lines. */
#include "api/object.h"
#include "sim/world.h"

#include <linux/err.h>
#include <linux/reset.h>

struct reset_control {
	bool asserted;
};

static struct reset_control *get(struct device *device, const char *what, uintptr_t pc)
{
	struct reset_control *reset = object_managed(device, sizeof(*reset), NULL, what, pc);

	return reset ? reset : ERR_PTR(-EPROBE_DEFER);
}

#define GETTER(name)                                                                                                   \
	struct reset_control *name(struct device *dev, const char *id)                                                 \
	{                                                                                                              \
		(void)id;                                                                                              \
		return get(dev, #name, CALLER);                                                                        \
	}

GETTER(devm_reset_control_get)
GETTER(devm_reset_control_get_exclusive)
GETTER(devm_reset_control_get_shared)
GETTER(devm_reset_control_get_optional)
GETTER(devm_reset_control_get_optional_exclusive)
GETTER(devm_reset_control_get_optional_shared)

static int set(struct reset_control *reset, bool asserted, const char *what, uintptr_t pc)
{
	if (operation_fails(what, pc))
		return -EIO;
	if (reset) {
		touch((uintptr_t)reset, sizeof(*reset), true, pc);
		reset->asserted = asserted;
	}
	return 0;
}

int reset_control_assert(struct reset_control *reset)
{
	return set(reset, true, "reset_control_assert", CALLER);
}

int reset_control_deassert(struct reset_control *reset)
{
	return set(reset, false, "reset_control_deassert", CALLER);
}

int reset_control_reset(struct reset_control *reset)
{
	return set(reset, false, "reset_control_reset", CALLER);
}
