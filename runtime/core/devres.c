// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What a device's driver was given and gives back by itself: drivers/base/devres.c. */
#include "core/blame.h"
#include "core/device.h"
#include "sim/trace.h"
#include "sim/world.h"

#include <linux/device.h>
#include <linux/slab.h>

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void *data_of(const struct node *node)
{
	return node->block ? block_start(&world->memory.blocks[node->block - 1]) : NULL;
}

uint32_t node_add(struct device *device, dr_release_t release, const struct block *block, uintptr_t pc)
{
	struct node *node = &world->nodes[run->devices.nodes];

	if (run->devices.nodes == NODES_MAX)
		cut_short("devres nodes");
	*node = (struct node) { .device = device,
				.release = release,
				.added_at = pc,
				.block = block ? (uint32_t)(block - world->memory.blocks) + 1 : 0,
				.listed = true };
	run->devices.nodes++;
	if (block)
		world->memory.blocks[node->block - 1].born = run->devices.nodes;
	return run->devices.nodes;
}

uint32_t node_take(struct device *device, dr_release_t release, dr_match_t match, void *data)
{
	uint32_t found = run->devices.nodes;

	/* The driver's match function runs under the lock of the list. */
	run->sealed = true;
	/* SAFETY(order): the newest comes last. */
	for (; found > 0; found--) {
		struct node *node = &world->nodes[found - 1];

		if (node->listed && node->device == device && node->release == release &&
		    (!match || match(device, data_of(node), data))) {
			node->listed = false;
			break;
		}
	}
	run->sealed = false;
	return found;
}

static void release_node(uint32_t index)
{
	struct node *node = &world->nodes[index - 1];
	uint32_t outer = run->devices.releasing;
	struct block *block = node->block ? &world->memory.blocks[node->block - 1] : NULL;

	run->devices.releasing = index;
	if (node->release) {
		trace_release(node->added_at);
		node->release(node->device, data_of(node));
	}
	if (block && !block->freed)
		block_free((uintptr_t)block_start(block), BLOCK_MANAGED, node->added_at, "devres");
	run->devices.releasing = outer;
}

/*
 * The kernel takes all nodes off the list before it releases the first: what is added meanwhile is
 * not of this pass, and what is being released cannot be found.
 */
static void release_range(struct device *device, uint32_t first, uint32_t behind)
{
	uint8_t taken[NODES_MAX] = { 0 };

	for (uint32_t i = first; i < behind; i++) {
		taken[i] = world->nodes[i].listed && world->nodes[i].device == device;
		world->nodes[i].listed &= !taken[i];
	}
	for (uint32_t i = behind; i > first; i--) {
		if (taken[i - 1] && !world->nodes[i - 1].group)
			release_node(i);
	}
}

void devres_release_all(struct device *device)
{
	release_range(device, 0, run->devices.nodes);
}

bool devres_has_any(const struct device *device)
{
	for (uint32_t i = 0; i < run->devices.nodes; i++) {
		if (world->nodes[i].listed && world->nodes[i].device == device)
			return true;
	}
	return false;
}

void *devres_alloc(dr_release_t release, size_t size, gfp_t flags)
{
	uintptr_t pc = CALLER;
	struct block *block;

	if (flags & __GFP_DIRECT_RECLAIM)
		might_sleep_at(pc, "devres_alloc");
	block = block_create(size ? size : 1, BLOCK_MANAGED, true, pc);
	if (!block)
		return NULL;
	/* Until devres_add() the node is nobody's, and in no list. */
	world->nodes[node_add(NULL, release, block, pc) - 1].listed = false;
	return block_start(block);
}

static struct node *node_of(const void *resource)
{
	const struct block *block = block_at((uintptr_t)resource);

	return block && block->born ? &world->nodes[block->born - 1] : NULL;
}

bool node_is_lost(const struct block *block)
{
	return block->kind == BLOCK_MANAGED && block->born && !world->nodes[block->born - 1].device;
}

