// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * The search itself: it runs exactly the schedules there are, repeats what it did, finds what it
 * should, and sees no deadlock where there is none.
 */
#include "machine.h"

#include <linux/completion.h>
#include <linux/interrupt.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

#define LINE 24u

static int ran;

static irqreturn_t count_isr(int irq, void *cookie)
{
	(void)irq;
	(void)cookie;
	ran++;
	return IRQ_HANDLED;
}

static unsigned points;

static void live_for_some_points(void)
{
	CHECK(request_irq(LINE, count_isr, 0, "test", NULL) == 0);
	/* SAFETY: the request ends with a point at which the line is live, and the free begins with one. */
	for (unsigned i = 2; i < points; i++)
		point(0);
	free_irq(LINE, NULL);
}

/* One of n points, or none. */
static void one_interrupt_has_as_many_schedules_as_points(void)
{
	for (points = 2; points < 9; points++)
		CHECK(search_body(live_for_some_points, 1, 0).schedules == points + 1);
}

/* Two interrupts at n points, in any combination with repetition, or one, or none. */
static void two_interrupts_have_the_combinations(void)
{
	for (points = 2; points < 9; points++)
		CHECK(search_body(live_for_some_points, 2, 0).schedules == (points + 1) * (points + 2) / 2);
}

static void without_a_bound_there_is_one_schedule(void)
{
	points = 5;
	ran = 0;
	CHECK(search_body(live_for_some_points, 0, 0).schedules == 1);
	CHECK(ran == 0);
}

static void a_schedule_repeats_itself(void)
{
	struct trace first = { 0 }, second = { 0 };
	struct setting setting = once;

	points = 6;
	setting.bound.interrupts = 2;
	world->main = live_for_some_points;
	CHECK(search_replay(&machine, &setting, "", &first) == OUTCOME_SURVIVED);
	CHECK(search_replay(&machine, &setting, "", &second) == OUTCOME_SURVIVED);
	CHECK(first.count > 0 && trace_hash(&first) == trace_hash(&second));
	trace_fini(&second);
	CHECK(search_replay(&machine, &setting, "0:4i24.0", &second) == OUTCOME_SURVIVED);
	CHECK(trace_hash(&first) != trace_hash(&second));
	trace_fini(&first);
	trace_fini(&second);
}

static void replays_that_cannot_be_are_refused(void)
{
	CHECK(choices_parse(&world->choices, "4i24.0"));
	CHECK(choices_parse(&world->choices, "0:4i24"));
	CHECK(choices_parse(&world->choices, "0:4x24.0"));
	CHECK(choices_parse(&world->choices, "0:4i24.0 0:9i24.0"));
	CHECK(!choices_parse(&world->choices, "0:4i24.0,0:9i24.0"));
	CHECK(!choices_parse(&world->choices, ""));
}

static spinlock_t lock, other_lock;

static irqreturn_t locking_isr(int irq, void *cookie)
{
	(void)irq;
	(void)cookie;
	spin_lock(&lock);
	ran++;
	spin_unlock(&lock);
	return IRQ_HANDLED;
}

static void locks_with_interrupts_off(void)
{
	unsigned long flags;

	spin_lock_init(&lock);
	CHECK(request_irq(LINE, locking_isr, 0, "test", NULL) == 0);
	spin_lock_irqsave(&lock, flags);
	point(0);
	spin_unlock_irqrestore(&lock, flags);
	free_irq(LINE, NULL);
}

/* A handler on the other CPU waits for the lock; it does not run on top of who holds it. */
static void no_deadlock_where_interrupts_are_off(void)
{
	struct verdict verdict = search_body(locks_with_interrupts_off, 2, 2);

	CHECK(verdict.count == 0 && verdict.cut == 0 && verdict.schedules > 10);
}

static void locks_with_interrupts_on(void)
{
	spin_lock_init(&lock);
	CHECK(request_irq(LINE, locking_isr, 0, "test", NULL) == 0);
	spin_lock(&lock);
	spin_unlock(&lock);
	free_irq(LINE, NULL);
}

static void a_deadlock_where_they_are_on(void)
{
	struct verdict verdict = search_body(locks_with_interrupts_on, 1, 0);

	CHECK(traps(&verdict, "irq-unsafe-lock"));
	CHECK(verdict.findings[0].interrupts == 1 && verdict.findings[0].preemptions == 0);
}

static void take_both(struct work_struct *work)
{
	(void)work;
	spin_lock(&other_lock);
	spin_lock(&lock);
	spin_unlock(&lock);
	spin_unlock(&other_lock);
}

static void locks_in_opposite_orders(void)
{
	static struct work_struct work;

	spin_lock_init(&lock);
	spin_lock_init(&other_lock);
	INIT_WORK(&work, take_both);
	schedule_work(&work);
	spin_lock(&lock);
	spin_lock(&other_lock);
	spin_unlock(&other_lock);
	spin_unlock(&lock);
	flush_work(&work);
}

static void opposite_orders_need_two_switches(void)
{
	struct verdict none = search_body(locks_in_opposite_orders, 0, 0);
	struct verdict some = search_body(locks_in_opposite_orders, 0, 1);

	CHECK(none.count == 0);
	CHECK(traps(&some, "deadlock"));
}

static struct mutex mutex;

static irqreturn_t wake_isr(int irq, void *cookie)
{
	(void)irq;
	(void)cookie;
	return IRQ_WAKE_THREAD;
}

static irqreturn_t mutex_thread(int irq, void *cookie)
{
	(void)irq;
	(void)cookie;
	mutex_lock(&mutex);
	mutex_unlock(&mutex);
	return IRQ_HANDLED;
}

