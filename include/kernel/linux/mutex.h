// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Sleeping locks.  Context: process, may sleep; unlocked by the task that locked. */
#ifndef KERNEL_LINUX_MUTEX_H
#define KERNEL_LINUX_MUTEX_H

#include <linux/cleanup.h>
#include <linux/types.h>

struct mutex {
	unsigned int irqrt_ready;
	unsigned int irqrt_owner;
};

void irqrt_mutex_init(struct mutex *lock, const char *name);

#define mutex_init(lock) irqrt_mutex_init(lock, #lock)
#define DEFINE_MUTEX(name) struct mutex name = { IRQRT_READY, 0 }

void mutex_lock(struct mutex *lock);
/* Returns: 0, or -EINTR when a signal came first. */
int __must_check mutex_lock_interruptible(struct mutex *lock);
/* Returns: whether the lock was taken.  Never sleeps. */
int mutex_trylock(struct mutex *lock);
void mutex_unlock(struct mutex *lock);
bool mutex_is_locked(struct mutex *lock);
void mutex_destroy(struct mutex *lock);

DEFINE_GUARD(mutex, struct mutex *, mutex_lock(_T), mutex_unlock(_T))

#endif