void devres_free(void *resource)
{
	if (resource)
		block_free((uintptr_t)resource, BLOCK_MANAGED, CALLER, "devres_free");
}

/* The node moves to the end, as its place is where it was added, not where it was allocated. */
void devres_add(struct device *device, void *resource)
{
	struct node *old = node_of(resource);

	if (!old || old->device)
		trap("memory", CALLER, 0, NULL, "devres_add() of what devres_alloc() did not return, or a second time");
	node_add(device, old->release, block_at((uintptr_t)resource), CALLER);
}

int devres_destroy(struct device *device, dr_release_t release, dr_match_t match, void *data)
{
	uint32_t node = node_take(device, release, match, data);

	if (!node)
		return -ENOENT;
	block_free((uintptr_t)data_of(&world->nodes[node - 1]), BLOCK_MANAGED, CALLER, "devres_destroy");
	return 0;
}

int devres_release(struct device *device, dr_release_t release, dr_match_t match, void *data)
{
	uint32_t node = node_take(device, release, match, data);

	if (!node)
		return -ENOENT;
	release_node(node);
	return 0;
}

static uint32_t find_mark(const struct device *device, const void *id, bool closes)
{
	for (uint32_t i = run->devices.nodes; i > 0; i--) {
		const struct node *node = &world->nodes[i - 1];

		if (node->listed && node->device == device && node->group && node->closes == closes &&
		    (!id || node->group == id))
			return i;
	}
	return 0;
}

void *devres_open_group(struct device *device, void *id, gfp_t flags)
{
	struct node *node;

	(void)flags;
	if (fails_now(CALLER))
		return NULL;
	node = &world->nodes[node_add(device, NULL, NULL, CALLER) - 1];
	node->group = id ? id : node;
	return (void *)(uintptr_t)node->group;
}

void devres_close_group(struct device *device, void *id)
{
	uint32_t open = find_mark(device, id, false);
	struct node *node;

	if (!open)
		trap("warning", CALLER, 0, NULL, "devres_close_group() of a group that is not open");
	node = &world->nodes[node_add(device, NULL, NULL, CALLER) - 1];
	node->group = world->nodes[open - 1].group;
	node->closes = true;
}

int devres_release_group(struct device *device, void *id)
{
	uint32_t open = find_mark(device, id, false), close = find_mark(device, id, true);

	if (!open)
		trap("warning", CALLER, 0, NULL, "devres_release_group() of a group that does not exist");
	release_range(device, open - 1, close > open ? close : run->devices.nodes);
	return 0;
}

/* Memory. */

static void release_memory(struct device *device, void *resource)
{
	(void)device;
	(void)resource;
}

static void *allocate(struct device *device, size_t size, bool zeroed, const char *what, uintptr_t pc)
{
	struct block *block;

	might_sleep_at(pc, what);
	block = block_create(size, BLOCK_MANAGED, zeroed, pc);
	if (!block)
		return NULL;
	node_add(device, release_memory, block, pc);
	return block_start(block);
}

void *devm_kmalloc(struct device *dev, size_t size, gfp_t flags)
{
	return allocate(dev, size, flags & __GFP_ZERO, "devm_kmalloc", CALLER);
}

void *devm_kzalloc(struct device *dev, size_t size, gfp_t flags)
{
	(void)flags;
	return allocate(dev, size, true, "devm_kzalloc", CALLER);
}

void *devm_kcalloc(struct device *dev, size_t count, size_t size, gfp_t flags)
{
	(void)flags;
	return size && count > SIZE_MAX / size ? NULL : allocate(dev, count * size, true, "devm_kcalloc", CALLER);
}

void *devm_kmalloc_array(struct device *dev, size_t count, size_t size, gfp_t flags)
{
	if (size && count > SIZE_MAX / size)
		return NULL;
	return allocate(dev, count * size, flags & __GFP_ZERO, "devm_kmalloc_array", CALLER);
}

