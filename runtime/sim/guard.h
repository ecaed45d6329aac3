// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * The host outlives the driver: faults, overflown stacks and loops without a point end the schedule.
 */
#ifndef IRQRT_SIM_GUARD_H
#define IRQRT_SIM_GUARD_H

#include "sim/fiber.h"

/* Installs signal handlers and a timer.  Returns: false without memory. */
bool guard_init(void);
void guard_fini(void);

/* As fiber_switch(), and returns too when what was begun faults. */
void guard_switch(struct fiber *host, struct fiber *first);

#endif
