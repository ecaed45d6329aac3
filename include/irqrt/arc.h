// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Handlers whose data others own, too: the registration holds one reference of its own.
 *
 *     IRQ_HANDLER_ARC(fan_arc, struct fan, kref, fan_handle, fan_free)
 *
 *     int fan_arc_new(struct irq_registration *, struct irq_request *, irq_flags_t, const char *name, struct fan *);
 *
 * @kref: the member of the type that counts; @handle: enum irq_return (*)(struct fan *, struct device *);
 * @release: void (*)(struct kref *), of the last reference, which is put in process context at the earliest when no
 * handler runs any more.
 * Owns: a reference from a successful new until drop.  Borrows: the caller's, during new.
 * Source: impl Handler for Arc<T>.
 */
#ifndef IRQRT_ARC_H
#define IRQRT_ARC_H

#include <irqrt/define.h>
#include <linux/kref.h>

#define IRQRT_ARC_DATA(name, type, kref, release)                                                                      \
	IRQRT_CHECK_TYPE(release, void, struct kref *);                                                                \
	static int name##_take(void *data, void *argument)                                                             \
	{                                                                                                              \
		(void)argument;                                                                                        \
		kref_get(&((type *)data)->kref);                                                                       \
		return 0;                                                                                              \
	}                                                                                                              \
	static void name##_put(void *data)                                                                             \
	{                                                                                                              \
		kref_put(&((type *)data)->kref, release);                                                              \
	}

#define IRQRT_ARC_NEW(name, kind, type)                                                                                \
	IRQRT_WRAPPER __must_check int name##_new(struct kind *ret_registration,                                       \
						  struct irq_request *request __irq_consumes, irq_flags_t flags,       \
						  const char *label, type *data)                                       \
	{                                                                                                              \
		return kind##_new(ret_registration, request, flags, label, &name##_ops, data, name##_take, (void *)0); \
	}

/* NAME_new() for handlers in hard interrupt context. */
#define IRQ_HANDLER_ARC(name, type, kref, handle, release)                                                             \
	IRQRT_ARC_DATA(name, type, kref, release)                                                                      \
	IRQRT_DEFINE_CALL(name##_handle, enum irq_return, type, handle)                                                \
	static const struct irq_handler_ops name##_ops = {                                                             \
		name##_handle,                                                                                         \
		name##_put,                                                                                            \
	};                                                                                                             \
	IRQRT_ARC_NEW(name, irq_registration, type)

/* The same with a thread: @handle says when it runs, @handle_threaded is what it does. */
#define IRQ_THREADED_HANDLER_ARC(name, type, kref, handle, handle_threaded, release)                                   \
	IRQRT_ARC_DATA(name, type, kref, release)                                                                      \
	IRQRT_DEFINE_CALL(name##_handle, enum threaded_irq_return, type, handle)                                       \
	IRQRT_DEFINE_CALL(name##_handle_threaded, enum irq_return, type, handle_threaded)                              \
	static const struct irq_threaded_handler_ops name##_ops = {                                                    \
		name##_handle,                                                                                         \
		name##_handle_threaded,                                                                                \
		name##_put,                                                                                            \
	};                                                                                                             \
	IRQRT_ARC_NEW(name, irq_threaded_registration, type)

#endif
