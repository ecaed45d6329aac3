// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "engine/promise.h"

#include <stdlib.h>

static bool is_said_of_parameter(const struct il_unit *unit, const struct il_annotation *a, enum il_promise promise,
				 int8_t *ret_parameter)
{
	return a->kind == IL_ANNOTATED_FUNCTION && il_model_promise(il_text(unit, a->text), ret_parameter) == promise &&
	       *ret_parameter != IL_NO_ARGUMENT;
}

bool il_promises_nothing(const struct il_engine *engine)
{
	return engine->unit->annotations.count <= 1;
}

bool il_promises(const struct il_engine *engine, uint32_t function, uint32_t index, enum il_promise promise)
{
	const struct il_unit *unit = engine->unit;
	int8_t parameter;

	for (uint32_t i = 1; function && i < unit->annotations.count; i++) {
		const struct il_annotation *a = &unit->annotations.at[i];
		if (a->target == function && is_said_of_parameter(unit, a, promise, &parameter) &&
		    (uint32_t)parameter == index)
			return true;
	}
	return false;
}

int8_t il_promised_parameter(const struct il_engine *engine, uint32_t function, enum il_promise promise)
{
	const struct il_unit *unit = engine->unit;
	int8_t first = IL_NO_ARGUMENT, parameter;

	for (uint32_t i = 1; function && i < unit->annotations.count; i++) {
		const struct il_annotation *a = &unit->annotations.at[i];
		if (a->target == function && is_said_of_parameter(unit, a, promise, &parameter) &&
		    (first == IL_NO_ARGUMENT || parameter < first))
			first = parameter;
	}
	return first;
}

static bool consumes(const struct il_engine *engine, uint32_t function, uint32_t index, int depth);

/* Returns whether @event uses up what @parameter points to. */
static bool event_consumes(const struct il_engine *engine, const struct il_event *event, uint32_t parameter, int depth)
{
	const struct il_unit *unit = engine->unit;

	if (event->kind != IL_EVENT_CALL || !event->callee)
		return false;
	for (uint32_t a = 0; a < event->argument_count; a++) {
		uint32_t path = il_path_strip(unit, unit->arguments.at[event->first_argument + a].path);
		const struct il_path *p = &unit->paths.at[path];
		if (p->op == IL_PATH_VARIABLE && p->symbol == parameter &&
		    consumes(engine, event->callee, a, depth + 1))
			return true;
	}
	return false;
}

static bool block_consumes(const struct il_engine *engine, const struct il_block *block, uint32_t parameter, int depth)
{
	for (uint32_t e = 0; e < block->event_count; e++) {
		if (event_consumes(engine, &engine->unit->events.at[block->first_event + e], parameter, depth))
			return true;
	}
	return false;
}

/* Returns whether each way from the entry of @function to its end uses up what @parameter points to. */
static bool all_paths_consume(const struct il_engine *engine, uint32_t function, uint32_t parameter, int depth)
{
	const struct il_unit *unit = engine->unit;
	const struct il_function *f = &unit->functions.at[function];
	uint32_t *reached = calloc(f->block_count, sizeof(*reached)), count = 0;
	bool *known = calloc(f->block_count, sizeof(*known)), all = true;

	if (!reached || !known)
		abort();
	reached[count++] = f->entry;
	known[f->entry - f->first_block] = true;
	for (uint32_t i = 0; i < count && all; i++) {
		const struct il_block *block = &unit->blocks.at[reached[i]];
		if (block_consumes(engine, block, parameter, depth))
			continue;
		all = block->edge_count != 0;
		for (uint32_t e = 0; e < block->edge_count; e++) {
			uint32_t target = unit->edges.at[block->first_edge + e].target;
			if (!known[target - f->first_block])
				reached[count++] = target;
			known[target - f->first_block] = true;
		}
	}
	free(reached);
	free(known);
	return all;
}

static bool consumes(const struct il_engine *engine, uint32_t function, uint32_t index, int depth)
{
	const struct il_function *f = &engine->unit->functions.at[function];

	if (il_promises(engine, function, index, IL_PROMISE_CONSUMES))
		return true;
	return depth < IL_PROMISE_DEPTH_MAX && (f->flags & IL_FUNCTION_DEFINED) && f->block_count &&
	       index < f->param_count && all_paths_consume(engine, function, f->first_param + index, depth);
}

