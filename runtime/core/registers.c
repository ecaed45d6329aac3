// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Registers, and what they answer where no script says so.
 *
 * A device that raised its line has all bits set, once in each run of the handler, and one that did
 * not has none: each branch on a status is taken, and a loop until the status is clear ends; one until
 * it is set does so because what is read often changes by turns.  A driver that polls sees 0 and all bits set by turns.
 * What was written is read back, and changes by turns as well once it has been read often.
 */
#include "core/registers.h"
#include "core/blame.h"
#include "core/device.h"
#include "sim/trace.h"
#include "sim/world.h"

#include <linux/err.h>
#include <linux/io.h>
#include <linux/pci.h>
#include <linux/platform_device.h>

/* Reads of one value before it is taken for a poll. */
#define STEADY_READS 4u

struct hardware_register *register_at(uint32_t address)
{
	struct hardware_register *found = world->registers;

	while (found < world->registers + run->registers && found->address != address)
		found++;
	if (found < world->registers + run->registers)
		return found;
	if (run->registers == REGISTERS_MAX)
		cut_short("registers of the devices");
	run->registers++;
	*found = (struct hardware_register) { .address = address };
	return found;
}

/*
 * Whether the device raised the line for this run of the handler, or something else did: a neighbour
 * on a shared line, noise, an interrupt that was on its way when the device was told to be silent.
 */
static bool is_own(struct action *action)
{
	static const struct alternative answers[] = { { VALUE, 0, 1 }, { VALUE, 0, 0 } };

	if (world->setting.storm)
		return !run->lines.neighbour;
	if (action->asked != action->ran) {
		action->asked = action->ran;
		action->own = decide_now(answers, 2) == 0;
	}
	return action->own;
}

/* What a handler or the thread reads: the first time in this run of it, then the rest. */
static uint64_t read_in_handler(struct hardware_register *reg, struct action *action)
{
	uint32_t instance = (action->ran << 8) + run->current->index + 1u;
	bool again = reg->instance == instance;

	if (!again)
		reg->reads = 1;
	reg->instance = instance;
	if (reg->reads > STEADY_READS)
		return reg->reads % 2 ? ~(uint64_t)0 : 0;
	return !again && is_own(action) ? ~(uint64_t)0 : 0;
}

static uint64_t answer(struct hardware_register *reg)
{
	const struct context *self = run->current;
	bool turned;

	reg->reads++;
	if (self->errand.action)
		return read_in_handler(reg, self->errand.action);
	polled();
	if (!reg->written)
		return reg->reads % 2 ? 0 : ~(uint64_t)0;
	turned = reg->reads > STEADY_READS && reg->reads % 2;
	return turned ? ~reg->value : reg->value;
}

#define PAGE_BYTES 0x10000u

uint32_t register_address(unsigned device, uint32_t offset)
{
	return (REGION_START / REGION_BYTES + device * REGIONS_PER_DEVICE) * PAGE_BYTES + offset;
}

void registers_reset(unsigned device)
{
	uint32_t first = register_address(device, 0), behind = register_address(device + 1, 0);

	for (unsigned i = 0; i < run->registers; i++) {
		struct hardware_register *reg = &world->registers[i];

		if (reg->address >= first && reg->address < behind)
			*reg = (struct hardware_register) { .address = reg->address };
	}
}

/* Registers are in a block of the driver's memory, so that what is unmapped is known as such. */
static uint32_t access_register(uintptr_t address, size_t bytes, bool writes, uintptr_t pc)
{
	const struct block *block;

	if (address_is_wild(address))
		wild_access(address, pc);
	touch(address, bytes, writes, pc);
	block = block_at(address);
	if (!block || block->kind != BLOCK_IOMEM)
		trap("memory", pc, 0, NULL, "register access to what is not mapped");
	return block->index * PAGE_BYTES + (uint32_t)(address - (uintptr_t)block_start(block));
}

/* The description of the register at @where, and whose it is. */
static const struct scripted_register *described(uint32_t where, unsigned *ret_device)
{
	for (unsigned device = 0; world->script.given && device < DEVICES_MAX; device++) {
		uint32_t offset = where - register_address(device, 0);

		*ret_device = device;
		if (offset < REGION_BYTES)
			return script_find(&world->script, offset);
	}
	return NULL;
}

static uint64_t register_read(uintptr_t address, size_t bytes, uintptr_t pc)
{
	uint32_t where = access_register(address, bytes, false, pc);
	unsigned device;
	const struct scripted_register *reg = described(where, &device);

	if (!reg)
		return answer(register_at(where));
	polled();
	return script_read(device, reg);
}

static void register_write(uintptr_t address, size_t bytes, uint64_t value, uintptr_t pc)
{
	uint32_t where = access_register(address, bytes, true, pc);
	struct hardware_register *plain = register_at(where);
	unsigned device;
	const struct scripted_register *reg = described(where, &device);

	/* What the device is told comes after what the driver has prepared for it, and its interrupts after that. */
	order_release(&run->registers);
	if (reg) {
		script_write(device, reg, value);
		return;
	}
	plain->value = value;
	plain->written = true;
	plain->reads = 0;
}

