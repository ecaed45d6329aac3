// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * What -fsanitize=thread makes the driver's code call: each access to memory that others can see,
 * each function that is entered and left.  The compiler's pass is used; its runtime is
 * not, or comes second (threads/order.c).
 */
#include "sim/world.h"

#include <string.h>

/* Called by instrumented code only, which has no prototypes of them either. */
#pragma clang diagnostic ignored "-Wmissing-prototypes"
#pragma GCC diagnostic ignored "-Wmissing-prototypes"

/* READ_ONCE() and the like: whoever uses them means to be ordered by them. */
#define MARKED(name, bytes, writes)                                                                                    \
	void name(void *address);                                                                                      \
	void name(void *address)                                                                                       \
	{                                                                                                              \
		touch((uintptr_t)address, bytes, writes, CALLER);                                                      \
	}

/* A plain read, and a plain write that may be the end of an update that began with it. */
#define READ(name, bytes)                                                                                              \
	void name(void *address);                                                                                      \
	void name(void *address)                                                                                       \
	{                                                                                                              \
		access_memory((uintptr_t)address, bytes, false, CALLER);                                               \
		if (run->current && world->setting.all_rules)                                                          \
			update_begins((uintptr_t)address, bytes);                                                      \
		ORDER_PASS_ON(name, address);                                                                          \
	}

#define WRITE(name, bytes)                                                                                             \
	void name(void *address);                                                                                      \
	void name(void *address)                                                                                       \
	{                                                                                                              \
		uint32_t steps = run->current ? run->current->steps : 0;                                               \
		access_memory((uintptr_t)address, bytes, true, CALLER);                                                \
		if (run->current && world->setting.all_rules)                                                          \
			update_ends((uintptr_t)address, bytes, steps, CALLER);                                         \
		ORDER_PASS_ON(name, address);                                                                          \
	}

#define ACCESSES(bytes)                                                                                                \
	READ(__tsan_read##bytes, bytes)                                                                                \
	WRITE(__tsan_write##bytes, bytes)                                                                              \
	READ(__tsan_unaligned_read##bytes, bytes)                                                                      \
	WRITE(__tsan_unaligned_write##bytes, bytes)                                                                    \
	MARKED(__tsan_volatile_read##bytes, bytes, false)                                                              \
	MARKED(__tsan_volatile_write##bytes, bytes, true)                                                              \
	MARKED(__tsan_unaligned_volatile_read##bytes, bytes, false)                                                    \
	MARKED(__tsan_unaligned_volatile_write##bytes, bytes, true)                                                    \
	WRITE(__tsan_read_write##bytes, bytes)                                                                         \
	WRITE(__tsan_unaligned_read_write##bytes, bytes)

ACCESSES(1)
ACCESSES(2)
ACCESSES(4)
ACCESSES(8)
ACCESSES(16)

void __tsan_init(void);
void __tsan_init(void) {}

void __tsan_func_entry(void *caller);
void __tsan_func_entry(void *caller)
{
	struct context *context = run->current;

	/* A program with a machine in it is instrumented where none of its contexts runs, too. */
	if (!context)
		return;
	if (context->depth < FRAMES_MAX)
		context->frames[context->depth] =
			(struct frame) { (uintptr_t)caller, (uintptr_t)__builtin_frame_address(0), ++run->serial };
	context->depth++;
	if (context->errand.kind != ERRAND_NONE && !context->errand.entered && is_of_driver(CALLER))
		context->errand.entered = CALLER;
	ORDER_PASS_ON(__tsan_func_entry, caller);
}

void __tsan_func_exit(void);
void __tsan_func_exit(void)
{
	if (run->current)
		run->current->depth--;
	ORDER_PASS_ON(__tsan_func_exit);
}

void __tsan_read_range(void *address, size_t bytes);
void __tsan_read_range(void *address, size_t bytes)
{
	access_memory((uintptr_t)address, bytes, false, CALLER);
	ORDER_PASS_ON(__tsan_read_range, address, bytes);
}

void __tsan_write_range(void *address, size_t bytes);
void __tsan_write_range(void *address, size_t bytes)
{
	access_memory((uintptr_t)address, bytes, true, CALLER);
	ORDER_PASS_ON(__tsan_write_range, address, bytes);
}

void *__tsan_memset(void *to, int value, size_t bytes);
void *__tsan_memset(void *to, int value, size_t bytes)
{
	access_memory((uintptr_t)to, bytes, true, CALLER);
	ORDER_PASS_ON(__tsan_memset, to, value, bytes);
	return memset(to, value, bytes);
}

void *__tsan_memcpy(void *to, const void *from, size_t bytes);
void *__tsan_memcpy(void *to, const void *from, size_t bytes)
{
	access_memory((uintptr_t)from, bytes, false, CALLER);
	access_memory((uintptr_t)to, bytes, true, CALLER);
	ORDER_PASS_ON(__tsan_memcpy, to, from, bytes);
	return memcpy(to, from, bytes);
}

void *__tsan_memmove(void *to, const void *from, size_t bytes);
void *__tsan_memmove(void *to, const void *from, size_t bytes)
{
	access_memory((uintptr_t)from, bytes, false, CALLER);
	access_memory((uintptr_t)to, bytes, true, CALLER);
	ORDER_PASS_ON(__tsan_memmove, to, from, bytes);
	return memmove(to, from, bytes);
}
