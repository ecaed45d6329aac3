// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What typed registrations promise of handlers: when they can run, what they see, and that they are waited for. */
#include "fan.h"

#include <irqrt/define.h>

#include <linux/platform_device.h>

static enum threaded_irq_return wakes;

static enum threaded_irq_return fan_ask(struct fan *fan, struct device *dev)
{
	fan_wake(fan, dev);
	return wakes;
}

DEFINE_IRQ_REGISTRATION(fan_irq, struct fan, fan_handle, fan_init, fan_drop)
DEFINE_IRQ_THREADED_REGISTRATION(fan_both, struct fan, fan_ask, fan_thread, fan_init, fan_drop)
DEFINE_IRQ_THREAD_REGISTRATION(fan_only, struct fan, fan_thread, fan_init, fan_drop)

static struct fan_irq *create(irq_flags_t flags)
{
	struct fan_irq *irq = kmalloc(sizeof(*irq), GFP_KERNEL);
	struct irq_request request = request_of(&device);

	memset(irq, 0, sizeof(*irq));
	CHECK(fan_irq_new(irq, &request, flags, "fan", NULL) == 0);
	return irq;
}

/* The handler runs before new returns, and finds its data complete. */
static void live_at_once(void)
{
	struct fan_irq *irq;

	begin();
	irq = create(IRQ_FLAGS_NONE);
	fan_irq_drop(irq);
	kfree(irq);
}

/* What handlers say is what the kernel counts. */
static void results_reach_the_kernel(void)
{
	struct fan_irq *irq;

	begin();
	irq = create(IRQ_FLAGS_NONE);
	raise();
	CHECK(run->lines.table[LINE].unhandled == 0);
	answer = IRQ_RET_NONE;
	raise();
	CHECK(run->lines.table[LINE].events == 2 && run->lines.table[LINE].unhandled == 1);
	fan_irq_drop(irq);
	kfree(irq);
}

static void thread_only_when_woken(void)
{
	struct irq_request request = request_of(&device);
	struct fan_both both;

	begin();
	CHECK(fan_both_new(&both, &request, IRQ_FLAGS_NONE, "fan", NULL) == 0);
	wakes = THREADED_IRQ_HANDLED;
	raise();
	wakes = THREADED_IRQ_NONE;
	raise();
	CHECK(irq_threaded_registration_try_synchronize(&both.registration) == 0);
	CHECK(strcmp(log, "ihh") == 0 && run->lines.table[LINE].unhandled == 1);
	wakes = THREADED_IRQ_WAKE_THREAD;
	raise();
	fan_both_drop(&both);
	CHECK(strcmp(log, "ihhhtd") == 0);
}

/* Two registrations of one line are told apart when one is dropped: their cookies differ. */
static void frees_its_own(void)
{
	struct fan_irq *first, *second;

	begin();
	first = create(IRQ_FLAGS_SHARED);
	second = create(IRQ_FLAGS_SHARED);
	fan_irq_drop(first);
	CHECK(run->lines.table[LINE].actions && !run->lines.table[LINE].actions->next);
	raise();
	CHECK(first->handler.turns == 1000 && second->handler.turns == 1001);
	fan_irq_drop(second);
	kfree(first);
	kfree(second);
	CHECK(!first_leak());
}

/* A handler without a thread goes with a line that is masked until somebody else's thread has run. */
static void joins_a_oneshot_line(void)
{
	struct irq_request request = request_of(&device), same = request_of(&device);
	struct fan_only only;
	struct fan_irq irq;

	begin();
	CHECK(fan_only_new(&only, &request, irq_flags_or(IRQ_FLAGS_SHARED, IRQ_FLAGS_ONESHOT), "fan", NULL) == 0);
	CHECK(fan_irq_new(&irq, &same, IRQ_FLAGS_SHARED, "fan", NULL) == 0);
	fan_irq_drop(&irq);
	fan_only_drop(&only);
}

static struct fan_irq *interrupted;

static void interrupt(void *irq)
{
	(void)irq;
	if (line_can_be_raised(&run->lines.table[LINE]))
		line_raise(LINE, (unsigned)run->current->cpu);
}

/* After a wait no handler that had begun before it still runs; no new one begins in this test. */
static void check_waited(void)
{
	if (interrupted->handler.turning)
		trap("memory", 0, 0, NULL, "the handler still runs after a wait for it");
}