#define REGISTER(type, suffix)                                                                                         \
	type read##suffix(const volatile void *address)                                                                \
	{                                                                                                              \
		return (type)register_read((uintptr_t)address, sizeof(type), CALLER);                                  \
	}                                                                                                              \
	void write##suffix(type value, volatile void *address)                                                         \
	{                                                                                                              \
		register_write((uintptr_t)address, sizeof(type), value, CALLER);                                       \
	}

REGISTER(u8, b)
REGISTER(u16, w)
REGISTER(u32, l)
REGISTER(u64, q)

uint64_t register_answer(uint32_t address)
{
	return answer(register_at(address));
}

void register_set(uint32_t address, uint64_t value)
{
	struct hardware_register *reg = register_at(address);

	reg->value = value;
	reg->written = true;
	reg->reads = 0;
}

/* Ports are not mapped: no check, and nothing another context could take away. */
static void port_write(unsigned long port, uint64_t value, uintptr_t pc)
{
	struct hardware_register *reg = register_at(0x80000000u + (uint32_t)port);

	point(pc);
	reg->value = value;
	reg->written = true;
	reg->reads = 0;
}

#define PORT(type, suffix)                                                                                             \
	type in##suffix(unsigned long port)                                                                            \
	{                                                                                                              \
		point(CALLER);                                                                                         \
		return (type)answer(register_at(0x80000000u + (uint32_t)port));                                        \
	}                                                                                                              \
	void out##suffix(type value, unsigned long port)                                                               \
	{                                                                                                              \
		port_write(port, value, CALLER);                                                                       \
	}

PORT(u8, b)
PORT(u16, w)
PORT(u32, l)

/* Mappings. */

void *mapping_create(uint64_t start, size_t size, const char *what, uintptr_t pc)
{
	struct block *block;

	might_sleep_at(pc, what);
	if (fails_now(pc))
		return NULL;
	block = block_create(size && size < 0x10000 ? size : 0x1000, BLOCK_IOMEM, true, pc);
	block->index = (uint32_t)(start >> 12);
	return block_start(block);
}

void *ioremap(phys_addr_t start, size_t size)
{
	return mapping_create(start, size, "ioremap", CALLER);
}

void iounmap(volatile void *address)
{
	if (address)
		block_free((uintptr_t)address, BLOCK_IOMEM, CALLER, "iounmap");
}

static void release_mapping(struct device *device, void *resource)
{
	(void)device;
	block_free((uintptr_t)*(void **)resource, BLOCK_IOMEM,
		   (uintptr_t)world->nodes[run->devices.releasing - 1].added_at, "devres");
}

/* The node carries the mapping's address. */
static void *map_managed(struct device *device, phys_addr_t start, size_t size, const char *what, uintptr_t pc)
{
	struct block *holder = block_create(sizeof(void *), BLOCK_MANAGED, true, pc);
	void *address = holder ? mapping_create(start, size, what, pc) : NULL;

	if (!holder)
		return NULL;
	if (!address) {
		block_free((uintptr_t)block_start(holder), BLOCK_MANAGED, pc, "devres_free");
		return NULL;
	}
	*(void **)block_start(holder) = address;
	node_add(device, release_mapping, holder, pc);
	return address;
}

void *devm_ioremap(struct device *dev, resource_size_t start, resource_size_t size)
{
	return map_managed(dev, start, size, "devm_ioremap", CALLER);
}

static void *map_resource(struct device *device, const struct resource *resource, const char *what, uintptr_t pc)
{
	void *address;

	if (!resource)
		return ERR_PTR(-EINVAL);
	address = map_managed(device, resource->start, resource_size(resource), what, pc);
	return address ? address : ERR_PTR(-ENOMEM);
}

void *devm_ioremap_resource(struct device *dev, const struct resource *resource)
{
	return map_resource(dev, resource, "devm_ioremap_resource", CALLER);
}

void *devm_platform_ioremap_resource(struct platform_device *pdev, unsigned int index)
{
	return map_resource(&pdev->dev, index < pdev->num_resources ? &pdev->resource[index] : NULL,
			    "devm_platform_ioremap_resource", CALLER);
}

void *devm_platform_get_and_ioremap_resource(struct platform_device *pdev, unsigned int index,
					     struct resource **ret_resource)
{
	struct resource *resource = index < pdev->num_resources ? &pdev->resource[index] : NULL;

	if (ret_resource)
		*ret_resource = resource;
	return map_resource(&pdev->dev, resource, "devm_platform_get_and_ioremap_resource", CALLER);
}

void *devm_platform_ioremap_resource_byname(struct platform_device *pdev, const char *name)
{
	(void)name;
	return map_resource(&pdev->dev, pdev->resource, "devm_platform_ioremap_resource_byname", CALLER);
}

void *pci_iomap(struct pci_dev *pdev, int bar, unsigned long size)
{
	return bar < 0 || bar > 5 ? NULL : mapping_create(pdev->resource[bar].start, size, "pci_iomap", CALLER);
}

void pci_iounmap(struct pci_dev *pdev, void *address)
{
	(void)pdev;
	block_free((uintptr_t)address, BLOCK_IOMEM, CALLER, "pci_iounmap");
}

void *pcim_iomap(struct pci_dev *pdev, int bar, unsigned long size)
{
	return bar < 0 || bar > 5 ? NULL
				  : map_managed(&pdev->dev, pdev->resource[bar].start, size, "pcim_iomap", CALLER);
}
