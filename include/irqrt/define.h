// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Registrations of a driver's own type: one object that holds the registration and the handler's data, and functions
 * that take and give no void pointers.  A handler for another type does not compile.
 *
 *     DEFINE_IRQ_REGISTRATION(fan_irq, struct fan, fan_handle, fan_init, fan_drop)
 *
 *     struct fan_irq { struct irq_registration registration; struct fan handler; };
 *     int fan_irq_new(struct fan_irq *, struct irq_request *, irq_flags_t, const char *name, void *argument);
 *     struct fan *fan_irq_handler(struct fan_irq *);
 *     void fan_irq_drop(struct fan_irq *);
 *
 * @handle: enum irq_return (*)(struct fan *, struct device *)
 * @init:   int (*)(struct fan *, void *argument), in place
 * @drop:   void (*)(struct fan *)
 *
 * Contexts, ownership and results are those of registration.h and threaded_registration.h.
 * Source: Registration<T>, with T by value.
 */
#ifndef IRQRT_DEFINE_H
#define IRQRT_DEFINE_H

#include <irqrt/threaded_registration.h>

#ifdef __cplusplus
#define IRQRT_SAME_TYPE(a, b) __is_same(a, b)
#define IRQRT_ASSERT static_assert
#else
#define IRQRT_SAME_TYPE(a, b) __builtin_types_compatible_p(a, b)
#define IRQRT_ASSERT _Static_assert
#endif

/* What a wrapper does is done by whoever calls it, and told so. */
#ifdef __clang__
#define IRQRT_WRAPPER static inline __maybe_unused __attribute__((nodebug))
#else
#define IRQRT_WRAPPER static inline __maybe_unused
#endif

/* A call of a function that has another type would go through, with a warning at most. */
#define IRQRT_CHECK_TYPE(function, result, ...)                                                                        \
	IRQRT_ASSERT(IRQRT_SAME_TYPE(__typeof__(&(function)), result (*)(__VA_ARGS__)),                                \
		     #function "() is not " #result " (*)(" #__VA_ARGS__ ")")

/* What both kinds have: object, initialisation and drop. */
#define IRQRT_DEFINE_OBJECT(name, kind, type, init, drop)                                                              \
	IRQRT_CHECK_TYPE(init, int, type *, void *);                                                                   \
	IRQRT_CHECK_TYPE(drop, void, type *);                                                                          \
	struct __irq_pinned name {                                                                                     \
		struct kind registration;                                                                              \
		type handler;                                                                                          \
	};                                                                                                             \
	static int name##_init_data(void *data, void *argument)                                                        \
	{                                                                                                              \
		return init((type *)data, argument);                                                                   \
	}                                                                                                              \
	static void name##_drop_data(void *data)                                                                       \
	{                                                                                                              \
		drop((type *)data);                                                                                    \
	}                                                                                                              \
	IRQRT_WRAPPER type *name##_handler(struct name *object)                                                        \
	{                                                                                                              \
		return (type *)kind##_handler(&object->registration);                                                  \
	}                                                                                                              \
	IRQRT_WRAPPER void name##_drop(struct name *object)                                                            \
	{                                                                                                              \
		kind##_drop(object ? &object->registration : (struct kind *)0);                                        \
	}

#define IRQRT_DEFINE_NEW(name, kind, ops)                                                                              \
	IRQRT_WRAPPER __must_check int name##_new(struct name *ret_object, struct irq_request *request __irq_consumes, \
						  irq_flags_t flags, const char *label, void *argument)                \
	{                                                                                                              \
		return kind##_new(&ret_object->registration, request, flags, label, ops, &ret_object->handler,         \
				  name##_init_data, argument);                                                         \
	}

/*
 * A trampoline from the untyped handler to the driver's.  It touches nothing, and is not what a defect of the
 * handler is told of: to the machine the driver's code begins with the handler.
 */
#ifdef __clang__
#define IRQRT_TRAMPOLINE static __attribute__((disable_sanitizer_instrumentation))
#else
#define IRQRT_TRAMPOLINE static
#endif

#define IRQRT_DEFINE_CALL(trampoline, result, type, function)                                                          \
	IRQRT_CHECK_TYPE(function, result, type *, struct device *);                                                   \
	IRQRT_TRAMPOLINE result trampoline(void *data, struct device *dev __irq_bound)                                 \
	{                                                                                                              \
		return function((type *)data, dev);                                                                    \
	}

/* An object and its functions, for a handler in hard interrupt context. */
#define DEFINE_IRQ_REGISTRATION(name, type, handle, init, drop)                                                        \
	IRQRT_DEFINE_OBJECT(name, irq_registration, type, init, drop)                                                  \
	IRQRT_DEFINE_CALL(name##_handle, enum irq_return, type, handle)                                                \
	static const struct irq_handler_ops name##_ops = {                                                             \
		name##_handle,                                                                                         \
		name##_drop_data,                                                                                      \
	};                                                                                                             \
	IRQRT_DEFINE_NEW(name, irq_registration, &name##_ops)

/* The same with a thread: @handle says when it runs, @handle_threaded is what it does. */
#define DEFINE_IRQ_THREADED_REGISTRATION(name, type, handle, handle_threaded, init, drop)                              \
	IRQRT_DEFINE_OBJECT(name, irq_threaded_registration, type, init, drop)                                         \
	IRQRT_DEFINE_CALL(name##_handle, enum threaded_irq_return, type, handle)                                       \
	IRQRT_DEFINE_CALL(name##_handle_threaded, enum irq_return, type, handle_threaded)                              \
	static const struct irq_threaded_handler_ops name##_ops = {                                                    \
		name##_handle,                                                                                         \
		name##_handle_threaded,                                                                                \
		name##_drop_data,                                                                                      \
	};                                                                                                             \
	IRQRT_DEFINE_NEW(name, irq_threaded_registration, &name##_ops)

/* Without a handler of one's own: each interrupt wakes the thread, which needs IRQ_FLAGS_ONESHOT. */
#define DEFINE_IRQ_THREAD_REGISTRATION(name, type, handle_threaded, init, drop)                                        \
	IRQRT_DEFINE_OBJECT(name, irq_threaded_registration, type, init, drop)                                         \
	IRQRT_DEFINE_CALL(name##_handle_threaded, enum irq_return, type, handle_threaded)                              \
	static const struct irq_threaded_handler_ops name##_ops = {                                                    \
		0,                                                                                                     \
		name##_handle_threaded,                                                                                \
		name##_drop_data,                                                                                      \
	};                                                                                                             \
	IRQRT_DEFINE_NEW(name, irq_threaded_registration, &name##_ops)

#endif
