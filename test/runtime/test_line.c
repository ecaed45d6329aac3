// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Lines answer as kernel/irq/manage.c of Linux 6.12 does, and as 6.1 where it differs. */
#include "machine.h"

#include "core/handle.h"

#include <linux/delay.h>
#include <linux/interrupt.h>
#include <linux/irq.h>

#define LINE 24u

static unsigned calls, thread_calls;
static char order[16];
static char name_of_a[] = "a";

static irqreturn_t handled(int irq, void *cookie)
{
	(void)irq;
	calls++;
	if (cookie)
		strncat(order, cookie, sizeof(order) - strlen(order) - 1);
	return IRQ_HANDLED;
}

static irqreturn_t none(int irq, void *cookie)
{
	handled(irq, cookie);
	return IRQ_NONE;
}

static irqreturn_t wakes(int irq, void *cookie)
{
	handled(irq, cookie);
	return IRQ_WAKE_THREAD;
}

static irqreturn_t thread(int irq, void *cookie)
{
	(void)irq;
	(void)cookie;
	thread_calls++;
	return IRQ_HANDLED;
}

static void raise(void)
{
	line_raise(LINE, (unsigned)run->current->cpu);
}

static void requests_that_are_refused(void)
{
	CHECK(request_irq(IRQ_NOTCONNECTED, handled, 0, "a", NULL) == -ENOTCONN);
	CHECK(request_irq(LINE, handled, IRQF_SHARED, "a", NULL) == -EINVAL);
	CHECK(request_irq(LINE, handled, IRQF_SHARED | IRQF_NO_AUTOEN, "a", name_of_a) == -EINVAL);
	CHECK(request_irq(LINE, handled, IRQF_COND_SUSPEND, "a", name_of_a) == -EINVAL);
	CHECK(request_irq(LINE, handled, IRQF_SHARED | IRQF_NO_SUSPEND | IRQF_COND_SUSPEND, "a", name_of_a) == -EINVAL);
	CHECK(request_irq(0, handled, 0, "a", NULL) == -EINVAL);
	CHECK(request_irq((unsigned)-ENXIO, handled, 0, "a", NULL) == -EINVAL);
	CHECK(request_threaded_irq(LINE, NULL, NULL, 0, "a", NULL) == -EINVAL);
	CHECK(request_threaded_irq(LINE, NULL, thread, 0, "a", NULL) == -EINVAL);
	CHECK(!run->lines.table[LINE].actions);
	irq_set_status_flags(LINE, IRQ_NOREQUEST);
	CHECK(request_irq(LINE, handled, 0, "a", NULL) == -EINVAL);
}

static void refusals(void)
{
	struct trace trace;

	CHECK(run_body(requests_that_are_refused, &once, &trace) == OUTCOME_SURVIVED);
	CHECK(said(&trace, "Threaded irq requested with handler=NULL and !ONESHOT for a (irq 24)"));
	trace_fini(&trace);
}

static void lines_that_are_taken(void)
{
	static char a[] = "a", b[] = "b";

	CHECK(request_irq(LINE, handled, 0, "a", a) == 0);
	CHECK(request_irq(LINE, handled, 0, "b", b) == -EBUSY);
	CHECK(request_irq(LINE, handled, IRQF_SHARED, "b", b) == -EBUSY);
	CHECK(strcmp(free_irq(LINE, a), "a") == 0);
	CHECK(request_irq(LINE, handled, IRQF_SHARED | IRQF_TRIGGER_LOW, "a", a) == 0);
	CHECK(request_irq(LINE, handled, IRQF_SHARED | IRQF_TRIGGER_HIGH, "b", b) == -EBUSY);
	CHECK(request_irq(LINE, handled, IRQF_SHARED | IRQF_PERCPU, "b", b) == -EBUSY);
	/* No trigger of its own: that of the line. */
	CHECK(request_irq(LINE, handled, IRQF_SHARED, "b", b) == 0);
	free_irq(LINE, a);
	free_irq(LINE, b);
}

