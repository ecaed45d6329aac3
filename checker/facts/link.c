// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Units are sorted first, so that ids do not depend on the order they are given in.  Then names
 * and declarations of all units get their ids in the result, and when every type is known, paths
 * and bodies follow: a path is made of what its variables and fields are in the result.
 */
#include "facts/link.h"

#include "facts/link_symbols.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct link {
	struct il_unit *out;
	struct il_link_unit *units;
	uint32_t count;
	struct il_symbols symbols;
	struct il_arena arena; /* of the units' arrays */
	bool absolute;	       /* names of files, as the units have different roots */
	IL_ARRAY(uint32_t) file_of_name;
	IL_ARRAY(uint32_t) suppressing; /* by file: the unit whose comments count, + 1 */
	struct il_index annotation_index;
};

/* Parts of a function that another unit has as well have no id in the result. */
enum { DROPPED = UINT32_MAX };

static int compare_bytes(const void *a, uint32_t a_count, const void *b, uint32_t b_count, size_t size)
{
	if (a_count != b_count)
		return a_count < b_count ? -1 : 1;
	return memcmp(a, b, a_count * size);
}

/* By main file; what else there is tells units apart that are of one file. */
static int by_main_file(const void *a, const void *b)
{
	const struct il_unit *x = *(const struct il_unit *const *)a, *y = *(const struct il_unit *const *)b;
	int order = strcmp(il_text(x, x->main_file), il_text(y, y->main_file));

	if (!order)
		order = strcmp(il_text(x, x->root), il_text(y, y->root));
#define COMPARE(member, type)                                                                                          \
	if (!order)                                                                                                    \
		order = compare_bytes(x->member.at, x->member.count, y->member.at, y->member.count, sizeof(type));
	IL_UNIT_TABLES(COMPARE)
#undef COMPARE
	for (uint32_t i = 0; i < x->strings.count && i < y->strings.count && !order; i++)
		order = strcmp(x->strings.at[i], y->strings.at[i]);
	return order;
}

static uint32_t *new_ids(struct link *link, uint32_t count)
{
	return il_arena_alloc(&link->arena, count * sizeof(uint32_t));
}

static void open_units(struct link *link, const struct il_unit *const *units)
{
	const struct il_unit **sorted = il_arena_alloc(&link->arena, (link->count + 1) * sizeof(*sorted));

	for (uint32_t u = 0; u < link->count; u++) {
		sorted[u] = units[u];
		link->absolute = link->absolute ||
				 strcmp(il_text(units[u], units[u]->root), il_text(units[0], units[0]->root)) != 0;
	}
	qsort(sorted, link->count, sizeof(*sorted), by_main_file);
	link->units = il_arena_alloc(&link->arena, (link->count + 1) * sizeof(*link->units));
	for (uint32_t u = 0; u < link->count; u++) {
		const struct il_unit *unit = sorted[u];
		link->units[u] = (struct il_link_unit) {
			.unit = unit,
			.record_symbols = new_ids(link, unit->records.count),
			.function_symbols = new_ids(link, unit->functions.count),
			.variable_symbols = new_ids(link, unit->variables.count),
			.strings = new_ids(link, unit->strings.count),
			.files = new_ids(link, unit->files.count),
			.places = new_ids(link, unit->places.count),
			.types = new_ids(link, unit->types.count),
			.records = new_ids(link, unit->records.count),
			.fields = new_ids(link, unit->fields.count),
			.functions = new_ids(link, unit->functions.count),
			.variables = new_ids(link, unit->variables.count),
			.paths = new_ids(link, unit->paths.count),
			.blocks = new_ids(link, unit->blocks.count),
			.events = new_ids(link, unit->events.count),
		};
	}
}

static uint32_t file_name(struct link *link, const struct il_link_unit *from, uint32_t name)
{
	const char *text = il_text(from->unit, name), *root = il_text(from->unit, from->unit->root);
	char absolute[4096];

	/* What is built in has a name like <this>. */
	if (!link->absolute || *text == '/' || *text == '<' || !*root || !*text)
		return from->strings[name];
	snprintf(absolute, sizeof(absolute), "%s%s%s", root, root[strlen(root) - 1] == '/' ? "" : "/", text);
	return il_string(link->out, absolute);
}

