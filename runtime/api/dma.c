// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Memory that a device shares: what it writes there is not simulated. */
#include "api/object.h"
#include "sim/world.h"

#include <linux/dma-mapping.h>

void *dma_alloc_coherent(struct device *dev, size_t size, dma_addr_t *ret_handle, gfp_t flags)
{
	void *memory;

	(void)dev;
	if (flags & __GFP_DIRECT_RECLAIM)
		might_sleep_at(CALLER, "dma_alloc_coherent");
	memory = block_start(block_create(size, BLOCK_OBJECT, true, CALLER));
	*ret_handle = (dma_addr_t)(uintptr_t)memory;
	return memory;
}

void dma_free_coherent(struct device *dev, size_t size, void *memory, dma_addr_t handle)
{
	(void)dev;
	(void)size;
	(void)handle;
	object_destroy(memory, "dma_free_coherent", CALLER);
}

void *dmam_alloc_coherent(struct device *dev, size_t size, dma_addr_t *ret_handle, gfp_t flags)
{
	void *memory = object_managed(dev, size, NULL, "dmam_alloc_coherent", CALLER);

	(void)flags;
	*ret_handle = (dma_addr_t)(uintptr_t)memory;
	return memory;
}

int dma_set_mask_and_coherent(struct device *dev, u64 mask)
{
	(void)dev;
	(void)mask;
	return fails_now(CALLER) ? -EIO : 0;
}
