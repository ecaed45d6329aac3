// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Which context is this? */
#ifndef KERNEL_LINUX_PREEMPT_H
#define KERNEL_LINUX_PREEMPT_H

#include <linux/types.h>

bool irqrt_in_hardirq(void);
bool irqrt_in_softirq(void);
void irqrt_preempt_disable(void);
void irqrt_preempt_enable(void);

#define in_hardirq() irqrt_in_hardirq()
#define in_irq() irqrt_in_hardirq()
#define in_softirq() irqrt_in_softirq()
#define in_interrupt() (irqrt_in_hardirq() || irqrt_in_softirq())
#define preempt_disable() irqrt_preempt_disable()
#define preempt_enable() irqrt_preempt_enable()

#endif