static void add_file(struct link *link, struct il_link_unit *from, uint32_t file)
{
	const struct il_file *f = &from->unit->files.at[file];
	uint32_t name = file_name(link, from, f->name);

	if (name >= link->file_of_name.count)
		il_array_add(&link->file_of_name, link->out->strings.count - link->file_of_name.count);
	uint32_t *id = &link->file_of_name.at[name];
	if (!*id) {
		*id = il_array_add(&link->out->files, 1);
		link->out->files.at[*id].name = name;
	}
	if (link->out->files.at[*id].kind < f->kind)
		link->out->files.at[*id].kind = f->kind;
	/* What was linked before says it itself. */
	uint32_t module = f->kind != IL_FILE_MAIN ? 0 : f->module ? f->module : from->unit->module;
	if (module)
		link->out->files.at[*id].module = from->strings[module];
	from->files[file] = *id;
}

/* Strings, files and places, and what is said of the unit as a whole. */
static void add_names(struct link *link, struct il_link_unit *from)
{
	const struct il_unit *unit = from->unit;
	struct il_unit *out = link->out;

	for (uint32_t i = 0; i < unit->strings.count; i++)
		from->strings[i] = il_string(out, unit->strings.at[i]);
	for (uint32_t i = 1; i < unit->files.count; i++)
		add_file(link, from, i);
	for (uint32_t i = 1; i < unit->places.count; i++) {
		struct il_place place = unit->places.at[i];
		place.file = from->files[place.file];
		place.macro = from->strings[place.macro];
		place.spelled = from->places[place.spelled];
		from->places[i] = il_place_id(out, &place);
	}
	if (!out->main_file)
		out->main_file = file_name(link, from, unit->main_file);
	if (!out->root)
		out->root = link->absolute ? il_string(out, "/") : from->strings[unit->root];
	if (!out->module)
		out->module = from->strings[unit->module];
	if (!out->target)
		out->target = from->strings[unit->target];
	out->error_count += unit->error_count;
	out->limit_hits += unit->limit_hits;
}

/* The id of @symbol, which gets the next one of @table when it has none yet. */
#define SYMBOL_ID(link, symbol, table)                                                                                 \
	((link)->symbols.at.at[symbol].id ? (link)->symbols.at.at[symbol].id                                           \
					  : ((link)->symbols.at.at[symbol].id = il_array_add(&(link)->out->table, 1)))

/* Returns whether the facts of @symbol are those that @element of @from has. */
static bool provides(const struct link *link, const struct il_link_unit *from, uint32_t symbol, uint32_t element)
{
	const struct il_symbol *s = &link->symbols.at.at[symbol];

	return &link->units[s->unit] == from && s->element == element;
}

static void add_fields(struct link *link, struct il_link_unit *from)
{
	const struct il_unit *unit = from->unit;
	struct il_unit *out = link->out;

	for (uint32_t i = 1; i < unit->fields.count; i++) {
		const struct il_field *field = &unit->fields.at[i];
		const struct il_record *record = &unit->records.at[field->record];
		struct il_record *there = &out->records.at[from->records[field->record]];
		if (field->record && i - record->first_field < record->field_count &&
		    !provides(link, from, from->record_symbols[field->record], field->record)) {
			/* Fields of one symbol are alike, in number and order too. */
			from->fields[i] = there->first_field + (i - record->first_field);
			continue;
		}
		uint32_t id = il_array_add(&out->fields, 1);
		if (field->record && i == record->first_field)
			there->first_field = id;
		from->fields[i] = id;
		out->fields.at[id] = (struct il_field) {
			.record = from->records[field->record],
			.name = from->strings[field->name],
			.type = from->types[field->type],
			.flags = field->flags,
		};
	}
}

