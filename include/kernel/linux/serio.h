// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_SERIO_H
#define KERNEL_LINUX_SERIO_H

#include <linux/device.h>
#include <linux/interrupt.h>
#include <linux/mod_devicetable.h>

#define SERIO_8042 0x01
#define SERIO_RS232 0x02
#define SERIO_TIMEOUT 1
#define SERIO_PARITY 2
#define SERIO_FRAME 4

struct serio_device_id {
	u8 type, extra, id, proto;
};

/* A port, freed by who unregisters it.  Context of open and close: process, may sleep. */
struct serio {
	void *port_data;
	char name[32], phys[32], firmware_id[128];
	struct serio_device_id id;
	spinlock_t lock;
	int (*write)(struct serio *serio, unsigned char byte);
	int (*open)(struct serio *serio);
	void (*close)(struct serio *serio);
	int (*start)(struct serio *serio);
	void (*stop)(struct serio *serio);
	struct device dev;
};

/* Context: process, may sleep. */
#define serio_register_port(serio) irqrt_serio_register(serio)
void irqrt_serio_register(struct serio *serio);
void serio_unregister_port(struct serio *serio);
/* Context: any. */
irqreturn_t serio_interrupt(struct serio *serio, unsigned char byte, unsigned int flags);

#endif
