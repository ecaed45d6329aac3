// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What input devices report. */
#ifndef KERNEL_LINUX_INPUT_EVENT_CODES_H
#define KERNEL_LINUX_INPUT_EVENT_CODES_H

#define EV_SYN 0x00
#define EV_KEY 0x01
#define EV_REL 0x02
#define EV_ABS 0x03
#define EV_MSC 0x04
#define EV_SW 0x05
#define EV_LED 0x11
#define EV_SND 0x12
#define EV_REP 0x14
#define EV_MAX 0x1f

#define KEY_RESERVED 0
#define KEY_ESC 1
#define KEY_ENTER 28
#define KEY_VOLUMEDOWN 114
#define KEY_VOLUMEUP 115
#define KEY_POWER 116
#define KEY_LEFTMETA 125
#define KEY_SUSPEND 205
#define KEY_RESTART 0x198
#define KEY_MAX 0x2ff
#define KEY_UP 103
#define KEY_LEFT 105
#define KEY_RIGHT 106
#define KEY_DOWN 108
#define BTN_LEFT 0x110
#define BTN_RIGHT 0x111
#define BTN_MIDDLE 0x112
#define BTN_TOUCH 0x14a

#define REL_X 0x00
#define REL_Y 0x01
#define REL_WHEEL 0x08
#define REL_DIAL 0x07
#define ABS_X 0x00
#define ABS_Y 0x01
#define ABS_PRESSURE 0x18

#endif
