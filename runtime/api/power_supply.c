// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Batteries and chargers. */
#include "api/object.h"
#include "sim/world.h"

#include <linux/err.h>
#include <linux/power_supply.h>

static struct power_supply *fill(struct power_supply *supply, const struct power_supply_desc *desc,
				 const struct power_supply_config *config)
{
	if (!supply)
		return ERR_PTR(-ENOMEM);
	supply->desc = desc;
	supply->drv_data = config ? config->drv_data : NULL;
	return supply;
}

struct power_supply *power_supply_register(struct device *parent, const struct power_supply_desc *desc,
					   const struct power_supply_config *config)
{
	(void)parent;
	return fill(object_create(sizeof(struct power_supply), "power_supply_register", CALLER), desc, config);
}

struct power_supply *devm_power_supply_register(struct device *parent, const struct power_supply_desc *desc,
						const struct power_supply_config *config)
{
	return fill(object_managed(parent, sizeof(struct power_supply), NULL, "devm_power_supply_register", CALLER),
		    desc, config);
}

void power_supply_unregister(struct power_supply *supply)
{
	might_sleep_at(CALLER, "power_supply_unregister");
	object_destroy(supply, "power_supply_unregister", CALLER);
}

void power_supply_changed(struct power_supply *supply)
{
	touch((uintptr_t)supply, sizeof(*supply), false, CALLER);
	point(CALLER);
}

void *power_supply_get_drvdata(struct power_supply *supply)
{
	touch((uintptr_t)supply, sizeof(*supply), false, CALLER);
	return supply->drv_data;
}
