// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * When and in which order devres releases: of devices with and without a driver, added in probe and after it, when
 * the device is unbound, when it is unregistered, and when it is bound again.
 */
#include "machine.h"

#include <linux/platform_device.h>
#include <linux/slab.h>

/* What happened, a letter each: p probe, r remove, R the device's release, others are names of actions. */
static char log[64];

static void note(const char *letter)
{
	strncat(log, letter, sizeof(log) - strlen(log) - 1);
}

static void action(void *letter)
{
	note(letter);
}

static void add(struct device *device, const char *letter)
{
	CHECK(devm_add_action(device, action, (void *)(uintptr_t)letter) == 0);
}

static int probe_result;
static bool adds_while_released;

static void action_that_adds(void *device)
{
	note("+");
	add(device, "z");
}

static int probe(struct platform_device *pdev)
{
	note("p");
	add(&pdev->dev, "a");
	add(&pdev->dev, "b");
	if (adds_while_released)
		CHECK(devm_add_action(&pdev->dev, action_that_adds, &pdev->dev) == 0);
	return probe_result;
}

static void leave(struct platform_device *pdev)
{
	note("r");
	/* The driver is still bound, and may add; what it adds is the newest. */
	add(&pdev->dev, "x");
}

static struct platform_driver driver = { .probe = probe, .remove = leave, .driver = { .name = "test" } };

static struct device *begin(void)
{
	log[0] = '\0';
	probe_result = 0;
	adds_while_released = false;
	CHECK(platform_driver_register(&driver) == 0);
	return &run->devices.table[0].platform.dev;
}

static void release_device(struct device *device)
{
	(void)device;
	note("R");
}

/* A device that nobody drives. */
static struct device *lonely(void)
{
	static struct device device;

	log[0] = '\0';
	device = (struct device) { .init_name = "lonely", .release = release_device };
	CHECK(device_register(&device) == 0);
	return &device;
}

static void unregistered_without_driver(void)
{
	struct device *device = lonely();

	add(device, "a");
	add(device, "b");
	device_unregister(device);
	CHECK(strcmp(log, "baR") == 0);
}

/* The actions do not wait for the last reference, which one of them may hold. */
static void unregistered_while_referenced(void)
{
	struct device *device = lonely();

	get_device(device);
	add(device, "a");
	device_unregister(device);
	CHECK(strcmp(log, "a") == 0);
	/* It is gone for the bus, and lives: what is added now goes with its memory. */
	add(device, "b");
	put_device(device);
	CHECK(strcmp(log, "abR") == 0);
}

static void put_reference(void *device)
{
	note("g");
	put_device(device);
}

static void an_action_puts_the_reference(void)
{
	struct device *device = lonely();

	get_device(device);
	CHECK(devm_add_action(device, put_reference, device) == 0);
	device_unregister(device);
	CHECK(strcmp(log, "gR") == 0);
}

static void unbound(void)
{
	struct device *device = begin();

	CHECK(device_bind(0) == 0);
	add(device, "c");
	device_unbind(0);
	CHECK(strcmp(log, "prxcba") == 0 && !device->driver && !devres_has_any(device));
	platform_driver_unregister(&driver);
	CHECK(strcmp(log, "prxcba") == 0);
}

static void unregistered_with_driver(void)
{
	struct device *device = begin();

	CHECK(device_bind(0) == 0);
	add(device, "c");
	device_unregister(device);
	CHECK(strcmp(log, "prxcba") == 0 && !device->driver);
}

static void unregistered_with_driver_while_referenced(void)
{
	struct device *device = begin();

	CHECK(device_bind(0) == 0);
	get_device(device);
	CHECK(devm_add_action(device, put_reference, device) == 0);
	device_unregister(device);
	CHECK(strcmp(log, "prxgba") == 0);
}

static void probe_fails(void)
{
	struct device *device = begin();

	probe_result = -EIO;
	CHECK(device_bind(0) == -EIO);
	CHECK(strcmp(log, "pba") == 0 && !devres_has_any(device));
}

static void bound_again(void)
{
	begin();
	CHECK(device_bind(0) == 0);
	device_unbind(0);
	CHECK(device_bind(0) == 0);
	device_unbind(0);
	CHECK(strcmp(log, "prxbaprxba") == 0);
}

