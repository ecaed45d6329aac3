// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The machine's end. */
#include "sim/world.h"

#include <linux/reboot.h>

/* What the driver was there for has come to pass. */
void emergency_restart(void)
{
	survived();
}

void orderly_poweroff(bool force)
{
	(void)force;
	point(CALLER);
}
