// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_DMA_MAPPING_H
#define KERNEL_LINUX_DMA_MAPPING_H

#include <linux/gfp.h>

struct device;

/* Context: process, may sleep with GFP_KERNEL.  Returns: NULL on failure. */
void *dma_alloc_coherent(struct device *dev, size_t size, dma_addr_t *ret_handle, gfp_t flags);
void dma_free_coherent(struct device *dev, size_t size, void *memory, dma_addr_t handle);
void *dmam_alloc_coherent(struct device *dev, size_t size, dma_addr_t *ret_handle, gfp_t flags);

#define DMA_BIT_MASK(bits) ((bits) == 64 ? ~0ULL : (1ULL << (bits)) - 1)
int dma_set_mask_and_coherent(struct device *dev, u64 mask);

#endif