static void frees_under_the_threads_lock(void)
{
	mutex_init(&mutex);
	CHECK(request_threaded_irq(LINE, wake_isr, mutex_thread, 0, "test", NULL) == 0);
	mutex_lock(&mutex);
	free_irq(LINE, NULL);
	mutex_unlock(&mutex);
}

static void a_wait_under_a_lock_is_named(void)
{
	struct verdict verdict = search_body(frees_under_the_threads_lock, 1, 0);

	CHECK(traps(&verdict, "irq-wait-under-lock"));
}

static struct completion completion;
static wait_queue_head_t queue;
static bool flag;

static irqreturn_t waking_isr(int irq, void *cookie)
{
	(void)irq;
	(void)cookie;
	flag = true;
	wake_up(&queue);
	complete(&completion);
	return IRQ_HANDLED;
}

static void waits_for_the_interrupt(void)
{
	flag = false;
	init_completion(&completion);
	init_waitqueue_head(&queue);
	CHECK(request_irq(LINE, waking_isr, 0, "test", NULL) == 0);
	wait_event(queue, flag);
	wait_for_completion(&completion);
	CHECK(wait_event_timeout(queue, flag, 10) > 0);
	free_irq(LINE, NULL);
}

/* What is awaited comes, whether or not the bound has an interrupt left, and no wake-up is lost. */
static void a_device_answers_who_waits_for_it(void)
{
	for (unsigned interrupts = 0; interrupts <= 2; interrupts++) {
		struct verdict verdict = search_body(waits_for_the_interrupt, interrupts, 1);

		CHECK(verdict.count == 0 && verdict.cut == 0);
	}
}

static void waits_for_nothing(void)
{
	init_completion(&completion);
	wait_for_completion(&completion);
}

static void an_event_that_cannot_come_is_no_defect(void)
{
	struct verdict verdict = search_body(waits_for_nothing, 1, 0);

	CHECK(verdict.count == 0 && verdict.cut == verdict.executed);
}

static void never_ends(void)
{
	for (;;)
		point(0);
}

static void a_schedule_without_end_is_ended(void)
{
	struct verdict verdict = search_body(never_ends, 0, 0);

	CHECK(traps(&verdict, "livelock"));
}

static int *shared;

static irqreturn_t freeing_isr(int irq, void *cookie)
{
	(void)irq;
	(void)cookie;
	touch((uintptr_t)shared, sizeof(*shared), true, 1);
	return IRQ_HANDLED;
}

static void frees_too_early(void)
{
	shared = kzalloc(sizeof(*shared), GFP_KERNEL);
	CHECK(request_irq(LINE, freeing_isr, 0, "test", NULL) == 0);
	point(0);
	point(0);
	kfree(shared);
	free_irq(LINE, NULL);
}

/* Of two interrupts, only the one after the free is kept. */
static void a_schedule_is_minimised(void)
{
	struct setting setting = { .bound = { 2, 0 }, .devices = 1, .rounds = 1, .kernel = 612 };
	struct verdict verdict = search_body(frees_too_early, 0, 0);
	struct finding *finding = &verdict.findings[0];

	for (uint64_t seed = 0; !strchr(finding->replay, ','); seed++) {
		CHECK(seed < 1000);
		verdict.count = 0;
		search_seeds(&machine, &setting, seed, 1, &verdict);
	}
	CHECK(traps(&verdict, "irq-freed-while-live"));
	search_minimise(&machine, finding);
	CHECK(strchr(finding->replay, 'i') && !strchr(finding->replay, ','));
	CHECK(search_replay(&machine, &finding->setting, finding->replay, NULL) == OUTCOME_TRAPPED);
}

static void the_filter_changes_no_verdict(void)
{
	struct setting setting = { .devices = 1, .rounds = 1, .kernel = 612, .every_access = true };
	struct verdict all = { 0 }, some = search_body(frees_too_early, 1, 0);

	setting.bound.interrupts = 1;
	search_all(&machine, &setting, &all);
	CHECK(traps(&some, "irq-freed-while-live") && traps(&all, "irq-freed-while-live"));
	CHECK(all.schedules >= some.schedules);
}

static void seeds_find_it_too(void)
{
	struct setting setting = { .bound = { 1, 0 }, .devices = 1, .rounds = 1, .kernel = 612 };
	struct verdict verdict = search_body(frees_too_early, 0, 0);

	CHECK(verdict.count == 0);
	search_seeds(&machine, &setting, 1, 100, &verdict);
	CHECK(traps(&verdict, "irq-freed-while-live"));
}

int main(void)
{
	CHECK(search_init(&machine));
	RUN(one_interrupt_has_as_many_schedules_as_points);
	RUN(two_interrupts_have_the_combinations);
	RUN(without_a_bound_there_is_one_schedule);
	RUN(a_schedule_repeats_itself);
	RUN(replays_that_cannot_be_are_refused);
	RUN(no_deadlock_where_interrupts_are_off);
	RUN(a_deadlock_where_they_are_on);
	RUN(opposite_orders_need_two_switches);
	RUN(a_wait_under_a_lock_is_named);
	RUN(a_device_answers_who_waits_for_it);
	RUN(an_event_that_cannot_come_is_no_defect);
	RUN(a_schedule_without_end_is_ended);
	RUN(a_schedule_is_minimised);
	RUN(the_filter_changes_no_verdict);
	RUN(seeds_find_it_too);
	search_fini(&machine);
	return 0;
}
