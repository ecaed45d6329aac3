// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Timers and delayed works on the virtual clock: kernel/time/timer.c and hrtimer.c.  That a timer is
 * due can be as early as a schedule likes, like an interrupt, as the task can have been held up.
 */
#include "core/timer.h"
#include "core/blame.h"
#include "core/softirq.h"
#include "core/work.h"
#include "sim/trace.h"
#include "sim/world.h"

#include <linux/jiffies.h>
#include <linux/list.h>

#include <string.h>

#define NS_PER_JIFFY (1000000000u / HZ)

unsigned long irqrt_jiffies(void)
{
	return (unsigned long)(run->now / NS_PER_JIFFY);
}

static void arm(struct timer_list *timer, struct hrtimer *precise, uint64_t due, uintptr_t pc)
{
	struct softirqs *softirqs = &run->softirqs;

	if (softirqs->timer_count == TIMERS_MAX)
		cut_short("armed timers");
	softirqs->timers[softirqs->timer_count++] = (struct armed) { timer, precise, due, pc };
}

/* Returns: whether it was armed. */
static bool disarm(const void *timer)
{
	struct softirqs *softirqs = &run->softirqs;

	for (unsigned i = 0; i < softirqs->timer_count; i++) {
		if (softirqs->timers[i].timer != timer && softirqs->timers[i].precise != timer)
			continue;
		softirqs->timer_count--;
		memmove(&softirqs->timers[i], &softirqs->timers[i + 1],
			(softirqs->timer_count - i) * sizeof(softirqs->timers[0]));
		return true;
	}
	for (unsigned i = 0; i < softirqs->expired_count; i++) {
		if (softirqs->expired[i].timer != timer)
			continue;
		softirqs->expired_count--;
		memmove(&softirqs->expired[i], &softirqs->expired[i + 1],
			(softirqs->expired_count - i) * sizeof(softirqs->expired[0]));
		return true;
	}
	return false;
}

static bool is_armed(const void *timer)
{
	for (unsigned i = 0; i < run->softirqs.timer_count; i++) {
		if (run->softirqs.timers[i].timer == timer || run->softirqs.timers[i].precise == timer)
			return true;
	}
	return false;
}

uint64_t timers_next(void)
{
	uint64_t next = NEVER;

	for (unsigned i = 0; i < run->softirqs.timer_count; i++)
		next = run->softirqs.timers[i].due < next ? run->softirqs.timers[i].due : next;
	return next;
}

unsigned timers_gather(unsigned cpu, struct alternative *list, unsigned count)
{
	for (unsigned i = 0; i < run->softirqs.timer_count; i++)
		count = alternative_add(list, count, TICK, cpu, i);
	return count;
}

static void run_precise(const struct armed *due)
{
	struct hrtimer *precise = due->precise;
	enum hrtimer_restart again;

	touch((uintptr_t)precise, sizeof(*precise), true, due->armed_at);
	trace_call("timer", (uintptr_t)precise->function, 0);
	again = precise->function(precise);
	if (again == HRTIMER_RESTART)
		arm(NULL, precise, (uint64_t)precise->expires > run->now ? (uint64_t)precise->expires : run->now + 1000,
		    due->armed_at);
	deferral_end();
}

/* The clock's interrupt: all that are due by now. */
static void clock_interrupt(void *argument)
{
	struct softirqs *softirqs = &run->softirqs;

	(void)argument;
	for (unsigned i = 0; i < softirqs->timer_count;) {
		struct armed due = softirqs->timers[i];

		if (due.due > run->now) {
			i++;
		} else if (due.precise) {
			deferral_begin(ERRAND_TIMER, due.precise);
			disarm(due.precise);
			run_precise(&due);
		} else {
			disarm(due.timer);
			if (softirqs->expired_count == TIMERS_MAX)
				cut_short("timers that have expired");
			softirqs->expired[softirqs->expired_count++] = due;
			raise_softirq(SOFTIRQ_TIMER);
		}
	}
}

void timer_tick(unsigned index, unsigned cpu)
{
	uint64_t due = run->softirqs.timers[index].due;

	run->now = due > run->now ? due : run->now;
	trace_time(run->now);
	interrupt_cpu(cpu, CLASS_OTHER_HARDIRQ, clock_interrupt, NULL);
}

