// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_DMA_MAPPING_H
#define KERNEL_LINUX_DMA_MAPPING_H

#include <linux/gfp.h>

struct device;

/* Context: process, may sleep with GFP_KERNEL.  Returns: NULL on failure. */
void *dma_alloc_coherent(struct device *dev, size_t size, dma_addr_t *ret_handle, gfp_t flags);
void dma_free_coherent(struct device *dev, size_t size, void *memory, dma_addr_t handle);
void *dmam_alloc_coherent(struct device *dev, size_t size, dma_addr_t *ret_handle, gfp_t flags);

#endif
