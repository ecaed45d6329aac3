// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Ports of keyboards and mice: the driver allocates them, and who unregisters one frees it. */
#include "api/object.h"
#include "sim/world.h"

#include <linux/serio.h>

/* Who registers it calls @start at once; that an input driver opens it later is not simulated. */
void irqrt_serio_register(struct serio *serio)
{
	might_sleep_at(CALLER, "serio_register_port");
	touch((uintptr_t)serio, sizeof(*serio), true, CALLER);
	if (serio->start)
		serio->start(serio);
}

void serio_unregister_port(struct serio *serio)
{
	might_sleep_at(CALLER, "serio_unregister_port");
	touch((uintptr_t)serio, sizeof(*serio), true, CALLER);
	if (serio->stop)
		serio->stop(serio);
	block_free((uintptr_t)serio, BLOCK_HEAP, CALLER, "serio_unregister_port");
}

irqreturn_t serio_interrupt(struct serio *serio, unsigned char byte, unsigned int flags)
{
	(void)byte;
	(void)flags;
	touch((uintptr_t)serio, sizeof(*serio), false, CALLER);
	point(CALLER);
	return IRQ_HANDLED;
}
