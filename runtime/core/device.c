// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Binding and unbinding, in the order of drivers/base/dd.c. */
#include "core/device.h"
#include "core/blame.h"
#include "sim/trace.h"
#include "sim/world.h"

#include <stdio.h>

static struct device *device_of(unsigned index)
{
	return run->devices.bus->device_of(&run->devices.table[index]);
}

enum phase current_phase(void)
{
	return run->devices.phase;
}

static void enter_phase(enum phase phase)
{
	run->devices.phase = phase;
	trace_phase(phase);
}

bool device_is_bound(const struct device *device)
{
	for (unsigned i = 0; run->devices.bus && i < DEVICES_MAX; i++) {
		if (device == device_of(i))
			return device->irqrt_state != DEVICE_UNBOUND;
	}
	return device->irqrt_state == DEVICE_OF_CLASS;
}

void class_device_init(struct device *device, struct device *parent)
{
	device->parent = parent;
	device->irqrt_state = DEVICE_OF_CLASS;
}

int driver_register(const struct bus_ops *bus, const void *driver, uintptr_t pc)
{
	if (run->devices.bus)
		cut_short("drivers in one module");
	if (fails_now(pc))
		return -ENOMEM;
	run->devices.bus = bus;
	run->devices.driver = driver;
	for (unsigned i = 0; i < DEVICES_MAX; i++) {
		struct simulated_device *device = &run->devices.table[i];

		device->first_line = FIRST_DEVICE_LINE + (world->setting.shared_lines ? 0 : i * LINES_PER_DEVICE);
		snprintf(device->name, sizeof(device->name), "device.%u", i);
		bus->populate(device, i);
		device_of(i)->parent = &device->parent;
		device_of(i)->init_name = device->name;
		device->node = (struct device_node) { .name = device->name, .full_name = device->name };
		device->node.fwnode.dev = device_of(i);
		device->parent.driver_data = (void *)PARENT_DATA;
		device->parent.of_node = device_of(i)->of_node = &device->node;
		device->parent.fwnode = device_of(i)->fwnode = &device->node.fwnode;
	}
	return 0;
}

void driver_unregister(const void *driver)
{
	if (run->devices.driver != driver)
		return;
	for (unsigned i = 0; i < DEVICES_MAX; i++)
		device_unbind(i);
	run->devices.bus = NULL;
	run->devices.driver = NULL;
}

/* What a driver leaves behind when it has let go of a device. */
static void check_left(const struct device *device)
{
	const struct action *left = action_left(device);

	if (left && left->managed_by && left->managed_by != device)
		trap("irq-devres-device", left->requested_at, 0, NULL,
		     "irq %u is managed by another device than the one whose driver requested it: still requested "
		     "after unbind",
		     left->irq);
	if (left)
		trap("irq-registration-leak", left->requested_at, 0, NULL,
		     "irq %u is still requested although its device has no driver any more", left->irq);
}

static void clean_up(struct device *device, enum phase phase)
{
	enter_phase(phase);
	devres_release_all(device);
	device->driver = NULL;
	device->driver_data = NULL;
	device->irqrt_state = DEVICE_UNBOUND;
	check_left(device);
	run->devices.probing = NULL;
	enter_phase(PHASE_EXIT);
}

/* The request that was made to fail changed nothing: nobody looked at its result. */
static void check_results_are_seen(void)
{
	struct aftermath after;
	unsigned failed = run->path.failed;

	path_end(&run->path, &after);
	if (!world->setting.fail && !run->path.interrupted)
		world->expected = after;
	if (failed && after.requests == world->expected.requests &&
	    after.hash[failed - 1] == world->expected.hash[failed - 1])
		trap("irq-unchecked-request", run->path.failed_at, 0, NULL,
		     "the request fails, and probe does and returns what it does when it succeeds");
}

int device_bind(unsigned index)
{
	struct device *device = device_of(index);
	int error;

	if (device->irqrt_state != DEVICE_UNBOUND)
		return 0;
	if (devres_has_any(device)) {
		trace_log("%s: Resources present before probing", dev_name(device));
		return -EBUSY;
	}
	device->irqrt_state = DEVICE_BINDING;
	run->devices.probing = device;
	registers_reset(index);
	enter_phase(PHASE_PROBE);
	path_begin(&run->path);
	error = run->devices.bus->probe(&run->devices.table[index]);
	if (error > 0 && run->lines.nested)
		trap("irq-unchecked-request", run->lines.nested_at, 0, NULL,
		     "the request succeeds with IRQC_IS_NESTED, and probe takes that for an error");
	if (error) {
		device->irqrt_state = DEVICE_UNBINDING;
		clean_up(device, PHASE_FAILED);
		return error;
	}
	check_results_are_seen();
	device->irqrt_state = DEVICE_BOUND;
	run->devices.probing = NULL;
	enter_phase(PHASE_BOUND);
	return 0;
}

void device_unbind(unsigned index)
{
	struct device *device = device_of(index);

	if (device->irqrt_state != DEVICE_BOUND)
		return;
	device->irqrt_state = DEVICE_UNBINDING;
	enter_phase(PHASE_REMOVE);
	run->devices.bus->remove(&run->devices.table[index]);
	clean_up(device, PHASE_RELEASED);
}

void device_release_driver(struct device *dev)
{
	for (unsigned i = 0; run->devices.bus && i < DEVICES_MAX; i++) {
		if (device_of(i) == dev)
			device_unbind(i);
	}
}

const char *dev_name(const struct device *dev)
{
	return dev && dev->init_name ? dev->init_name : "device";
}
