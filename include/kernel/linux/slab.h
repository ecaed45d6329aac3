// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Memory.  Context: process and may sleep with GFP_KERNEL, any with GFP_ATOMIC.
 * Returns: memory owned by the caller, NULL on failure.
 */
#ifndef KERNEL_LINUX_SLAB_H
#define KERNEL_LINUX_SLAB_H

#include <linux/cleanup.h>
#include <linux/err.h>
#include <linux/gfp.h>

void *kmalloc(size_t size, gfp_t flags);
void *kzalloc(size_t size, gfp_t flags);
void *kcalloc(size_t count, size_t size, gfp_t flags);
void *kmalloc_array(size_t count, size_t size, gfp_t flags);
void *krealloc(const void *memory, size_t size, gfp_t flags) __must_check;
void *kmemdup(const void *source, size_t size, gfp_t flags);
char *kstrdup(const char *text, gfp_t flags);
__printf(2, 3) char *kasprintf(gfp_t flags, const char *format, ...);
/* Context: any.  Accepts: NULL. */
void kfree(const void *memory);
void kfree_sensitive(const void *memory);
void *vmalloc(unsigned long size);
void *vzalloc(unsigned long size);
void vfree(const void *memory);
void *kvzalloc(size_t size, gfp_t flags);
void *kvcalloc(size_t count, size_t size, gfp_t flags);
void kvfree(const void *memory);

DEFINE_FREE(kfree, void *, if (!IS_ERR_OR_NULL(_T)) kfree(_T))

#endif
