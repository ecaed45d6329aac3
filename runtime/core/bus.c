// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The buses that drivers register with, and what their devices have: lines, memory, names. */
#include "core/blame.h"
#include "core/device.h"
#include "sim/world.h"

#include <linux/i2c.h>
#include <linux/pci.h>
#include <linux/platform_device.h>

#include <stdio.h>
#include <string.h>

static void populate_resources(struct simulated_device *device, unsigned index, struct resource *resources,
			       unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		resource_size_t start = REGION_START + (index * REGIONS_PER_DEVICE + i) * REGION_BYTES;

		resources[i] = (struct resource) { start, start + REGION_BYTES - 1, device->name, IORESOURCE_MEM };
	}
}

/* Platform. */

static int platform_probe(struct simulated_device *device)
{
	const struct platform_driver *driver = run->devices.driver;

	device->platform.dev.driver = (struct device_driver *)(uintptr_t)&driver->driver;
	return driver->probe ? driver->probe(&device->platform) : 0;
}

static void platform_remove(struct simulated_device *device)
{
	const struct platform_driver *driver = run->devices.driver;

	if (driver->remove)
		driver->remove(&device->platform);
}

static void platform_populate(struct simulated_device *device, unsigned index)
{
	const struct platform_driver *driver = run->devices.driver;

	populate_resources(device, index, device->resources, 4);
	device->platform.name = driver->driver.name;
	device->platform.id = (int)index;
	device->platform.num_resources = 4;
	device->platform.resource = device->resources;
	device->platform.id_entry = driver->id_table;
}

static struct device *platform_device(struct simulated_device *device)
{
	return &device->platform.dev;
}

const struct bus_ops platform_bus = { platform_probe, platform_remove, platform_populate, platform_device };

int platform_driver_register(struct platform_driver *driver)
{
	return driver_register(&platform_bus, driver, CALLER);
}

void platform_driver_unregister(struct platform_driver *driver)
{
	driver_unregister(driver);
}

static const struct simulated_device *owner_of(const struct platform_device *pdev)
{
	for (unsigned i = 0; i < DEVICES_MAX; i++) {
		if (&run->devices.table[i].platform == pdev)
			return &run->devices.table[i];
	}
	return NULL;
}

/* What was found while the device was bound is there as long as it is. */
static bool lookup_fails(uintptr_t pc)
{
	return current_phase() <= PHASE_BOUND && fails_now(pc);
}

static int line_of(struct platform_device *pdev, unsigned index, const char *what, uintptr_t pc)
{
	const struct simulated_device *owner = owner_of(pdev);

	might_sleep_at(pc, what);
	if (!owner || index >= LINES_PER_DEVICE || lookup_fails(pc))
		return -ENXIO;
	return (int)(owner->first_line + index);
}

int platform_get_irq(struct platform_device *pdev, unsigned int index)
{
	return line_of(pdev, index, "platform_get_irq", CALLER);
}

int platform_get_irq_optional(struct platform_device *pdev, unsigned int index)
{
	return line_of(pdev, index, "platform_get_irq_optional", CALLER);
}

/* From the last on, as those that are asked for by number are the first. */
unsigned line_index(const char *name)
{
	unsigned at = 0;

	while (at < LINES_PER_DEVICE - 1 && run->devices.names[at] && strcmp(run->devices.names[at], name) != 0)
		at++;
	run->devices.names[at] = name;
	return LINES_PER_DEVICE - 1 - at;
}

int platform_get_irq_byname(struct platform_device *pdev, const char *name)
{
	return line_of(pdev, line_index(name), "platform_get_irq_byname", CALLER);
}

int platform_get_irq_byname_optional(struct platform_device *pdev, const char *name)
{
	return line_of(pdev, line_index(name), "platform_get_irq_byname_optional", CALLER);
}

int platform_irq_count(struct platform_device *pdev)
{
	(void)pdev;
	return LINES_PER_DEVICE;
}

struct resource *platform_get_resource(struct platform_device *pdev, unsigned int type, unsigned int index)
{
	if (type != IORESOURCE_MEM || index >= pdev->num_resources || lookup_fails(CALLER))
		return NULL;
	return &pdev->resource[index];
}

