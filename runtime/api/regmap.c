// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Register maps: registers as in core/registers.c, behind a bus that sleeps unless they are memory. */
#include "api/object.h"
#include "sim/world.h"

#include <linux/irq.h>
#include <linux/regmap.h>

/* Where the registers of maps are among all registers. */
#define MAP_REGISTERS 0x40000000u

struct regmap {
	struct device *device;
	uint32_t base;
	bool sleeps;
};

struct regmap_irq_chip_data {
	struct device *device;
	int irq;
};

static struct regmap *fill(struct regmap *map, struct device *device, bool sleeps)
{
	const struct simulated_device *owner = device_owner(device);

	if (map)
		*map = (struct regmap) { .device = device,
					 .base = MAP_REGISTERS + (owner ? owner->first_line << 16 : 0),
					 .sleeps = sleeps };
	return map;
}

/* Who shares its map with a child is a chip behind a bus, and so are the lines that the child has of it. */
static void nest_lines(const struct simulated_device *child)
{
	for (unsigned i = 0; i < LINES_PER_DEVICE; i++)
		irq_set_status_flags(child->first_line + i, IRQ_NESTED_THREAD);
}

struct regmap *dev_get_regmap(struct device *dev, const char *name)
{
	struct simulated_device *owner = device_owner(dev);

	(void)name;
	if (!owner || (current_phase() <= PHASE_BOUND && fails_now(CALLER)))
		return NULL;
	if (dev == &owner->parent)
		nest_lines(owner);
	if (!owner->map)
		owner->map = fill(object_borrowed(sizeof(struct regmap), CALLER), dev, true);
	return owner->map;
}

static struct regmap *managed_map(struct device *device, bool sleeps, const char *what, uintptr_t pc)
{
	struct regmap *map = object_managed(device, sizeof(*map), NULL, what, pc);

	return map ? fill(map, device, sleeps) : ERR_PTR(-ENOMEM);
}

struct regmap *devm_regmap_init_mmio(struct device *dev, void __iomem *registers, const struct regmap_config *config)
{
	(void)registers;
	(void)config;
	return managed_map(dev, false, "devm_regmap_init_mmio", CALLER);
}

struct regmap *devm_regmap_init_i2c(struct i2c_client *client, const struct regmap_config *config)
{
	(void)config;
	return managed_map(&client->dev, true, "devm_regmap_init_i2c", CALLER);
}

static bool fails(struct regmap *map, const char *what, uintptr_t pc)
{
	touch((uintptr_t)map, sizeof(*map), false, pc);
	if (!map->sleeps) {
		point(pc);
		return false;
	}
	return operation_fails(what, pc);
}

int regmap_read(struct regmap *map, unsigned int reg, unsigned int *ret_value)
{
	if (fails(map, "regmap_read", CALLER))
		return -EIO;
	touch((uintptr_t)ret_value, sizeof(*ret_value), true, CALLER);
	*ret_value = (unsigned)register_answer(map->base + reg);
	return 0;
}

int regmap_write(struct regmap *map, unsigned int reg, unsigned int value)
{
	if (fails(map, "regmap_write", CALLER))
		return -EIO;
	register_set(map->base + reg, value);
	return 0;
}

static int update(struct regmap *map, unsigned reg, unsigned mask, unsigned value, const char *what, uintptr_t pc)
{
	if (fails(map, what, pc))
		return -EIO;
	register_set(map->base + reg, (register_answer(map->base + reg) & ~(uint64_t)mask) | (value & mask));
	return 0;
}

int regmap_update_bits(struct regmap *map, unsigned int reg, unsigned int mask, unsigned int value)
{
	return update(map, reg, mask, value, "regmap_update_bits", CALLER);
}

int regmap_write_bits(struct regmap *map, unsigned int reg, unsigned int mask, unsigned int value)
{
	return update(map, reg, mask, value, "regmap_write_bits", CALLER);
}

int regmap_set_bits(struct regmap *map, unsigned int reg, unsigned int bits)
{
	return update(map, reg, bits, bits, "regmap_set_bits", CALLER);
}

int regmap_clear_bits(struct regmap *map, unsigned int reg, unsigned int bits)
{
	return update(map, reg, bits, 0, "regmap_clear_bits", CALLER);
}

int regmap_bulk_read(struct regmap *map, unsigned int reg, void *values, size_t count)
{
	if (fails(map, "regmap_bulk_read", CALLER))
		return -EIO;
	touch((uintptr_t)values, count, true, CALLER);
	for (size_t i = 0; i < count; i++)
		((u8 *)values)[i] = (u8)register_answer(map->base + reg + (unsigned)i);
	return 0;
}

int regmap_bulk_write(struct regmap *map, unsigned int reg, const void *values, size_t count)
{
	if (fails(map, "regmap_bulk_write", CALLER))
		return -EIO;
	touch((uintptr_t)values, count, false, CALLER);
	for (size_t i = 0; i < count; i++)
		register_set(map->base + reg + (unsigned)i, ((const u8 *)values)[i]);
	return 0;
}

int regmap_raw_read(struct regmap *map, unsigned int reg, void *values, size_t bytes)
{
	return regmap_bulk_read(map, reg, values, bytes);
}

int regmap_raw_write(struct regmap *map, unsigned int reg, const void *values, size_t bytes)
{
	return regmap_bulk_write(map, reg, values, bytes);
}

/* Which lines of the chip are raised, firmware knows: they are lines of the device. */
int devm_regmap_add_irq_chip(struct device *dev, struct regmap *map, int irq, int irq_flags, int irq_base,
			     const struct regmap_irq_chip *chip, struct regmap_irq_chip_data **ret_data)
{
	struct regmap_irq_chip_data *data =
		object_managed(dev, sizeof(*data), NULL, "devm_regmap_add_irq_chip", CALLER);

	(void)irq_flags;
	(void)irq_base;
	(void)chip;
	touch((uintptr_t)map, sizeof(*map), false, CALLER);
	if (!data)
		return -ENOMEM;
	*data = (struct regmap_irq_chip_data) { dev, irq };
	touch((uintptr_t)ret_data, sizeof(*ret_data), true, CALLER);
	*ret_data = data;
	return 0;
}

int regmap_irq_get_virq(struct regmap_irq_chip_data *data, int irq)
{
	touch((uintptr_t)data, sizeof(*data), false, CALLER);
	return device_line(data->device, (unsigned)irq % LINES_PER_DEVICE);
}
