// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Handlers whose data the registration owns, in memory of its own.
 *
 *     IRQ_HANDLER_BOX(fan_box, struct fan, fan_handle, fan_free)
 *
 *     int fan_box_new(struct irq_registration *, struct irq_request *, irq_flags_t, const char *name, struct fan *);
 *
 * @handle: enum irq_return (*)(struct fan *, struct device *)
 * @drop:   void (*)(struct fan *), which frees it, too
 * Owns: the data from the call of new on, which drops it when it fails.
 * Source: impl Handler for Box<T>.
 */
#ifndef IRQRT_BOX_H
#define IRQRT_BOX_H

#include <irqrt/define.h>

#define IRQRT_BOX_DATA(name, type, drop)                                                                               \
	IRQRT_CHECK_TYPE(drop, void, type *);                                                                          \
	static void name##_drop_data(void *data)                                                                       \
	{                                                                                                              \
		drop((type *)data);                                                                                    \
	}

#define IRQRT_BOX_NEW(name, kind, type)                                                                                \
	IRQRT_WRAPPER __must_check int name##_new(struct kind *ret_registration,                                       \
						  struct irq_request *request __irq_consumes, irq_flags_t flags,       \
						  const char *label, type *data)                                       \
	{                                                                                                              \
		return kind##_new(ret_registration, request, flags, label, &name##_ops, data, (irq_pin_init_t)0,       \
				  (void *)0);                                                                          \
	}

/* NAME_new() for handlers in hard interrupt context. */
#define IRQ_HANDLER_BOX(name, type, handle, drop)                                                                      \
	IRQRT_BOX_DATA(name, type, drop)                                                                               \
	IRQRT_DEFINE_CALL(name##_handle, enum irq_return, type, handle)                                                \
	static const struct irq_handler_ops name##_ops = {                                                             \
		name##_handle,                                                                                         \
		name##_drop_data,                                                                                      \
	};                                                                                                             \
	IRQRT_BOX_NEW(name, irq_registration, type)

/* The same with a thread: @handle says when it runs, @handle_threaded is what it does. */
#define IRQ_THREADED_HANDLER_BOX(name, type, handle, handle_threaded, drop)                                            \
	IRQRT_BOX_DATA(name, type, drop)                                                                               \
	IRQRT_DEFINE_CALL(name##_handle, enum threaded_irq_return, type, handle)                                       \
	IRQRT_DEFINE_CALL(name##_handle_threaded, enum irq_return, type, handle_threaded)                              \
	static const struct irq_threaded_handler_ops name##_ops = {                                                    \
		name##_handle,                                                                                         \
		name##_handle_threaded,                                                                                \
		name##_drop_data,                                                                                      \
	};                                                                                                             \
	IRQRT_BOX_NEW(name, irq_threaded_registration, type)

#endif
