// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Interrupts of this CPU. */
#ifndef KERNEL_LINUX_IRQFLAGS_H
#define KERNEL_LINUX_IRQFLAGS_H

#include <linux/processor.h>
#include <linux/types.h>

/* Context: any. */
unsigned long irqrt_local_irq_save(void);
void irqrt_local_irq_restore(unsigned long flags);
void irqrt_local_irq_disable(void);
void irqrt_local_irq_enable(void);
bool irqrt_irqs_disabled(void);

#define local_irq_save(flags) ((flags) = irqrt_local_irq_save())
#define local_irq_restore(flags) irqrt_local_irq_restore(flags)
#define local_irq_disable() irqrt_local_irq_disable()
#define local_irq_enable() irqrt_local_irq_enable()
#define irqs_disabled() irqrt_irqs_disabled()

#endif
