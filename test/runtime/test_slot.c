// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Each promise of what devres holds for an owner: dropped once, by whoever is first, and not while it is used. */
#include "machine.h"

#include <irqrt/devres_slot.h>

#include <linux/err.h>

static struct device_driver driver = { .name = "test" };
static struct device device = { .init_name = "test", .driver = &driver };
static struct device other = { .init_name = "other", .driver = &driver };

static unsigned dropped;
static bool guard_held;

static void drop_data(void *data)
{
	CHECK(data == &dropped);
	if (guard_held)
		trap("memory", 0, 0, NULL, "the data is dropped while it is used");
	dropped++;
}

static struct devres_slot *create(void)
{
	struct devres_slot *slot;

	device.driver = other.driver = &driver;
	dropped = 0;
	guard_held = false;
	CHECK(devres_slot_new(&device, &dropped, drop_data, &slot) == 0);
	return slot;
}

static void ended_by_devres(void)
{
	struct devres_slot *slot = create();

	CHECK(devres_slot_access(slot, &device) == &dropped);
	devres_release_all(&device);
	CHECK(dropped == 1 && !devres_slot_try_access(slot));
	devres_slot_drop(slot);
	CHECK(dropped == 1 && !first_leak());
}

static void ended_by_its_owner(void)
{
	struct devres_slot *slot = create();

	devres_slot_drop(slot);
	/* Nothing of it waits for the device to go. */
	CHECK(dropped == 1 && !first_leak());
	devres_release_all(&device);
	CHECK(dropped == 1);
	devres_slot_drop(NULL);
}

/* Devres goes on with what else there is. */
static void one_of_two(void)
{
	struct devres_slot *first = create(), *second = create();

	devres_slot_drop(first);
	CHECK(dropped == 1);
	devres_release_all(&device);
	CHECK(dropped == 2);
	devres_slot_drop(second);
	CHECK(dropped == 2 && !first_leak());
}

static void of_another_device(void)
{
	struct devres_slot *slot = create();

	CHECK(PTR_ERR(devres_slot_access(slot, &other)) == -EINVAL);
	devres_slot_drop(slot);
}

static void of_no_bound_device(void)
{
	struct devres_slot *slot = create();

	device.driver = NULL;
	CHECK(PTR_ERR(devres_slot_access(slot, &device)) == -ENODEV);
	device.driver = &driver;
	devres_slot_drop(slot);
	device.driver = NULL;
	dropped = 0;
	CHECK(devres_slot_new(&device, &dropped, drop_data, &slot) == -ENODEV);
	CHECK(dropped == 1);
	device.driver = &driver;
}

/* Sleeping is fine while it is used. */
static void used_asleep(void)
{
	struct devres_slot *slot = create();

	CHECK(devres_slot_try_access(slot) == &dropped);
	might_sleep();
	CHECK(devres_slot_try_access(slot) == &dropped);
	devres_slot_release(slot);
	devres_slot_release(slot);
	devres_slot_drop(slot);
	CHECK(dropped == 1 && !first_leak());
}

static unsigned results;

static void cannot_be_made(void)
{
	struct devres_slot *slot;

	device.driver = &driver;
	dropped = 0;
	if (devres_slot_new(&device, &dropped, drop_data, &slot)) {
		CHECK(dropped == 1 && !first_leak());
		results++;
		return;
	}
	devres_slot_drop(slot);
}

static void gone_before_it_is_published(void)
{
	struct devres_slot *slot;

	CHECK(devres_slot_prepare(&device, &dropped, drop_data, &slot) == 0);
	dropped = 0;
	devres_slot_discard(slot);
	devres_release_all(&device);
	CHECK(dropped == 0 && !first_leak());
}

static bool over;

static bool is_over(void *what)
{
	(void)what;
	return over;
}

static void use_slot(void *slot)
{
	if (devres_slot_try_access(slot)) {
		guard_held = true;
		point(0);
		guard_held = false;
		devres_slot_release(slot);
	}
	over = true;
}