struct resource *platform_get_resource_byname(struct platform_device *pdev, unsigned int type, const char *name)
{
	if (type != IORESOURCE_MEM || lookup_fails(CALLER))
		return NULL;
	return &pdev->resource[line_index(name) % pdev->num_resources];
}

/* I2C. */

static int i2c_probe(struct simulated_device *device)
{
	const struct i2c_driver *driver = run->devices.driver;

	device->i2c.dev.driver = (struct device_driver *)(uintptr_t)&driver->driver;
	return driver->probe ? driver->probe(&device->i2c) : 0;
}

static void i2c_remove(struct simulated_device *device)
{
	const struct i2c_driver *driver = run->devices.driver;

	if (driver->remove)
		driver->remove(&device->i2c);
}

static void i2c_populate(struct simulated_device *device, unsigned index)
{
	device->i2c.addr = (unsigned short)(0x20 + index);
	device->i2c.irq = (int)device->first_line;
	device->i2c.adapter = &device->adapter;
	device->adapter.dev.parent = &device->parent;
	snprintf(device->i2c.name, sizeof(device->i2c.name), "%s", device->name);
}

static struct device *i2c_device(struct simulated_device *device)
{
	return &device->i2c.dev;
}

const struct bus_ops i2c_bus = { i2c_probe, i2c_remove, i2c_populate, i2c_device };

int i2c_add_driver(struct i2c_driver *driver)
{
	return driver_register(&i2c_bus, driver, CALLER);
}

void i2c_del_driver(struct i2c_driver *driver)
{
	driver_unregister(driver);
}

/* PCI. */

static int pci_probe(struct simulated_device *device)
{
	const struct pci_driver *driver = run->devices.driver;

	device->pci.dev.driver = (struct device_driver *)(uintptr_t)&driver->driver;
	return driver->probe ? driver->probe(&device->pci, driver->id_table) : 0;
}

static void pci_remove(struct simulated_device *device)
{
	const struct pci_driver *driver = run->devices.driver;

	if (driver->remove)
		driver->remove(&device->pci);
}

static void pci_populate(struct simulated_device *device, unsigned index)
{
	const struct pci_driver *driver = run->devices.driver;

	populate_resources(device, index, device->pci.resource, 6);
	device->pci.irq = device->first_line;
	if (driver->id_table) {
		device->pci.vendor = (unsigned short)driver->id_table->vendor;
		device->pci.device = (unsigned short)driver->id_table->device;
	}
}

static struct device *pci_device(struct simulated_device *device)
{
	return &device->pci.dev;
}

const struct bus_ops pci_bus = { pci_probe, pci_remove, pci_populate, pci_device };

int pci_register_driver(struct pci_driver *driver)
{
	return driver_register(&pci_bus, driver, CALLER);
}

void pci_unregister_driver(struct pci_driver *driver)
{
	driver_unregister(driver);
}

/* SPI. */

static int spi_probe(struct simulated_device *device)
{
	const struct spi_driver *driver = run->devices.driver;

	device->spi.dev.driver = (struct device_driver *)(uintptr_t)&driver->driver;
	return driver->probe ? driver->probe(&device->spi) : 0;
}

static void spi_remove(struct simulated_device *device)
{
	const struct spi_driver *driver = run->devices.driver;

	if (driver->remove)
		driver->remove(&device->spi);
}

static void spi_populate(struct simulated_device *device, unsigned index)
{
	(void)index;
	device->spi.irq = (int)device->first_line;
	device->spi.max_speed_hz = 1000000;
	device->spi.bits_per_word = 8;
}

static struct device *spi_device(struct simulated_device *device)
{
	return &device->spi.dev;
}

const struct bus_ops spi_bus = { spi_probe, spi_remove, spi_populate, spi_device };

int spi_register_driver(struct spi_driver *driver)
{
	return driver_register(&spi_bus, driver, CALLER);
}

void spi_unregister_driver(struct spi_driver *driver)
{
	driver_unregister(driver);
}
