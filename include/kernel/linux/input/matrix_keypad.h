// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_INPUT_MATRIX_KEYPAD_H
#define KERNEL_LINUX_INPUT_MATRIX_KEYPAD_H

#include <linux/input.h>

#define MATRIX_MAX_ROWS 32
#define MATRIX_MAX_COLS 32
#define KEY(row, column, code) (((row) & 0xffu) << 24 | ((column) & 0xffu) << 16 | ((code) & 0xffffu))
#define KEY_ROW(key) ((key) >> 24 & 0xff)
#define KEY_COL(key) ((key) >> 16 & 0xff)
#define KEY_VAL(key) ((key) & 0xffff)
#define MATRIX_SCAN_CODE(row, column, shift) (((row) << (shift)) + (column))

struct matrix_keymap_data {
	const u32 *keymap;
	unsigned int keymap_size;
};

/* Context: process, may sleep.  Returns: 0 or a negative errno. */
int matrix_keypad_build_keymap(const struct matrix_keymap_data *data, const char *name, unsigned int rows,
			       unsigned int columns, unsigned short *keymap, struct input_dev *input);
int matrix_keypad_parse_properties(struct device *dev, unsigned int *ret_rows, unsigned int *ret_columns);

#endif