static void used_while_dropped(void)
{
	struct devres_slot *slot = create();

	over = false;
	task_create("use", CLASS_WORK, use_slot, slot);
	point(0);
	devres_release_all(&device);
	CHECK(dropped == 1);
	sleep_until(is_over, NULL, NEVER, WAIT_WORK, NULL);
	devres_slot_drop(slot);
	CHECK(!first_leak());
}

static bool let_go;

static bool may_let_go(void *what)
{
	(void)what;
	return let_go;
}

static void use_long(void *slot)
{
	CHECK(devres_slot_try_access(slot));
	sleep_until(may_let_go, NULL, NEVER, WAIT_EVENT, NULL);
	devres_slot_release(slot);
}

static void release_all(void *nothing)
{
	(void)nothing;
	devres_release_all(&device);
	over = true;
}

static bool never(void *what)
{
	(void)what;
	return false;
}

static void pass_time(void)
{
	sleep_until(never, NULL, run->now + 1, WAIT_TIME, NULL);
}

/* Once it is to be dropped nobody else gets at it, though it is still there for who uses it. */
static void nobody_comes_late(void)
{
	struct devres_slot *slot = create();

	over = let_go = false;
	task_create("use", CLASS_WORK, use_long, slot);
	pass_time();
	task_create("unbind", CLASS_WORK, release_all, NULL);
	pass_time();
	CHECK(dropped == 0 && !over);
	CHECK(!devres_slot_try_access(slot));
	let_go = true;
	sleep_until(is_over, NULL, NEVER, WAIT_WORK, NULL);
	CHECK(dropped == 1);
	devres_slot_drop(slot);
}

static void drop_slot(void *slot)
{
	devres_slot_drop(slot);
	if (dropped != 1)
		trap("memory", 0, 0, NULL, "an end returns before the data is dropped");
	over = true;
}

/* Both ends at the same time: when either has returned the data is gone, and it was dropped once. */
static void both_ends_at_once(void)
{
	struct devres_slot *slot = create();

	over = false;
	task_create("drop", CLASS_WORK, drop_slot, slot);
	point(0);
	devres_release_all(&device);
	if (dropped != 1)
		trap("memory", 0, 0, NULL, "an end returns before the data is dropped");
	sleep_until(is_over, NULL, NEVER, WAIT_WORK, NULL);
	if (dropped != 1 || first_leak())
		trap("memory", 0, 0, NULL, "dropped twice, or not let go of");
}

static void drop_inner(struct device *dev, void *resource)
{
	(void)dev;
	devres_slot_drop(*(struct devres_slot **)resource);
	over = true;
}

/* Devres drops what owns something of devres: the inner one's release is further out on the same stack. */
static void one_inside_the_other(void)
{
	struct devres_slot *slot = create();
	struct devres_slot **outer = devres_alloc(drop_inner, sizeof(struct devres_slot *), GFP_KERNEL);

	*outer = slot;
	devres_add(&device, outer);
	over = false;
	devres_release_all(&device);
	CHECK(over && dropped == 1 && !first_leak());
}

static void in_one_schedule(void)
{
	static void (*const bodies[])(void) = { ended_by_devres,
						ended_by_its_owner,
						one_of_two,
						of_another_device,
						of_no_bound_device,
						used_asleep,
						gone_before_it_is_published,
						nobody_comes_late,
						one_inside_the_other };

	for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++)
		survives(bodies[i], &once);
}

static void failures(void)
{
	struct setting setting = once;

	results = 0;
	for (setting.fail = 1; setting.fail <= 3; setting.fail++)
		survives(cannot_be_made, &setting);
	/* The slot, and devres's node. */
	CHECK(results == 2);
}

static void safe(void (*body)(void))
{
	struct verdict verdict = search_body(body, 0, 2);

	for (unsigned i = 0; i < verdict.count; i++)
		fprintf(stderr, "%s: %s\n", verdict.findings[i].trap.rule, verdict.findings[i].trap.text);
	CHECK(!verdict.count && !verdict.cut && verdict.schedules > 5);
}

static void in_all_schedules(void)
{
	safe(used_while_dropped);
	safe(both_ends_at_once);
}

int main(void)
{
	CHECK(search_init(&machine));
	RUN(in_one_schedule);
	RUN(failures);
	RUN(in_all_schedules);
	search_fini(&machine);
	return 0;
}
