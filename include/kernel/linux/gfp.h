// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_GFP_H
#define KERNEL_LINUX_GFP_H

#include <linux/types.h>

/* The bits are ours; only that GFP_KERNEL may sleep and GFP_ATOMIC may not is the kernel's. */
#define __GFP_HIGH ((gfp_t)0x20)
#define __GFP_DIRECT_RECLAIM ((gfp_t)0x400)
#define __GFP_ZERO ((gfp_t)0x100)
#define __GFP_NOWARN ((gfp_t)0x2000)
#define GFP_KERNEL ((gfp_t)0xcc0)
#define GFP_ATOMIC ((gfp_t)0x820)
#define GFP_NOWAIT ((gfp_t)0x800)
#define GFP_NOIO ((gfp_t)0xc00)
#define GFP_DMA ((gfp_t)0x1)

/* Context: process, may sleep, unless @flags lack __GFP_DIRECT_RECLAIM.  Returns: 0 on failure. */
unsigned long __get_free_pages(gfp_t flags, unsigned int order);
void free_pages(unsigned long address, unsigned int order);
#define __get_free_page(flags) __get_free_pages(flags, 0)
#define get_zeroed_page(flags) __get_free_pages((flags) | __GFP_ZERO, 0)
#define free_page(address) free_pages(address, 0)

#endif
