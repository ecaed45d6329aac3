// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "engine/origin.h"

#include <string.h>

/* Fields that are filled from fields are followed this far. */
enum { ORIGIN_DEPTH_MAX = 4 };

const struct il_line_api *il_line_lookup(const struct il_engine *engine, uint32_t path)
{
	const struct il_path *p = &engine->unit->paths.at[il_path_strip(engine->unit, path)];

	return p->op == IL_PATH_RESULT ? il_model_line(engine->model, il_callee_name(engine, p->symbol)) : NULL;
}

static const struct il_device_record *record_of_field(const struct il_unit *unit, uint32_t field)
{
	return il_model_device(il_text(unit, unit->records.at[unit->fields.at[field].record].name));
}

const struct il_device_record *il_device_of(const struct il_unit *unit, uint32_t path)
{
	const struct il_path *p = &unit->paths.at[il_path_strip(unit, path)];

	if (p->op == IL_PATH_ADDRESS)
		p = &unit->paths.at[p->a];
	if (p->op != IL_PATH_FIELD)
		return NULL;
	const struct il_device_record *record = record_of_field(unit, p->symbol);
	bool is_device = record && strcmp(il_text(unit, unit->fields.at[p->symbol].name), record->field) == 0;
	return is_device ? record : NULL;
}

static bool is_device(const struct il_unit *unit, uint32_t type)
{
	const struct il_type *t = &unit->types.at[type];

	return t->kind == IL_TYPE_RECORD &&
	       strcmp(il_text(unit, unit->records.at[t->record].name), IL_DEVICE_RECORD) == 0;
}

uint32_t il_device_copy(const struct il_engine *engine, uint32_t path)
{
	const struct il_unit *unit = engine->unit;
	const struct il_path *p = &unit->paths.at[il_path_strip(unit, path)];

	if (p->op != IL_PATH_ADDRESS)
		return 0;
	const struct il_path *object = &unit->paths.at[p->a];
	if (!is_device(unit, object->type) || (object->op != IL_PATH_FIELD && object->op != IL_PATH_VARIABLE))
		return 0;
	const struct il_items events = il_assignments_to(engine, p->a);
	for (uint32_t i = 0; i < events.count; i++) {
		const struct il_event *event = &unit->events.at[events.at[i]];
		bool whole = unit->paths.at[event->target].op == object->op;
		if (whole && event->value && !(event->flags & IL_EVENT_ZEROES))
			return events.at[i];
	}
	return 0;
}

const struct il_device_record *il_device_child(const struct il_unit *unit, uint32_t path)
{
	const struct il_path *p = &unit->paths.at[il_path_strip(unit, path)];

	if (p->op != IL_PATH_FIELD || strcmp(il_text(unit, unit->fields.at[p->symbol].name), IL_DEVICE_PARENT) != 0 ||
	    !is_device(unit, unit->paths.at[p->a].type))
		return NULL;
	return il_device_of(unit, p->a);
}

/* A platform device with registers of its own is no part of a chip behind a slow bus. */
static bool maps_registers(const struct il_engine *engine)
{
	const struct il_unit *unit = engine->unit;

	for (uint32_t f = 1; f < unit->functions.count; f++) {
		if (il_group_of(&engine->calls, f).count &&
		    il_model_maps_registers(il_text(unit, unit->functions.at[f].name)))
			return true;
	}
	return false;
}

/* Further lines, such as those for wake-up, may go to another controller than the device's own. */
static bool is_first_line(const struct il_unit *unit, uint32_t path)
{
	uint32_t event = unit->paths.at[il_path_strip(unit, path)].symbol;
	int64_t index;

	return il_path_is_constant(unit, il_argument_path(unit, event, 1), &index) && index == 0;
}

static enum il_origin origin(struct il_engine *engine, uint32_t path, int depth);

/* The origin of everything that the unit stores in @field, or unknown when that differs. */
static enum il_origin origin_of_field(struct il_engine *engine, uint32_t field, int depth)
{
	enum il_origin common = IL_ORIGIN_UNKNOWN;

	const struct il_items events = il_group_of(&engine->field_assignments, field);
	for (uint32_t i = 0; i < events.count; i++) {
		uint32_t value = il_resolve(engine, engine->unit->events.at[events.at[i]].value);
		int64_t constant;
		/* No line, or one that is gone. */
		if (il_path_is_constant(engine->unit, value, &constant) && constant <= 0)
			continue;
		enum il_origin found = origin(engine, value, depth + 1);
		if (found == IL_ORIGIN_UNKNOWN || (common != IL_ORIGIN_UNKNOWN && found != common))
			return IL_ORIGIN_UNKNOWN;
		common = found;
	}
	return common;
}

static enum il_origin origin(struct il_engine *engine, uint32_t path, int depth)
{
	const struct il_unit *unit = engine->unit;
	const struct il_line_api *lookup = il_line_lookup(engine, path);

	if (lookup && lookup->origin == IL_ORIGIN_PLATFORM)
		return is_first_line(unit, path) && maps_registers(engine) ? IL_ORIGIN_FIRMWARE : IL_ORIGIN_PLATFORM;
	if (lookup)
		return lookup->origin;
	const struct il_path *p = &unit->paths.at[il_path_strip(unit, path)];
	while (p->op == IL_PATH_INDEX || p->op == IL_PATH_BINARY)
		p = &unit->paths.at[p->a];
	if (p->op != IL_PATH_FIELD || depth > ORIGIN_DEPTH_MAX)
		return IL_ORIGIN_UNKNOWN;
	const struct il_device_record *record = record_of_field(unit, p->symbol);
	if (record && *record->line && strcmp(il_text(unit, unit->fields.at[p->symbol].name), record->line) == 0)
		return record->origin;
	return origin_of_field(engine, p->symbol, depth);
}

enum il_origin il_line_origin(struct il_engine *engine, uint32_t path)
{
	return origin(engine, il_resolve(engine, path), 0);
}