void timers_expire(void)
{
	if (timers_next() > run->now)
		return;
	for (unsigned cpu = 0; cpu < CPUS; cpu++) {
		if (cpu_takes_interrupts(cpu)) {
			interrupt_cpu(cpu, CLASS_OTHER_HARDIRQ, clock_interrupt, NULL);
			return;
		}
	}
}

void timers_run(void)
{
	struct softirqs *softirqs = &run->softirqs;

	while (softirqs->expired_count) {
		uintptr_t armed_at = softirqs->expired[0].armed_at;
		struct timer_list *timer = softirqs->expired[0].timer;

		/* Who deletes it from here on waits for it: nobody can come in between. */
		deferral_begin(ERRAND_TIMER, timer);
		disarm(timer);
		touch((uintptr_t)timer, sizeof(*timer), true, armed_at);
		trace_call("timer", (uintptr_t)timer->function, 0);
		timer->function(timer);
		deferral_end();
	}
}

/* Timers. */

void irqrt_timer_setup(struct timer_list *timer, void (*function)(struct timer_list *timer), u32 flags)
{
	touch((uintptr_t)timer, sizeof(*timer), true, CALLER);
	*timer = (struct timer_list) { .function = function, .flags = flags };
}

static void check(struct timer_list *timer, const char *how, uintptr_t pc)
{
	touch((uintptr_t)timer, sizeof(*timer), true, pc);
	if (!timer->function)
		not_initialised("timer", how, pc);
}

#define TIMER_IS_SHUT 0x80000000u

static int modify(struct timer_list *timer, unsigned long expires, uintptr_t pc)
{
	int was_armed;

	check(timer, "armed", pc);
	if (timer->flags & TIMER_IS_SHUT)
		return 0;
	was_armed = disarm(timer);
	timer->expires = expires;
	arm(timer, NULL, (uint64_t)expires * NS_PER_JIFFY, pc);
	point(pc);
	return was_armed;
}

int mod_timer(struct timer_list *timer, unsigned long expires)
{
	return modify(timer, expires, CALLER);
}

void add_timer(struct timer_list *timer)
{
	modify(timer, timer->expires, CALLER);
}

bool timer_pending(const struct timer_list *timer)
{
	touch((uintptr_t)timer, sizeof(*timer), false, CALLER);
	return is_armed(timer);
}

static bool does_not_run(void *what)
{
	return !deferral_runs(what);
}

static int delete(struct timer_list *timer, bool waits, uint32_t flags, uintptr_t pc)
{
	int was_armed;

	check(timer, "deleted", pc);
	was_armed = disarm(timer);
	timer->flags |= flags;
	if (waits)
		spin_until(does_not_run, timer, WAIT_WORK, timer);
	/* What ran meanwhile may have armed it again. */
	if (waits && disarm(timer))
		was_armed = 1;
	point(pc);
	return was_armed;
}

int del_timer(struct timer_list *timer)
{
	return delete (timer, false, 0, CALLER);
}

int timer_delete(struct timer_list *timer)
{
	return delete (timer, false, 0, CALLER);
}

int del_timer_sync(struct timer_list *timer)
{
	return delete (timer, true, 0, CALLER);
}

int timer_delete_sync(struct timer_list *timer)
{
	return delete (timer, true, 0, CALLER);
}

int timer_shutdown_sync(struct timer_list *timer)
{
	return delete (timer, true, TIMER_IS_SHUT, CALLER);
}

int timer_shutdown(struct timer_list *timer)
{
	return delete (timer, false, TIMER_IS_SHUT, CALLER);
}

/* High-resolution timers. */

void hrtimer_init(struct hrtimer *timer, int clock, enum hrtimer_mode mode)
{
	(void)clock;
	(void)mode;
	touch((uintptr_t)timer, sizeof(*timer), true, CALLER);
	*timer = (struct hrtimer) { .irqrt_state = IRQRT_READY };
}

static void check_precise(struct hrtimer *timer, const char *how, uintptr_t pc)
{
	touch((uintptr_t)timer, sizeof(*timer), true, pc);
	if (timer->irqrt_state != IRQRT_READY)
		not_initialised("hrtimer", how, pc);
}

