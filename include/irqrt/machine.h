// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * The simulated machine for programs of your own: a function that uses the kernel's API is run again and again, and
 * interrupts of the lines it requests come at every possible moment.
 *
 *     cc $(pkg-config --cflags --variable=driver_cflags irqrt) ...
 *
 * What is compiled with the driver's flags has a point at each access to memory that it allocated with the kernel's
 * functions; anything else of the program is left alone, and stays from schedule to schedule.
 */
#ifndef IRQRT_MACHINE_H
#define IRQRT_MACHINE_H

#include <linux/types.h>

/*
 * What the schedules showed.
 * INVARIANT first: @rule and @text are those of the first one that was trapped, and empty when none was; @rule is a
 * rule page's name or one of "crash", "deadlock", "leak", "livelock", "memory", "warning".
 */
struct irqrt_verdict {
	unsigned long schedules; /* that were run */
	unsigned long trapped;	 /* of them */
	bool complete;		 /* all schedules of the bound were run to their end */
	char rule[48];
	char text[240];
};

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Runs @body in process context in all schedules of at most so many interrupts and preemptions.  What it allocated and
 * still has at the end is a leak, and a line that is still requested one, too.
 * Context: the program's own, and not from within @body; no other call at the same time.  Borrows: @body meanwhile.
 * Returns: 0, or -ENOMEM.
 */
int __must_check irqrt_search(void (*body)(void), unsigned int interrupts, unsigned int preemptions,
			      struct irqrt_verdict *ret_verdict);

/*
 * The device of line @irq raises it, and the CPU that runs takes it; nothing when the line is not requested, disabled,
 * or being handled, or when interrupts are off.  Costs nothing of the bound.
 * Context: any, within a body.
 */
void irqrt_raise(unsigned int irq);

#ifdef __cplusplus
}
#endif

#endif
