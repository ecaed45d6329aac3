// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_POWER_SUPPLY_H
#define KERNEL_LINUX_POWER_SUPPLY_H

struct device;
struct power_supply;
struct power_supply_desc;
struct power_supply_config;

/* Context: process, may sleep.  Returns: an ERR_PTR on failure. */
struct power_supply *power_supply_register(struct device *parent, const struct power_supply_desc *desc,
					   const struct power_supply_config *config);
struct power_supply *devm_power_supply_register(struct device *parent, const struct power_supply_desc *desc,
						const struct power_supply_config *config);
void power_supply_unregister(struct power_supply *supply);
/* Context: any. */
void power_supply_changed(struct power_supply *supply);

#endif
