// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Scope-based cleanup: __free(name) variables and guard(name)(lock) scopes.
 *
 * DEFINE_FREE(name, type, statement) says how a variable `_T` of @type is released;
 * DEFINE_GUARD(name, type, lock, unlock) says how a `_T` is locked and unlocked.
 */
#ifndef KERNEL_LINUX_CLEANUP_H
#define KERNEL_LINUX_CLEANUP_H

#include <linux/compiler.h>

#define DEFINE_FREE(name, type, statement)                     \
	static inline void __free_##name(void *variable)       \
	{                                                      \
		type _T = *(type *)variable;                   \
		statement;                                     \
	}
#define __free(name) __cleanup(__free_##name)

/* Takes the pointer out of a __free() variable, which then releases nothing. */
#define no_free_ptr(variable)                              \
	({                                                 \
		__typeof__(variable) taken = (variable);   \
		(variable) = (__typeof__(variable))0;      \
		taken;                                     \
	})
#define return_ptr(variable) return no_free_ptr(variable)

#define DEFINE_GUARD(name, type, lock, unlock)                              \
	typedef type class_##name##_t;                                      \
	static inline __maybe_unused class_##name##_t class_##name##_constructor(type _T) \
	{                                                                   \
		lock;                                                       \
		return _T;                                                  \
	}                                                                   \
	static inline __maybe_unused void class_##name##_destructor(class_##name##_t *guarded) \
	{                                                                   \
		type _T = *guarded;                                         \
		if (_T) {                                                   \
			unlock;                                             \
		}                                                           \
	}

#define DEFINE_LOCK_GUARD_1(name, type, lock_statement, unlock_statement, ...)   \
	typedef struct {                                                    \
		type *lock;                                                 \
		__VA_ARGS__;                                                \
	} class_##name##_t;                                                 \
	static inline __maybe_unused class_##name##_t class_##name##_constructor(type *l) \
	{                                                                   \
		class_##name##_t guarded, *_T = &guarded;                   \
		_T->lock = l;                                               \
		lock_statement;                                             \
		return guarded;                                             \
	}                                                                   \
	static inline __maybe_unused void class_##name##_destructor(class_##name##_t *_T) \
	{                                                                   \
		if (_T->lock) {                                             \
			unlock_statement;                                   \
		}                                                           \
	}

#define IRQRT_JOIN_(a, b) a##b
#define IRQRT_JOIN(a, b) IRQRT_JOIN_(a, b)
#define __UNIQUE_ID(prefix) IRQRT_JOIN(__UNIQUE_ID_##prefix, __COUNTER__)

#define CLASS(name, variable) \
	class_##name##_t variable __cleanup(class_##name##_destructor) __maybe_unused = class_##name##_constructor
#define guard(name) CLASS(name, __UNIQUE_ID(guard))
#define scoped_guard(name, ...)                                                 \
	for (CLASS(name, scope)(__VA_ARGS__), *scope_done = (void *)0; !scope_done; \
	     scope_done = (void *)1)

#endif