/* Records with their fields, and types. */
static void add_types(struct link *link, struct il_link_unit *from)
{
	const struct il_unit *unit = from->unit;
	struct il_unit *out = link->out;

	for (uint32_t i = 1; i < unit->records.count; i++) {
		const struct il_record *record = &unit->records.at[i];
		uint32_t id = SYMBOL_ID(link, from->record_symbols[i], records);
		from->records[i] = id;
		if (!provides(link, from, from->record_symbols[i], i))
			continue;
		out->records.at[id] = (struct il_record) {
			.name = from->strings[record->name],
			.flags = record->flags,
			.place = from->places[record->place],
			.field_count = record->field_count,
		};
	}
	for (uint32_t i = 1; i < unit->types.count; i++) {
		struct il_type type = unit->types.at[i];
		type.name = from->strings[type.name];
		type.target = from->types[type.target];
		type.record = from->records[type.record];
		from->types[i] = il_type_id(out, &type);
	}
	add_fields(link, from);
}

static bool is_dropped(const struct link *link, const struct il_link_unit *from, uint32_t function)
{
	return function && !provides(link, from, from->function_symbols[function], function);
}

static void add_variable(struct link *link, struct il_link_unit *from, uint32_t id)
{
	struct il_variable variable = from->unit->variables.at[id];
	uint32_t symbol = from->variable_symbols[id];
	bool here = symbol ? provides(link, from, symbol, id) : !is_dropped(link, from, variable.function);

	if (symbol)
		from->variables[id] = SYMBOL_ID(link, symbol, variables);
	else
		from->variables[id] = here ? il_array_add(&link->out->variables, 1) : DROPPED;
	if (!here)
		return;
	variable.name = from->strings[variable.name];
	variable.type = from->types[variable.type];
	variable.function = from->functions[variable.function];
	variable.place = from->places[variable.place];
	variable.section = from->strings[variable.section];
	variable.flags |= link->symbols.at.at[symbol].flags;
	link->out->variables.at[from->variables[id]] = variable;
}

/* Functions without their bodies, and variables. */
static void add_declarations(struct link *link, struct il_link_unit *from)
{
	const struct il_unit *unit = from->unit;

	for (uint32_t i = 1; i < unit->functions.count; i++)
		from->functions[i] = SYMBOL_ID(link, from->function_symbols[i], functions);
	for (uint32_t i = 1; i < unit->variables.count; i++)
		add_variable(link, from, i);
	for (uint32_t i = 1; i < unit->functions.count; i++) {
		struct il_function function = unit->functions.at[i];
		if (is_dropped(link, from, i))
			continue;
		function.name = from->strings[function.name];
		function.place = from->places[function.place];
		function.type = from->types[function.type];
		function.section = from->strings[function.section];
		function.first_param = function.param_count ? from->variables[function.first_param] : 0;
		link->out->functions.at[from->functions[i]] = function;
	}
}

/* Numbers the blocks and events that go into the result, in the order in which they will. */
static void number_bodies(struct link *link, struct il_link_unit *from)
{
	const struct il_unit *unit = from->unit;
	uint32_t next_block = link->out->blocks.count, next_event = link->out->events.count;

	for (uint32_t b = 1; b < unit->blocks.count; b++) {
		const struct il_block *block = &unit->blocks.at[b];
		if (is_dropped(link, from, block->function))
			continue;
		from->blocks[b] = next_block++;
		for (uint32_t e = 0; e < block->event_count; e++)
			from->events[block->first_event + e] = next_event++;
	}
}

/* Returns the id in the result, or DROPPED. */
static uint32_t add_path(struct link *link, struct il_link_unit *from, struct il_path path)
{
	struct il_unit *out = link->out;
	uint32_t a = from->paths[path.a], b = from->paths[path.b], c = from->paths[path.c];

	if (a == DROPPED || b == DROPPED || c == DROPPED)
		return DROPPED;
	path.a = a;
	path.b = b;
	path.c = c;
	path.type = from->types[path.type];
	switch ((enum il_path_op)path.op) {
	case IL_PATH_CONSTANT: return il_path_constant(out, path.value, path.type, from->strings[path.symbol]);
	case IL_PATH_STRING: return il_path_string(out, from->strings[path.symbol], path.type);
	case IL_PATH_VARIABLE:
		return from->variables[path.symbol] == DROPPED ? DROPPED
							       : il_path_variable(out, from->variables[path.symbol]);
	case IL_PATH_FUNCTION: return il_path_function(out, from->functions[path.symbol]);
	case IL_PATH_RESULT:
		return from->events[path.symbol] ? il_path_result(out, from->events[path.symbol], path.type) : DROPPED;
	case IL_PATH_MEMBER: return il_path_member(out, a, from->fields[path.symbol]);
	case IL_PATH_FIELD: return il_path_field(out, a, from->fields[path.symbol]);
	default: return il_path_rebuild(out, &path, a, b, c);
	}
}