static void sharing(void)
{
	struct trace trace;

	CHECK(run_body(lines_that_are_taken, &once, &trace) == OUTCOME_SURVIVED);
	CHECK(said(&trace, "Flags mismatch irq 24."));
	trace_fini(&trace);
}

static int second_result;

static void oneshot_beside_plain(void)
{
	static char a[] = "a", b[] = "b";

	CHECK(request_threaded_irq(LINE, wakes, thread, IRQF_SHARED | IRQF_ONESHOT, "a", a) == 0);
	second_result = request_irq(LINE, handled, IRQF_SHARED, "b", b);
	free_irq(LINE, a);
	if (!second_result)
		free_irq(LINE, b);
}

/* IRQF_COND_ONESHOT, which request_irq() sets, came after 6.1. */
static void oneshot_is_adopted_since_6_12(void)
{
	struct setting old = once;

	survives(oneshot_beside_plain, &once);
	CHECK(second_result == 0);
	old.kernel = 601;
	survives(oneshot_beside_plain, &old);
	CHECK(second_result == -EBUSY);
}

static void raises_a_shared_line(void)
{
	static char a[] = "a", b[] = "b", c[] = "c";

	CHECK(request_irq(LINE, none, IRQF_SHARED, "a", a) == 0);
	CHECK(request_irq(LINE, handled, IRQF_SHARED, "b", b) == 0);
	CHECK(request_irq(LINE, none, IRQF_SHARED, "c", c) == 0);
	raise();
	CHECK(strcmp(order, "abc") == 0);
	free_irq(LINE, b);
	order[0] = '\0';
	raise();
	CHECK(strcmp(order, "ac") == 0);
	free_irq(LINE, a);
	free_irq(LINE, c);
}

static void handlers_run_in_the_order_of_requests(void)
{
	order[0] = '\0';
	survives(raises_a_shared_line, &once);
}

static void frees_a_shared_line(void)
{
	static char a[] = "a";

	calls = 0;
	CHECK(request_irq(LINE, handled, IRQF_SHARED, "a", a) == 0);
	free_irq(LINE, a);
	CHECK(calls == (world->setting.shared_call_at_free ? 1 : 0));
	CHECK(request_irq(LINE, handled, 0, "a", a) == 0);
	free_irq(LINE, a);
	CHECK(calls == (world->setting.shared_call_at_free ? 1 : 0));
}

static void requests_a_shared_line(void)
{
	static char a[] = "a";

	calls = 0;
	CHECK(request_irq(LINE, handled, IRQF_SHARED, "a", a) == 0);
	CHECK(calls == 1);
	free_irq(LINE, a);
	CHECK(request_irq(LINE, handled, 0, "a", a) == 0);
	free_irq(LINE, a);
	CHECK(calls == 1);
}

static void a_shared_handler_is_called_unasked(void)
{
	struct setting debug = once;

	survives(frees_a_shared_line, &once);
	debug.shared_call_at_free = true;
	survives(frees_a_shared_line, &debug);
	debug.shared_call_at_free = false;
	debug.shared_call_at_request = true;
	survives(requests_a_shared_line, &debug);
}

static void frees_what_is_not_there(void)
{
	CHECK(!free_irq(LINE, name_of_a));
	CHECK(request_irq(LINE, handled, 0, "a", name_of_a) == 0);
	CHECK(!free_irq(LINE, &calls));
	free_irq(LINE, name_of_a);
	CHECK(!free_irq(LINE, name_of_a));
}

static void a_second_free_is_warned_of(void)
{
	struct trace trace;

	CHECK(run_body(frees_what_is_not_there, &once, &trace) == OUTCOME_SURVIVED);
	CHECK(said(&trace, "Trying to free already-free IRQ 24"));
	trace_fini(&trace);
}

