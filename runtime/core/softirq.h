// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Softirqs: tasklets and timers that are due, and the virtual clock behind them. */
#ifndef IRQRT_CORE_SOFTIRQ_H
#define IRQRT_CORE_SOFTIRQ_H

#include "sim/choice.h"
#include "sim/context.h"

#include <linux/hrtimer.h>
#include <linux/interrupt.h>
#include <linux/timer.h>

#define TIMERS_MAX 32u
#define TASKLETS_MAX 16u

enum { SOFTIRQ_TASKLET, SOFTIRQ_TIMER };

/* A timer that is armed. */
struct armed {
	struct timer_list *timer; /* or NULL, and then: */
	struct hrtimer *precise;
	uint64_t due;	    /* ns */
	uintptr_t armed_at; /* code of the driver */
};

/* A tasklet that is to run. */
struct scheduled {
	struct tasklet_struct *tasklet;
	uintptr_t scheduled_at; /* code of the driver */
};

struct softirqs {
	struct scheduled tasklets[TASKLETS_MAX]; /* oldest first */
	unsigned tasklet_count;
	struct armed timers[TIMERS_MAX];
	unsigned timer_count;
	struct armed expired[TIMERS_MAX]; /* their functions are to run */
	unsigned expired_count;
	struct context *thread;
};

/* Runs what is raised in @pending of a CPU.  Context: softirq. */
void softirqs_run(uint32_t *pending);
/* What a task raised is run by a task, as ksoftirqd does. */
void softirqs_wake_thread(void);

/* When the next timer is due, or NEVER. */
uint64_t timers_next(void);
/* Interrupts a CPU for the timers that are due. */
void timers_expire(void);
/* Adds that time passes until a timer is due to what can interrupt @cpu.  Returns: the new count. */
unsigned timers_gather(unsigned cpu, struct alternative *list, unsigned count);
void timer_tick(unsigned index, unsigned cpu);

/* Whether the function of @object, a tasklet or a timer, runs. */
bool deferral_runs(const void *object);
/* It begins and ends, in the context that runs.  Between them waiters wait for it. */
void deferral_begin(enum errand_kind kind, const void *object);
void deferral_end(void);

#endif