static void add_paths(struct link *link, struct il_link_unit *from)
{
	for (uint32_t i = 1; i < from->unit->paths.count; i++)
		from->paths[i] = add_path(link, from, from->unit->paths.at[i]);
}

/* What is kept does not name what is dropped; were it so, it would not be known. */
static uint32_t path_of(const struct il_link_unit *from, uint32_t path)
{
	return from->paths[path] == DROPPED ? 0 : from->paths[path];
}

static void add_event(struct link *link, const struct il_link_unit *from, const struct il_event *event)
{
	struct il_unit *out = link->out;
	uint32_t first = il_array_add(&out->arguments, event->argument_count);
	uint32_t id = il_array_add(&out->events, 1);

	for (uint32_t i = 0; i < event->argument_count; i++) {
		const struct il_argument *argument = &from->unit->arguments.at[event->first_argument + i];
		out->arguments.at[first + i].path = path_of(from, argument->path);
		out->arguments.at[first + i].place = from->places[argument->place];
	}
	out->events.at[id] = (struct il_event) {
		.kind = event->kind,
		.flags = event->flags,
		.block = from->blocks[event->block],
		.place = from->places[event->place],
		.callee = from->functions[event->callee],
		.target = path_of(from, event->target),
		.value = path_of(from, event->value),
		.first_argument = first,
		.argument_count = event->argument_count,
	};
}

static void add_block(struct link *link, const struct il_link_unit *from, struct il_block block)
{
	struct il_unit *out = link->out;
	uint32_t first_edge = il_array_add(&out->edges, block.edge_count);
	uint32_t first_event = out->events.count;

	for (uint32_t i = 0; i < block.edge_count; i++) {
		struct il_edge edge = from->unit->edges.at[block.first_edge + i];
		edge.target = from->blocks[edge.target];
		out->edges.at[first_edge + i] = edge;
	}
	for (uint32_t i = 0; i < block.event_count; i++)
		add_event(link, from, &from->unit->events.at[block.first_event + i]);
	block.function = from->functions[block.function];
	block.first_event = first_event;
	block.condition = path_of(from, block.condition);
	block.place = from->places[block.place];
	block.first_edge = first_edge;
	uint32_t id = il_array_add(&out->blocks, 1);
	out->blocks.at[id] = block;
}

static void add_bodies(struct link *link, struct il_link_unit *from)
{
	const struct il_unit *unit = from->unit;

	for (uint32_t b = 1; b < unit->blocks.count; b++) {
		if (!is_dropped(link, from, unit->blocks.at[b].function))
			add_block(link, from, unit->blocks.at[b]);
	}
	for (uint32_t f = 1; f < unit->functions.count; f++) {
		const struct il_function *function = &unit->functions.at[f];
		struct il_function *there = &link->out->functions.at[from->functions[f]];
		if (is_dropped(link, from, f) || !function->block_count)
			continue;
		there->first_block = from->blocks[function->first_block];
		there->entry = from->blocks[function->entry];
		there->first_event = function->event_count ? from->events[function->first_event] : 0;
	}
}

