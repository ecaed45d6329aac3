// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_IRQRETURN_H
#define KERNEL_LINUX_IRQRETURN_H

/* What a handler says of an interrupt. */
enum irqreturn {
	IRQ_NONE = 0,        /* not of this device, or nothing was done */
	IRQ_HANDLED = 1,     /* it was this device, and it is done */
	IRQ_WAKE_THREAD = 2, /* the thread function does the rest */
};

typedef enum irqreturn irqreturn_t;

#define IRQ_RETVAL(x) ((x) ? IRQ_HANDLED : IRQ_NONE)

#endif
