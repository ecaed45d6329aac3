// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Interning: equal values get equal ids, so that the engine compares ids instead of values.
 *
 * An index knows only hashes and ids; the values live in the array it serves.  It is rebuilt
 * from that array whenever it is empty, so facts read from disk need no index of their own.
 */
#ifndef IL_FACTS_INTERN_H
#define IL_FACTS_INTERN_H

#include "facts/arena.h"

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/* INVARIANT (half full): used * 2 <= size, so a probe always ends at an empty slot. */
struct il_index {
	uint32_t *slots; /* 0: empty, else id + 1 */
	uint32_t size;	 /* a power of two, or 0 before the first use */
	uint32_t used;
};

/* How an index looks at the values of its array. */
struct il_index_ops {
	uint64_t (*hash)(const void *values, uint32_t id);
	bool (*equal)(const void *values, uint32_t id, const void *key);
	const void *values; /* borrowed for the call */
	uint32_t count;	    /* ids in use; those that the index lacks are added first */
};

/* Returns true and @ret_id when a value equal to @key is indexed. */
bool il_index_find(struct il_index *index, const struct il_index_ops *ops, uint64_t hash, const void *key,
		   uint32_t *ret_id);

/* Adds @id, the id that the value gets when the caller appends it right after this call. */
void il_index_add(struct il_index *index, const struct il_index_ops *ops, uint64_t hash, uint32_t id);

void il_index_fini(struct il_index *index);

/* Hash of @size bytes; the same on every machine of one byte order. */
uint64_t il_hash(const void *bytes, size_t size);

#ifdef __cplusplus
}
#endif

#endif
