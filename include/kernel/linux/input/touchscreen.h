// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_INPUT_TOUCHSCREEN_H
#define KERNEL_LINUX_INPUT_TOUCHSCREEN_H

#include <linux/input.h>

struct touchscreen_properties {
	unsigned int max_x, max_y;
	bool invert_x, invert_y, swap_x_y;
};

/* Context: process. */
void touchscreen_parse_properties(struct input_dev *input, bool multitouch, struct touchscreen_properties *properties);
/* Context: any. */
void touchscreen_report_pos(struct input_dev *input, const struct touchscreen_properties *properties, unsigned int x,
			    unsigned int y, bool multitouch);

#endif
