// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_HW_RANDOM_H
#define KERNEL_LINUX_HW_RANDOM_H

#include <linux/types.h>

struct device;

/* Context of all: process, may sleep. */
struct hwrng {
	const char *name;
	int (*init)(struct hwrng *rng);
	void (*cleanup)(struct hwrng *rng);
	int (*read)(struct hwrng *rng, void *data, size_t most, bool wait);
	unsigned long priv;
	unsigned short quality;
};

/* Context: process, may sleep.  Returns: 0 or a negative errno. */
int devm_hwrng_register(struct device *dev, struct hwrng *rng);

#endif
