// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Atomic counters.  Context: any. */
#ifndef KERNEL_LINUX_ATOMIC_H
#define KERNEL_LINUX_ATOMIC_H

#include <linux/types.h>

#define ATOMIC_INIT(value) { (value) }

int atomic_read(const atomic_t *counter);
void atomic_set(atomic_t *counter, int value);
void atomic_inc(atomic_t *counter);
void atomic_dec(atomic_t *counter);
void atomic_add(int value, atomic_t *counter);
int atomic_inc_return(atomic_t *counter);
int atomic_dec_return(atomic_t *counter);
bool atomic_dec_and_test(atomic_t *counter);
int atomic_xchg(atomic_t *counter, int value);
int atomic_cmpxchg(atomic_t *counter, int expected, int value);

#endif
