// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "facts/link_symbols.h"

#include <stdlib.h>
#include <string.h>

enum level {
	LEVEL_PLACE,	/* is what stands at one place of one file */
	LEVEL_SHAPE,	/* a named record, wherever it is written down */
	LEVEL_UNIT,	/* belongs to one unit: file is its number */
	LEVEL_DECLARED, /* what is only known by name */
	LEVEL_NAME,	/* no symbol itself: says which one defines the name */
};

/* A name with more than one definition; no symbol has this number. */
enum { MANY_DEFINITIONS = UINT32_MAX };

static uint64_t key_hash(const void *values, uint32_t id)
{
	const struct il_symbol *all = values;

	return il_hash(&all[id].key, sizeof(all[id].key));
}

static bool key_equal(const void *values, uint32_t id, const void *key)
{
	const struct il_symbol *all = values;

	return memcmp(&all[id].key, key, sizeof(all[id].key)) == 0;
}

static uint32_t find_or_add(struct il_symbols *symbols, const struct il_symbol_key *key)
{
	struct il_index_ops ops = { key_hash, key_equal, symbols->at.at, symbols->at.count };
	uint64_t hash = il_hash(key, sizeof(*key));
	uint32_t id;

	if (il_index_find(&symbols->index, &ops, hash, key, &id))
		return id;
	il_index_add(&symbols->index, &ops, hash, symbols->at.count);
	id = il_array_add(&symbols->at, 1);
	symbols->at.at[id].key = *key;
	return id;
}

/* Returns the symbol that @element of @unit is; two elements of one unit are never one symbol. */
static uint32_t claim(struct il_symbols *symbols, struct il_symbol_key key, uint32_t unit, uint32_t element)
{
	uint32_t id = find_or_add(symbols, &key);

	while (symbols->at.at[id].claimed == unit + 1) {
		key.nth++;
		id = find_or_add(symbols, &key);
	}
	struct il_symbol *symbol = &symbols->at.at[id];
	if (!symbol->claimed) {
		symbol->unit = unit;
		symbol->element = element;
	}
	symbol->claimed = unit + 1;
	return id;
}

static uint32_t name_of(struct il_symbols *symbols, const struct il_symbol_key *key)
{
	/* A union and a struct of one name are two names. */
	bool record = key->sort == IL_SYMBOL_RECORD;
	struct il_symbol_key name = {
		.sort = key->sort,
		.level = LEVEL_NAME,
		.name = key->name,
		.shape[0] = record ? key->shape[0] : 0,
	};

	return find_or_add(symbols, &name);
}

/* Notes that @symbol defines its name for all units. */
static void define(struct il_symbols *symbols, uint32_t symbol)
{
	struct il_symbol_key key = symbols->at.at[symbol].key;
	uint32_t name = name_of(symbols, &key);
	uint32_t *definition = &symbols->at.at[name].definition;

	*definition = *definition == 0 || *definition == symbol ? symbol : MANY_DEFINITIONS;
}

/* Returns the symbol of an element that only has a name: what defines the name, if anything does. */
static uint32_t declare(struct il_symbols *symbols, struct il_symbol_key key, uint32_t unit, uint32_t element)
{
	uint32_t name = name_of(symbols, &key);
	uint32_t definition = symbols->at.at[name].definition;

	if (definition && definition != MANY_DEFINITIONS && symbols->at.at[definition].claimed != unit + 1)
		return definition;
	key.level = LEVEL_DECLARED;
	key.file = key.line = key.column = 0;
	return claim(symbols, key, unit, element);
}

static struct il_symbol_key place_key(const struct il_link_unit *from, enum il_symbol_sort sort, uint32_t name,
				      uint32_t place)
{
	const struct il_place *p = &from->unit->places.at[place];

	return (struct il_symbol_key) {
		.sort = sort,
		.level = LEVEL_PLACE,
		.name = from->strings[name],
		.file = from->files[p->file],
		.line = p->line,
		.column = p->column,
	};
}

static struct il_symbol_key record_key(const struct il_link_unit *from, const struct il_record *record)
{
	struct il_symbol_key key = place_key(from, IL_SYMBOL_RECORD, record->name, record->place);
	uint64_t fields = 0;

	/* What has no name of its own is called after a place in a file that the name does not tell. */
	if (!strchr(il_text(from->unit, record->name), ':') && record->name) {
		key.level = LEVEL_SHAPE;
		key.file = key.line = key.column = 0;
	}
	for (uint32_t i = 0; i < record->field_count; i++) {
		uint64_t pair[2] = { fields, from->strings[from->unit->fields.at[record->first_field + i].name] };
		fields = il_hash(pair, sizeof(pair));
	}
	key.shape[0] = record->flags & IL_RECORD_UNION;
	key.shape[1] = (uint32_t)fields ^ (uint32_t)(fields >> 32);
	key.shape[2] = record->field_count;
	return key;
}

