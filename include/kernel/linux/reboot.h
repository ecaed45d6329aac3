// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <linux/types.h>

/* Ends the machine.  Context: any. */
#ifndef KERNEL_LINUX_REBOOT_H
#define KERNEL_LINUX_REBOOT_H

void emergency_restart(void);
void orderly_poweroff(bool force);

#endif
