// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_IRQ_WORK_H
#define KERNEL_LINUX_IRQ_WORK_H

#include <linux/types.h>

struct irq_work {
	void (*func)(struct irq_work *work);
	unsigned int irqrt_state;
};

/* Context: any.  The function runs in hard interrupt context. */
void init_irq_work(struct irq_work *work, void (*function)(struct irq_work *work));
bool irq_work_queue(struct irq_work *work);
/* Context: process, may sleep. */
void irq_work_sync(struct irq_work *work);

#endif
