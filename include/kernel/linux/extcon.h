// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_EXTCON_H
#define KERNEL_LINUX_EXTCON_H

#define EXTCON_NONE 0
#define EXTCON_USB 1
#define EXTCON_USB_HOST 2
#define EXTCON_CHG_USB_SDP 5
#define EXTCON_CHG_USB_DCP 6
#define EXTCON_CHG_USB_CDP 7

#define EXTCON_CHG_USB_ACA 8

#endif
