// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_RESET_H
#define KERNEL_LINUX_RESET_H

struct device;
struct reset_control;

/* Context: process, may sleep.  Returns: an ERR_PTR, or a negative errno, on failure. */
struct reset_control *devm_reset_control_get(struct device *dev, const char *id);
struct reset_control *devm_reset_control_get_exclusive(struct device *dev, const char *id);
struct reset_control *devm_reset_control_get_optional_exclusive(struct device *dev, const char *id);
struct reset_control *devm_reset_control_get_shared(struct device *dev, const char *id);
struct reset_control *devm_reset_control_get_optional(struct device *dev, const char *id);
struct reset_control *devm_reset_control_get_optional_shared(struct device *dev, const char *id);
int reset_control_assert(struct reset_control *reset);
int reset_control_deassert(struct reset_control *reset);
int reset_control_reset(struct reset_control *reset);

#endif
