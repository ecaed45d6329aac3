// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Lines, their handlers, and tasklets.  Semantics: kernel/irq/manage.c of Linux 6.12.
 */
#ifndef KERNEL_LINUX_INTERRUPT_H
#define KERNEL_LINUX_INTERRUPT_H

#include <linux/compiler.h>
#include <linux/container_of.h>
#include <linux/errno.h>
#include <linux/irqflags.h>
#include <linux/irqreturn.h>
#include <linux/preempt.h>
#include <linux/types.h>

#define IRQF_TRIGGER_NONE 0x00000000
#define IRQF_TRIGGER_RISING 0x00000001
#define IRQF_TRIGGER_FALLING 0x00000002
#define IRQF_TRIGGER_HIGH 0x00000004
#define IRQF_TRIGGER_LOW 0x00000008
#define IRQF_TRIGGER_MASK 0x0000000f
#define IRQF_TRIGGER_PROBE 0x00000010
#define IRQF_SHARED 0x00000080
#define IRQF_PROBE_SHARED 0x00000100
#define __IRQF_TIMER 0x00000200
#define IRQF_PERCPU 0x00000400
#define IRQF_NOBALANCING 0x00000800
#define IRQF_IRQPOLL 0x00001000
#define IRQF_ONESHOT 0x00002000
#define IRQF_NO_SUSPEND 0x00004000
#define IRQF_FORCE_RESUME 0x00008000
#define IRQF_NO_THREAD 0x00010000
#define IRQF_EARLY_RESUME 0x00020000
#define IRQF_COND_SUSPEND 0x00040000
#define IRQF_NO_AUTOEN 0x00080000
#define IRQF_NO_DEBUG 0x00100000
#define IRQF_COND_ONESHOT 0x00200000
#define IRQF_TIMER (__IRQF_TIMER | IRQF_NO_SUSPEND | IRQF_NO_THREAD)

/* The line number of what is wired to nothing: a request of it is -ENOTCONN. */
#define IRQ_NOTCONNECTED (1U << 31)

/* What request_any_context_irq() returns on success. */
enum {
	IRQC_IS_HARDIRQ = 0,
	IRQC_IS_NESTED,
};

typedef irqreturn_t (*irq_handler_t)(int irq, void *cookie);

struct device;
struct cpumask;

/*
 * Requests @irq for @handler (hard interrupt) and @thread_fn (thread); without @handler the
 * thread is woken by each interrupt, which needs IRQF_ONESHOT.
 * Context: process, may sleep.  The handler may run before this returns.
 * Borrows: @name and @cookie until the line is freed.
 * Returns: 0; -EINVAL for IRQF_SHARED without @cookie, forbidden combinations of flags, no handler
 * at all, or a line that cannot be requested; -EBUSY when the line is taken and not shared;
 * -ENOTCONN; -ENOSYS; -ENOMEM.
 */
int __must_check request_threaded_irq(unsigned int irq, irq_handler_t handler, irq_handler_t thread_fn,
				      unsigned long flags, const char *name, void *cookie);

/* As request_threaded_irq() without a thread. */
static inline int __must_check request_irq(unsigned int irq, irq_handler_t handler, unsigned long flags,
					   const char *name, void *cookie)
{
	return request_threaded_irq(irq, handler, NULL, flags | IRQF_COND_ONESHOT, name, cookie);
}

/*
 * Requests @irq with @handler in a thread when the line is nested, else in hard interrupt context.
 * Context: process, may sleep.  Returns: IRQC_IS_HARDIRQ or IRQC_IS_NESTED, or a negative errno.
 */
int __must_check request_any_context_irq(unsigned int irq, irq_handler_t handler, unsigned long flags,
					 const char *name, void *cookie);

/* Context: process, may sleep.  Returns: 0, -EINVAL, -EBUSY or -ENOMEM. */
int __must_check __request_percpu_irq(unsigned int irq, irq_handler_t handler, unsigned long flags,
				      const char *name, void __percpu *cookie);

static inline int __must_check request_percpu_irq(unsigned int irq, irq_handler_t handler, const char *name,
						  void __percpu *cookie)
{
	return __request_percpu_irq(irq, handler, 0, name, cookie);
}

/* Context: process, may sleep.  Returns: 0 or a negative errno. */
int __must_check request_nmi(unsigned int irq, irq_handler_t handler, unsigned long flags, const char *name,
			     void *cookie);
int __must_check request_percpu_nmi(unsigned int irq, irq_handler_t handler, const char *name,
				    void __percpu *cookie);

