// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Input devices. */
#include "api/object.h"
#include "sim/world.h"

#include <linux/input.h>

/* Who takes the driver's last reference away frees it; drivers do so by unregistering. */
struct input_dev *input_allocate_device(void)
{
	struct input_dev *input = object_create(sizeof(*input), "input_allocate_device", CALLER);

	if (input)
		class_device_init(&input->dev, NULL);
	return input;
}

static void release(struct device *device, void *object)
{
	(void)device;
	devres_release_all(&((struct input_dev *)object)->dev);
}

static void destroy(struct input_dev *input, const char *what, uintptr_t pc)
{
	if (input->irqrt_managed) {
		object_release(input->irqrt_managed, input, what, pc);
		return;
	}
	devres_release_all(&input->dev);
	object_destroy(input, what, pc);
}

struct input_dev *devm_input_allocate_device(struct device *dev)
{
	struct input_dev *input = object_managed(dev, sizeof(*input), release, "devm_input_allocate_device", CALLER);

	if (input) {
		input->irqrt_managed = dev;
		class_device_init(&input->dev, dev);
	}
	return input;
}

void input_free_device(struct input_dev *input)
{
	if (input)
		destroy(input, "input_free_device", CALLER);
}

static void use(struct input_dev *input, uintptr_t pc)
{
	touch((uintptr_t)input, sizeof(*input), false, pc);
}

int input_register_device(struct input_dev *input)
{
	use(input, CALLER);
	return operation_fails("input_register_device", CALLER) ? -ENOMEM : 0;
}

void input_unregister_device(struct input_dev *input)
{
	might_sleep_at(CALLER, "input_unregister_device");
	destroy(input, "input_unregister_device", CALLER);
}

void input_event(struct input_dev *input, unsigned int type, unsigned int code, int value)
{
	(void)type;
	(void)code;
	(void)value;
	use(input, CALLER);
	point(CALLER);
}

void input_report_key(struct input_dev *input, unsigned int code, int value)
{
	(void)code;
	(void)value;
	use(input, CALLER);
	point(CALLER);
}

void input_report_abs(struct input_dev *input, unsigned int code, int value)
{
	(void)code;
	(void)value;
	use(input, CALLER);
	point(CALLER);
}

void input_report_rel(struct input_dev *input, unsigned int code, int value)
{
	(void)code;
	(void)value;
	use(input, CALLER);
	point(CALLER);
}

void input_report_switch(struct input_dev *input, unsigned int code, int value)
{
	(void)code;
	(void)value;
	use(input, CALLER);
	point(CALLER);
}

void input_sync(struct input_dev *input)
{
	use(input, CALLER);
	point(CALLER);
}

void input_set_capability(struct input_dev *input, unsigned int type, unsigned int code)
{
	(void)type;
	(void)code;
	use(input, CALLER);
}

void input_set_abs_params(struct input_dev *input, unsigned int axis, int least, int most, int fuzz, int flat)
{
	(void)axis;
	(void)least;
	(void)most;
	(void)fuzz;
	(void)flat;
	use(input, CALLER);
}

bool input_device_enabled(struct input_dev *input)
{
	use(input, CALLER);
	return input->users != 0;
}

void input_set_poll_interval(struct input_dev *input, unsigned int milliseconds)
{
	(void)milliseconds;
	use(input, CALLER);
}
