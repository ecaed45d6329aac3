// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Devices and drivers, and what is released when a driver lets go of a device (devres).
 * Semantics: drivers/base/dd.c and devres.c of Linux 6.12.
 */
#ifndef IRQRT_CORE_DEVICE_H
#define IRQRT_CORE_DEVICE_H

#include "core/blame.h"
#include "core/line.h"

#include <linux/i2c.h>
#include <linux/of.h>
#include <linux/pci.h>
#include <linux/platform_device.h>
#include <linux/spi/spi.h>

#define DEVICES_MAX 2u
#define NODES_MAX 256u
/* Where the data of the parents' drivers would be, of which nothing is known: no memory is there. */
#define PARENT_DATA 0xffff800000000000u
#define PARENT_DATA_BYTES 0x10000u

/* Where the simulated devices are in the machine's address space. */
#define REGION_START 0x10000000u
#define REGION_BYTES 0x1000u
#define REGIONS_PER_DEVICE 8u

enum device_state {
	DEVICE_UNBOUND,
	DEVICE_BINDING,
	DEVICE_BOUND,
	DEVICE_UNBINDING,
	DEVICE_OF_CLASS, /* made by a subsystem: bound to nothing, releases when it is unregistered */
};

/* A device on whichever bus its driver is for. */
struct simulated_device {
	union {
		struct platform_device platform;
		struct i2c_client i2c;
		struct pci_dev pci;
		struct spi_device spi;
	};
	char name[16];
	struct resource resources[4];
	struct device parent;
	struct device_node node;
	struct regmap *map;	    /* that its parent shares with it, once somebody asked */
	struct i2c_adapter adapter; /* of an I2C client */
	unsigned first_line;
	unsigned vectors; /* that were allocated, from @first_line on */
	bool managed;	  /* devres frees them */
};

/*
 * One entry of a device's list of resources.
 * INVARIANT order: nodes are in the table in the order in which they were added.
 */
struct node {
	struct device *device;
	dr_release_t release;
	const void *group;  /* marks where a group begins or ends, and nothing to release */
	uintptr_t added_at; /* code of the driver */
	uint32_t block;	    /* the resource's data: index in the table of blocks, from 1 */
	bool listed;	    /* can be found and removed */
	bool closes;	    /* the end of @group */
};

/* How a driver of one bus is called. */
struct bus_ops {
	int (*probe)(struct simulated_device *device);
	void (*remove)(struct simulated_device *device);
	void (*populate)(struct simulated_device *device, unsigned index);
	struct device *(*device_of)(struct simulated_device *device);
};

struct devices {
	struct simulated_device table[DEVICES_MAX];
	const struct bus_ops *bus; /* of the driver that is registered; NULL: none */
	const void *driver;
	unsigned nodes;		/* used so far of the world's */
	uint32_t releasing;	/* the node that devres releases now, from 1, or 0 */
	struct device *probing; /* being bound, or bound; NULL outside */
	enum phase phase;
	const char *names[LINES_PER_DEVICE]; /* of lines that were asked for by name, in that order */
};

/* The driver's bus calls these.  Context: process. */
int driver_register(const struct bus_ops *bus, const void *driver, uintptr_t pc);
void driver_unregister(const void *driver);

/* Binds and unbinds in the kernel's order.  Context: process.  Returns: what probe returned. */
int device_bind(unsigned index);
void device_unbind(unsigned index);

/* Releases all of @device, newest first, as at the end of its binding.  Context: process. */
void devres_release_all(struct device *device);

/*
 * Adds @block as a resource of @device that @release lets go of; without @block, what it needs is
 * not allocated.  Context: any.  Returns: the node, from 1.
 */
uint32_t node_add(struct device *device, dr_release_t release, const struct block *block, uintptr_t pc);
/* Makes the newest node that matches unfindable.  Returns: it, from 1, or 0 when there is none. */
uint32_t node_take(struct device *device, dr_release_t release, dr_match_t match, void *data);

/* Whether anything of @device is there to be released. */
bool devres_has_any(const struct device *device);

/* Whether @block is of devres_alloc(), and was given to no device. */
bool node_is_lost(const struct block *block);

/* Whether devres is still to call a function that the driver gave it for @device. */
bool devres_has_actions(const struct device *device);

/* Whether @device is one that is being bound, bound or unbound now. */
bool device_is_bound(const struct device *device);

/* A subsystem has made @device, a child of @parent.  Context: any. */
void class_device_init(struct device *device, struct device *parent);

/* Each name is a line of its own; the same name is the same line.  Returns: below LINES_PER_DEVICE. */
unsigned line_index(const char *name);

extern const struct bus_ops platform_bus, i2c_bus, pci_bus, spi_bus;

#endif
