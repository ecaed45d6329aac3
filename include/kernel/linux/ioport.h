// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_IOPORT_H
#define KERNEL_LINUX_IOPORT_H

#include <linux/types.h>

struct device;

struct resource {
	resource_size_t start, end;
	const char *name;
	unsigned long flags;
};

#define IORESOURCE_IO 0x00000100
#define IORESOURCE_MEM 0x00000200
#define IORESOURCE_IRQ 0x00000400

static inline resource_size_t resource_size(const struct resource *resource)
{
	return resource->end - resource->start + 1;
}

/* Context: process, may sleep.  Returns: NULL when taken. */
struct resource *request_mem_region(resource_size_t start, resource_size_t size, const char *name);
void release_mem_region(resource_size_t start, resource_size_t size);
struct resource *devm_request_mem_region(struct device *dev, resource_size_t start, resource_size_t size,
					 const char *name);
struct resource *devm_request_region(struct device *dev, resource_size_t start, resource_size_t size,
				     const char *name);
struct resource *request_region(resource_size_t start, resource_size_t size, const char *name);
void release_region(resource_size_t start, resource_size_t size);



#endif
