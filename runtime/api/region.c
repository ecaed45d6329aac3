// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Regions of addresses that drivers reserve. */
#include "api/object.h"
#include "sim/world.h"

#include <linux/ioport.h>

/* What is released is the oldest of the size; that two drivers want one region is not simulated. */
static struct resource *reserve(resource_size_t start, resource_size_t size, const char *name, const char *what,
				uintptr_t pc)
{
	struct resource *resource = object_create(sizeof(*resource), what, pc);

	if (resource)
		*resource = (struct resource) { start, start + size - 1, name, IORESOURCE_MEM };
	return resource;
}

static void release(resource_size_t start, resource_size_t size, const char *what, uintptr_t pc)
{
	for (unsigned i = 0; i < world->memory.count; i++) {
		const struct block *block = &world->memory.blocks[i];
		struct resource *resource = block_start(block);

		if (!block->freed && block->kind == BLOCK_OBJECT && block->bytes == sizeof(*resource) &&
		    resource->start == start && resource_size(resource) == size) {
			object_destroy(resource, what, pc);
			return;
		}
	}
	trap("warning", pc, run->failed, "this failed", "%s() of a region that is not reserved", what);
}

struct resource *request_mem_region(resource_size_t start, resource_size_t size, const char *name)
{
	return reserve(start, size, name, "request_mem_region", CALLER);
}

void release_mem_region(resource_size_t start, resource_size_t size)
{
	release(start, size, "release_mem_region", CALLER);
}

struct resource *request_region(resource_size_t start, resource_size_t size, const char *name)
{
	return reserve(start, size, name, "request_region", CALLER);
}

void release_region(resource_size_t start, resource_size_t size)
{
	release(start, size, "release_region", CALLER);
}

static struct resource *reserve_managed(struct device *device, resource_size_t start, resource_size_t size,
					const char *name, const char *what, uintptr_t pc)
{
	struct resource *resource = object_managed(device, sizeof(*resource), NULL, what, pc);

	if (resource)
		*resource = (struct resource) { start, start + size - 1, name, IORESOURCE_MEM };
	return resource;
}

struct resource *devm_request_mem_region(struct device *dev, resource_size_t start, resource_size_t size,
					 const char *name)
{
	return reserve_managed(dev, start, size, name, "devm_request_mem_region", CALLER);
}

struct resource *devm_request_region(struct device *dev, resource_size_t start, resource_size_t size, const char *name)
{
	return reserve_managed(dev, start, size, name, "devm_request_region", CALLER);
}
