// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Spinning locks.  Context: any; no sleeping while one is held. */
#ifndef KERNEL_LINUX_SPINLOCK_H
#define KERNEL_LINUX_SPINLOCK_H

#include <linux/cleanup.h>
#include <linux/irqflags.h>
#include <linux/preempt.h>
#include <linux/types.h>

void irqrt_local_bh_disable(void);
void irqrt_local_bh_enable(void);
#define local_bh_disable() irqrt_local_bh_disable()
#define local_bh_enable() irqrt_local_bh_enable()

typedef struct spinlock {
	unsigned int irqrt_ready;
	unsigned int irqrt_owner;
} spinlock_t;

void irqrt_spin_lock_init(spinlock_t *lock, const char *name);
void irqrt_spin_lock(spinlock_t *lock);
void irqrt_spin_unlock(spinlock_t *lock);
/* Returns: whether the lock was taken. */
int irqrt_spin_trylock(spinlock_t *lock);

#define spin_lock_init(lock) irqrt_spin_lock_init(lock, #lock)
#define __SPIN_LOCK_UNLOCKED(name) { IRQRT_READY, 0 }
#define DEFINE_SPINLOCK(name) spinlock_t name = __SPIN_LOCK_UNLOCKED(name)

static inline void spin_lock(spinlock_t *lock)
{
	irqrt_spin_lock(lock);
}

static inline void spin_unlock(spinlock_t *lock)
{
	irqrt_spin_unlock(lock);
}

static inline int spin_trylock(spinlock_t *lock)
{
	return irqrt_spin_trylock(lock);
}

static inline void spin_lock_irq(spinlock_t *lock)
{
	local_irq_disable();
	irqrt_spin_lock(lock);
}

static inline void spin_unlock_irq(spinlock_t *lock)
{
	irqrt_spin_unlock(lock);
	local_irq_enable();
}

static inline void spin_lock_bh(spinlock_t *lock)
{
	local_bh_disable();
	irqrt_spin_lock(lock);
}

static inline void spin_unlock_bh(spinlock_t *lock)
{
	irqrt_spin_unlock(lock);
	local_bh_enable();
}

static inline void spin_unlock_irqrestore(spinlock_t *lock, unsigned long flags)
{
	irqrt_spin_unlock(lock);
	local_irq_restore(flags);
}

#define spin_lock_irqsave(lock, flags)  \
	do {                             \
		local_irq_save(flags);   \
		irqrt_spin_lock(lock); \
	} while (0)
#define spin_lock_nested(lock, subclass) spin_lock(lock)

DEFINE_LOCK_GUARD_1(spinlock, spinlock_t, spin_lock(_T->lock), spin_unlock(_T->lock), char unused)
DEFINE_LOCK_GUARD_1(spinlock_irq, spinlock_t, spin_lock_irq(_T->lock), spin_unlock_irq(_T->lock), char unused)
DEFINE_LOCK_GUARD_1(spinlock_irqsave, spinlock_t, spin_lock_irqsave(_T->lock, _T->flags),
		    spin_unlock_irqrestore(_T->lock, _T->flags), unsigned long flags)

typedef struct raw_spinlock {
	unsigned int irqrt_ready;
	unsigned int irqrt_owner;
} raw_spinlock_t;

void irqrt_raw_spin_lock_init(raw_spinlock_t *lock, const char *name);
void irqrt_raw_spin_lock(raw_spinlock_t *lock);
void irqrt_raw_spin_unlock(raw_spinlock_t *lock);
/* Returns: whether the lock was taken. */
int irqrt_raw_spin_trylock(raw_spinlock_t *lock);

#define raw_spin_lock_init(lock) irqrt_raw_spin_lock_init(lock, #lock)
#define DEFINE_RAW_SPINLOCK(name) raw_spinlock_t name = { IRQRT_READY, 0 }

static inline void raw_spin_lock(raw_spinlock_t *lock)
{
	irqrt_raw_spin_lock(lock);
}

static inline void raw_spin_unlock(raw_spinlock_t *lock)
{
	irqrt_raw_spin_unlock(lock);
}

static inline int raw_spin_trylock(raw_spinlock_t *lock)
{
	return irqrt_raw_spin_trylock(lock);
}

static inline void raw_spin_lock_irq(raw_spinlock_t *lock)
{
	local_irq_disable();
	irqrt_raw_spin_lock(lock);
}

static inline void raw_spin_unlock_irq(raw_spinlock_t *lock)
{
	irqrt_raw_spin_unlock(lock);
	local_irq_enable();
}

static inline void raw_spin_lock_bh(raw_spinlock_t *lock)
{
	local_bh_disable();
	irqrt_raw_spin_lock(lock);
}

static inline void raw_spin_unlock_bh(raw_spinlock_t *lock)
{
	irqrt_raw_spin_unlock(lock);
	local_bh_enable();
}

static inline void raw_spin_unlock_irqrestore(raw_spinlock_t *lock, unsigned long flags)
{
	irqrt_raw_spin_unlock(lock);
	local_irq_restore(flags);
}

#define raw_spin_lock_irqsave(lock, flags)  \
	do {                             \
		local_irq_save(flags);   \
		irqrt_raw_spin_lock(lock); \
	} while (0)
#define raw_spin_lock_nested(lock, subclass) raw_spin_lock(lock)

DEFINE_LOCK_GUARD_1(raw_spinlock, raw_spinlock_t, raw_spin_lock(_T->lock),
		    raw_spin_unlock(_T->lock), char unused)
DEFINE_LOCK_GUARD_1(raw_spinlock_irq, raw_spinlock_t, raw_spin_lock_irq(_T->lock),
		    raw_spin_unlock_irq(_T->lock), char unused)
DEFINE_LOCK_GUARD_1(raw_spinlock_irqsave, raw_spinlock_t, raw_spin_lock_irqsave(_T->lock, _T->flags),
		    raw_spin_unlock_irqrestore(_T->lock, _T->flags), unsigned long flags)

#endif
