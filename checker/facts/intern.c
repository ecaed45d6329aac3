// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "facts/intern.h"

#include <stdlib.h>
#include <xxhash.h>

enum { INDEX_FIRST_SIZE = 256 };

uint64_t il_hash(const void *bytes, size_t size)
{
	return XXH3_64bits(bytes, size);
}

static void place(struct il_index *index, uint64_t hash, uint32_t id)
{
	uint32_t mask = index->size - 1;
	uint32_t slot = (uint32_t)hash & mask;

	while (index->slots[slot])
		slot = (slot + 1) & mask;
	index->slots[slot] = id + 1;
	index->used++;
}

/* Makes room for one more value and catches up with values that the array got without us. */
static void prepare(struct il_index *index, const struct il_index_ops *ops)
{
	if (index->size && index->used >= ops->count && (index->used + 1) * 2 <= index->size)
		return;
	uint32_t size = index->size ? index->size : INDEX_FIRST_SIZE;
	while ((uint64_t)size < ((uint64_t)ops->count + 1) * 2)
		size *= 2;
	free(index->slots);
	index->slots = calloc(size, sizeof(*index->slots));
	if (!index->slots)
		abort();
	index->size = size;
	index->used = 0;
	for (uint32_t id = 0; id < ops->count; id++)
		place(index, ops->hash(ops->values, id), id);
}

bool il_index_find(struct il_index *index, const struct il_index_ops *ops, uint64_t hash, const void *key,
		   uint32_t *ret_id)
{
	prepare(index, ops);
	uint32_t mask = index->size - 1;
	/* SAFETY(half full): an empty slot ends the probe. */
	for (uint32_t slot = (uint32_t)hash & mask; index->slots[slot]; slot = (slot + 1) & mask) {
		uint32_t id = index->slots[slot] - 1;
		if (ops->equal(ops->values, id, key)) {
			*ret_id = id;
			return true;
		}
	}
	return false;
}

void il_index_add(struct il_index *index, const struct il_index_ops *ops, uint64_t hash, uint32_t id)
{
	prepare(index, ops);
	place(index, hash, id);
}

void il_index_fini(struct il_index *index)
{
	free(index->slots);
	index->slots = NULL;
	index->size = 0;
	index->used = 0;
}
