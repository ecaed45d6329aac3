// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Devices that are simply there, and their drivers. */
#ifndef KERNEL_LINUX_PLATFORM_DEVICE_H
#define KERNEL_LINUX_PLATFORM_DEVICE_H

#include <linux/device.h>
#include <linux/io.h>
#include <linux/ioport.h>
#include <linux/mod_devicetable.h>
#include <linux/module.h>
#include <linux/of.h>

struct mfd_cell;

struct platform_device {
	const char *name;
	int id;
	struct device dev;
	u32 num_resources;
	struct resource *resource;
	const struct platform_device_id *id_entry;
	struct mfd_cell *mfd_cell;
};

/* Context of all callbacks: process, may sleep. */
struct platform_driver {
	int (*probe)(struct platform_device *pdev);
	union {
		void (*remove)(struct platform_device *pdev);
		void (*remove_new)(struct platform_device *pdev);
	};
	void (*shutdown)(struct platform_device *pdev);
	int (*suspend)(struct platform_device *pdev, pm_message_t state);
	int (*resume)(struct platform_device *pdev);
	struct device_driver driver;
	const struct platform_device_id *id_table;
};

#define to_platform_device(device) container_of(device, struct platform_device, dev)
#define to_platform_driver(given) container_of(given, struct platform_driver, driver)

int platform_driver_register(struct platform_driver *driver);
void platform_driver_unregister(struct platform_driver *driver);
#define module_platform_driver(driver) \
	module_driver(driver, platform_driver_register, platform_driver_unregister)

static inline void *platform_get_drvdata(const struct platform_device *pdev)
{
	return dev_get_drvdata(&pdev->dev);
}

static inline void platform_set_drvdata(struct platform_device *pdev, void *data)
{
	dev_set_drvdata(&pdev->dev, data);
}

/*
 * The line of a device.  Context: process, may sleep.
 * Returns: the line, greater than 0; -ENXIO when there is none; -EPROBE_DEFER; another errno.
 * Never 0.  All but the _optional ones say an error in the log.
 */
int platform_get_irq(struct platform_device *pdev, unsigned int index);
int platform_get_irq_optional(struct platform_device *pdev, unsigned int index);
int platform_get_irq_byname(struct platform_device *pdev, const char *name);
int platform_get_irq_byname_optional(struct platform_device *pdev, const char *name);
int platform_irq_count(struct platform_device *pdev);

/* Context: process, may sleep.  Returns: NULL when there is none. */
struct resource *platform_get_resource(struct platform_device *pdev, unsigned int type, unsigned int index);
struct resource *platform_get_resource_byname(struct platform_device *pdev, unsigned int type, const char *name);
/* Returns: an ERR_PTR on failure; unmapped when the device is unbound. */
void __iomem *devm_platform_ioremap_resource(struct platform_device *pdev, unsigned int index);
void __iomem *devm_platform_get_and_ioremap_resource(struct platform_device *pdev, unsigned int index,
						     struct resource **ret_resource);
void __iomem *devm_platform_ioremap_resource_byname(struct platform_device *pdev, const char *name);

/* For devices that are there once the module is loaded. */
static inline int platform_driver_probe(struct platform_driver *driver, int (*probe)(struct platform_device *pdev))
{
	driver->probe = probe;
	return platform_driver_register(driver);
}

#define module_platform_driver_probe(driver, its_probe)              \
	static int __init driver##_init(void)                        \
	{                                                            \
		return platform_driver_probe(&(driver), its_probe);  \
	}                                                            \
	module_init(driver##_init)                                   \
	static void __exit driver##_exit(void)                       \
	{                                                            \
		platform_driver_unregister(&(driver));               \
	}                                                            \
	module_exit(driver##_exit)

#define PLATFORM_DEVID_NONE (-1)
#define PLATFORM_DEVID_AUTO (-2)
#define platform_get_device_id(pdev) ((pdev)->id_entry)
#define builtin_platform_driver(driver) module_platform_driver(driver)

#endif
