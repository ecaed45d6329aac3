// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "facts/unit.h"

#include <stdlib.h>
#include <string.h>

struct il_unit *il_unit_create(void)
{
	struct il_unit *unit = calloc(1, sizeof(*unit));

	if (!unit)
		abort();
	/* INVARIANT(zero is none) */
#define ADD_NONE(member, type) il_array_add(&unit->member, 1);
	IL_UNIT_TABLES(ADD_NONE)
#undef ADD_NONE
	il_array_add(&unit->strings, 1);
	unit->strings.at[0] = "";
	return unit;
}

void il_unit_destroy(struct il_unit *unit)
{
	if (!unit)
		return;
#define FINI(member, type) il_array_fini(&unit->member);
	IL_UNIT_TABLES(FINI)
#undef FINI
	il_array_fini(&unit->strings);
	il_index_fini(&unit->string_index);
	il_index_fini(&unit->path_index);
	il_index_fini(&unit->place_index);
	il_index_fini(&unit->type_index);
	il_arena_fini(&unit->arena);
	free(unit);
}

struct text_key {
	const char *text;
	size_t length;
};

static uint64_t string_hash(const void *values, uint32_t id)
{
	const char *const *strings = values;

	return il_hash(strings[id], strlen(strings[id]));
}

static bool string_equal(const void *values, uint32_t id, const void *key)
{
	const char *const *strings = values;
	const struct text_key *k = key;

	return strncmp(strings[id], k->text, k->length) == 0 && strings[id][k->length] == '\0';
}

uint32_t il_string_n(struct il_unit *unit, const char *text, size_t length)
{
	/* A NUL inside a literal ends the text: strings are C strings. */
	struct text_key key = { text, strnlen(text, length) };
	struct il_index_ops ops = { string_hash, string_equal, unit->strings.at, unit->strings.count };
	uint64_t hash = il_hash(text, key.length);
	uint32_t id;

	if (il_index_find(&unit->string_index, &ops, hash, &key, &id))
		return id;
	const char *copy = il_arena_text(&unit->arena, text, key.length);
	il_index_add(&unit->string_index, &ops, hash, unit->strings.count);
	id = il_array_add(&unit->strings, 1);
	unit->strings.at[id] = copy;
	return id;
}

uint32_t il_string(struct il_unit *unit, const char *text)
{
	return il_string_n(unit, text, strlen(text));
}

const char *il_text(const struct il_unit *unit, uint32_t id)
{
	return id < unit->strings.count ? unit->strings.at[id] : "";
}

/*
 * Defines the interning of a table whose elements have no padding: il_NOUN_id() returns the id
 * of an element equal to @key, adding it when there is none.
 */
#define DEFINE_INTERNED(noun, table, index)                                                                            \
	static uint64_t noun##_hash(const void *values, uint32_t id)                                                   \
	{                                                                                                              \
		const struct il_##noun *all = values;                                                                  \
		return il_hash(&all[id], sizeof(all[id]));                                                             \
	}                                                                                                              \
	static bool noun##_equal(const void *values, uint32_t id, const void *key)                                     \
	{                                                                                                              \
		const struct il_##noun *all = values;                                                                  \
		return memcmp(&all[id], key, sizeof(all[id])) == 0;                                                    \
	}                                                                                                              \
	uint32_t il_##noun##_id(struct il_unit *unit, const struct il_##noun *key)                                     \
	{                                                                                                              \
		struct il_index_ops ops = { noun##_hash, noun##_equal, unit->table.at, unit->table.count };            \
		uint64_t hash = il_hash(key, sizeof(*key));                                                            \
		uint32_t id;                                                                                           \
		if (il_index_find(&unit->index, &ops, hash, key, &id))                                                 \
			return id;                                                                                     \
		il_index_add(&unit->index, &ops, hash, unit->table.count);                                             \
		id = il_array_add(&unit->table, 1);                                                                    \
		unit->table.at[id] = *key;                                                                             \
		return id;                                                                                             \
	}

DEFINE_INTERNED(place, places, place_index)
DEFINE_INTERNED(type, types, type_index)
DEFINE_INTERNED(path, paths, path_index)
