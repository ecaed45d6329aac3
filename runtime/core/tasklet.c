// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Softirqs and tasklets: kernel/softirq.c.  A tasklet runs on one CPU at a time. */
#include "core/blame.h"
#include "core/softirq.h"
#include "core/timer.h"
#include "sim/trace.h"
#include "sim/world.h"

#include <string.h>

/* In tasklet->state. */
#define SCHEDULED 1u

bool deferral_runs(const void *object)
{
	for (unsigned i = 0; i < run->contexts; i++) {
		const struct context *context = &world->contexts[i];

		if (context->used && !context->done && context->errand.object == object)
			return true;
	}
	return false;
}

void deferral_begin(enum errand_kind kind, const void *object)
{
	run->current->errand = (struct errand) { .kind = kind, .began = run->step, .object = object };
}

void deferral_end(void)
{
	order_release(run->current->errand.object);
	run->current->errand = (struct errand) { .kind = ERRAND_NONE };
}

static void run_tasklet(const struct scheduled *next)
{
	struct tasklet_struct *tasklet = next->tasklet;

	deferral_begin(ERRAND_TASKLET, tasklet);
	touch((uintptr_t)tasklet, sizeof(*tasklet), true, next->scheduled_at);
	tasklet->state &= ~(unsigned long)SCHEDULED;
	trace_call("tasklet", (uintptr_t)tasklet->callback, 0);
	if (tasklet->use_callback)
		tasklet->callback(tasklet);
	else
		tasklet->func(tasklet->data);
	deferral_end();
}

/* Disabled ones, and those that run on another CPU, stay scheduled. */
static bool next_tasklet(struct scheduled *ret_next)
{
	struct softirqs *softirqs = &run->softirqs;

	for (unsigned i = 0; i < softirqs->tasklet_count; i++) {
		struct tasklet_struct *tasklet = softirqs->tasklets[i].tasklet;

		if (!tasklet->count.counter && !deferral_runs(tasklet)) {
			*ret_next = softirqs->tasklets[i];
			softirqs->tasklet_count--;
			memmove(&softirqs->tasklets[i], &softirqs->tasklets[i + 1],
				(softirqs->tasklet_count - i) * sizeof(softirqs->tasklets[0]));
			return true;
		}
	}
	return false;
}

void softirqs_run(uint32_t *pending)
{
	while (*pending) {
		uint32_t now = *pending;
		struct scheduled next;

		*pending = 0;
		if (now & (1u << SOFTIRQ_TIMER))
			timers_run();
		while ((now & (1u << SOFTIRQ_TASKLET)) && next_tasklet(&next))
			run_tasklet(&next);
	}
}

static bool anything_raised(void *what)
{
	(void)what;
	for (unsigned cpu = 0; cpu < CPUS; cpu++) {
		if (run->cpus[cpu].softirqs)
			return true;
	}
	return false;
}

static void thread_main(void *argument)
{
	(void)argument;
	for (;;) {
		sleep_until(anything_raised, NULL, NEVER, WAIT_IDLE, NULL);
		run->current->bh_off++;
		for (unsigned cpu = 0; cpu < CPUS; cpu++)
			softirqs_run(&run->cpus[cpu].softirqs);
		run->current->bh_off--;
	}
}

void softirqs_wake_thread(void)
{
	if (!run->softirqs.thread)
		run->softirqs.thread = task_create("ksoftirqd", CLASS_SOFTIRQ, thread_main, NULL);
}

void tasklet_setup(struct tasklet_struct *tasklet, void (*callback)(struct tasklet_struct *tasklet))
{
	touch((uintptr_t)tasklet, sizeof(*tasklet), true, CALLER);
	*tasklet = (struct tasklet_struct) { .use_callback = true, .callback = callback };
}

void tasklet_init(struct tasklet_struct *tasklet, void (*function)(unsigned long data), unsigned long data)
{
	touch((uintptr_t)tasklet, sizeof(*tasklet), true, CALLER);
	*tasklet = (struct tasklet_struct) { .func = function, .data = data };
}

static void check(struct tasklet_struct *tasklet, const char *how, uintptr_t pc)
{
	touch((uintptr_t)tasklet, sizeof(*tasklet), true, pc);
	if (!tasklet->func)
		not_initialised("tasklet", how, pc);
}

static void schedule(struct tasklet_struct *tasklet, uintptr_t pc)
{
	struct softirqs *softirqs = &run->softirqs;

	check(tasklet, "scheduled", pc);
	if (tasklet->state & SCHEDULED)
		return;
	if (softirqs->tasklet_count == TASKLETS_MAX)
		cut_short("scheduled tasklets");
	tasklet->state |= SCHEDULED;
	softirqs->tasklets[softirqs->tasklet_count++] = (struct scheduled) { tasklet, pc };
	raise_softirq(SOFTIRQ_TASKLET);
	point(pc);
}

void tasklet_schedule(struct tasklet_struct *tasklet)
{
	schedule(tasklet, CALLER);
}

void tasklet_hi_schedule(struct tasklet_struct *tasklet)
{
	schedule(tasklet, CALLER);
}

static bool does_not_run(void *what)
{
	return !deferral_runs(what);
}

static bool is_idle(void *what)
{
	return does_not_run(what) && !(((const struct tasklet_struct *)what)->state & SCHEDULED);
}

void tasklet_disable_nosync(struct tasklet_struct *tasklet)
{
	check(tasklet, "disabled", CALLER);
	tasklet->count.counter++;
}

void tasklet_disable(struct tasklet_struct *tasklet)
{
	check(tasklet, "disabled", CALLER);
	tasklet->count.counter++;
	spin_until(does_not_run, tasklet, WAIT_WORK, tasklet);
}

void tasklet_enable(struct tasklet_struct *tasklet)
{
	check(tasklet, "enabled", CALLER);
	tasklet->count.counter--;
	if (tasklet->state & SCHEDULED)
		raise_softirq(SOFTIRQ_TASKLET);
}

void tasklet_kill(struct tasklet_struct *tasklet)
{
	uintptr_t pc = CALLER;

	check(tasklet, "killed", pc);
	might_sleep_at(pc, "tasklet_kill");
	sleep_until(is_idle, tasklet, NEVER, WAIT_WORK, tasklet);
	point(pc);
}
