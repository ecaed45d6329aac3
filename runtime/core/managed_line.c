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

/* What a managed request asks for. */
struct wish {
	irq_handler_t handler;
	irq_handler_t thread_fn;
	unsigned long flags;
	const char *name;
	bool any_context;
};

/* The line is live before devres knows of it, and nothing can fail in between. */
static int request(struct device *device, unsigned irq, const struct wish *wish, void *cookie, uintptr_t pc)
{
	struct managed_line managed = { irq, cookie, NULL };
	const char *name = wish->name ? wish->name : dev_name(device);
	struct block *block;
	int result;

	if (!device_is_bound(device))
		trap("irq-devres-device", pc, 0, NULL,
		     "a managed request on a device that no driver is bound to: nobody frees irq %u", irq);
	block = block_create(sizeof(managed), BLOCK_MANAGED, true, pc);
	if (!block)
		return -ENOMEM;
	result = wish->any_context ? action_request_any(irq, wish->handler, wish->flags, name, cookie, device, pc,
							&managed.action)
				   : action_request(irq, wish->handler, wish->thread_fn, wish->flags, name, cookie,
						    device, pc, &managed.action);
	if (result < 0) {
		block_free((uintptr_t)block_start(block), BLOCK_MANAGED, pc, "devres_free");
		return result;
	}
	memcpy(block_start(block), &managed, sizeof(managed));
	managed.action->node = node_add(device, release_line, block, pc);
	return result;
}

int devm_request_threaded_irq(struct device *dev, unsigned int irq, irq_handler_t handler, irq_handler_t thread_fn,
			      unsigned long flags, const char *name, void *cookie)
{
	struct wish wish = { handler, thread_fn, flags, name, false };

	return request(dev, irq, &wish, cookie, CALLER);
}

int devm_request_any_context_irq(struct device *dev, unsigned int irq, irq_handler_t handler, unsigned long flags,
				 const char *name, void *cookie)
{
	struct wish wish = { handler, NULL, flags, name, true };

	return request(dev, irq, &wish, cookie, CALLER);
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
