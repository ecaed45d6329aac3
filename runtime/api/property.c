// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What firmware says of a device: every property is there, unless this is the lookup that fails. */
#include "api/object.h"
#include "sim/world.h"

#include <linux/irqdomain.h>
#include <linux/of.h>
#include <linux/of_address.h>
#include <linux/of_irq.h>
#include <linux/property.h>

/* A number that is a count, an index and a rate alike without harm. */
#define ANY_NUMBER 1u

static bool is_there(uintptr_t pc)
{
	return !(current_phase() <= PHASE_BOUND && fails_now(pc));
}

static int number(bool exists, u32 *ret_value, uintptr_t pc)
{
	if (!exists || !is_there(pc))
		return -EINVAL;
	touch((uintptr_t)ret_value, sizeof(*ret_value), true, pc);
	*ret_value = ANY_NUMBER;
	return 0;
}

static int string(bool exists, const char **ret_text, uintptr_t pc)
{
	if (!exists || !is_there(pc))
		return -EINVAL;
	touch((uintptr_t)ret_text, sizeof(*ret_text), true, pc);
	*ret_text = "text";
	return 0;
}

int of_property_read_u32(const struct device_node *node, const char *name, u32 *ret_value)
{
	(void)name;
	return number(node, ret_value, CALLER);
}

int of_property_read_u32_index(const struct device_node *node, const char *name, u32 index, u32 *ret_value)
{
	(void)name;
	(void)index;
	return number(node, ret_value, CALLER);
}

int of_property_read_string(const struct device_node *node, const char *name, const char **ret_text)
{
	(void)name;
	return string(node, ret_text, CALLER);
}

bool of_property_read_bool(const struct device_node *node, const char *name)
{
	(void)name;
	return node && is_there(CALLER);
}

bool of_property_present(const struct device_node *node, const char *name)
{
	(void)name;
	return node && is_there(CALLER);
}

bool of_device_is_compatible(const struct device_node *node, const char *name)
{
	(void)name;
	return node && is_there(CALLER);
}

int device_property_read_u32(const struct device *dev, const char *name, u32 *ret_value)
{
	(void)name;
	return number(dev, ret_value, CALLER);
}

int device_property_read_string(const struct device *dev, const char *name, const char **ret_text)
{
	(void)name;
	return string(dev, ret_text, CALLER);
}

bool device_property_read_bool(const struct device *dev, const char *name)
{
	(void)name;
	return dev && is_there(CALLER);
}

bool device_property_present(const struct device *dev, const char *name)
{
	(void)name;
	return dev && is_there(CALLER);
}

struct fwnode_handle *dev_fwnode(const struct device *dev)
{
	return dev->fwnode;
}

/* The first entry of the driver's table is what the device is. */
static const void *match_data(const struct device *device)
{
	const struct of_device_id *table = device->driver ? device->driver->of_match_table : NULL;

	return table ? table->data : NULL;
}

const void *of_device_get_match_data(const struct device *dev)
{
	return match_data(dev);
}

const void *device_get_match_data(const struct device *dev)
{
	return match_data(dev);
}

const struct of_device_id *of_match_device(const struct of_device_id *table, const struct device *dev)
{
	(void)dev;
	return table && is_there(CALLER) ? table : NULL;
}

const struct of_device_id *of_match_node(const struct of_device_id *table, const struct device_node *node)
{
	return table && node && is_there(CALLER) ? table : NULL;
}

/* Nodes are the firmware's and stay. */

struct device_node *of_get_child_by_name(const struct device_node *node, const char *name)
{
	(void)name;
	return node && is_there(CALLER) ? (struct device_node *)(uintptr_t)node : NULL;
}

struct device_node *of_node_get(struct device_node *node)
{
	return node;
}

void of_node_put(struct device_node *node)
{
	(void)node;
}

void __iomem *of_iomap(struct device_node *node, int index)
{
	const struct simulated_device *owner = node ? device_owner(node->fwnode.dev) : NULL;

	if (!owner || index < 0 || index >= 4)
		return NULL;
	return mapping_create(owner->resources[index].start, resource_size(&owner->resources[index]), "of_iomap",
			      CALLER);
}

/* Lines. */

static int line(const struct fwnode_handle *node, unsigned index, const char *what, uintptr_t pc)
{
	might_sleep_at(pc, what);
	return node && is_there(pc) ? device_line(node->dev, index) : -EINVAL;
}

unsigned int irq_of_parse_and_map(struct device_node *node, int index)
{
	int irq = line(node ? &node->fwnode : NULL, (unsigned)index, "irq_of_parse_and_map", CALLER);

	return irq > 0 ? (unsigned)irq : 0;
}

int of_irq_get(struct device_node *node, int index)
{
	return line(node ? &node->fwnode : NULL, (unsigned)index, "of_irq_get", CALLER);
}

int of_irq_get_byname(struct device_node *node, const char *name)
{
	return line(node ? &node->fwnode : NULL, line_index(name), "of_irq_get_byname", CALLER);
}

int of_irq_count(struct device_node *node)
{
	return node ? (int)LINES_PER_DEVICE : 0;
}

int fwnode_irq_get(const struct fwnode_handle *node, unsigned int index)
{
	return line(node, index, "fwnode_irq_get", CALLER);
}

int fwnode_irq_get_byname(const struct fwnode_handle *node, const char *name)
{
	return line(node, line_index(name), "fwnode_irq_get_byname", CALLER);
}

/* A domain's lines are those of the device that is bound. */

static unsigned mapped(const struct irq_domain *domain, unsigned long hwirq)
{
	int irq = device_line(run->devices.probing, (unsigned)(hwirq % LINES_PER_DEVICE));

	(void)domain;
	return irq > 0 ? (unsigned)irq : 0;
}

unsigned int irq_create_mapping(struct irq_domain *domain, unsigned long hwirq)
{
	might_sleep_at(CALLER, "irq_create_mapping");
	return is_there(CALLER) ? mapped(domain, hwirq) : 0;
}

unsigned int irq_find_mapping(struct irq_domain *domain, unsigned long hwirq)
{
	return mapped(domain, hwirq);
}

void irq_dispose_mapping(unsigned int irq)
{
	uintptr_t pc = CALLER;

	might_sleep_at(pc, "irq_dispose_mapping");
	if (irq < LINES && run->lines.table[irq].actions)
		trap("warning", pc, run->lines.table[irq].actions->requested_at, "the line was requested here",
		     "the mapping of irq %u is gone while it is requested", irq);
}
