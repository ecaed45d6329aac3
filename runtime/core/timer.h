// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef IRQRT_CORE_TIMER_H
#define IRQRT_CORE_TIMER_H

/* Runs the functions of timers that have expired.  Context: softirq. */
void timers_run(void);

#endif
