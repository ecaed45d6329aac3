// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "engine/computed.h"

/* A larger expression is not looked at: it is no simple question of the driver. */
enum { EXPRESSION_MAX = 64, ARGUMENTS_MAX = 8 };

/* Of a function that does more than to compute; no path has this number. */
enum { NOT_COMPUTED = UINT32_MAX };

struct expression {
	const struct il_unit *unit;
	uint32_t function;
	uint32_t size;
	bool known, uses_parameter;
};

static void look_at(struct expression *expression, uint32_t path)
{
	const struct il_path *p = &expression->unit->paths.at[path];
	const struct il_variable *v;

	if (++expression->size > EXPRESSION_MAX)
		expression->known = false;
	if (!expression->known)
		return;
	switch ((enum il_path_op)p->op) {
	case IL_PATH_NONE:
	case IL_PATH_RESULT: expression->known = false; return;
	case IL_PATH_VARIABLE:
		v = &expression->unit->variables.at[p->symbol];
		bool own = v->kind == IL_VARIABLE_PARAM && v->function == expression->function;
		expression->uses_parameter = expression->uses_parameter || own;
		expression->known = own || v->kind == IL_VARIABLE_GLOBAL;
		return;
	case IL_PATH_MEMBER: return;
	default: break;
	}
	if (p->a)
		look_at(expression, p->a);
	if (p->b)
		look_at(expression, p->b);
	if (p->c)
		look_at(expression, p->c);
}

/* Returns what @function returns, in terms of its parameters, or NOT_COMPUTED. */
static uint32_t compute(struct il_engine *engine, uint32_t function)
{
	const struct il_unit *unit = engine->unit;
	const struct il_function *f = &unit->functions.at[function];
	struct expression expression = { .unit = unit, .function = function, .known = true };
	uint32_t returned = 0;

	if (!(f->flags & IL_FUNCTION_DEFINED) || f->block_count != 1)
		return NOT_COMPUTED;
	for (uint32_t e = f->first_event; e < f->first_event + f->event_count; e++) {
		const struct il_event *event = &unit->events.at[e];
		const struct il_path *target = &unit->paths.at[event->target];
		if (event->kind == IL_EVENT_RETURN)
			returned = event->value;
		else if (event->kind != IL_EVENT_ASSIGN || target->op != IL_PATH_VARIABLE ||
			 !engine->definition.at[target->symbol])
			return NOT_COMPUTED;
	}
	returned = il_resolve(engine, returned);
	look_at(&expression, returned);
	return expression.known && expression.uses_parameter ? returned : NOT_COMPUTED;
}

uint32_t il_computed(struct il_engine *engine, uint32_t event)
{
	struct il_unit *unit = engine->unit;
	const struct il_event *call = &unit->events.at[event];
	uint32_t function = call->callee, count = call->argument_count;
	uint32_t values[ARGUMENTS_MAX];

	if (call->kind != IL_EVENT_CALL || !function || count > ARGUMENTS_MAX)
		return 0;
	if (!engine->computed.count)
		il_array_add(&engine->computed, unit->functions.count);
	if (!engine->computed.at[function])
		engine->computed.at[function] = compute(engine, function);
	if (engine->computed.at[function] == NOT_COMPUTED)
		return 0;
	for (uint32_t i = 0; i < count; i++)
		values[i] = il_argument_path(unit, event, (int8_t)i);
	return il_bind(unit, engine->computed.at[function], function, values, count);
}
