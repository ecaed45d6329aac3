// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_EXTCON_PROVIDER_H
#define KERNEL_LINUX_EXTCON_PROVIDER_H

#include <linux/device.h>
#include <linux/extcon.h>

struct extcon_dev;

/* Context: process, may sleep.  Returns: an ERR_PTR, or a negative errno, on failure. */
struct extcon_dev *devm_extcon_dev_allocate(struct device *dev, const unsigned int *cables);
int devm_extcon_dev_register(struct device *dev, struct extcon_dev *extcon);
int extcon_set_state_sync(struct extcon_dev *extcon, unsigned int cable, bool state);

#endif
