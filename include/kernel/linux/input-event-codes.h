// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What input devices report: the numbers of the kernel's user interface, some of them. */
#ifndef KERNEL_LINUX_INPUT_EVENT_CODES_H
#define KERNEL_LINUX_INPUT_EVENT_CODES_H

#if __has_include(<uapi/linux/input-event-codes.h>)
#include <uapi/linux/input-event-codes.h>
#else
#define INPUT_PROP_DIRECT 0x01
#define INPUT_PROP_CNT 0x20
#define EV_SYN 0x00
#define EV_KEY 0x01
#define EV_REL 0x02
#define EV_ABS 0x03
#define EV_MSC 0x04
#define EV_SW 0x05
#define EV_REP 0x14
#define EV_CNT 0x20
#define KEY_RESERVED 0
#define KEY_ESC 1
#define KEY_ENTER 28
#define KEY_UP 103
#define KEY_LEFT 105
#define KEY_RIGHT 106
#define KEY_DOWN 108
#define KEY_VOLUMEDOWN 114
#define KEY_VOLUMEUP 115
#define KEY_POWER 116
#define KEY_RESTART 0x198
#define KEY_CNT 0x300
#define BTN_LEFT 0x110
#define BTN_RIGHT 0x111
#define BTN_TOUCH 0x14a
#define REL_X 0x00
#define REL_Y 0x01
#define REL_CNT 0x10
#define ABS_X 0x00
#define ABS_Y 0x01
#define ABS_PRESSURE 0x18
#define ABS_CNT 0x40
#define MSC_SCAN 0x04
#define MSC_CNT 0x08
#define SW_LID 0x00
#define SW_CNT 0x11
#endif

#endif
