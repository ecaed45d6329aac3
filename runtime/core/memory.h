// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * The driver's memory: an arena in which every block is known, freed ones are kept, and accesses to
 * what is freed, beyond the end or not yet written are told apart.
 */
#ifndef IRQRT_CORE_MEMORY_H
#define IRQRT_CORE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ARENA_BYTES (4u * 1024u * 1024u)
#define BLOCKS_MAX 4096u
#define MEMORY_GRANULE 16u

enum block_kind {
	BLOCK_HEAP,
	BLOCK_MANAGED,	/* devm_kmalloc() and the like: released by devres */
	BLOCK_IOMEM,	/* registers of a device */
	BLOCK_OBJECT,	/* what a subsystem handed out, and takes back */
	BLOCK_BORROWED, /* of somebody else's, who outlives the driver */
};

/*
 * INVARIANT blocks: blocks are in the order of their addresses, each followed by a granule that is
 * nobody's, and are not reused within a schedule.
 */
struct block {
	uint32_t offset; /* in the arena */
	uint32_t bytes;
	uint8_t kind;
	bool freed;
	bool partly_written; /* not zeroed: @written says which bytes mean something */
	uint8_t freed_phase; /* enum phase */
	uint32_t freed_node; /* serial of the devres node that released it, or 0 */
	uint32_t freed_step;
	uint64_t freed_under;	/* lines whose running handler is the only one that could still use it */
	uint32_t born;		/* serial of its devres node, or 0 */
	uint32_t index;		/* of registers: which device */
	uintptr_t allocated_at; /* code of the driver */
	uintptr_t freed_at;
};

struct memory {
	char *arena;
	uint16_t *owner;  /* per granule: index of the block, from 1 */
	uint8_t *written; /* per 8 bytes: a bit for each byte */
	struct block *blocks;
	unsigned count;
	uint32_t used;
};

/* Owns: what it maps, until memory_fini().  Returns: false without memory. */
bool memory_init(struct memory *memory);
void memory_fini(struct memory *memory);
/* Before each schedule. */
void memory_reset(struct memory *memory);

/*
 * Gives the driver a block.  @zeroed: its bytes may be read before they are written.
 * Context: any.  Returns: NULL when the bound of the arena is hit or this is the call that fails.
 */
struct block *block_create(size_t bytes, enum block_kind kind, bool zeroed, uintptr_t pc);
void *block_start(const struct block *block);
/* The block that @address lies in or right behind; NULL for other memory. */
struct block *block_at(uintptr_t address);
/* Context: any.  @pc: code of the driver; @what: the function it called. */
void block_free(uintptr_t address, enum block_kind kind, uintptr_t pc, const char *what);
/*
 * Lines whose handler or thread runs while @block is freed, and that will not let another run get at
 * it: the line is disabled, or nothing in the driver's memory points to @block any more.
 */
uint64_t lines_not_waited_for(const struct block *block);
/* The host wrote to it for the driver. */
void memory_written(uintptr_t address, size_t bytes);

/* Ends the schedule unless the driver may access @bytes at @address in the arena. */
void memory_check(uintptr_t address, size_t bytes, bool writes, uintptr_t pc);

/* Whether no memory can be at @address: NULL with an offset, an errno, poison. */
bool address_is_wild(uintptr_t address);

/* End the schedule. */
__attribute__((noreturn)) void wild_access(uintptr_t address, uintptr_t pc);
__attribute__((noreturn)) void stack_is_gone(uintptr_t address, uintptr_t pc);

/*
 * An object of the kernel's (@noun) that was never initialised is used.  Ends the schedule.
 * Context: any.
 */
__attribute__((noreturn)) void not_initialised(const char *noun, const char *how, uintptr_t pc);

/* Blocks that nobody but the driver could free, and that are still there.  Returns: the first, or NULL. */
const struct block *first_leak(void);

#endif
