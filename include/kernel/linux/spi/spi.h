// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_SPI_SPI_H
#define KERNEL_LINUX_SPI_SPI_H

#include <linux/device.h>
#include <linux/mod_devicetable.h>
#include <linux/module.h>
#include <linux/of.h>

struct spi_device {
	struct device dev;
	u32 max_speed_hz;
	u32 mode;
	u8 bits_per_word;
	int irq;
};

/* Context of all callbacks: process, may sleep. */
struct spi_driver {
	const struct spi_device_id *id_table;
	int (*probe)(struct spi_device *spi);
	void (*remove)(struct spi_device *spi);
	void (*shutdown)(struct spi_device *spi);
	struct device_driver driver;
};

int spi_register_driver(struct spi_driver *driver);
void spi_unregister_driver(struct spi_driver *driver);
#define module_spi_driver(driver) module_driver(driver, spi_register_driver, spi_unregister_driver)

static inline void *spi_get_drvdata(const struct spi_device *spi)
{
	return dev_get_drvdata(&spi->dev);
}

static inline void spi_set_drvdata(struct spi_device *spi, void *data)
{
	dev_set_drvdata(&spi->dev, data);
}

/* Context: process, may sleep.  Returns: 0 or a negative errno. */
int spi_setup(struct spi_device *spi);
int spi_write(struct spi_device *spi, const void *buffer, size_t size);
int spi_read(struct spi_device *spi, void *buffer, size_t size);

#endif