static struct alternative list[ALTERNATIVES_MAX];

static bool can_arrive(void)
{
	return lines_gather(0, list, 0) > 0;
}

static void disables_and_enables(void)
{
	CHECK(request_irq(LINE, handled, 0, "a", name_of_a) == 0);
	CHECK(can_arrive());
	disable_irq(LINE);
	disable_irq_nosync(LINE);
	enable_irq(LINE);
	CHECK(!can_arrive());
	enable_irq(LINE);
	CHECK(can_arrive());
	enable_irq(LINE);
	CHECK(can_arrive());
	/* A disable ends with the registration. */
	disable_irq(LINE);
	free_irq(LINE, name_of_a);
	CHECK(request_irq(LINE, handled, 0, "a", name_of_a) == 0);
	CHECK(can_arrive());
	free_irq(LINE, name_of_a);
	CHECK(request_irq(LINE, handled, IRQF_NO_AUTOEN, "a", name_of_a) == 0);
	CHECK(!can_arrive());
	enable_irq(LINE);
	CHECK(can_arrive());
	free_irq(LINE, name_of_a);
	irq_set_status_flags(LINE, IRQ_NOAUTOEN);
	CHECK(request_irq(LINE, handled, 0, "a", name_of_a) == 0);
	CHECK(!can_arrive());
	free_irq(LINE, name_of_a);
}

static void disables_nest(void)
{
	struct trace trace;

	CHECK(run_body(disables_and_enables, &once, &trace) == OUTCOME_SURVIVED);
	CHECK(said(&trace, "Unbalanced enable for IRQ 24"));
	trace_fini(&trace);
}

static irqreturn_t bogus(int irq, void *cookie)
{
	(void)irq;
	(void)cookie;
	return (irqreturn_t)-ENODEV;
}

static void returns_nonsense(void)
{
	CHECK(request_irq(LINE, bogus, 0, "a", name_of_a) == 0);
	raise();
	free_irq(LINE, name_of_a);
	CHECK(request_irq(LINE, wakes, 0, "b", NULL) == 0);
	raise();
	free_irq(LINE, NULL);
}

static void results_of_handlers_are_looked_at(void)
{
	struct trace trace;

	CHECK(run_body(returns_nonsense, &once, &trace) == OUTCOME_SURVIVED);
	CHECK(said(&trace, "irq event 24: bogus return value ffffffed"));
	CHECK(said(&trace, "IRQ 24 device b returned IRQ_WAKE_THREAD but no thread function available."));
	trace_fini(&trace);
}

static unsigned seen_thread_calls;

static void raises_twice(void)
{
	thread_calls = 0;
	CHECK(request_threaded_irq(LINE, wakes, thread, 0, "a", NULL) == 0);
	raise();
	raise();
	free_irq(LINE, NULL);
	seen_thread_calls |= 1u << thread_calls;
}

/* Two interrupts are one round of the thread, or two, and never none: the free lets it finish. */
static void interrupts_coalesce_in_the_thread(void)
{
	struct verdict verdict;

	seen_thread_calls = 0;
	verdict = search_body(raises_twice, 0, 1);
	CHECK(verdict.count == 0);
	CHECK(seen_thread_calls == (1u << 1 | 1u << 2));
}

static bool slept;

static irqreturn_t slow_thread(int irq, void *cookie)
{
	(void)irq;
	(void)cookie;
	slept = false;
	CHECK(!can_arrive());
	msleep(10);
	slept = true;
	return IRQ_HANDLED;
}

static void frees_while_the_thread_sleeps(void)
{
	slept = true;
	CHECK(request_threaded_irq(LINE, NULL, slow_thread, IRQF_ONESHOT, "a", NULL) == 0);
	raise();
	free_irq(LINE, NULL);
	CHECK(slept);
}

/* A ONESHOT line stays masked until its thread has finished, and the free waits for that. */
static bool never(void *what)
{
	(void)what;
	return false;
}

