// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Keypads and touchscreens: what drivers of input devices share. */
#include "api/object.h"
#include "sim/world.h"

#include <linux/input/matrix_keypad.h>
#include <linux/input/mt.h>
#include <linux/input/touchscreen.h>

/* Without a place given by the driver, the codes are the device's. */
int matrix_keypad_build_keymap(const struct matrix_keymap_data *data, const char *name, unsigned int rows,
			       unsigned int columns, unsigned short *keymap, struct input_dev *input)
{
	size_t bytes = (size_t)rows * 2 * columns * sizeof(*keymap);

	(void)data;
	(void)name;
	touch((uintptr_t)input, sizeof(*input), true, CALLER);
	if (!keymap)
		keymap = object_managed(input->dev.parent, bytes, NULL, "matrix_keypad_build_keymap", CALLER);
	if (!keymap)
		return -ENOMEM;
	input->keycode = keymap;
	input->keycodesize = sizeof(*keymap);
	input->keycodemax = rows * columns;
	return 0;
}

int matrix_keypad_parse_properties(struct device *dev, unsigned int *ret_rows, unsigned int *ret_columns)
{
	(void)dev;
	if (operation_fails("matrix_keypad_parse_properties", CALLER))
		return -EINVAL;
	*ret_rows = *ret_columns = 2;
	return 0;
}

void touchscreen_parse_properties(struct input_dev *input, bool multitouch, struct touchscreen_properties *properties)
{
	(void)multitouch;
	touch((uintptr_t)input, sizeof(*input), false, CALLER);
	if (properties)
		touch((uintptr_t)properties, sizeof(*properties), true, CALLER);
}

void touchscreen_report_pos(struct input_dev *input, const struct touchscreen_properties *properties, unsigned int x,
			    unsigned int y, bool multitouch)
{
	(void)x;
	(void)y;
	(void)multitouch;
	touch((uintptr_t)input, sizeof(*input), false, CALLER);
	touch((uintptr_t)properties, sizeof(*properties), false, CALLER);
}

int input_mt_init_slots(struct input_dev *input, unsigned int slots, unsigned int flags)
{
	(void)slots;
	(void)flags;
	touch((uintptr_t)input, sizeof(*input), true, CALLER);
	return operation_fails("input_mt_init_slots", CALLER) ? -ENOMEM : 0;
}

void input_mt_slot(struct input_dev *input, int slot)
{
	(void)slot;
	touch((uintptr_t)input, sizeof(*input), false, CALLER);
}

bool input_mt_report_slot_state(struct input_dev *input, unsigned int tool, bool active)
{
	(void)tool;
	touch((uintptr_t)input, sizeof(*input), false, CALLER);
	return active;
}

void input_mt_sync_frame(struct input_dev *input)
{
	touch((uintptr_t)input, sizeof(*input), false, CALLER);
}
