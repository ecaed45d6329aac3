// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "engine/layout.h"

/* Pointers to pointers, records that begin with records: followed this far, then "fits". */
enum { NESTING_MAX = 16, HAND_ON_DEPTH_MAX = 4 };

static uint32_t element(const struct il_unit *unit, uint32_t type)
{
	while (unit->types.at[type].kind == IL_TYPE_ARRAY)
		type = unit->types.at[type].target;
	return type;
}

static bool is_scalar(const struct il_type *type)
{
	return type->kind == IL_TYPE_INTEGER || type->kind == IL_TYPE_ENUM || type->kind == IL_TYPE_BOOL ||
	       type->kind == IL_TYPE_FLOAT;
}

/* Nothing is claimed about what such a type points at. */
static bool is_untyped(const struct il_unit *unit, const struct il_type *type)
{
	if (type->kind == IL_TYPE_RECORD)
		return !(unit->records.at[type->record].flags & IL_RECORD_COMPLETE);
	return type->kind == IL_TYPE_NONE || type->kind == IL_TYPE_VOID || type->kind == IL_TYPE_FUNCTION ||
	       (type->flags & IL_TYPE_CHAR);
}

static bool same_record(const struct il_unit *unit, const struct il_type *a, const struct il_type *b)
{
	return a->record == b->record || unit->records.at[a->record].name == unit->records.at[b->record].name;
}

/* Returns whether two types are alike without looking at what they begin with. */
static bool alike(const struct il_unit *unit, uint32_t x, uint32_t y)
{
	const struct il_type *a = &unit->types.at[x], *b = &unit->types.at[y];

	if (a->kind == IL_TYPE_RECORD && b->kind == IL_TYPE_RECORD)
		return same_record(unit, a, b);
	return x == y || (is_scalar(a) && is_scalar(b) && a->bits == b->bits);
}

/* Returns whether record @outer has @inner at its start. */
static bool begins_with(const struct il_unit *unit, uint32_t outer, uint32_t inner, int depth)
{
	const struct il_type *type = &unit->types.at[outer];

	if (type->kind != IL_TYPE_RECORD || depth > NESTING_MAX)
		return false;
	const struct il_record *record = &unit->records.at[type->record];
	for (uint32_t i = 0; i < record->field_count; i++) {
		const struct il_field *field = &unit->fields.at[record->first_field + i];
		uint32_t start = element(unit, field->type);
		if ((field->flags & IL_FIELD_FIRST) &&
		    (alike(unit, start, inner) || begins_with(unit, start, inner, depth + 1)))
			return true;
	}
	return false;
}

static bool fits(const struct il_unit *unit, uint32_t there, uint32_t read, int depth)
{
	there = element(unit, there);
	read = element(unit, read);
	const struct il_type *a = &unit->types.at[there];
	const struct il_type *b = &unit->types.at[read];

	if (depth > NESTING_MAX)
		return true;
	if (a->kind == IL_TYPE_RECORD && b->kind == IL_TYPE_RECORD && same_record(unit, a, b))
		return true;
	if (is_untyped(unit, a) || is_untyped(unit, b))
		return true;
	if (is_scalar(a) && is_scalar(b))
		return true;
	if (a->kind == IL_TYPE_POINTER && b->kind == IL_TYPE_POINTER)
		return fits(unit, a->target, b->target, depth + 1);
	return begins_with(unit, there, read, depth) || begins_with(unit, read, there, depth);
}

bool il_layout_fits(const struct il_unit *unit, uint32_t there, uint32_t read)
{
	return fits(unit, there, read, 0);
}

struct reads {
	struct il_engine *engine;
	void (*visit)(void *context, const struct il_read *read);
	void *context;
	uint32_t parameter; /* path of the parameter being followed */
	uint32_t place;	    /* of the event being looked at */
	uint32_t function;
};

/* Returns whether @path, with locals resolved and casts aside, is the parameter. */
static bool is_parameter(struct reads *reads, uint32_t path)
{
	uint32_t resolved = il_resolve(reads->engine, path);

	return il_path_strip(reads->engine->unit, resolved) == reads->parameter;
}

static void claim(struct reads *reads, uint32_t type)
{
	struct il_read read = { type, reads->place, reads->function };

	reads->visit(reads->context, &read);
}

/* Reports what the casts and container_of()s within @path take the parameter for. */
static void read_path(struct reads *reads, uint32_t path)
{
	const struct il_unit *unit = reads->engine->unit;
	struct il_path p = unit->paths.at[path];

	if (p.op == IL_PATH_CAST && is_parameter(reads, p.a))
		claim(reads, unit->types.at[p.type].target);
	else if (p.op == IL_PATH_CONTAINER && is_parameter(reads, p.a))
		claim(reads, unit->paths.at[p.b].type);
	if (p.a && p.op != IL_PATH_MEMBER)
		read_path(reads, p.a);
	if (p.b && p.op != IL_PATH_CONTAINER)
		read_path(reads, p.b);
	if (p.c)
		read_path(reads, p.c);
}

static void follow(struct il_engine *engine, uint32_t function, uint32_t index,
		   void (*visit)(void *context, const struct il_read *read), void *context, int depth);

static void read_call(struct reads *reads, const struct il_event *event, int depth)
{
	const struct il_unit *unit = reads->engine->unit;

	for (uint32_t i = 0; i < event->argument_count; i++) {
		uint32_t argument = unit->arguments.at[event->first_argument + i].path;
		read_path(reads, argument);
		/* A cast to the callee's own type is a claim already. */
		bool as_it_is = unit->paths.at[argument].op != IL_PATH_CAST;
		if (event->callee && as_it_is && is_parameter(reads, argument))
			follow(reads->engine, event->callee, i, reads->visit, reads->context, depth + 1);
	}
}

static void follow(struct il_engine *engine, uint32_t function, uint32_t index,
		   void (*visit)(void *context, const struct il_read *read), void *context, int depth)
{
	struct il_unit *unit = engine->unit;
	struct il_function f = unit->functions.at[function];
	struct reads reads = { .engine = engine, .visit = visit, .context = context, .function = function };

	if (depth > HAND_ON_DEPTH_MAX || !(f.flags & IL_FUNCTION_DEFINED) || index >= f.param_count)
		return;
	const struct il_variable *parameter = &unit->variables.at[f.first_param + index];
	const struct il_type *type = &unit->types.at[parameter->type];
	reads.parameter = il_path_variable(unit, f.first_param + index);
	reads.place = f.place;
	/* Declared with a type, it says by itself what it is read as. */
	if (type->kind == IL_TYPE_POINTER && unit->types.at[type->target].kind != IL_TYPE_VOID) {
		claim(&reads, type->target);
		return;
	}
	for (uint32_t i = 0; i < f.event_count; i++) {
		struct il_event event = unit->events.at[f.first_event + i];
		reads.place = event.place;
		read_path(&reads, event.target);
		read_path(&reads, event.value);
		if (event.kind == IL_EVENT_CALL)
			read_call(&reads, &event, depth);
	}
	for (uint32_t b = 0; b < f.block_count; b++) {
		struct il_block block = unit->blocks.at[f.first_block + b];
		reads.place = block.place;
		read_path(&reads, block.condition);
	}
}

void il_each_read(struct il_engine *engine, uint32_t function, uint32_t index,
		  void (*visit)(void *context, const struct il_read *read), void *context)
{
	follow(engine, function, index, visit, context, 0);
}
