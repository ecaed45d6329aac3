// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "engine/token.h"

/* A constant, as no object has another one as its value. */
static uint32_t token(struct il_unit *unit, uint32_t event, uint32_t record)
{
	return il_path_constant(unit, event, record, 0);
}

uint32_t il_token_call(const struct il_engine *engine, uint32_t value)
{
	const struct il_unit *unit = engine->unit;
	const struct il_path *p = &unit->paths.at[value];

	return p->op == IL_PATH_CONSTANT && unit->types.at[p->type].kind == IL_TYPE_RECORD ? (uint32_t)p->value : 0;
}

uint32_t il_token_object(struct il_engine *engine, uint32_t argument)
{
	struct il_unit *unit = engine->unit;
	uint32_t pointer = il_path_strip(unit, argument);
	const struct il_type *type = &unit->types.at[unit->paths.at[argument].type];
	uint32_t object = pointer && type->kind == IL_TYPE_POINTER ? il_path_deref(unit, pointer, type->target) : 0;

	/* Elements are not told apart. */
	for (uint32_t path = object; path; path = unit->paths.at[path].a) {
		if (unit->paths.at[path].op == IL_PATH_INDEX)
			return 0;
	}
	return object;
}

static void set(struct il_engine *engine, struct il_state *state, uint32_t object, uint32_t value)
{
	if (!il_state_set(state, object, value))
		engine->stats.flow_limit_hits++;
}

/* Makes @value that of every copy of what had the value @old. */
static void replace(struct il_state *state, uint32_t old, uint32_t value)
{
	for (uint32_t i = 0; i < state->cell_count; i++) {
		if (old && state->cells[i].value == old)
			state->cells[i].value = value;
	}
}

/* Returns whether @function only reads what parameter @index points to. */
static bool only_reads(const struct il_unit *unit, uint32_t function, uint32_t index)
{
	const struct il_function *f = &unit->functions.at[function];
	const struct il_type *type;

	if (index >= f->param_count)
		return false;
	type = &unit->types.at[unit->variables.at[f->first_param + index].type];
	return type->kind == IL_TYPE_POINTER && (unit->types.at[type->target].flags & IL_TYPE_CONST);
}

static void pass(struct il_engine *engine, const struct il_state *before, struct il_state *state, uint32_t event)
{
	struct il_unit *unit = engine->unit;
	const struct il_event call = unit->events.at[event];

	for (uint32_t i = 0; i < call.argument_count; i++) {
		uint32_t argument = unit->arguments.at[call.first_argument + i].path;
		struct il_type pointer = unit->types.at[unit->paths.at[argument].type];
		if (pointer.kind != IL_TYPE_POINTER || !il_is_linear(engine, pointer.target))
			continue;
		uint32_t object = il_token_object(engine, il_state_value(engine, before, argument, false));
		uint32_t old = object ? il_state_value(engine, before, object, false) : 0;
		uint32_t value = token(unit, event, pointer.target);
		if (!object)
			continue;
		if (only_reads(unit, call.callee, i))
			value = old;
		else if (il_consumes(engine, call.callee, i))
			replace(state, old, value);
		set(engine, state, object, value);
	}
}

void il_token_event(struct il_engine *engine, const struct il_state *before, struct il_state *state, uint32_t event)
{
	const struct il_unit *unit = engine->unit;
	const struct il_event *e = &unit->events.at[event];

	if (e->kind == IL_EVENT_CALL) {
		pass(engine, before, state, event);
	} else if (e->kind == IL_EVENT_ASSIGN) {
		/* Whoever writes a part of an object makes it himself. */
		const struct il_path *p = &unit->paths.at[il_state_value(engine, before, e->target, true)];
		uint32_t value;
		if (p->op == IL_PATH_FIELD && il_state_get(state, p->a, &value) &&
		    il_is_linear(engine, unit->paths.at[p->a].type))
			il_state_set(state, p->a, 0);
	}
}
