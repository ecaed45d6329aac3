// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_SERIAL_CORE_H
#define KERNEL_LINUX_SERIAL_CORE_H

#include <linux/device.h>
#include <linux/spinlock.h>

struct uart_port;

/* Context of startup and shutdown: process, may sleep. */
struct uart_ops {
	int (*startup)(struct uart_port *port);
	void (*shutdown)(struct uart_port *port);
};

struct uart_port {
	spinlock_t lock;
	unsigned char __iomem *membase;
	unsigned int irq;
	unsigned long irqflags;
	const struct uart_ops *ops;
	void *private_data;
	struct device *dev;
};

#endif