bool il_consumes(const struct il_engine *engine, uint32_t function, uint32_t index)
{
	return !il_promises_nothing(engine) && consumes(engine, function, index, 0);
}

/* Returns whether a call hands an object of @record to a parameter that an annotation says uses it up. */
static bool is_consumed_by(const struct il_engine *engine, uint32_t function, int8_t parameter, uint32_t record)
{
	const struct il_unit *unit = engine->unit;

	const struct il_items calls = il_group_of(&engine->calls, function);
	for (uint32_t c = 0; c < calls.count; c++) {
		uint32_t path = il_argument_path(unit, calls.at[c], parameter);
		const struct il_type *pointer = &unit->types.at[unit->paths.at[path].type];
		const struct il_type *object = &unit->types.at[pointer->target];
		if (pointer->kind == IL_TYPE_POINTER && object->kind == IL_TYPE_RECORD && object->record == record)
			return true;
	}
	return false;
}

bool il_is_linear(const struct il_engine *engine, uint32_t type)
{
	const struct il_unit *unit = engine->unit;
	const struct il_type *t = &unit->types.at[type];
	int8_t parameter;

	for (uint32_t i = 1; t->kind == IL_TYPE_RECORD && i < unit->annotations.count; i++) {
		const struct il_annotation *a = &unit->annotations.at[i];
		if (is_said_of_parameter(unit, a, IL_PROMISE_CONSUMES, &parameter) &&
		    is_consumed_by(engine, a->target, parameter, t->record))
			return true;
	}
	return false;
}

static bool is_said_of(const struct il_unit *unit, enum il_annotated kind, uint32_t target, enum il_promise promise)
{
	int8_t parameter;

	for (uint32_t i = 1; i < unit->annotations.count; i++) {
		const struct il_annotation *a = &unit->annotations.at[i];
		if (a->kind == kind && a->target == target &&
		    il_model_promise(il_text(unit, a->text), &parameter) == promise)
			return true;
	}
	return false;
}

bool il_is_handler_field(const struct il_engine *engine, uint32_t field)
{
	return !il_promises_nothing(engine) && is_said_of(engine->unit, IL_ANNOTATED_FIELD, field, IL_PROMISE_HANDLER);
}

static bool is_pinned(const struct il_unit *unit, uint32_t type, int depth)
{
	const struct il_type *t = &unit->types.at[type];

	while (t->kind == IL_TYPE_ARRAY)
		t = &unit->types.at[t->target];
	if (t->kind != IL_TYPE_RECORD || depth > IL_PINNED_DEPTH_MAX)
		return false;
	if (is_said_of(unit, IL_ANNOTATED_RECORD, t->record, IL_PROMISE_PINNED))
		return true;
	const struct il_record *record = &unit->records.at[t->record];
	for (uint32_t i = 0; i < record->field_count; i++) {
		if (is_pinned(unit, unit->fields.at[record->first_field + i].type, depth + 1))
			return true;
	}
	return false;
}

bool il_is_pinned(const struct il_engine *engine, uint32_t type)
{
	return !il_promises_nothing(engine) && is_pinned(engine->unit, type, 0);
}

int8_t il_made_argument(const struct il_engine *engine, uint32_t event)
{
	const struct il_unit *unit = engine->unit;
	const struct il_event *call = &unit->events.at[event];
	int8_t made = IL_NO_ARGUMENT;
	bool uses_up = false;

	if (call->kind != IL_EVENT_CALL || il_promises_nothing(engine))
		return IL_NO_ARGUMENT;
	for (uint32_t i = 0; i < call->argument_count && i < INT8_MAX; i++) {
		const struct il_path *path = &unit->paths.at[unit->arguments.at[call->first_argument + i].path];
		const struct il_type *type = &unit->types.at[path->type];
		uses_up = uses_up || il_consumes(engine, call->callee, i);
		if (made == IL_NO_ARGUMENT && type->kind == IL_TYPE_POINTER && il_is_pinned(engine, type->target))
			made = (int8_t)i;
	}
	return uses_up ? made : IL_NO_ARGUMENT;
}
