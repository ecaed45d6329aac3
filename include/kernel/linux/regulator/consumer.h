// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_REGULATOR_CONSUMER_H
#define KERNEL_LINUX_REGULATOR_CONSUMER_H

struct device;
struct regulator;

/* Context: process, may sleep.  Returns: an ERR_PTR, or a negative errno, on failure. */
struct regulator *devm_regulator_get(struct device *dev, const char *id);
struct regulator *devm_regulator_get_optional(struct device *dev, const char *id);
int devm_regulator_get_enable(struct device *dev, const char *id);
int __attribute__((warn_unused_result)) regulator_enable(struct regulator *regulator);
int regulator_get_voltage(struct regulator *regulator);
int regulator_disable(struct regulator *regulator);

#endif
