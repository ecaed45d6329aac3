// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Device-managed requests: kernel/irq/devres.c. */
#include "core/blame.h"
#include "core/device.h"
#include "core/line.h"
#include "sim/world.h"

#include <string.h>

struct managed_line {
	unsigned irq;
	void *cookie;
	struct action *action;
};

static void release_line(struct device *device, void *resource)
{
	const struct managed_line *managed = resource;

	(void)device;
	action_free(managed->irq, managed->cookie, managed->action, managed->action->requested_at);
}

static int is_line(struct device *device, void *resource, void *data)
{
	const struct managed_line *a = resource, *b = data;

	(void)device;
	return a->irq == b->irq && a->cookie == b->cookie;
}

/* The line is live before devres knows of it, and nothing can fail in between. */
static int request(struct device *device, unsigned irq, irq_handler_t handler, irq_handler_t thread_fn,
		   unsigned long flags, const char *name, void *cookie, uintptr_t pc)
{
	struct managed_line managed = { irq, cookie, NULL };
	struct block *block;
	int error;

	if (!device_is_bound(device))
		trap("irq-devres-device", pc, 0, NULL,
		     "a managed request on a device that no driver is bound to: nobody frees irq %u", irq);
	block = block_create(sizeof(managed), BLOCK_MANAGED, true, pc);
	if (!block)
		return -ENOMEM;
	error = action_request(irq, handler, thread_fn, flags, name ? name : dev_name(device), cookie, device, pc,
			       &managed.action);
	if (error) {
		block_free((uintptr_t)block_start(block), BLOCK_MANAGED, pc, "devres_free");
		return error;
	}
	memcpy(block_start(block), &managed, sizeof(managed));
	managed.action->node = node_add(device, release_line, block, pc);
	return 0;
}

int devm_request_threaded_irq(struct device *dev, unsigned int irq, irq_handler_t handler, irq_handler_t thread_fn,
			      unsigned long flags, const char *name, void *cookie)
{
	return request(dev, irq, handler, thread_fn, flags, name, cookie, CALLER);
}

int devm_request_any_context_irq(struct device *dev, unsigned int irq, irq_handler_t handler, unsigned long flags,
				 const char *name, void *cookie)
{
	int error = request(dev, irq, handler, NULL, flags, name, cookie, CALLER);

	return error ? error : IRQC_IS_HARDIRQ;
}

void devm_free_irq(struct device *dev, unsigned int irq, void *cookie)
{
	struct managed_line wanted = { irq, cookie, NULL };
	uint32_t node = node_take(dev, release_line, is_line, &wanted);
	const struct action *action = action_find(irq, cookie);

	if (!node && action)
		misuse("irq-devres-manual-free", 0, CALLER, action->requested_at, "the line was requested here",
		       "devm_free_irq() of irq %u, which was not requested for this device with devm_request_irq()",
		       irq);
	action_free(irq, cookie, action, CALLER);
	if (node)
		block_free((uintptr_t)block_start(&world->memory.blocks[world->nodes[node - 1].block - 1]),
			   BLOCK_MANAGED, CALLER, "devm_free_irq");
}