static void stays(void *nothing)
{
	(void)nothing;
	sleep_until(never, NULL, NEVER, WAIT_IDLE, NULL);
}

/* Whose context is that of a thread that has ended. */
static void makes_a_task(void *nothing)
{
	(void)nothing;
	point(0);
	task_create("late", CLASS_WORK, stays, NULL);
	point(0);
}

static void frees_while_tasks_come(void)
{
	CHECK(request_threaded_irq(LINE, NULL, thread, IRQF_ONESHOT, "a", NULL) == 0);
	task_create("maker", CLASS_WORK, makes_a_task, NULL);
	free_irq(LINE, NULL);
}

static void a_context_is_used_again(void)
{
	struct verdict verdict = search_body(frees_while_tasks_come, 0, 2);

	CHECK(!verdict.count && !verdict.cut && verdict.schedules > 5);
}

static void the_free_waits_for_the_thread(void)
{
	struct verdict verdict = search_body(frees_while_the_thread_sleeps, 1, 1);

	CHECK(verdict.count == 0 && verdict.cut == 0 && verdict.schedules > 1);
}

static irqreturn_t thread_that_frees_its_neighbour(int irq, void *cookie)
{
	(void)cookie;
	free_irq((unsigned)irq, name_of_a);
	return IRQ_HANDLED;
}

static void frees_the_neighbour_in_the_thread(void)
{
	CHECK(request_threaded_irq(LINE, wakes, thread_that_frees_its_neighbour, IRQF_SHARED, "a", &calls) == 0);
	CHECK(request_irq(LINE, none, IRQF_SHARED, "b", name_of_a) == 0);
	raise();
	msleep(1);
	free_irq(LINE, &calls);
}

/* Since 6.12 a free waits for all threads of the line, also that of who frees. */
static void a_thread_can_free_its_neighbour_in_6_1_only(void)
{
	struct setting setting = once;
	struct trace trace;

	CHECK(run_body(frees_the_neighbour_in_the_thread, &setting, &trace) == OUTCOME_TRAPPED);
	CHECK(strcmp(world->trap.rule, "irq-self-wait") == 0);
	trace_fini(&trace);
	setting.kernel = 601;
	survives(frees_the_neighbour_in_the_thread, &setting);
}

static void nobody_cares(void)
{
	CHECK(request_irq(LINE, none, 0, "a", name_of_a) == 0);
	for (unsigned i = 0; i < world->setting.storm; i++) {
		CHECK(can_arrive());
		raise();
	}
	CHECK(!can_arrive());
	free_irq(LINE, name_of_a);
}

static void a_line_that_nobody_cares_about_is_disabled(void)
{
	struct setting setting = once;
	struct trace trace;

	setting.storm = 10;
	CHECK(run_body(nobody_cares, &setting, &trace) == OUTCOME_SURVIVED);
	CHECK(said(&trace, "irq 24: nobody cared"));
	CHECK(said(&trace, "Disabling IRQ #24"));
	trace_fini(&trace);
}

static void storms_and_the_thread_answers(irq_handler_t answer)
{
	CHECK(request_threaded_irq(LINE, wakes, answer, 0, "a", name_of_a) == 0);
	for (unsigned i = 0; i < world->setting.storm; i++) {
		raise();
		synchronize_irq(LINE);
	}
}

static void the_thread_cares(void)
{
	storms_and_the_thread_answers(thread);
	CHECK(can_arrive());
	free_irq(LINE, name_of_a);
}

/* Its answer counts one interrupt later: the first is nobody's fault. */
static void the_thread_does_not_care(void)
{
	storms_and_the_thread_answers(none);
	CHECK(!can_arrive());
	free_irq(LINE, name_of_a);
}

