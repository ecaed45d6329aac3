// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_KREF_H
#define KERNEL_LINUX_KREF_H

#include <linux/container_of.h>
#include <linux/refcount.h>

struct kref {
	refcount_t refcount;
};

/* Context: any; @release runs in the context of the last put. */
void kref_init(struct kref *kref);
void kref_get(struct kref *kref);
/* Returns: 1 when this was the last reference. */
int kref_put(struct kref *kref, void (*release)(struct kref *kref));

#endif
