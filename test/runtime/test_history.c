// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Registrations of Rust for Linux as they were (VARIANT 0 to 2, history/registration.c), each with the defect that
 * its successor mended, and as the typed layer has them (3): a device is unbound while another task drops, and devres
 * drops what itself owns something of devres.
 */
#include "machine.h"

#include "history/registration.h"

static struct device_driver driver = { .name = "history" };
static struct device device = { .init_name = "history", .driver = &driver };
static bool over;

static void drop(void *history)
{
	history_end(history);
	over = true;
}

static void unbind(void *nothing)
{
	(void)nothing;
	devres_release_all(&device);
	over = true;
}

static bool is_over(void *what)
{
	(void)what;
	return over;
}

static void join(void)
{
	const struct block *leak;

	sleep_until(is_over, NULL, NEVER, WAIT_WORK, NULL);
	leak = first_leak();
	if (leak)
		trap("leak", leak->allocated_at, 0, NULL, "%u bytes are never freed", leak->bytes);
}

static void unbound_while_dropped(void)
{
	struct history *history = history_create(&device);

	over = false;
	task_create("drop", CLASS_WORK, drop, history);
	/* The drop may be over before the unbinding begins. */
	point(0);
	devres_release_all(&device);
	join();
}

static void dropped_by_devres(void)
{
	history_drop_at_unbind(&device, history_create(&device));
	over = false;
	task_create("unbind", CLASS_WORK, unbind, NULL);
	join();
}

static bool clean(const struct verdict *verdict)
{
	for (unsigned i = 0; i < verdict->count; i++)
		fprintf(stderr, "%s: %s\n", verdict->findings[i].trap.rule, verdict->findings[i].trap.text);
	return !verdict->count && !verdict->cut && verdict->schedules > 1;
}

static bool uses_what_is_freed(const struct verdict *verdict)
{
	return traps(verdict, "irq-freed-while-live") || traps(verdict, "irq-missing-synchronize");
}

static void by_unbind_and_drop(void)
{
	struct verdict one = search_body(unbound_while_dropped, 1, 0);
	struct verdict two = search_body(unbound_while_dropped, 1, 1);
	struct verdict many = search_body(unbound_while_dropped, 2, 2);

	printf("variant %d: %lu, %lu and %lu schedules, %lu, %lu and %lu of them trapped\n", VARIANT, one.schedules,
	       two.schedules, many.schedules, one.trapped, two.trapped, many.trapped);
	CHECK(VARIANT == 1 ? traps(&one, "irq-used-before-init") && !uses_what_is_freed(&one) : clean(&one));
	CHECK(VARIANT == 1 || VARIANT == 2 ? uses_what_is_freed(&two) && uses_what_is_freed(&many)
					   : clean(&two) && clean(&many));
	CHECK(traps(&two, "irq-used-before-init") == (VARIANT == 1));
}

static void by_devres(void)
{
	struct verdict verdict = search_body(dropped_by_devres, 1, 0);

	CHECK(VARIANT == 0 ? traps(&verdict, "deadlock") : VARIANT == 1 || clean(&verdict));
	CHECK(!traps(&verdict, "deadlock") || verdict.trapped == verdict.executed);
	CHECK(VARIANT != 1 || (traps(&verdict, "irq-used-before-init") && verdict.count == 1));
}

int main(void)
{
	CHECK(search_init(&machine));
	RUN(by_unbind_and_drop);
	RUN(by_devres);
	search_fini(&machine);
	return 0;
}
