// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Locks that readers share, spinning and sleeping. */
#include "core/blame.h"
#include "sim/world.h"

#include <linux/rwlock.h>
#include <linux/rwsem.h>

/* Begins like the locks of lock.c, so that who waits for a writer is known. */
struct shared_lock {
	unsigned int ready;
	unsigned int writer;  /* index of the context that writes, from 1; 0: none does */
	unsigned int readers; /* how often it is taken for reading */
	unsigned int who;     /* a bit for each context that reads */
};

_Static_assert(sizeof(struct shared_lock) == sizeof(rwlock_t) &&
		       sizeof(struct shared_lock) == sizeof(struct rw_semaphore),
	       "locks of the headers are struct shared_lock");
_Static_assert(CONTEXTS_MAX <= 32, "contexts are bits of a word");

static bool can_read(void *what)
{
	return !((const struct shared_lock *)what)->writer;
}

static bool can_write(void *what)
{
	const struct shared_lock *lock = what;

	return !lock->writer && !lock->readers;
}

static void initialise(struct shared_lock *lock, uintptr_t pc)
{
	touch((uintptr_t)lock, sizeof(*lock), true, pc);
	*lock = (struct shared_lock) { .ready = IRQRT_READY };
}

static struct shared_lock *check(void *object, const char *how, uintptr_t pc)
{
	struct shared_lock *lock = object;

	touch((uintptr_t)lock, sizeof(*lock), true, pc);
	if (lock->ready != IRQRT_READY)
		not_initialised("reader-writer lock", how, pc);
	return lock;
}

/* Whoever this one interrupted on its CPU does not let go of it before this one ends. */
static void check_interrupted(const struct shared_lock *lock, bool writes, uintptr_t pc)
{
	const struct context *self = run->current;

	if (lock->writer == self->index + 1u || (writes && (lock->who >> self->index & 1)))
		trap("deadlock", pc, 0, NULL, "a reader-writer lock is taken by who holds it");
	for (const struct context *c = self->below; c; c = c->below) {
		if (lock->writer == c->index + 1u || (writes && (lock->who >> c->index & 1)))
			trap("irq-unsafe-lock", pc, c->held_at, "the lock was taken here, with interrupts on",
			     "the interrupt spins on a lock that is held by what it interrupted");
	}
}

static void take(struct shared_lock *lock, bool writes, uintptr_t pc)
{
	if (writes) {
		lock->writer = run->current->index + 1u;
	} else {
		lock->readers++;
		lock->who |= 1u << run->current->index;
	}
	point(pc);
}

static void let_go(void *object, bool writes, uintptr_t pc)
{
	struct shared_lock *lock = check(object, "released", pc);
	unsigned self = run->current->index;

	if (writes ? lock->writer != self + 1u : !(lock->who >> self & 1))
		trap("warning", pc, 0, NULL, "a reader-writer lock is released by who does not hold it");
	if (writes)
		lock->writer = 0;
	else if (--lock->readers == 0 || lock->who != 1u << self)
		lock->who &= ~(1u << self);
}

static void spin(void *object, bool writes, uintptr_t pc)
{
	struct shared_lock *lock = check(object, "taken", pc);

	check_interrupted(lock, writes, pc);
	spin_until(writes ? can_write : can_read, lock, WAIT_LOCK, lock);
	run->current->preempt_off++;
	run->current->held_at = pc;
	take(lock, writes, pc);
}

static void unspin(void *object, bool writes, uintptr_t pc)
{
	let_go(object, writes, pc);
	run->current->preempt_off--;
	point(pc);
	softirqs_if_possible();
}

void irqrt_rwlock_init(rwlock_t *lock)
{
	initialise((struct shared_lock *)lock, CALLER);
}

void irqrt_read_lock(rwlock_t *lock)
{
	spin(lock, false, CALLER);
}

void irqrt_read_unlock(rwlock_t *lock)
{
	unspin(lock, false, CALLER);
}

void irqrt_write_lock(rwlock_t *lock)
{
	spin(lock, true, CALLER);
}

void irqrt_write_unlock(rwlock_t *lock)
{
	unspin(lock, true, CALLER);
}

/* Sleeping ones. */

static void sleep_for(void *object, bool writes, const char *what, uintptr_t pc)
{
	struct shared_lock *lock = check(object, "taken", pc);

	might_sleep_at(pc, what);
	check_interrupted(lock, writes, pc);
	sleep_until(writes ? can_write : can_read, lock, NEVER, WAIT_LOCK, lock);
	take(lock, writes, pc);
}

static int try(void *object, bool writes, uintptr_t pc)
{
	struct shared_lock *lock = check(object, "taken", pc);

	if (writes ? !can_write(lock) : !can_read(lock))
		return 0;
	take(lock, writes, pc);
	return 1;
}

void init_rwsem(struct rw_semaphore *lock)
{
	initialise((struct shared_lock *)lock, CALLER);
}

void down_read(struct rw_semaphore *lock)
{
	sleep_for(lock, false, "down_read", CALLER);
}

void up_read(struct rw_semaphore *lock)
{
	let_go(lock, false, CALLER);
	point(CALLER);
}

void down_write(struct rw_semaphore *lock)
{
	sleep_for(lock, true, "down_write", CALLER);
}

void up_write(struct rw_semaphore *lock)
{
	let_go(lock, true, CALLER);
	point(CALLER);
}

int down_read_trylock(struct rw_semaphore *lock)
{
	return try(lock, false, CALLER);
}

int down_write_trylock(struct rw_semaphore *lock)
{
	return try(lock, true, CALLER);
}
