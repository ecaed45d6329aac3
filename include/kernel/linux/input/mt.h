// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_INPUT_MT_H
#define KERNEL_LINUX_INPUT_MT_H

#include <linux/input.h>

#define MT_TOOL_FINGER 0x00
#define INPUT_MT_POINTER 0x0001
#define INPUT_MT_DIRECT 0x0002
#define INPUT_MT_DROP_UNUSED 0x0004
#define INPUT_MT_TRACK 0x0008

/* Context: process, may sleep.  Returns: 0 or a negative errno. */
int input_mt_init_slots(struct input_dev *input, unsigned int slots, unsigned int flags);
/* Context: any. */
void input_mt_slot(struct input_dev *input, int slot);
bool input_mt_report_slot_state(struct input_dev *input, unsigned int tool, bool active);
void input_mt_sync_frame(struct input_dev *input);

#endif
