// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Memory of the checker's core: one arena for what lives as long as a unit, and growable arrays.
 *
 * A unit is built once, read many times and thrown away whole, so nothing in it is freed singly.
 * Running out of memory ends the process: a worker that dies is reported with its file's name by
 * the process that started it, and a half-built unit would be worse than none.
 */
#ifndef IL_FACTS_ARENA_H
#define IL_FACTS_ARENA_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct il_chunk;

struct il_arena {
	struct il_chunk *chunks; /* newest first */
	size_t used;		 /* bytes handed out of the newest chunk */
};

/* Accepts a zeroed arena: no init function is needed.  Returns zeroed memory, never NULL. */
void *il_arena_alloc(struct il_arena *arena, size_t size);

/* Returns a NUL-terminated copy of @length bytes of @text. */
char *il_arena_text(struct il_arena *arena, const char *text, size_t length);

/* Frees everything; the arena is then as good as new.  Accepts a zeroed one. */
void il_arena_fini(struct il_arena *arena);

/*
 * A growable array of @type, used as a struct member:  IL_ARRAY(struct il_event) events;
 * Elements are addressed by index, as pointers move when the array grows.
 */
#define IL_ARRAY(type)                                                                                                 \
	struct {                                                                                                       \
		type *at;                                                                                              \
		uint32_t count;                                                                                        \
		uint32_t capacity;                                                                                     \
	}

/* Appends @count zeroed elements and returns the index of the first. */
#define il_array_add(array, more)                                                                                      \
	il_array_grow((void **)&(array)->at, &(array)->count, &(array)->capacity, sizeof(*(array)->at), (more))

#define il_array_fini(array) (il_array_free((void **)&(array)->at), (array)->count = 0, (array)->capacity = 0)

uint32_t il_array_grow(void **at, uint32_t *count, uint32_t *capacity, size_t size, uint32_t more);
void il_array_free(void **at);

#ifdef __cplusplus
}
#endif

#endif
