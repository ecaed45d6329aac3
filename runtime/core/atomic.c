// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Atomic counters, references and bits: one access, and a point before it. */
#include "sim/world.h"

#include <linux/atomic.h>
#include <linux/bitops.h>
#include <linux/kref.h>
#include <linux/refcount.h>

static int *counter_of(const void *counter, bool writes, uintptr_t pc)
{
	touch((uintptr_t)counter, sizeof(int), writes, pc);
	return (int *)(uintptr_t)counter;
}

int atomic_read(const atomic_t *counter)
{
	return *counter_of(counter, false, CALLER);
}

void atomic_set(atomic_t *counter, int value)
{
	*counter_of(counter, true, CALLER) = value;
}

void atomic_inc(atomic_t *counter)
{
	++*counter_of(counter, true, CALLER);
}

void atomic_dec(atomic_t *counter)
{
	--*counter_of(counter, true, CALLER);
}

void atomic_add(int value, atomic_t *counter)
{
	*counter_of(counter, true, CALLER) += value;
}

int atomic_inc_return(atomic_t *counter)
{
	return ++*counter_of(counter, true, CALLER);
}

int atomic_dec_return(atomic_t *counter)
{
	return --*counter_of(counter, true, CALLER);
}

bool atomic_dec_and_test(atomic_t *counter)
{
	return --*counter_of(counter, true, CALLER) == 0;
}

int atomic_xchg(atomic_t *counter, int value)
{
	int *at = counter_of(counter, true, CALLER), before = *at;

	*at = value;
	return before;
}

int atomic_cmpxchg(atomic_t *counter, int expected, int value)
{
	int *at = counter_of(counter, true, CALLER), before = *at;

	if (before == expected)
		*at = value;
	return before;
}

/* References. */

void refcount_set(refcount_t *count, int value)
{
	*counter_of(count, true, CALLER) = value;
}

static void take(refcount_t *count, uintptr_t pc)
{
	int *at = counter_of(count, true, pc);

	if (*at <= 0)
		trap("warning", pc, 0, NULL, "refcount_t: addition on %d; use-after-free", *at);
	++*at;
}

static bool drop(refcount_t *count, uintptr_t pc)
{
	int *at = counter_of(count, true, pc);

	if (*at <= 0)
		trap("warning", pc, 0, NULL, "refcount_t: underflow; use-after-free");
	return --*at == 0;
}

void refcount_inc(refcount_t *count)
{
	take(count, CALLER);
}

bool refcount_inc_not_zero(refcount_t *count)
{
	int *at = counter_of(count, true, CALLER);

	if (!*at)
		return false;
	++*at;
	return true;
}

bool refcount_dec_and_test(refcount_t *count)
{
	return drop(count, CALLER);
}

void kref_init(struct kref *kref)
{
	*counter_of(kref, true, CALLER) = 1;
}

void kref_get(struct kref *kref)
{
	take(&kref->refcount, CALLER);
}

int kref_put(struct kref *kref, void (*release)(struct kref *kref))
{
	if (!drop(&kref->refcount, CALLER))
		return 0;
	release(kref);
	return 1;
}

/* Bits. */

#define BITS (8u * sizeof(unsigned long))

static unsigned long *word_of(long nr, const volatile unsigned long *address, bool writes, uintptr_t pc)
{
	uintptr_t word = (uintptr_t)address + (size_t)nr / BITS * sizeof(unsigned long);

	touch(word, sizeof(unsigned long), writes, pc);
	return (unsigned long *)word;
}

static unsigned long mask_of(long nr)
{
	return 1ul << (size_t)nr % BITS;
}

void set_bit(long nr, volatile unsigned long *address)
{
	*word_of(nr, address, true, CALLER) |= mask_of(nr);
}

void clear_bit(long nr, volatile unsigned long *address)
{
	*word_of(nr, address, true, CALLER) &= ~mask_of(nr);
}

void change_bit(long nr, volatile unsigned long *address)
{
	*word_of(nr, address, true, CALLER) ^= mask_of(nr);
}

void __set_bit(long nr, volatile unsigned long *address)
{
	*word_of(nr, address, true, CALLER) |= mask_of(nr);
}

void __clear_bit(long nr, volatile unsigned long *address)
{
	*word_of(nr, address, true, CALLER) &= ~mask_of(nr);
}

bool test_bit(long nr, const volatile unsigned long *address)
{
	return *word_of(nr, address, false, CALLER) & mask_of(nr);
}

bool test_and_set_bit(long nr, volatile unsigned long *address)
{
	unsigned long *word = word_of(nr, address, true, CALLER), before = *word;

	*word |= mask_of(nr);
	return before & mask_of(nr);
}

bool test_and_clear_bit(long nr, volatile unsigned long *address)
{
	unsigned long *word = word_of(nr, address, true, CALLER), before = *word;

	*word &= ~mask_of(nr);
	return before & mask_of(nr);
}

unsigned long find_next_bit(const unsigned long *address, unsigned long size, unsigned long from)
{
	while (from < size && !(*word_of((long)from, address, false, CALLER) & mask_of((long)from)))
		from++;
	return from < size ? from : size;
}

unsigned long find_first_bit(const unsigned long *address, unsigned long size)
{
	return find_next_bit(address, size, 0);
}
