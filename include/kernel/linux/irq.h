// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Properties of lines, for those who set them up. */
#ifndef KERNEL_LINUX_IRQ_H
#define KERNEL_LINUX_IRQ_H

#include <linux/interrupt.h>

enum {
	IRQ_TYPE_NONE = 0x00000000,
	IRQ_TYPE_EDGE_RISING = 0x00000001,
	IRQ_TYPE_EDGE_FALLING = 0x00000002,
	IRQ_TYPE_EDGE_BOTH = 0x00000003,
	IRQ_TYPE_LEVEL_HIGH = 0x00000004,
	IRQ_TYPE_LEVEL_LOW = 0x00000008,
	IRQ_TYPE_SENSE_MASK = 0x0000000f,
	IRQ_LEVEL = 1 << 8,
	IRQ_NOPROBE = 1 << 10,
	IRQ_NOREQUEST = 1 << 11,
	IRQ_NOAUTOEN = 1 << 12,
	IRQ_NESTED_THREAD = 1 << 15,
	IRQ_NOTHREAD = 1 << 16,
	IRQ_PER_CPU_DEVID = 1 << 17,
	IRQ_DISABLE_UNLAZY = 1 << 19,
};

/* Context: process. */
void irq_modify_status(unsigned int irq, unsigned long clear, unsigned long set);

static inline void irq_set_status_flags(unsigned int irq, unsigned long set)
{
	irq_modify_status(irq, 0, set);
}

static inline void irq_clear_status_flags(unsigned int irq, unsigned long clear)
{
	irq_modify_status(irq, clear, 0);
}

int irq_set_irq_type(unsigned int irq, unsigned int type);
unsigned int irq_get_trigger_type(unsigned int irq);

#endif
