// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * What -fsanitize=thread makes of atomic builtins.  Contexts take turns, so that each is one access
 * with a point before it; memory order has no meaning in interleavings, but to who watches them.
 */
#include "sim/world.h"

typedef unsigned __int128 u128;
typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;

#define FETCH(bits, name, operation)                                                                                   \
	u##bits __tsan_atomic##bits##_fetch_##name(volatile u##bits *address, u##bits value, int order);               \
	u##bits __tsan_atomic##bits##_fetch_##name(volatile u##bits *address, u##bits value, int order)                \
	{                                                                                                              \
		(void)order;                                                                                           \
		access_memory((uintptr_t)address, sizeof(value), true, CALLER);                                        \
		ORDER_PASS_ON(__tsan_atomic##bits##_fetch_##name, address, value, order);                              \
		u##bits before = *address;                                                                             \
		*address = (u##bits)(operation);                                                                       \
		return before;                                                                                         \
	}

/* A weak one does not fail without a reason either. */
#define COMPARE_EXCHANGE(bits, strength)                                                                               \
	int __tsan_atomic##bits##_compare_exchange_##strength(volatile u##bits *address, u##bits *expected,            \
							      u##bits value, int order, int otherwise);                \
	int __tsan_atomic##bits##_compare_exchange_##strength(volatile u##bits *address, u##bits *expected,            \
							      u##bits value, int order, int otherwise)                 \
	{                                                                                                              \
		(void)order;                                                                                           \
		(void)otherwise;                                                                                       \
		access_memory((uintptr_t)address, sizeof(value), true, CALLER);                                        \
		ORDER_PASS_ON(__tsan_atomic##bits##_compare_exchange_##strength, address, expected, value, order,      \
			      otherwise);                                                                              \
		if (*address != *expected) {                                                                           \
			*expected = *address;                                                                          \
			return 0;                                                                                      \
		}                                                                                                      \
		*address = value;                                                                                      \
		return 1;                                                                                              \
	}

#define ATOMICS(bits)                                                                                                  \
	u##bits __tsan_atomic##bits##_load(const volatile u##bits *address, int order);                                \
	u##bits __tsan_atomic##bits##_load(const volatile u##bits *address, int order)                                 \
	{                                                                                                              \
		(void)order;                                                                                           \
		access_memory((uintptr_t)address, sizeof(*address), false, CALLER);                                    \
		ORDER_PASS_ON(__tsan_atomic##bits##_load, address, order);                                             \
		return *address;                                                                                       \
	}                                                                                                              \
	void __tsan_atomic##bits##_store(volatile u##bits *address, u##bits value, int order);                         \
	void __tsan_atomic##bits##_store(volatile u##bits *address, u##bits value, int order)                          \
	{                                                                                                              \
		(void)order;                                                                                           \
		access_memory((uintptr_t)address, sizeof(value), true, CALLER);                                        \
		ORDER_PASS_ON(__tsan_atomic##bits##_store, address, value, order);                                     \
		*address = value;                                                                                      \
	}                                                                                                              \
	u##bits __tsan_atomic##bits##_exchange(volatile u##bits *address, u##bits value, int order);                   \
	u##bits __tsan_atomic##bits##_exchange(volatile u##bits *address, u##bits value, int order)                    \
	{                                                                                                              \
		(void)order;                                                                                           \
		access_memory((uintptr_t)address, sizeof(value), true, CALLER);                                        \
		ORDER_PASS_ON(__tsan_atomic##bits##_exchange, address, value, order);                                  \
		u##bits before = *address;                                                                             \
		*address = value;                                                                                      \
		return before;                                                                                         \
	}                                                                                                              \
	u##bits __tsan_atomic##bits##_compare_exchange_val(volatile u##bits *address, u##bits expected, u##bits value, \
							   int order, int otherwise);                                  \
	u##bits __tsan_atomic##bits##_compare_exchange_val(volatile u##bits *address, u##bits expected, u##bits value, \
							   int order, int otherwise)                                   \
	{                                                                                                              \
		(void)order;                                                                                           \
		(void)otherwise;                                                                                       \
		access_memory((uintptr_t)address, sizeof(value), true, CALLER);                                        \
		ORDER_PASS_ON(__tsan_atomic##bits##_compare_exchange_val, address, expected, value, order, otherwise); \
		u##bits before = *address;                                                                             \
		if (before == expected)                                                                                \
			*address = value;                                                                              \
		return before;                                                                                         \
	}                                                                                                              \
	FETCH(bits, add, before + value)                                                                               \
	FETCH(bits, sub, before - value)                                                                               \
	FETCH(bits, and, before &value)                                                                                \
	FETCH(bits, or, before | value)                                                                                \
	FETCH(bits, xor, before ^ value)                                                                               \
	FETCH(bits, nand, ~(before & value))                                                                           \
	COMPARE_EXCHANGE(bits, strong)                                                                                 \
	COMPARE_EXCHANGE(bits, weak)

ATOMICS(8)
ATOMICS(16)
ATOMICS(32)
ATOMICS(64)
ATOMICS(128)

void __tsan_atomic_thread_fence(int order);
void __tsan_atomic_thread_fence(int order)
{
	(void)order;
}

void __tsan_atomic_signal_fence(int order);
void __tsan_atomic_signal_fence(int order)
{
	(void)order;
}
