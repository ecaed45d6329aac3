// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_SRCU_H
#define KERNEL_LINUX_SRCU_H

struct srcu_struct {
	unsigned int irqrt_ready;
	unsigned int irqrt_readers;
};

/* Context: process; readers may sleep. */
int init_srcu_struct(struct srcu_struct *srcu);
void cleanup_srcu_struct(struct srcu_struct *srcu);
int srcu_read_lock(struct srcu_struct *srcu);
void srcu_read_unlock(struct srcu_struct *srcu, int index);
void synchronize_srcu(struct srcu_struct *srcu);

#endif