static void add_initialisers(struct link *link, const struct il_link_unit *from)
{
	const struct il_unit *unit = from->unit;

	for (uint32_t i = 1; i < unit->initialisers.count; i++) {
		const struct il_initialiser *initialiser = &unit->initialisers.at[i];
		uint32_t symbol = from->variable_symbols[initialiser->variable];
		if (from->variables[initialiser->variable] == DROPPED ||
		    (symbol && !provides(link, from, symbol, initialiser->variable)))
			continue;
		uint32_t at = il_array_add(&link->out->initialisers, 1);
		link->out->initialisers.at[at] = (struct il_initialiser) {
			.variable = from->variables[initialiser->variable],
			.target = path_of(from, initialiser->target),
			.value = path_of(from, initialiser->value),
			.place = from->places[initialiser->place],
		};
	}
}

static uint64_t annotation_hash(const void *values, uint32_t id)
{
	const struct il_annotation *all = values;

	return il_hash(&all[id], sizeof(all[id]));
}

static bool annotation_equal(const void *values, uint32_t id, const void *key)
{
	const struct il_annotation *all = values;

	return memcmp(&all[id], key, sizeof(all[id])) == 0;
}

/* Each is said once, however many units have read it in a header. */
static void add_annotation(struct link *link, const struct il_link_unit *from, struct il_annotation annotation)
{
	struct il_unit *out = link->out;
	struct il_index_ops ops = { annotation_hash, annotation_equal, out->annotations.at, out->annotations.count };
	uint32_t id;

	switch ((enum il_annotated)annotation.kind) {
	case IL_ANNOTATED_FUNCTION: annotation.target = from->functions[annotation.target]; break;
	case IL_ANNOTATED_VARIABLE: annotation.target = from->variables[annotation.target]; break;
	case IL_ANNOTATED_FIELD: annotation.target = from->fields[annotation.target]; break;
	case IL_ANNOTATED_RECORD: annotation.target = from->records[annotation.target]; break;
	}
	annotation.text = from->strings[annotation.text];
	uint64_t hash = il_hash(&annotation, sizeof(annotation));
	if (annotation.target == DROPPED || il_index_find(&link->annotation_index, &ops, hash, &annotation, &id))
		return;
	il_index_add(&link->annotation_index, &ops, hash, out->annotations.count);
	id = il_array_add(&out->annotations, 1);
	out->annotations.at[id] = annotation;
}

/* Every unit that looked for comments in a file found the same. */
static void add_suppressions(struct link *link, const struct il_link_unit *from, uint32_t unit)
{
	struct il_unit *out = link->out;

	if (link->suppressing.count < out->files.count)
		il_array_add(&link->suppressing, out->files.count - link->suppressing.count);
	for (uint32_t i = 1; i < from->unit->suppressions.count; i++) {
		struct il_suppression suppression = from->unit->suppressions.at[i];
		suppression.file = from->files[suppression.file];
		suppression.rules = from->strings[suppression.rules];
		uint32_t *suppressing = &link->suppressing.at[suppression.file];
		if (!*suppressing)
			*suppressing = unit + 1;
		if (*suppressing != unit + 1)
			continue;
		uint32_t at = il_array_add(&out->suppressions, 1);
		out->suppressions.at[at] = suppression;
	}
}

static void add_contents(struct link *link, uint32_t unit)
{
	struct il_link_unit *from = &link->units[unit];

	number_bodies(link, from);
	add_paths(link, from);
	add_bodies(link, from);
	add_initialisers(link, from);
	for (uint32_t i = 1; i < from->unit->annotations.count; i++)
		add_annotation(link, from, from->unit->annotations.at[i]);
	add_suppressions(link, from, unit);
}

struct il_unit *il_link(const struct il_unit *const *units, uint32_t count)
{
	struct link link = { .out = il_unit_create(), .count = count };

	open_units(&link, units);
	for (uint32_t u = 0; u < count; u++)
		add_names(&link, &link.units[u]);
	il_symbols_collect(&link.symbols, link.units, count);
	for (uint32_t u = 0; u < count; u++) {
		add_types(&link, &link.units[u]);
		add_declarations(&link, &link.units[u]);
	}
	for (uint32_t u = 0; u < count; u++)
		add_contents(&link, u);
	il_symbols_fini(&link.symbols);
	il_array_fini(&link.file_of_name);
	il_array_fini(&link.suppressing);
	il_index_fini(&link.annotation_index);
	il_arena_fini(&link.arena);
	return link.out;
}
