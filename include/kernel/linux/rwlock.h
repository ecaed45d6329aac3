// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Spinning locks that readers share.  Context: any; no sleeping while one is held. */
#ifndef KERNEL_LINUX_RWLOCK_H
#define KERNEL_LINUX_RWLOCK_H

#include <linux/spinlock.h>

typedef struct {
	unsigned int irqrt_ready;
	unsigned int irqrt_writer;
	unsigned int irqrt_readers;
	unsigned int irqrt_who;
} rwlock_t;

void irqrt_rwlock_init(rwlock_t *lock);
void irqrt_read_lock(rwlock_t *lock);
void irqrt_read_unlock(rwlock_t *lock);
void irqrt_write_lock(rwlock_t *lock);
void irqrt_write_unlock(rwlock_t *lock);

#define rwlock_init(lock) irqrt_rwlock_init(lock)
#define DEFINE_RWLOCK(name) rwlock_t name = { IRQRT_READY, 0, 0, 0 }

#define read_lock(lock) irqrt_read_lock(lock)
#define read_unlock(lock) irqrt_read_unlock(lock)
#define write_lock(lock) irqrt_write_lock(lock)
#define write_unlock(lock) irqrt_write_unlock(lock)

#define IRQRT_RW_VARIANTS(kind)                                              \
	static inline void kind##_lock_irq(rwlock_t *lock)                   \
	{                                                                    \
		local_irq_disable();                                         \
		irqrt_##kind##_lock(lock);                                   \
	}                                                                    \
	static inline void kind##_unlock_irq(rwlock_t *lock)                 \
	{                                                                    \
		irqrt_##kind##_unlock(lock);                                 \
		local_irq_enable();                                          \
	}                                                                    \
	static inline void kind##_lock_bh(rwlock_t *lock)                    \
	{                                                                    \
		local_bh_disable();                                          \
		irqrt_##kind##_lock(lock);                                   \
	}                                                                    \
	static inline void kind##_unlock_bh(rwlock_t *lock)                  \
	{                                                                    \
		irqrt_##kind##_unlock(lock);                                 \
		local_bh_enable();                                           \
	}                                                                    \
	static inline void kind##_unlock_irqrestore(rwlock_t *lock, unsigned long flags) \
	{                                                                    \
		irqrt_##kind##_unlock(lock);                                 \
		local_irq_restore(flags);                                    \
	}
IRQRT_RW_VARIANTS(read)
IRQRT_RW_VARIANTS(write)

#define read_lock_irqsave(lock, flags)  \
	do {                            \
		local_irq_save(flags);  \
		irqrt_read_lock(lock);  \
	} while (0)
#define write_lock_irqsave(lock, flags) \
	do {                            \
		local_irq_save(flags);  \
		irqrt_write_lock(lock); \
	} while (0)

#endif
