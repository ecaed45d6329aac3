// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* RCU, its sleepable kind, and work that an interrupt of this CPU does at once. */
#include "core/blame.h"
#include "sim/world.h"

#include <linux/errno.h>
#include <linux/irq_work.h>
#include <linux/rcupdate.h>
#include <linux/srcu.h>

void rcu_read_lock(void)
{
	run->current->rcu_depth++;
}

void rcu_read_unlock(void)
{
	run->current->rcu_depth--;
	order_release(&run->contexts);
	point(CALLER);
}

/* What runs with interrupts, softirqs or preemption off reads as well: rcu_read_lock() is not needed there. */
static bool reads(const struct context *context)
{
	return context->rcu_depth || context->kind != CONTEXT_TASK || context->irqs_off || context->preempt_off ||
	       context->bh_off;
}

/* Readers that began later can be waited for as well: nobody sleeps in one. */
static bool nobody_reads(void *what)
{
	for (unsigned i = 0; i < run->contexts; i++) {
		const struct context *context = &world->contexts[i];

		if (context != what && context->used && !context->done && reads(context))
			return false;
	}
	return true;
}

void synchronize_rcu(void)
{
	uintptr_t pc = CALLER;

	might_sleep_at(pc, "synchronize_rcu");
	point(pc);
	sleep_until(nobody_reads, run->current, NEVER, WAIT_RCU, &run->contexts);
}

static void run_callback(void *argument)
{
	struct rcu_head *head = argument;

	sleep_until(nobody_reads, run->current, NEVER, WAIT_RCU, &run->contexts);
	run->current->bh_off++;
	run->current->errand.kind = ERRAND_RCU;
	head->func(head);
	run->current->errand.kind = ERRAND_NONE;
	run->current->bh_off--;
}

void call_rcu(struct rcu_head *head, void (*function)(struct rcu_head *head))
{
	touch((uintptr_t)head, sizeof(*head), true, CALLER);
	head->func = function;
	task_create("rcu", CLASS_SOFTIRQ, run_callback, head);
	point(CALLER);
}

/* Sleepable readers are counted in the object. */

int init_srcu_struct(struct srcu_struct *srcu)
{
	touch((uintptr_t)srcu, sizeof(*srcu), true, CALLER);
	srcu->irqrt_ready = IRQRT_READY;
	srcu->irqrt_readers = 0;
	return fails_now(CALLER) ? -ENOMEM : 0;
}

static void check(struct srcu_struct *srcu, uintptr_t pc)
{
	touch((uintptr_t)srcu, sizeof(*srcu), true, pc);
	if (srcu->irqrt_ready != IRQRT_READY)
		not_initialised("srcu_struct", "used", pc);
}

void cleanup_srcu_struct(struct srcu_struct *srcu)
{
	check(srcu, CALLER);
	if (srcu->irqrt_readers)
		trap("warning", CALLER, 0, NULL, "cleanup_srcu_struct() with readers");
	srcu->irqrt_ready = 0;
}

int srcu_read_lock(struct srcu_struct *srcu)
{
	check(srcu, CALLER);
	srcu->irqrt_readers++;
	return 0;
}

void srcu_read_unlock(struct srcu_struct *srcu, int index)
{
	(void)index;
	check(srcu, CALLER);
	srcu->irqrt_readers--;
	point(CALLER);
}

static bool no_readers(void *what)
{
	return !((const struct srcu_struct *)what)->irqrt_readers;
}

void synchronize_srcu(struct srcu_struct *srcu)
{
	check(srcu, CALLER);
	might_sleep_at(CALLER, "synchronize_srcu");
	sleep_until(no_readers, srcu, NEVER, WAIT_RCU, srcu);
}

/* Interrupt work. */

void init_irq_work(struct irq_work *work, void (*function)(struct irq_work *work))
{
	touch((uintptr_t)work, sizeof(*work), true, CALLER);
	*work = (struct irq_work) { .func = function };
}

static void run_irq_work(void *argument)
{
	struct irq_work *work = argument;

	run->current->errand.kind = ERRAND_WORK;
	touch((uintptr_t)work, sizeof(*work), true, (uintptr_t)work);
	work->irqrt_state = 0;
	work->func(work);
	run->current->errand.kind = ERRAND_NONE;
}

static bool takes_interrupts(void *what)
{
	(void)what;
	for (unsigned cpu = 0; cpu < CPUS; cpu++) {
		if (cpu_takes_interrupts(cpu))
			return true;
	}
	return false;
}

/* The CPU interrupts itself, as soon as it takes interrupts. */
static void send(void *argument)
{
	sleep_until(takes_interrupts, NULL, NEVER, WAIT_IDLE, NULL);
	interrupt_cpu((unsigned)run->current->cpu, CLASS_OTHER_HARDIRQ, run_irq_work, argument);
}

bool irq_work_queue(struct irq_work *work)
{
	touch((uintptr_t)work, sizeof(*work), true, CALLER);
	if (!work->func)
		not_initialised("irq_work", "queued", CALLER);
	if (work->irqrt_state)
		return false;
	work->irqrt_state = 1;
	task_create("irq_work", CLASS_OTHER_HARDIRQ, send, work);
	point(CALLER);
	return true;
}

static bool is_idle(void *what)
{
	return !((const struct irq_work *)what)->irqrt_state;
}

void irq_work_sync(struct irq_work *work)
{
	touch((uintptr_t)work, sizeof(*work), true, CALLER);
	might_sleep_at(CALLER, "irq_work_sync");
	sleep_until(is_idle, work, NEVER, WAIT_WORK, work);
	point(CALLER);
}