static void not_bound_with_resources(void)
{
	struct device *device = begin();

	add(device, "a");
	CHECK(device_bind(0) == -EBUSY && log[0] == '\0');
	devres_release_all(device);
	CHECK(device_bind(0) == 0);
	device_unbind(0);
	CHECK(strcmp(log, "aprxba") == 0);
}

/* What is added while devres releases is not of this pass, and in the way of the next driver. */
static void added_while_released(void)
{
	struct device *device = begin();

	adds_while_released = true;
	CHECK(device_bind(0) == 0);
	device_unbind(0);
	CHECK(strcmp(log, "prx+ba") == 0 && devres_has_any(device));
	CHECK(device_bind(0) == -EBUSY);
	device_unregister(device);
	CHECK(strcmp(log, "prx+baz") == 0);
}

static void groups(void)
{
	struct device *device = lonely();
	void *outer, *inner;

	add(device, "a");
	outer = devres_open_group(device, NULL, GFP_KERNEL);
	add(device, "b");
	inner = devres_open_group(device, NULL, GFP_KERNEL);
	add(device, "c");
	add(device, "d");
	devres_close_group(device, inner);
	add(device, "e");
	devres_close_group(device, outer);
	add(device, "f");
	/* Newest first within the group; what is before and behind it stays. */
	devres_release_group(device, inner);
	CHECK(strcmp(log, "dc") == 0);
	devres_release_group(device, outer);
	CHECK(strcmp(log, "dceb") == 0);
	device_unregister(device);
	CHECK(strcmp(log, "dcebfaR") == 0);
}

/* A group that is still open goes to the newest there is; the outer one takes the inner one along. */
static void open_groups(void)
{
	struct device *device = lonely();
	void *outer = devres_open_group(device, NULL, GFP_KERNEL);

	add(device, "a");
	CHECK(devres_open_group(device, NULL, GFP_KERNEL) != outer);
	add(device, "b");
	devres_release_group(device, outer);
	CHECK(strcmp(log, "ba") == 0 && !devres_has_any(device));
	add(device, "c");
	device_unregister(device);
	CHECK(strcmp(log, "bacR") == 0);
}

static void added_while_a_group_is_released(void)
{
	struct device *device = lonely();
	void *group = devres_open_group(device, NULL, GFP_KERNEL);

	CHECK(devm_add_action(device, action_that_adds, device) == 0);
	devres_close_group(device, group);
	devres_release_group(device, group);
	CHECK(strcmp(log, "+") == 0);
	device_unregister(device);
	CHECK(strcmp(log, "+zR") == 0);
}

static void taken_out(void)
{
	struct device *device = lonely();

	add(device, "a");
	add(device, "b");
	add(device, "c");
	devm_remove_action(device, action, "b");
	devm_release_action(device, action, "a");
	CHECK(strcmp(log, "a") == 0);
	device_unregister(device);
	CHECK(strcmp(log, "acR") == 0);
}

static void cannot_be_added(void)
{
	struct device *device = lonely();

	CHECK(devm_add_action_or_reset(device, action, "a") == -ENOMEM && strcmp(log, "a") == 0);
	CHECK(devm_add_action_or_reset(device, action, "b") == 0);
	device_unregister(device);
	CHECK(strcmp(log, "abR") == 0);
}

static void cannot_be_added_without_reset(void)
{
	struct device *device = lonely();

	CHECK(devm_add_action(device, action, "a") == -ENOMEM);
	device_unregister(device);
	CHECK(strcmp(log, "R") == 0);
}

static void in_order(void)
{
	static void (*const bodies[])(void) = {
		unregistered_without_driver,
		unregistered_while_referenced,
		an_action_puts_the_reference,
		unbound,
		unregistered_with_driver,
		unregistered_with_driver_while_referenced,
		probe_fails,
		bound_again,
		not_bound_with_resources,
		added_while_released,
		groups,
		open_groups,
		added_while_a_group_is_released,
		taken_out,
	};

	for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++)
		survives(bodies[i], &once);
}

static void failures(void)
{
	struct setting setting = once;

	/* The first is that of device_register(). */
	setting.fail = 2;
	survives(cannot_be_added, &setting);
	survives(cannot_be_added_without_reset, &setting);
}

int main(void)
{
	CHECK(search_init(&machine));
	RUN(in_order);
	RUN(failures);
	search_fini(&machine);
	return 0;
}
