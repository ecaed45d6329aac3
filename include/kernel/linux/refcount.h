// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_REFCOUNT_H
#define KERNEL_LINUX_REFCOUNT_H

#include <linux/atomic.h>

typedef struct refcount_struct {
	atomic_t refs;
} refcount_t;

/* Context: any. */
void refcount_set(refcount_t *count, int value);
void refcount_inc(refcount_t *count);
bool __must_check refcount_inc_not_zero(refcount_t *count);
bool __must_check refcount_dec_and_test(refcount_t *count);

#endif