static void define_records(struct il_symbols *symbols, struct il_link_unit *from, uint32_t unit)
{
	for (uint32_t r = 1; r < from->unit->records.count; r++) {
		const struct il_record *record = &from->unit->records.at[r];
		if (!(record->flags & IL_RECORD_COMPLETE))
			continue;
		uint32_t symbol = claim(symbols, record_key(from, record), unit, r);
		from->record_symbols[r] = symbol;
		if (symbols->at.at[symbol].key.level == LEVEL_SHAPE)
			define(symbols, symbol);
	}
}

static void declare_records(struct il_symbols *symbols, struct il_link_unit *from, uint32_t unit)
{
	/* A record that hides another of its name in an inner block is not that one. */
	for (uint32_t r = 1; r < from->unit->records.count; r++)
		symbols->at.at[from->record_symbols[r]].claimed = unit + 1;
	for (uint32_t r = 1; r < from->unit->records.count; r++) {
		const struct il_record *record = &from->unit->records.at[r];
		if (record->flags & IL_RECORD_COMPLETE)
			continue;
		struct il_symbol_key key = record_key(from, record);
		from->record_symbols[r] =
			key.level == LEVEL_SHAPE ? declare(symbols, key, unit, r) : claim(symbols, key, unit, r);
	}
}

/* Returns whether the unit only knows the function by its name. */
static bool is_declared(const struct il_function *function)
{
	return !(function->flags & (IL_FUNCTION_HAS_BODY | IL_FUNCTION_DEFINED | IL_FUNCTION_STATIC));
}

static void define_functions(struct il_symbols *symbols, struct il_link_unit *from, uint32_t unit)
{
	for (uint32_t f = 1; f < from->unit->functions.count; f++) {
		const struct il_function *function = &from->unit->functions.at[f];
		if (is_declared(function))
			continue;
		struct il_symbol_key key = place_key(from, IL_SYMBOL_FUNCTION, function->name, function->place);
		/* Macros of the file around may make another body of the same text. */
		key.shape[0] = function->block_count;
		key.shape[1] = function->event_count;
		key.shape[2] = function->param_count;
		uint32_t symbol = claim(symbols, key, unit, f);
		from->function_symbols[f] = symbol;
		if (!(function->flags & IL_FUNCTION_STATIC))
			define(symbols, symbol);
	}
}

static void declare_functions(struct il_symbols *symbols, struct il_link_unit *from, uint32_t unit)
{
	for (uint32_t f = 1; f < from->unit->functions.count; f++) {
		const struct il_function *function = &from->unit->functions.at[f];
		struct il_symbol_key key = { .sort = IL_SYMBOL_FUNCTION, .name = from->strings[function->name] };
		if (is_declared(function))
			from->function_symbols[f] = declare(symbols, key, unit, f);
	}
}

static void define_variables(struct il_symbols *symbols, struct il_link_unit *from, uint32_t unit)
{
	for (uint32_t v = 1; v < from->unit->variables.count; v++) {
		const struct il_variable *variable = &from->unit->variables.at[v];
		if (variable->kind != IL_VARIABLE_GLOBAL)
			continue;
		if (variable->flags & IL_VARIABLE_STATIC) {
			struct il_symbol_key key = place_key(from, IL_SYMBOL_VARIABLE, variable->name, variable->place);
			from->variable_symbols[v] = claim(symbols, key, unit, v);
		} else if (variable->flags & IL_VARIABLE_INITIALISED) {
			struct il_symbol_key key = {
				.sort = IL_SYMBOL_VARIABLE,
				.level = LEVEL_UNIT,
				.name = from->strings[variable->name],
				.file = unit,
			};
			from->variable_symbols[v] = claim(symbols, key, unit, v);
			define(symbols, from->variable_symbols[v]);
		}
	}
}

static void declare_variables(struct il_symbols *symbols, struct il_link_unit *from, uint32_t unit)
{
	for (uint32_t v = 1; v < from->unit->variables.count; v++) {
		const struct il_variable *variable = &from->unit->variables.at[v];
		struct il_symbol_key key = { .sort = IL_SYMBOL_VARIABLE, .name = from->strings[variable->name] };
		if (variable->kind != IL_VARIABLE_GLOBAL)
			continue;
		if (!from->variable_symbols[v])
			from->variable_symbols[v] = declare(symbols, key, unit, v);
		symbols->at.at[from->variable_symbols[v]].flags |= variable->flags & IL_VARIABLE_ADDRESSED;
	}
}

void il_symbols_collect(struct il_symbols *symbols, struct il_link_unit *units, uint32_t count)
{
	il_array_add(&symbols->at, 1);
	/* No key is like this: what is looked for is never element 0. */
	symbols->at.at[0].key.sort = IL_SYMBOL_SORTS;
	for (uint32_t u = 0; u < count; u++) {
		define_records(symbols, &units[u], u);
		define_functions(symbols, &units[u], u);
		define_variables(symbols, &units[u], u);
	}
	for (uint32_t u = 0; u < count; u++) {
		declare_records(symbols, &units[u], u);
		declare_functions(symbols, &units[u], u);
		declare_variables(symbols, &units[u], u);
	}
}

void il_symbols_fini(struct il_symbols *symbols)
{
	il_array_fini(&symbols->at);
	il_index_fini(&symbols->index);
}