static void *copy_of(struct device *device, const void *source, size_t size, const char *what, uintptr_t pc)
{
	void *copy = allocate(device, size, true, what, pc);

	if (copy)
		memcpy(copy, source, size);
	return copy;
}

void *devm_kmemdup(struct device *dev, const void *source, size_t size, gfp_t flags)
{
	(void)flags;
	touch((uintptr_t)source, size, false, CALLER);
	return copy_of(dev, source, size, "devm_kmemdup", CALLER);
}

char *devm_kstrdup(struct device *dev, const char *text, gfp_t flags)
{
	(void)flags;
	return text ? copy_of(dev, text, strlen(text) + 1, "devm_kstrdup", CALLER) : NULL;
}

char *devm_kasprintf(struct device *dev, gfp_t flags, const char *format, ...)
{
	char text[256];
	va_list values;

	(void)flags;
	va_start(values, format);
	vsnprintf(text, sizeof(text), format, values);
	va_end(values);
	return copy_of(dev, text, strlen(text) + 1, "devm_kasprintf", CALLER);
}

static int is_same(struct device *device, void *resource, void *data)
{
	(void)device;
	return resource == data;
}

void devm_kfree(struct device *dev, const void *memory)
{
	void *wanted = (void *)(uintptr_t)memory;

	if (!memory)
		return;
	if (!node_take(dev, release_memory, is_same, wanted))
		trap("memory", CALLER, 0, NULL, "devm_kfree() of what this device did not allocate");
	block_free((uintptr_t)memory, BLOCK_MANAGED, CALLER, "devm_kfree");
}

/* Actions. */

struct managed_action {
	void (*action)(void *data);
	void *data;
};

static void run_action(struct device *device, void *resource)
{
	const struct managed_action *managed = resource;

	(void)device;
	managed->action(managed->data);
}

static int is_action(struct device *device, void *resource, void *data)
{
	const struct managed_action *a = resource, *b = data;

	(void)device;
	return a->action == b->action && a->data == b->data;
}

bool devres_has_actions(const struct device *device)
{
	for (uint32_t i = 0; i < run->devices.nodes; i++) {
		const struct node *node = &world->nodes[i];

		if (node->device == device && node->release == run_action &&
		    !world->memory.blocks[node->block - 1].freed)
			return true;
	}
	return false;
}

static int add_action(struct device *device, void (*action)(void *data), void *data, uintptr_t pc)
{
	struct managed_action managed = { action, data };
	struct block *block = block_create(sizeof(managed), BLOCK_MANAGED, true, pc);

	if (!block)
		return -ENOMEM;
	memcpy(block_start(block), &managed, sizeof(managed));
	node_add(device, run_action, block, pc);
	return 0;
}

int devm_add_action(struct device *dev, void (*action)(void *data), void *data)
{
	return add_action(dev, action, data, CALLER);
}

int devm_add_action_or_reset(struct device *dev, void (*action)(void *data), void *data)
{
	int error = add_action(dev, action, data, CALLER);

	if (error)
		action(data);
	return error;
}

static uint32_t take_action(struct device *device, void (*action)(void *data), void *data, const char *what,
			    uintptr_t pc)
{
	struct managed_action managed = { action, data };
	uint32_t node = node_take(device, run_action, is_action, &managed);

	if (!node)
		trap("warning", pc, 0, NULL, "%s() of an action that was not added", what);
	return node;
}

void devm_remove_action(struct device *dev, void (*action)(void *data), void *data)
{
	uint32_t node = take_action(dev, action, data, "devm_remove_action", CALLER);

	block_free((uintptr_t)data_of(&world->nodes[node - 1]), BLOCK_MANAGED, CALLER, "devm_remove_action");
}

void devm_release_action(struct device *dev, void (*action)(void *data), void *data)
{
	release_node(take_action(dev, action, data, "devm_release_action", CALLER));
}
