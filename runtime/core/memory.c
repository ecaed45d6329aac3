// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "core/blame.h"
#include "sim/world.h"

#include <linux/slab.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* Addresses that look the same in every process keep schedules comparable. */
#define ARENA_ADDRESS ((void *)0x200000000000)
#define POISON_NEW 0xcd
#define POISON_FREED 0x6b

bool memory_init(struct memory *memory)
{
	void *arena = mmap(ARENA_ADDRESS, ARENA_BYTES, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	*memory = (struct memory) {
		.arena = arena == MAP_FAILED ? NULL : arena,
		.owner = calloc(ARENA_BYTES / MEMORY_GRANULE, sizeof(uint16_t)),
		.written = calloc(ARENA_BYTES / 8, 1),
		.blocks = calloc(BLOCKS_MAX, sizeof(struct block)),
		.used = MEMORY_GRANULE,
	};
	return memory->arena && memory->owner && memory->written && memory->blocks &&
	       filter_add(&world->filter, (uintptr_t)arena, ARENA_BYTES);
}

void memory_fini(struct memory *memory)
{
	if (memory->arena)
		munmap(memory->arena, ARENA_BYTES);
	free(memory->owner);
	free(memory->written);
	free(memory->blocks);
	*memory = (struct memory) { 0 };
}

void memory_reset(struct memory *memory)
{
	memset(memory->owner, 0, (memory->used / MEMORY_GRANULE + 1) * sizeof(uint16_t));
	memory->count = 0;
	memory->used = MEMORY_GRANULE;
}

struct block *block_create(size_t bytes, enum block_kind kind, bool zeroed, uintptr_t pc)
{
	struct memory *memory = &world->memory;
	size_t whole = (bytes + 2 * MEMORY_GRANULE - 1) / MEMORY_GRANULE * MEMORY_GRANULE;
	struct block *block = &memory->blocks[memory->count];
	char *start = memory->arena + memory->used;

	if (kind != BLOCK_IOMEM && fails_now(pc))
		return NULL;
	if (memory->count == BLOCKS_MAX - 1 || whole > ARENA_BYTES - memory->used)
		cut_short("memory of the driver");
	*block = (struct block) { .offset = memory->used,
				  .bytes = (uint32_t)bytes,
				  .kind = (uint8_t)kind,
				  .partly_written = !zeroed,
				  .allocated_at = pc };
	memory->count++;
	for (size_t i = 0; i < whole / MEMORY_GRANULE; i++)
		memory->owner[memory->used / MEMORY_GRANULE + i] = (uint16_t)memory->count;
	memset(start, zeroed ? 0 : POISON_NEW, whole);
	if (!zeroed)
		memset(memory->written + memory->used / 8, 0, whole / 8);
	memory->used += (uint32_t)whole;
	return block;
}

void *block_start(const struct block *block)
{
	return block ? world->memory.arena + block->offset : NULL;
}

struct block *block_at(uintptr_t address)
{
	const struct memory *memory = &world->memory;
	uintptr_t offset = address - (uintptr_t)memory->arena;
	uint16_t owner = offset < memory->used ? memory->owner[offset / MEMORY_GRANULE] : 0;

	return owner ? &memory->blocks[owner - 1] : NULL;
}

static bool points_into(const struct block *block, uintptr_t address)
{
	return address - (uintptr_t)block_start(block) < (block->bytes ? block->bytes : 1);
}

static bool range_points_into(const struct block *block, uintptr_t start, size_t bytes)
{
	for (size_t i = 0; i + sizeof(uintptr_t) <= bytes; i += sizeof(uintptr_t)) {
		uintptr_t word = start + i;

		if (!points_into(block, word) && points_into(block, *(const uintptr_t *)word))
			return true;
	}
	return false;
}

/* Whether somebody who holds no pointer into @block yet could find one: in memory, or as a cookie. */
static bool is_published(const struct block *block)
{
	const struct filter *filter = &world->filter;

	for (unsigned i = 0; i < run->lines.requests; i++) {
		if (!run->lines.actions[i].freed && points_into(block, (uintptr_t)run->lines.actions[i].cookie))
			return true;
	}
	/* The first range is the arena, of which little is used. */
	for (unsigned i = 1; i < filter->count; i++) {
		if (range_points_into(block, filter->ranges[i].start, filter->ranges[i].bytes))
			return true;
	}
	return range_points_into(block, (uintptr_t)world->memory.arena, world->memory.used);
}

uint64_t lines_not_waited_for(const struct block *block)
{
	uint64_t disabled = 0, busy = 0;

	for (uint64_t live = run->lines.live; live; live &= live - 1) {
		unsigned irq = (unsigned)__builtin_ctzll(live);
		const struct line *line = &run->lines.table[irq];
		uint64_t bit = (uint64_t)(line->in_progress || line->threads_active) << irq;

		busy |= bit;
		disabled |= line->depth ? bit : 0;
	}
	return busy == disabled || is_published(block) ? disabled : busy;
}

void block_free(uintptr_t address, enum block_kind kind, uintptr_t pc, const char *what)
{
	struct block *block = block_at(address);

	if (!block || address != (uintptr_t)block_start(block))
		trap("memory", pc, 0, NULL, "%s() of what was not allocated", what);
	/* Whoever still uses the block can do so before this, and no longer after it. */
	touch(address, block->bytes ? block->bytes : 1, true, pc);
	if (block->freed)
		trap("memory", pc, block->freed_at, "freed here", "%s() of what is freed already", what);
	if (block->kind != kind)
		trap("memory", pc, block->allocated_at, "allocated here", "%s() of memory that is %s", what,
		     block->kind == BLOCK_MANAGED ? "device-managed" : "not its own");
	check_not_held(block, pc);
	order_freed(address, block->bytes, pc);
	block->freed = true;
	block->freed_phase = (uint8_t)current_phase();
	block->freed_node = run->devices.releasing;
	block->freed_at = pc;
	block->freed_step = run->step;
	block->freed_under = lines_not_waited_for(block);
	memset(block_start(block), POISON_FREED, block->bytes);
}

void memory_written(uintptr_t address, size_t bytes)
{
	struct block *block = block_at(address);

	if (block && block->partly_written) {
		for (size_t i = 0; i < bytes; i++) {
			uintptr_t offset = address + i - (uintptr_t)world->memory.arena;

			world->memory.written[offset / 8] |= (uint8_t)(1u << offset % 8);
		}
	}
}

/* Copies of whole records read padding and fields that nobody looks at later: only small reads count. */
static bool reads_unwritten(const struct block *block, uintptr_t address, size_t bytes)
{
	if (!block->partly_written || bytes > 8)
		return false;
	for (size_t i = 0; i < bytes; i++) {
		uintptr_t offset = address + i - (uintptr_t)world->memory.arena;

		if (world->memory.written[offset / 8] & (1u << offset % 8))
			return false;
	}
	return true;
}

static void outside(const struct block *block, uintptr_t address, uintptr_t pc)
{
	const struct action *action = run->current->errand.action;
	const char *rule = "memory";

	if (action && block && block_at((uintptr_t)action->cookie) == block)
		rule = "irq-cookie-type";
	trap(rule, pc, block ? block->allocated_at : 0, "allocated here", "access %zu bytes behind %u bytes of memory",
	     block ? (size_t)(address - (uintptr_t)block_start(block)) - block->bytes : 0, block ? block->bytes : 0);
}

void memory_check(uintptr_t address, size_t bytes, bool writes, uintptr_t pc)
{
	const struct block *block = block_at(address);
	uintptr_t offset = block ? address - (uintptr_t)block_start(block) : 0;

	if (block && !block->freed && offset + bytes <= block->bytes) {
		if (writes)
			memory_written(address, bytes);
		else if (reads_unwritten(block, address, bytes))
			unwritten_read(block, pc);
		return;
	}
	if (block && block->freed)
		freed_access(block, pc);
	outside(block, address, pc);
}

bool address_is_wild(uintptr_t address)
{
	return address < 0x10000 || address >= 0x800000000000;
}

const struct block *first_leak(void)
{
	for (unsigned i = 0; i < world->memory.count; i++) {
		const struct block *block = &world->memory.blocks[i];
		bool by_hand = block->kind == BLOCK_HEAP || block->kind == BLOCK_OBJECT || node_is_lost(block);

		if (!block->freed && by_hand)
			return block;
	}
	return NULL;
}

static void *allocate(size_t bytes, gfp_t flags, bool zeroed, const char *what, uintptr_t pc)
{
	if (flags & __GFP_DIRECT_RECLAIM)
		might_sleep_at(pc, what);
	return block_start(block_create(bytes, BLOCK_HEAP, zeroed || (flags & __GFP_ZERO), pc));
}

static bool too_many(size_t count, size_t size)
{
	return size && count > SIZE_MAX / size;
}

void *kmalloc(size_t size, gfp_t flags)
{
	return allocate(size, flags, false, "kmalloc", CALLER);
}

void *kzalloc(size_t size, gfp_t flags)
{
	return allocate(size, flags, true, "kzalloc", CALLER);
}

void *kcalloc(size_t count, size_t size, gfp_t flags)
{
	return too_many(count, size) ? NULL : allocate(count * size, flags, true, "kcalloc", CALLER);
}

void *kmalloc_array(size_t count, size_t size, gfp_t flags)
{
	return too_many(count, size) ? NULL : allocate(count * size, flags, false, "kmalloc_array", CALLER);
}

void *vmalloc(unsigned long size)
{
	return allocate(size, GFP_KERNEL, false, "vmalloc", CALLER);
}

void *vzalloc(unsigned long size)
{
	return allocate(size, GFP_KERNEL, true, "vzalloc", CALLER);
}

void *kvzalloc(size_t size, gfp_t flags)
{
	return allocate(size, flags, true, "kvzalloc", CALLER);
}

void *kvcalloc(size_t count, size_t size, gfp_t flags)
{
	return too_many(count, size) ? NULL : allocate(count * size, flags, true, "kvcalloc", CALLER);
}

unsigned long __get_free_pages(gfp_t flags, unsigned int order)
{
	return (unsigned long)allocate((size_t)4096 << order, flags, false, "__get_free_pages", CALLER);
}

static void *copy_of(const void *source, size_t size, gfp_t flags, const char *what, uintptr_t pc)
{
	void *copy;

	touch((uintptr_t)source, size, false, pc);
	copy = allocate(size, flags, true, what, pc);
	if (copy)
		memcpy(copy, source, size);
	return copy;
}

void *kmemdup(const void *source, size_t size, gfp_t flags)
{
	return copy_of(source, size, flags, "kmemdup", CALLER);
}

char *kstrdup(const char *text, gfp_t flags)
{
	return text ? copy_of(text, strlen(text) + 1, flags, "kstrdup", CALLER) : NULL;
}

char *kasprintf(gfp_t flags, const char *format, ...)
{
	char text[256];
	va_list values;

	va_start(values, format);
	vsnprintf(text, sizeof(text), format, values);
	va_end(values);
	return copy_of(text, strlen(text) + 1, flags, "kasprintf", CALLER);
}

void *krealloc(const void *memory, size_t size, gfp_t flags)
{
	const struct block *block = block_at((uintptr_t)memory);
	void *copy = allocate(size, flags, false, "krealloc", CALLER);

	if (!copy || !memory || !block)
		return copy;
	memcpy(copy, memory, block->bytes < size ? block->bytes : size);
	memory_written((uintptr_t)copy, block->bytes < size ? block->bytes : size);
	block_free((uintptr_t)memory, BLOCK_HEAP, CALLER, "krealloc");
	return copy;
}

static void release(const void *memory, const char *what, uintptr_t pc)
{
	if (memory && !IS_ERR(memory))
		block_free((uintptr_t)memory, BLOCK_HEAP, pc, what);
}

void kfree(const void *memory)
{
	release(memory, "kfree", CALLER);
}

void kfree_sensitive(const void *memory)
{
	release(memory, "kfree_sensitive", CALLER);
}

void vfree(const void *memory)
{
	release(memory, "vfree", CALLER);
}

void kvfree(const void *memory)
{
	release(memory, "kvfree", CALLER);
}

void free_pages(unsigned long address, unsigned int order)
{
	(void)order;
	release((const void *)address, "free_pages", CALLER);
}
