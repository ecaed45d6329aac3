// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Devices, drivers, and what is released when a driver lets go of a device (devres). */
#ifndef KERNEL_LINUX_DEVICE_H
#define KERNEL_LINUX_DEVICE_H

#include <linux/completion.h>
#include <linux/dev_printk.h>
#include <linux/err.h>
#include <linux/gfp.h>
#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/pm.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/timer.h>
#include <linux/types.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

struct device_node;
struct fwnode_handle;
struct bus_type;
struct module;

struct of_device_id {
	char name[32];
	char type[32];
	char compatible[128];
	const void *data;
};

enum probe_type { PROBE_DEFAULT_STRATEGY, PROBE_PREFER_ASYNCHRONOUS, PROBE_FORCE_SYNCHRONOUS };

struct acpi_device_id;
struct attribute_group;

struct device_driver {
	const char *name;
	struct module *owner;
	const struct of_device_id *of_match_table;
	const struct acpi_device_id *acpi_match_table;
	const struct attribute_group **dev_groups;
	bool suppress_bind_attrs;
	enum probe_type probe_type;
	const struct dev_pm_ops *pm;
};

struct device {
	struct device *parent;
	struct device_driver *driver;
	void *platform_data;
	void *driver_data;
	struct device_node *of_node;
	struct fwnode_handle *fwnode;
	const char *init_name;
	void (*release)(struct device *dev);
	struct list_head irqrt_devres; /* newest last */
	unsigned int irqrt_state;
	unsigned int irqrt_references;
	int irqrt_usage;
	int irqrt_wake_line;
	bool irqrt_wake_dedicated, irqrt_wakes;
};

const char *dev_name(const struct device *dev);
#define dev_driver_string(dev) ((dev)->driver ? (dev)->driver->name : "")

static inline void *dev_get_drvdata(const struct device *dev)
{
	return dev->driver_data;
}

static inline void dev_set_drvdata(struct device *dev, void *data)
{
	dev->driver_data = data;
}

static inline void *dev_get_platdata(const struct device *dev)
{
	return dev->platform_data;
}

/* Context: any for get; process for put and the rest. */
struct device *get_device(struct device *dev);
void put_device(struct device *dev);
void device_initialize(struct device *dev);
int __must_check device_add(struct device *dev);
void device_del(struct device *dev);
int __must_check device_register(struct device *dev);
void device_unregister(struct device *dev);
/* Unbinds the driver that is bound, if any.  Context: process, may sleep. */
void device_release_driver(struct device *dev);
/* device_unregister() and device_del() stop nobody who has a reference. */
int device_init_wakeup(struct device *dev, bool enable);
int device_set_wakeup_capable(struct device *dev, bool capable);
bool device_may_wakeup(struct device *dev);
const void *of_device_get_match_data(const struct device *dev);
const void *device_get_match_data(const struct device *dev);

/*
 * Device-managed memory: freed in reverse order of allocation, mixed with all other devres of
 * @dev.  Context: process, may sleep.  Returns: NULL on failure.
 */
void *devm_kmalloc(struct device *dev, size_t size, gfp_t flags);
void *devm_kzalloc(struct device *dev, size_t size, gfp_t flags);
void *devm_kcalloc(struct device *dev, size_t count, size_t size, gfp_t flags);
void *devm_kmalloc_array(struct device *dev, size_t count, size_t size, gfp_t flags);
void *devm_kmemdup(struct device *dev, const void *source, size_t size, gfp_t flags);
char *devm_kstrdup(struct device *dev, const char *text, gfp_t flags);
__printf(3, 4) char *devm_kasprintf(struct device *dev, gfp_t flags, const char *format, ...);
void devm_kfree(struct device *dev, const void *memory);

/*
 * Calls @action when @dev is unbound.  Returns: 0 or -ENOMEM; the action has not run then, but
 * with _or_reset it has.  Context: process, may sleep.
 */
int __must_check devm_add_action(struct device *dev, void (*action)(void *data), void *data);
int __must_check devm_add_action_or_reset(struct device *dev, void (*action)(void *data), void *data);
void devm_remove_action(struct device *dev, void (*action)(void *data), void *data);
void devm_release_action(struct device *dev, void (*action)(void *data), void *data);

typedef void (*dr_release_t)(struct device *dev, void *resource);
typedef int (*dr_match_t)(struct device *dev, void *resource, void *data);
/* Context: process for alloc; any for the rest. */
void *devres_alloc(dr_release_t release, size_t size, gfp_t flags);
void devres_free(void *resource);
void devres_add(struct device *dev, void *resource);
int devres_destroy(struct device *dev, dr_release_t release, dr_match_t match, void *data);
int devres_release(struct device *dev, dr_release_t release, dr_match_t match, void *data);
void *devres_open_group(struct device *dev, void *id, gfp_t flags);
void devres_close_group(struct device *dev, void *id);
int devres_release_group(struct device *dev, void *id);

/* Files of a device in sysfs.  Context of show and store: process, may sleep. */
struct attribute {
	const char *name;
	unsigned short mode;
};

struct attribute_group {
	const char *name;
	struct attribute **attrs;
};

struct device_attribute {
	struct attribute attr;
	ssize_t (*show)(struct device *dev, struct device_attribute *attribute, char *buffer);
	ssize_t (*store)(struct device *dev, struct device_attribute *attribute, const char *buffer, size_t size);
};

#define DEVICE_ATTR(name, its_mode, its_show, its_store) \
	struct device_attribute dev_attr_##name = { { #name, its_mode }, its_show, its_store }
#define DEVICE_ATTR_RO(name) DEVICE_ATTR(name, 0444, name##_show, NULL)
#define DEVICE_ATTR_WO(name) DEVICE_ATTR(name, 0200, NULL, name##_store)
#define DEVICE_ATTR_RW(name) DEVICE_ATTR(name, 0644, name##_show, name##_store)
#define ATTRIBUTE_GROUPS(name)                                                     \
	static const struct attribute_group name##_group = { .attrs = name##_attrs }; \
	static const struct attribute_group *name##_groups[] = { &name##_group, NULL }

#endif
