// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Memory card hosts. */
#include "api/object.h"
#include "sim/world.h"

#include <linux/mmc/host.h>

struct mmc_host {
	struct device *device;
	bool added;
	_Alignas(16) char driver[];
};

struct mmc_host *mmc_alloc_host(int private_size, struct device *dev)
{
	struct mmc_host *host = object_create(sizeof(*host) + (size_t)private_size, "mmc_alloc_host", CALLER);

	if (host)
		host->device = dev;
	return host;
}

void *mmc_priv(struct mmc_host *host)
{
	return host->driver;
}

int mmc_add_host(struct mmc_host *host)
{
	touch((uintptr_t)host, sizeof(*host), true, CALLER);
	if (operation_fails("mmc_add_host", CALLER))
		return -ENOMEM;
	host->added = true;
	return 0;
}

void mmc_remove_host(struct mmc_host *host)
{
	might_sleep_at(CALLER, "mmc_remove_host");
	touch((uintptr_t)host, sizeof(*host), true, CALLER);
	host->added = false;
}

void mmc_free_host(struct mmc_host *host)
{
	might_sleep_at(CALLER, "mmc_free_host");
	object_destroy(host, "mmc_free_host", CALLER);
}

void mmc_detect_change(struct mmc_host *host, unsigned long delay)
{
	(void)delay;
	touch((uintptr_t)host, sizeof(*host), false, CALLER);
	point(CALLER);
}
