// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_RCUPDATE_H
#define KERNEL_LINUX_RCUPDATE_H

#include <linux/types.h>

/* Context: any; no sleeping between lock and unlock. */
void rcu_read_lock(void);
void rcu_read_unlock(void);
/* Context: process, may sleep. */
void synchronize_rcu(void);
/* Context: any. */
void call_rcu(struct rcu_head *head, void (*function)(struct rcu_head *head));

#define rcu_dereference(pointer) READ_ONCE(pointer)
#define rcu_access_pointer(pointer) READ_ONCE(pointer)
#define rcu_assign_pointer(pointer, value) WRITE_ONCE(pointer, value)
#define RCU_INIT_POINTER(pointer, value) WRITE_ONCE(pointer, value)

#endif
