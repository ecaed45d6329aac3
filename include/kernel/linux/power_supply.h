// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_POWER_SUPPLY_H
#define KERNEL_LINUX_POWER_SUPPLY_H

#include <linux/types.h>

struct device;
struct device_node;
struct fwnode_handle;
struct power_supply;

enum power_supply_type {
	POWER_SUPPLY_TYPE_UNKNOWN = 0,
	POWER_SUPPLY_TYPE_BATTERY,
	POWER_SUPPLY_TYPE_UPS,
	POWER_SUPPLY_TYPE_MAINS,
	POWER_SUPPLY_TYPE_USB,
};

enum { POWER_SUPPLY_STATUS_UNKNOWN, POWER_SUPPLY_STATUS_CHARGING, POWER_SUPPLY_STATUS_DISCHARGING,
       POWER_SUPPLY_STATUS_NOT_CHARGING, POWER_SUPPLY_STATUS_FULL };

enum { POWER_SUPPLY_HEALTH_UNKNOWN, POWER_SUPPLY_HEALTH_GOOD, POWER_SUPPLY_HEALTH_OVERHEAT, POWER_SUPPLY_HEALTH_DEAD,
       POWER_SUPPLY_HEALTH_OVERVOLTAGE, POWER_SUPPLY_HEALTH_UNSPEC_FAILURE };

enum power_supply_property {
	POWER_SUPPLY_PROP_STATUS = 0,
	POWER_SUPPLY_PROP_HEALTH,
	POWER_SUPPLY_PROP_PRESENT,
	POWER_SUPPLY_PROP_ONLINE,
	POWER_SUPPLY_PROP_VOLTAGE_NOW,
	POWER_SUPPLY_PROP_CURRENT_NOW,
	POWER_SUPPLY_PROP_CAPACITY,
	POWER_SUPPLY_PROP_TECHNOLOGY,
	POWER_SUPPLY_PROP_TEMP,
};

union power_supply_propval {
	int intval;
	const char *strval;
};

struct power_supply_desc {
	const char *name;
	enum power_supply_type type;
	const enum power_supply_property *properties;
	size_t num_properties;
	int (*get_property)(struct power_supply *supply, enum power_supply_property property,
			    union power_supply_propval *value);
	int (*set_property)(struct power_supply *supply, enum power_supply_property property,
			    const union power_supply_propval *value);
};

struct power_supply_config {
	struct device_node *of_node;
	struct fwnode_handle *fwnode;
	void *drv_data;
	char **supplied_to;
	size_t num_supplicants;
};

struct power_supply {
	const struct power_supply_desc *desc;
	void *drv_data;
};

/* Context: process, may sleep.  Returns: an ERR_PTR on failure. */
struct power_supply *power_supply_register(struct device *parent, const struct power_supply_desc *desc,
					   const struct power_supply_config *config);
struct power_supply *devm_power_supply_register(struct device *parent, const struct power_supply_desc *desc,
						const struct power_supply_config *config);
void power_supply_unregister(struct power_supply *supply);
/* Context: any. */
void power_supply_changed(struct power_supply *supply);
void *power_supply_get_drvdata(struct power_supply *supply);

#endif