ktime_t ktime_get(void)
{
	return (ktime_t)run->now;
}

void hrtimer_start(struct hrtimer *timer, ktime_t time, const enum hrtimer_mode mode)
{
	check_precise(timer, "started", CALLER);
	disarm(timer);
	timer->expires = mode == HRTIMER_MODE_REL ? (ktime_t)run->now + time : time;
	arm(NULL, timer, (uint64_t)timer->expires, CALLER);
	point(CALLER);
}

u64 hrtimer_forward_now(struct hrtimer *timer, ktime_t interval)
{
	check_precise(timer, "forwarded", CALLER);
	timer->expires = (ktime_t)run->now + interval;
	return 1;
}

int hrtimer_try_to_cancel(struct hrtimer *timer)
{
	check_precise(timer, "cancelled", CALLER);
	return deferral_runs(timer) ? -1 : (int)disarm(timer);
}

int hrtimer_cancel(struct hrtimer *timer)
{
	int was_armed;

	check_precise(timer, "cancelled", CALLER);
	was_armed = disarm(timer);
	spin_until(does_not_run, timer, WAIT_WORK, timer);
	was_armed |= disarm(timer);
	point(CALLER);
	return was_armed;
}

/* Delayed works. */

static void work_is_due(struct timer_list *timer)
{
	struct delayed_work *delayed = container_of(timer, struct delayed_work, timer);

	delayed->work.data.counter = 0;
	work_queue(delayed->wq, &delayed->work, PLACE_OF(delayed->work.func));
}

void irqrt_init_delayed_work(struct delayed_work *work, work_func_t function)
{
	touch((uintptr_t)work, sizeof(*work), true, CALLER);
	*work = (struct delayed_work) { .work = { .func = function }, .timer = { .function = work_is_due } };
	INIT_LIST_HEAD(&work->work.entry);
}

static bool delay(struct workqueue_struct *queue, struct delayed_work *work, unsigned long ticks, uintptr_t pc)
{
	touch((uintptr_t)work, sizeof(*work), true, pc);
	if (!work->work.func)
		not_initialised("delayed work", "queued", pc);
	if (work->work.data.counter)
		return false;
	if (!ticks)
		return work_queue(queue, &work->work, pc);
	work->wq = queue;
	work->timer.function = work_is_due;
	work->work.data.counter = 1;
	arm(&work->timer, NULL, run->now + (uint64_t)ticks * NS_PER_JIFFY, pc);
	point(pc);
	return true;
}

bool queue_delayed_work(struct workqueue_struct *queue, struct delayed_work *work, unsigned long ticks)
{
	return delay(queue, work, ticks, CALLER);
}

bool schedule_delayed_work(struct delayed_work *work, unsigned long ticks)
{
	return delay(system_wq, work, ticks, CALLER);
}

static bool stop_delay(struct delayed_work *work, uintptr_t pc)
{
	touch((uintptr_t)work, sizeof(*work), true, pc);
	if (!disarm(&work->timer))
		return false;
	work->work.data.counter = 0;
	return true;
}

bool mod_delayed_work(struct workqueue_struct *queue, struct delayed_work *work, unsigned long ticks)
{
	bool was_pending = stop_delay(work, CALLER) || work_cancel(&work->work, CALLER);

	delay(queue, work, ticks, CALLER);
	return was_pending;
}

bool cancel_delayed_work(struct delayed_work *work)
{
	return stop_delay(work, CALLER) || work_cancel(&work->work, CALLER);
}

bool cancel_delayed_work_sync(struct delayed_work *work)
{
	bool was_armed = stop_delay(work, CALLER);

	/* The timer may be about to queue it, and the work, while it is waited for, may do so again. */
	spin_until(does_not_run, &work->timer, WAIT_WORK, &work->timer);
	was_armed |= work_cancel_sync(&work->work, "cancel_delayed_work_sync", CALLER);
	return stop_delay(work, CALLER) || was_armed;
}

bool flush_delayed_work(struct delayed_work *work)
{
	if (stop_delay(work, CALLER))
		work_queue(work->wq, &work->work, CALLER);
	return work_flush(&work->work, "flush_delayed_work", CALLER);
}
