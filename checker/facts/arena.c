// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "facts/arena.h"

#include <stdlib.h>
#include <string.h>

/* Large enough that a driver's strings fit in one or two chunks, small enough to waste little. */
enum { CHUNK_BYTES = 64 * 1024, ALIGNMENT = 16 };

struct il_chunk {
	struct il_chunk *older;
	size_t size;
	_Alignas(ALIGNMENT) unsigned char bytes[];
};

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ONE_CHUNK_AN_ITEM 1 /* so that the sanitizer sees an overrun of any item */
#endif
#endif
#ifndef ONE_CHUNK_AN_ITEM
#define ONE_CHUNK_AN_ITEM 0
#endif

void *il_arena_alloc(struct il_arena *arena, size_t size)
{
	size_t rounded = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
	struct il_chunk *chunk = arena->chunks;

	if (ONE_CHUNK_AN_ITEM || !chunk || chunk->size - arena->used < rounded) {
		size_t wanted = ONE_CHUNK_AN_ITEM ? size : CHUNK_BYTES;
		if (wanted < rounded && !ONE_CHUNK_AN_ITEM)
			wanted = rounded;
		chunk = calloc(1, sizeof(*chunk) + wanted);
		if (!chunk)
			abort();
		chunk->older = arena->chunks;
		chunk->size = wanted;
		arena->chunks = chunk;
		arena->used = 0;
	}
	void *item = chunk->bytes + arena->used;
	arena->used += rounded;
	return item;
}

char *il_arena_text(struct il_arena *arena, const char *text, size_t length)
{
	char *copy = il_arena_alloc(arena, length + 1);

	if (length)
		memcpy(copy, text, length);
	return copy;
}

void il_arena_fini(struct il_arena *arena)
{
	while (arena->chunks) {
		struct il_chunk *older = arena->chunks->older;
		free(arena->chunks);
		arena->chunks = older;
	}
	arena->used = 0;
}

uint32_t il_array_grow(void **at, uint32_t *count, uint32_t *capacity, size_t size, uint32_t more)
{
	uint32_t first = *count;

	if (more > UINT32_MAX - first)
		abort();
	if (first + more > *capacity) {
		uint64_t wanted = *capacity ? (uint64_t)*capacity * 2 : 16;
		if (wanted < (uint64_t)first + more)
			wanted = (uint64_t)first + more;
		if (wanted > UINT32_MAX)
			wanted = UINT32_MAX;
		void *grown = realloc(*at, (size_t)wanted * size);
		if (!grown)
			abort();
		*at = grown;
		*capacity = (uint32_t)wanted;
	}
	if (more)
		memset((unsigned char *)*at + (size_t)first * size, 0, (size_t)more * size);
	*count = first + more;
	return first;
}

void il_array_free(void **at)
{
	free(*at);
	*at = NULL;
}