static void threads_answer_for_what_they_are_woken_for(void)
{
	struct setting setting = once;
	struct trace trace;

	setting.storm = 10;
	survives(the_thread_cares, &setting);
	CHECK(run_body(the_thread_does_not_care, &setting, &trace) == OUTCOME_SURVIVED);
	CHECK(said(&trace, "irq 24: nobody cared"));
	trace_fini(&trace);
}

static void wakes_the_thread_by_hand(void)
{
	thread_calls = 0;
	CHECK(request_threaded_irq(LINE, wakes, thread, 0, "a", name_of_a) == 0);
	irq_wake_thread(LINE, name_of_a);
	irq_wake_thread(LINE, &calls);
	synchronize_irq(LINE);
	CHECK(thread_calls == 1);
	free_irq(LINE, name_of_a);
}

static void a_thread_can_be_woken_without_an_interrupt(void)
{
	survives(wakes_the_thread_by_hand, &once);
}

static bool in_thread;

static irqreturn_t says_where(int irq, void *cookie)
{
	(void)irq;
	(void)cookie;
	calls++;
	in_thread = run->current->kind == CONTEXT_TASK;
	CHECK(irqs_disabled());
	return cookie ? IRQ_WAKE_THREAD : IRQ_HANDLED;
}

static void raises_forced_and_not(void)
{
	calls = thread_calls = 0;
	CHECK(request_irq(LINE, says_where, 0, "a", NULL) == 0);
	raise();
	synchronize_irq(LINE);
	CHECK(calls == 1 && in_thread);
	free_irq(LINE, NULL);
	CHECK(request_irq(LINE, says_where, IRQF_NO_THREAD, "a", NULL) == 0);
	raise();
	CHECK(calls == 2 && !in_thread);
	free_irq(LINE, NULL);
	CHECK(request_threaded_irq(LINE, says_where, thread, 0, "a", name_of_a) == 0);
	raise();
	synchronize_irq(LINE);
	CHECK(calls == 3 && in_thread && thread_calls == 1);
	free_irq(LINE, name_of_a);
}

static void handlers_can_be_forced_into_threads(void)
{
	struct setting setting = once;

	setting.force_threads = true;
	survives(raises_forced_and_not, &setting);
}

static irqreturn_t may_sleep(int irq, void *cookie)
{
	(void)irq;
	(void)cookie;
	calls++;
	if (world->setting.nested)
		msleep(1);
	return IRQ_HANDLED;
}

static void requests_in_any_context(void)
{
	calls = 0;
	CHECK(request_any_context_irq(LINE, may_sleep, 0, "a", NULL) ==
	      (world->setting.nested ? IRQC_IS_NESTED : IRQC_IS_HARDIRQ));
	raise();
	synchronize_irq(LINE);
	CHECK(calls == 1);
	free_irq(LINE, NULL);
}

static void nested_lines_run_their_handler_in_a_thread(void)
{
	struct setting setting = once;

	survives(requests_in_any_context, &setting);
	setting.nested = true;
	survives(requests_in_any_context, &setting);
}

int main(void)
{
	CHECK(search_init(&machine));
	RUN(refusals);
	RUN(sharing);
	RUN(oneshot_is_adopted_since_6_12);
	RUN(handlers_run_in_the_order_of_requests);
	RUN(a_shared_handler_is_called_unasked);
	RUN(a_second_free_is_warned_of);
	RUN(disables_nest);
	RUN(results_of_handlers_are_looked_at);
	RUN(interrupts_coalesce_in_the_thread);
	RUN(a_context_is_used_again);
	RUN(the_free_waits_for_the_thread);
	RUN(a_thread_can_free_its_neighbour_in_6_1_only);
	RUN(a_line_that_nobody_cares_about_is_disabled);
	RUN(threads_answer_for_what_they_are_woken_for);
	RUN(a_thread_can_be_woken_without_an_interrupt);
	RUN(handlers_can_be_forced_into_threads);
	RUN(nested_lines_run_their_handler_in_a_thread);
	search_fini(&machine);
	return 0;
}
