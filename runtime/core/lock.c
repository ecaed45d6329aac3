// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Spinning and sleeping locks, and what forbids sleeping: interrupts off, preemption off, softirqs off. */
#include "core/lock.h"
#include "core/blame.h"
#include "sim/world.h"

#include <linux/mutex.h>
#include <linux/preempt.h>
#include <linux/spinlock.h>

/* Both kinds of spinning locks begin like this, and the mutex too. */
struct lock {
	unsigned int ready;
	unsigned int owner; /* index of the context that holds it, from 1; 0: free */
};

_Static_assert(sizeof(struct lock) == sizeof(spinlock_t) && sizeof(struct lock) == sizeof(raw_spinlock_t) &&
		       sizeof(struct lock) == sizeof(struct mutex),
	       "locks of the headers are struct lock");

static bool is_free(void *what)
{
	return !((const struct lock *)what)->owner;
}

const struct context *lock_holder(const struct context *context)
{
	const struct lock *lock = context->waits_on;

	return context->waits_for == WAIT_LOCK && lock->owner ? &world->contexts[lock->owner - 1] : NULL;
}

static void initialise(struct lock *lock, uintptr_t pc)
{
	touch((uintptr_t)lock, sizeof(*lock), true, pc);
	*lock = (struct lock) { IRQRT_READY, 0 };
}

static void check(struct lock *lock, const char *noun, const char *how, uintptr_t pc)
{
	touch((uintptr_t)lock, sizeof(*lock), true, pc);
	if (lock->ready != IRQRT_READY)
		not_initialised(noun, how, pc);
}

/* Whoever this one interrupted on its CPU does not go on before it ends. */
static void check_interrupted_holder(const struct lock *lock, const char *noun, uintptr_t pc)
{
	const struct context *self = run->current;

	if (!lock->owner)
		return;
	if (lock->owner == self->index + 1u)
		trap("deadlock", pc, 0, NULL, "a %s is taken by who holds it", noun);
	for (const struct context *c = self->below; c; c = c->below) {
		if (lock->owner == c->index + 1u)
			trap("irq-unsafe-lock", pc, c->held_at, "the lock was taken here, with interrupts on",
			     "the interrupt spins on a lock that is held by what it interrupted");
	}
}

static void spin(struct lock *lock, uintptr_t pc)
{
	struct context *self = run->current;

	check(lock, "spin lock", "taken", pc);
	check_interrupted_holder(lock, "spin lock", pc);
	spin_until(is_free, lock, WAIT_LOCK, lock);
	lock->owner = self->index + 1u;
	self->preempt_off++;
	self->held_at = pc;
	point(pc);
}

static int try_spin(struct lock *lock, uintptr_t pc)
{
	struct context *self = run->current;

	check(lock, "spin lock", "taken", pc);
	if (lock->owner)
		return 0;
	lock->owner = self->index + 1u;
	self->preempt_off++;
	self->held_at = pc;
	return 1;
}

static void unlock(struct lock *lock, bool spins, uintptr_t pc)
{
	struct context *self = run->current;

	check(lock, spins ? "spin lock" : "mutex", "released", pc);
	if (lock->owner != self->index + 1u)
		trap("warning", pc, 0, NULL, "a lock is released by who does not hold it");
	lock->owner = 0;
	if (spins)
		self->preempt_off--;
	point(pc);
	if (spins)
		softirqs_if_possible();
}

void irqrt_spin_lock_init(spinlock_t *lock, const char *name)
{
	(void)name;
	initialise((struct lock *)lock, CALLER);
}

void irqrt_spin_lock(spinlock_t *lock)
{
	spin((struct lock *)lock, CALLER);
}

int irqrt_spin_trylock(spinlock_t *lock)
{
	return try_spin((struct lock *)lock, CALLER);
}

void irqrt_spin_unlock(spinlock_t *lock)
{
	unlock((struct lock *)lock, true, CALLER);
}

void irqrt_raw_spin_lock_init(raw_spinlock_t *lock, const char *name)
{
	(void)name;
	initialise((struct lock *)lock, CALLER);
}

void irqrt_raw_spin_lock(raw_spinlock_t *lock)
{
	spin((struct lock *)lock, CALLER);
}

int irqrt_raw_spin_trylock(raw_spinlock_t *lock)
{
	return try_spin((struct lock *)lock, CALLER);
}

void irqrt_raw_spin_unlock(raw_spinlock_t *lock)
{
	unlock((struct lock *)lock, true, CALLER);
}

/* Mutexes. */

void irqrt_mutex_init(struct mutex *lock, const char *name)
{
	(void)name;
	initialise((struct lock *)lock, CALLER);
}

static void lock_mutex(struct mutex *mutex, uintptr_t pc)
{
	struct lock *lock = (struct lock *)mutex;

	check(lock, "mutex", "taken", pc);
	might_sleep_at(pc, "mutex_lock");
	check_interrupted_holder(lock, "mutex", pc);
	sleep_until(is_free, lock, NEVER, WAIT_LOCK, lock);
	lock->owner = run->current->index + 1u;
	point(pc);
}

void mutex_lock(struct mutex *lock)
{
	lock_mutex(lock, CALLER);
}

int mutex_lock_interruptible(struct mutex *lock)
{
	lock_mutex(lock, CALLER);
	return 0;
}

int mutex_trylock(struct mutex *mutex)
{
	struct lock *lock = (struct lock *)mutex;

	check(lock, "mutex", "taken", CALLER);
	if (lock->owner)
		return 0;
	lock->owner = run->current->index + 1u;
	return 1;
}

void mutex_unlock(struct mutex *lock)
{
	unlock((struct lock *)lock, false, CALLER);
}

bool mutex_is_locked(struct mutex *lock)
{
	check((struct lock *)lock, "mutex", "asked", CALLER);
	return ((struct lock *)lock)->owner != 0;
}

void mutex_destroy(struct mutex *lock)
{
	check((struct lock *)lock, "mutex", "destroyed", CALLER);
}

/* What forbids sleeping. */

unsigned long irqrt_local_irq_save(void)
{
	unsigned long flags = run->current->irqs_off;

	run->current->irqs_off = true;
	return flags;
}

void irqrt_local_irq_restore(unsigned long flags)
{
	bool opens = run->current->irqs_off && !flags;

	run->current->irqs_off = flags != 0;
	if (!opens)
		return;
	point(CALLER);
	softirqs_if_possible();
}

void irqrt_local_irq_disable(void)
{
	run->current->irqs_off = true;
}

void irqrt_local_irq_enable(void)
{
	run->current->irqs_off = false;
	point(CALLER);
	softirqs_if_possible();
}

bool irqrt_irqs_disabled(void)
{
	return run->current->irqs_off;
}

void irqrt_local_bh_disable(void)
{
	run->current->bh_off++;
}

void irqrt_local_bh_enable(void)
{
	run->current->bh_off--;
	point(CALLER);
	softirqs_if_possible();
}

void irqrt_preempt_disable(void)
{
	run->current->preempt_off++;
}

void irqrt_preempt_enable(void)
{
	run->current->preempt_off--;
	point(CALLER);
}

bool irqrt_in_hardirq(void)
{
	return run->current->kind == CONTEXT_HARDIRQ;
}

bool irqrt_in_softirq(void)
{
	return run->current->kind == CONTEXT_SOFTIRQ || run->current->bh_off;
}
