// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "api/object.h"
#include "sim/world.h"

#include <linux/err.h>

/* More than any real chain of parents has. */
#define PARENTS_MAX 8u

void *object_create(size_t bytes, const char *what, uintptr_t pc)
{
	might_sleep_at(pc, what);
	return block_start(block_create(bytes, BLOCK_OBJECT, true, pc));
}

static void nothing_else(struct device *device, void *object)
{
	(void)device;
	(void)object;
}

void *object_managed(struct device *device, size_t bytes, dr_release_t release, const char *what, uintptr_t pc)
{
	struct block *block;

	might_sleep_at(pc, what);
	block = block_create(bytes, BLOCK_MANAGED, true, pc);
	if (block)
		node_add(device, release ? release : nothing_else, block, pc);
	return block_start(block);
}

void *object_borrowed(size_t bytes, uintptr_t pc)
{
	return block_start(block_create(bytes, BLOCK_BORROWED, true, pc));
}

void object_destroy(void *object, const char *what, uintptr_t pc)
{
	if (object && !IS_ERR(object))
		block_free((uintptr_t)object, BLOCK_OBJECT, pc, what);
}

void object_release(struct device *device, void *object, const char *what, uintptr_t pc)
{
	for (uint32_t i = run->devices.nodes; i > 0; i--) {
		struct node *node = &world->nodes[i - 1];

		if (node->listed && node->device == device && node->block &&
		    block_start(&world->memory.blocks[node->block - 1]) == object) {
			node->listed = false;
			if (node->release)
				node->release(device, object);
			block_free((uintptr_t)object, BLOCK_MANAGED, pc, what);
			return;
		}
	}
	trap("warning", pc, 0, NULL, "%s() of what this device does not have", what);
}

uintptr_t object_added_at(void)
{
	return run->devices.releasing ? world->nodes[run->devices.releasing - 1].added_at : run->current->at;
}

bool operation_fails(const char *what, uintptr_t pc)
{
	might_sleep_at(pc, what);
	return current_phase() <= PHASE_BOUND && fails_now(pc);
}

struct simulated_device *device_owner(const struct device *device)
{
	for (unsigned depth = 0; device && run->devices.bus && depth < PARENTS_MAX; depth++) {
		for (unsigned i = 0; i < DEVICES_MAX; i++) {
			struct simulated_device *owner = &run->devices.table[i];

			if (device == run->devices.bus->device_of(owner) || device == &owner->parent)
				return owner;
		}
		device = device->parent;
	}
	return NULL;
}

int device_line(const struct device *device, unsigned index)
{
	const struct simulated_device *owner = device_owner(device);

	return owner && index < LINES_PER_DEVICE ? (int)(owner->first_line + index) : -ENXIO;
}
