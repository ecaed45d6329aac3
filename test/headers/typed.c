// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The typed registrations compile as documented, and a mistake of type does not. */
#include <irqrt/arc.h>
#include <irqrt/box.h>
#include <irqrt/define.h>
#include <irqrt/devres_slot.h>

struct fan {
	struct kref kref;
	int turns;
};

struct pump {
	int strokes;
};

static int fan_init(struct fan *fan, void *argument)
{
	(void)argument;
	fan->turns = 0;
	return 0;
}

static void fan_drop(struct fan *fan)
{
	fan->turns = 0;
}

static void fan_free(struct kref *kref)
{
	(void)kref;
}

static enum irq_return fan_handle(struct fan *fan, struct device *dev)
{
	(void)dev;
	fan->turns++;
	return IRQ_RET_HANDLED;
}

static enum threaded_irq_return fan_wake(struct fan *fan, struct device *dev)
{
	(void)fan;
	(void)dev;
	return THREADED_IRQ_WAKE_THREAD;
}

DEFINE_IRQ_REGISTRATION(fan_irq, struct fan, fan_handle, fan_init, fan_drop)
DEFINE_IRQ_THREADED_REGISTRATION(fan_both, struct fan, fan_wake, fan_handle, fan_init, fan_drop)
DEFINE_IRQ_THREAD_REGISTRATION(fan_thread, struct fan, fan_handle, fan_init, fan_drop)
IRQ_HANDLER_ARC(fan_arc, struct fan, kref, fan_handle, fan_free)
IRQ_THREADED_HANDLER_ARC(fan_arc_both, struct fan, kref, fan_wake, fan_handle, fan_free)
IRQ_HANDLER_BOX(fan_box, struct fan, fan_handle, fan_drop)
IRQ_THREADED_HANDLER_BOX(fan_box_both, struct fan, fan_wake, fan_handle, fan_drop)

irq_flags_t fan_flags(irq_flags_t more);
irq_flags_t fan_flags(irq_flags_t more)
{
	return irq_flags_or(irq_flags_or(IRQ_FLAGS_SHARED, IRQ_FLAGS_ONESHOT), more);
}

/* One mistake each; test/headers/check.py expects the complaint behind it. */
#if defined(MISTAKE_HANDLER_TYPE) /* fan_handle() is not enum irq_return */
DEFINE_IRQ_REGISTRATION(wrong, struct pump, fan_handle, fan_init, fan_drop)
#elif defined(MISTAKE_WAKES_WITHOUT_THREAD) /* fan_wake() is not enum irq_return */
DEFINE_IRQ_REGISTRATION(wrong, struct fan, fan_wake, fan_init, fan_drop)
#elif defined(MISTAKE_ARC_RELEASE)	    /* fan_drop() is not void (*)(struct kref *) */
IRQ_HANDLER_ARC(wrong, struct fan, kref, fan_handle, fan_drop)
#elif defined(MISTAKE_BOX_DROP)		    /* fan_free() is not void (*)(struct fan *) */
IRQ_HANDLER_BOX(wrong, struct fan, fan_handle, fan_free)
#elif defined(MISTAKE_FLAGS_ARE_A_NUMBER)   /* incompatible type */
irq_flags_t wrong;
irq_flags_t wrong = fan_flags(IRQF_SHARED);
#elif defined(MISTAKE_FLAGS_TOGETHER)	    /* clang: the kernel refuses these flags together */
void wrong(void);
void wrong(void)
{
	(void)irq_flags_or(IRQ_FLAGS_SHARED, IRQ_FLAGS_NO_AUTOEN);
}
#elif defined(MISTAKE_TRIGGERS_TOGETHER)    /* clang: the kernel refuses these flags together */
void wrong(void);
void wrong(void)
{
	(void)irq_flags_or(IRQ_FLAGS_TRIGGER_RISING, IRQ_FLAGS_TRIGGER_HIGH);
}
#endif
