// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Sleeping locks that readers share.  Context: process, may sleep, but for trylock and the releases. */
#ifndef KERNEL_LINUX_RWSEM_H
#define KERNEL_LINUX_RWSEM_H

#include <linux/types.h>

struct rw_semaphore {
	unsigned int irqrt_ready;
	unsigned int irqrt_writer;
	unsigned int irqrt_readers;
	unsigned int irqrt_who;
};

void init_rwsem(struct rw_semaphore *lock);
#define DECLARE_RWSEM(name) struct rw_semaphore name = { IRQRT_READY, 0, 0, 0 }

void down_read(struct rw_semaphore *lock);
void up_read(struct rw_semaphore *lock);
void down_write(struct rw_semaphore *lock);
void up_write(struct rw_semaphore *lock);
/* Return: whether the lock was taken.  Context: any. */
int down_read_trylock(struct rw_semaphore *lock);
int down_write_trylock(struct rw_semaphore *lock);

#endif
