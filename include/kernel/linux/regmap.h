// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_REGMAP_H
#define KERNEL_LINUX_REGMAP_H

#include <linux/types.h>

struct device;
struct regmap;
struct regmap_irq_chip;
struct i2c_client;

struct regmap_config {
	const char *name;
	int reg_bits, val_bits, reg_stride;
	unsigned int max_register;
	bool fast_io;
};
struct regmap_irq_chip_data;

/* Context: any.  Returns: NULL when there is none. */
struct regmap *dev_get_regmap(struct device *dev, const char *name);
/* Returns: an ERR_PTR on failure. */
struct regmap *devm_regmap_init_mmio(struct device *dev, void __iomem *registers, const struct regmap_config *config);
struct regmap *devm_regmap_init_i2c(struct i2c_client *client, const struct regmap_config *config);
/* Context: process, may sleep for most maps.  Returns: 0 or a negative errno. */
int regmap_read(struct regmap *map, unsigned int reg, unsigned int *ret_value);
int regmap_write(struct regmap *map, unsigned int reg, unsigned int value);
int regmap_update_bits(struct regmap *map, unsigned int reg, unsigned int mask, unsigned int value);
int regmap_write_bits(struct regmap *map, unsigned int reg, unsigned int mask, unsigned int value);
int regmap_set_bits(struct regmap *map, unsigned int reg, unsigned int bits);
int regmap_clear_bits(struct regmap *map, unsigned int reg, unsigned int bits);
int regmap_raw_read(struct regmap *map, unsigned int reg, void *values, size_t bytes);
int regmap_raw_write(struct regmap *map, unsigned int reg, const void *values, size_t bytes);
int regmap_bulk_read(struct regmap *map, unsigned int reg, void *values, size_t count);
int regmap_bulk_write(struct regmap *map, unsigned int reg, const void *values, size_t count);
/* Requests @irq for the chip; the lines of the chip are nested.  Context: process, may sleep. */
int devm_regmap_add_irq_chip(struct device *dev, struct regmap *map, int irq, int irq_flags, int irq_base,
			     const struct regmap_irq_chip *chip, struct regmap_irq_chip_data **ret_data);
/* Returns: the line, 0 or a negative errno; a line of the chip that was added is there. */
int regmap_irq_get_virq(struct regmap_irq_chip_data *data, int irq);

#endif