/*
 * Frees the line for @cookie.  On return neither its handler nor its thread function runs or will
 * run again.  Context: process, may sleep; never from the line's own handler.
 * Returns: the name of the request, or NULL with a warning when nothing was requested.
 */
const void *free_irq(unsigned int irq, void *cookie);
void free_percpu_irq(unsigned int irq, void __percpu *cookie);
const void *free_nmi(unsigned int irq, void *cookie);
void free_percpu_nmi(unsigned int irq, void __percpu *cookie);

/*
 * Device-managed requests: freed in reverse order when @dev is unbound, after remove() returned.
 * Context, Borrows, Returns: as the plain ones; @name NULL stands for the name of @dev.
 */
int __must_check devm_request_threaded_irq(struct device *dev, unsigned int irq, irq_handler_t handler,
					   irq_handler_t thread_fn, unsigned long flags, const char *name,
					   void *cookie);

static inline int __must_check devm_request_irq(struct device *dev, unsigned int irq, irq_handler_t handler,
						unsigned long flags, const char *name, void *cookie)
{
	return devm_request_threaded_irq(dev, irq, handler, NULL, flags | IRQF_COND_ONESHOT, name, cookie);
}

int __must_check devm_request_any_context_irq(struct device *dev, unsigned int irq, irq_handler_t handler,
					      unsigned long flags, const char *name, void *cookie);
/* Frees a device-managed request early.  Context: process, may sleep. */
void devm_free_irq(struct device *dev, unsigned int irq, void *cookie);

/* Waits for running handlers.  Context: process, may sleep; not under a lock they take. */
void synchronize_irq(unsigned int irq);
/* Context: any.  Returns: false when a thread of the line is active. */
bool synchronize_hardirq(unsigned int irq);

/* Disabling nests.  Context: process, may sleep; disables the line for all its sharers. */
void disable_irq(unsigned int irq);
/* Context: any.  A handler may still be running on return. */
void disable_irq_nosync(unsigned int irq);
bool disable_hardirq(unsigned int irq);
/* Context: any for most chips. */
void enable_irq(unsigned int irq);
void enable_percpu_irq(unsigned int irq, unsigned int type);
void disable_percpu_irq(unsigned int irq);

/* Wakes the thread of @cookie.  Context: any. */
void irq_wake_thread(unsigned int irq, void *cookie);

/* Context: process.  Returns: 0 or a negative errno. */
int irq_set_irq_wake(unsigned int irq, unsigned int on);

static inline int enable_irq_wake(unsigned int irq)
{
	return irq_set_irq_wake(irq, 1);
}

static inline int disable_irq_wake(unsigned int irq)
{
	return irq_set_irq_wake(irq, 0);
}

/* Context: process.  Returns: 0 or a negative errno.  The mask is borrowed until reset. */
int irq_set_affinity(unsigned int irq, const struct cpumask *mask);
int irq_set_affinity_hint(unsigned int irq, const struct cpumask *mask);
int irq_update_affinity_hint(unsigned int irq, const struct cpumask *mask);
int irq_set_affinity_and_hint(unsigned int irq, const struct cpumask *mask);

/* Deferred work in softirq context.  A tasklet runs on one CPU at a time. */
struct tasklet_struct {
	struct tasklet_struct *next;
	unsigned long state;
	atomic_t count;
	bool use_callback;
	union {
		void (*func)(unsigned long data);
		void (*callback)(struct tasklet_struct *tasklet);
	};
	unsigned long data;
};

#define from_tasklet(variable, tasklet, field) container_of(tasklet, __typeof__(*(variable)), field)
#define DECLARE_TASKLET(name, function) \
	struct tasklet_struct name = { .use_callback = true, .callback = function }

/* Context: any for setup, schedule, and disable_nosync; process and may sleep for the rest. */
void tasklet_setup(struct tasklet_struct *tasklet, void (*callback)(struct tasklet_struct *tasklet));
void tasklet_init(struct tasklet_struct *tasklet, void (*function)(unsigned long data), unsigned long data);
void tasklet_schedule(struct tasklet_struct *tasklet);
void tasklet_hi_schedule(struct tasklet_struct *tasklet);
void tasklet_disable(struct tasklet_struct *tasklet);
void tasklet_disable_nosync(struct tasklet_struct *tasklet);
void tasklet_enable(struct tasklet_struct *tasklet);
/* Waits until the tasklet neither runs nor is scheduled; whoever schedules it must have stopped. */
void tasklet_kill(struct tasklet_struct *tasklet);

#endif