static bool happened(void *ran)
{
	return *(bool *)ran;
}

static bool over;

static void interrupt_once(void *irq)
{
	interrupt(irq);
	over = true;
}

static void wait_for_a_handler(bool try)
{
	begin();
	over = false;
	interrupted = create(IRQ_FLAGS_NONE);
	task_create("device", CLASS_WORK, interrupt_once, NULL);
	point(0);
	if (interrupted->handler.turns == 1000 && !interrupted->handler.turning)
		sleep_until(happened, &over, NEVER, WAIT_WORK, NULL);
	CHECK((try ? irq_registration_try_synchronize(&interrupted->registration)
		   : irq_registration_synchronize(&interrupted->registration, &device)) == 0);
	check_waited();
	fan_irq_drop(interrupted);
	sleep_until(happened, &over, NEVER, WAIT_WORK, NULL);
	kfree(interrupted);
}

static void synchronize_waits(void)
{
	wait_for_a_handler(false);
}

static void try_synchronize_waits(void)
{
	wait_for_a_handler(true);
}

/* fan_drop() says so when a handler uses what it drops. */
static void drop_waits(void)
{
	begin();
	over = false;
	interrupted = create(IRQ_FLAGS_NONE);
	task_create("device", CLASS_WORK, interrupt_once, NULL);
	point(0);
	fan_irq_drop(interrupted);
	sleep_until(happened, &over, NEVER, WAIT_WORK, NULL);
	kfree(interrupted);
}

static void drop_in_a_task(void *irq)
{
	fan_irq_drop(irq);
	kfree(irq);
	over = true;
}

/* Any task may drop what another one made. */
static void dropped_by_another_task(void)
{
	begin();
	over = false;
	task_create("drop", CLASS_WORK, drop_in_a_task, create(IRQ_FLAGS_NONE));
	sleep_until(happened, &over, NEVER, WAIT_WORK, NULL);
	CHECK(!first_leak() && strcmp(log + strlen(log) - 1, "d") == 0);
}

/* A driver whose registration ends by itself, or by the device. */
static bool driver_drops;

static int fan_probe(struct platform_device *pdev)
{
	struct fan_irq *irq = devm_kzalloc(&pdev->dev, sizeof(*irq), GFP_KERNEL);
	struct irq_request request;

	CHECK(irq && platform_irq_request_by_index(pdev, 0, &request) == 0);
	platform_set_drvdata(pdev, irq);
	expected_device = &pdev->dev;
	return fan_irq_new(irq, &request, IRQ_FLAGS_NONE, "fan", NULL);
}

static void fan_remove(struct platform_device *pdev)
{
	struct fan_irq *irq = platform_get_drvdata(pdev);

	if (driver_drops)
		fan_irq_drop(irq);
	else
		fan_both_drop(NULL);
}

static struct platform_driver fan_driver = { .probe = fan_probe, .remove = fan_remove, .driver = { .name = "fan" } };

static void live_twice(void)
{
	begin();
	CHECK(platform_driver_register(&fan_driver) == 0);
	for (unsigned round = 0; round < 2; round++) {
		CHECK(device_bind(0) == 0);
		device_unbind(0);
		CHECK(!run->lines.table[FIRST_DEVICE_LINE].actions && !run->typed.count);
	}
	platform_driver_unregister(&fan_driver);
	if (driver_drops && first_leak())
		trap("leak", 0, 0, NULL, "something of the first binding is left");
}

static void bound_twice(void)
{
	driver_drops = true;
	live_twice();
}

static void bound_twice_and_never_dropped(void)
{
	driver_drops = false;
	live_twice();
}

static void in_one_schedule(void)
{
	survives(live_at_once, &once);
	survives(results_reach_the_kernel, &once);
	survives(thread_only_when_woken, &once);
	survives(frees_its_own, &once);
	survives(joins_a_oneshot_line, &once);
}

static void in_all_schedules(void)
{
	safe(live_at_once, 1, 0);
	safe(synchronize_waits, 0, 2);
	safe(try_synchronize_waits, 0, 2);
	safe(drop_waits, 0, 2);
	safe(dropped_by_another_task, 1, 1);
	safe(bound_twice, 2, 0);
	safe(bound_twice_and_never_dropped, 2, 0);
}

int main(void)
{
	CHECK(search_init(&machine));
	RUN(in_one_schedule);
	RUN(in_all_schedules);
	search_fini(&machine);
	return 0;
}
