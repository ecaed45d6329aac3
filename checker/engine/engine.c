// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "engine/engine.h"

#include "engine/life.h"

#include <string.h>

/* Definitions that refer to each other are followed this far; what is left stays as it is. */
enum { RESOLVE_DEPTH_MAX = 25 };

static void index_event(struct il_engine *engine, uint32_t id)
{
	const struct il_unit *unit = engine->unit;
	const struct il_event *event = &unit->events.at[id];
	const struct il_path *target = &unit->paths.at[event->target];

	il_group_add(&engine->calls, event->callee, id);
	for (uint32_t i = 0; i < event->argument_count; i++) {
		uint32_t passed = unit->arguments.at[event->first_argument + i].path;
		engine->handed_on.at[il_path_to_function(engine, passed)] = true;
	}
	if (event->kind != IL_EVENT_ASSIGN)
		return;
	engine->handed_on.at[il_path_to_function(engine, event->value)] = true;
	while (target->op == IL_PATH_INDEX)
		target = &unit->paths.at[target->a];
	if (target->op == IL_PATH_FIELD)
		il_group_add(&engine->field_assignments, target->symbol, id);
	else if (target->op == IL_PATH_VARIABLE)
		il_group_add(&engine->variable_assignments, target->symbol, id);
}

/* What is asked for again and again, so that nobody has to look through the whole unit for it. */
static void index_unit(struct il_engine *engine)
{
	const struct il_unit *unit = engine->unit;

	il_array_add(&engine->handed_on, unit->functions.count);
	il_array_add(&engine->named, unit->functions.count);
	for (uint32_t i = 1; i < unit->events.count; i++)
		index_event(engine, i);
	for (uint32_t i = 1; i < unit->initialisers.count; i++)
		il_group_add(&engine->initialisers, il_path_to_function(engine, unit->initialisers.at[i].value), i);
	for (uint32_t p = 1; p < engine->path_count; p++) {
		if (unit->paths.at[p].op == IL_PATH_RESULT)
			il_group_add(&engine->results, unit->paths.at[p].symbol, p);
		else if (unit->paths.at[p].op == IL_PATH_FUNCTION)
			engine->named.at[unit->paths.at[p].symbol] = true;
	}
	il_group_close(&engine->results, unit->events.count);
	il_group_close(&engine->calls, unit->functions.count);
	il_group_close(&engine->field_assignments, unit->fields.count);
	il_group_close(&engine->variable_assignments, unit->variables.count);
	il_group_close(&engine->initialisers, unit->functions.count);
}

static void find_requests(struct il_engine *engine)
{
	const struct il_unit *unit = engine->unit;

	for (uint32_t i = 1; i < unit->events.count; i++) {
		const struct il_event *event = &unit->events.at[i];
		if (event->kind != IL_EVENT_CALL || !event->callee)
			continue;
		const struct il_request_api *api =
			il_model_request(engine->model, il_text(unit, unit->functions.at[event->callee].name));
		uint32_t function = il_event_function(engine, i);
		/* The kernel's own inline wrappers are the API, not users of it. */
		if (!api || il_model_request(engine->model, il_text(unit, unit->functions.at[function].name)))
			continue;
		uint32_t at = il_array_add(&engine->requests, 1);
		engine->requests.at[at] = (struct il_request_call) { api, i, function };
	}
	engine->stats.requests = engine->requests.count;
}

/* A second definition is told from none by this value, which is no path. */
enum { MANY_DEFINITIONS = UINT32_MAX };

static void find_definitions(struct il_engine *engine)
{
	const struct il_unit *unit = engine->unit;

	il_array_add(&engine->definition, unit->variables.count);
	for (uint32_t i = 1; i < unit->events.count; i++) {
		const struct il_event *event = &unit->events.at[i];
		const struct il_path *target = &unit->paths.at[event->target];
		int64_t value;
		if (event->kind != IL_EVENT_ASSIGN || target->op != IL_PATH_VARIABLE)
			continue;
		/* NULL is a place holder: whoever reads the variable expects the other definition. */
		if (il_path_is_constant(unit, event->value, &value) && value == 0 &&
		    unit->types.at[target->type].kind == IL_TYPE_POINTER)
			continue;
		uint32_t *definition = &engine->definition.at[target->symbol];
		bool first = *definition == 0 && event->value && !(event->flags & IL_EVENT_COMPOUND);
		*definition = first || *definition == event->value ? event->value : MANY_DEFINITIONS;
	}
	for (uint32_t v = 0; v < unit->variables.count; v++) {
		const struct il_variable *variable = &unit->variables.at[v];
		if (engine->definition.at[v] == MANY_DEFINITIONS || variable->kind != IL_VARIABLE_LOCAL ||
		    (variable->flags & IL_VARIABLE_ADDRESSED))
			engine->definition.at[v] = 0;
	}
}

/* Annotations that cannot be understood are left out; stats tell of the first. */
static void read_annotations(struct il_engine *engine)
{
	const struct il_unit *unit = engine->unit;
	char problem[sizeof(engine->stats.problem)];

	for (uint32_t i = 1; i < unit->annotations.count; i++) {
		const struct il_annotation *a = &unit->annotations.at[i];
		if (a->kind == IL_ANNOTATED_FUNCTION &&
		    !il_model_annotate(engine->model, il_text(unit, unit->functions.at[a->target].name),
				       il_text(unit, a->text), problem, sizeof(problem)))
			memcpy(engine->stats.problem, problem, sizeof(problem));
	}
}

void il_engine_init(struct il_engine *engine, struct il_unit *unit, const struct il_model *model)
{
	*engine = (struct il_engine) {
		.unit = unit,
		.path_count = unit->paths.count,
		.model = il_model_copy(model),
	};
	for (uint32_t f = 0; f < unit->functions.count; f++)
		engine->stats.functions += (unit->functions.at[f].flags & IL_FUNCTION_DEFINED) != 0;
	engine->stats.events = unit->events.count;
	read_annotations(engine);
	index_unit(engine);
	find_requests(engine);
	find_definitions(engine);
}

void il_engine_fini(struct il_engine *engine)
{
	il_life_destroy(engine->life);
	il_array_fini(&engine->requests);
	il_array_fini(&engine->ways);
	il_group_fini(&engine->calls);
	il_group_fini(&engine->field_assignments);
	il_group_fini(&engine->variable_assignments);
	il_group_fini(&engine->initialisers);
	il_group_fini(&engine->results);
	il_array_fini(&engine->handed_on);
	il_array_fini(&engine->named);
	il_array_fini(&engine->definition);
	il_array_fini(&engine->computed);
	il_model_destroy(engine->model);
}

struct il_items il_assignments_to(const struct il_engine *engine, uint32_t place)
{
	const struct il_path *p = &engine->unit->paths.at[place];

	if (p->op == IL_PATH_FIELD)
		return il_group_of(&engine->field_assignments, p->symbol);
	if (p->op == IL_PATH_VARIABLE)
		return il_group_of(&engine->variable_assignments, p->symbol);
	return (struct il_items) { NULL, 0 };
}

uint32_t il_event_function(const struct il_engine *engine, uint32_t event)
{
	return engine->unit->blocks.at[engine->unit->events.at[event].block].function;
}

const char *il_callee_name(const struct il_engine *engine, uint32_t event)
{
	const struct il_unit *unit = engine->unit;

	return il_text(unit, unit->functions.at[unit->events.at[event].callee].name);
}

static const struct il_argument *argument(const struct il_unit *unit, uint32_t event, int8_t index)
{
	const struct il_event *call = &unit->events.at[event];
	bool there = index >= 0 && (uint32_t)index < call->argument_count;

	return &unit->arguments.at[there ? call->first_argument + (uint32_t)index : 0];
}

uint32_t il_argument_path(const struct il_unit *unit, uint32_t event, int8_t index)
{
	return argument(unit, event, index)->path;
}

uint32_t il_argument_place(const struct il_unit *unit, uint32_t event, int8_t index)
{
	return argument(unit, event, index)->place;
}

bool il_is_own_function(const struct il_engine *engine, uint32_t function)
{
	const struct il_unit *unit = engine->unit;

	return unit->files.at[unit->places.at[unit->functions.at[function].place].file].kind != IL_FILE_HEADER;
}

static uint32_t module_of(const struct il_unit *unit, uint32_t function)
{
	return unit->files.at[unit->places.at[unit->functions.at[function].place].file].module;
}

bool il_is_one_module(const struct il_engine *engine, uint32_t a, uint32_t b)
{
	uint32_t x = module_of(engine->unit, a), y = module_of(engine->unit, b);

	return x == y || !x || !y;
}

static uint32_t resolve(struct il_engine *engine, uint32_t path, bool is_object, int depth)
{
	struct il_path p = engine->unit->paths.at[path];

	if (depth > RESOLVE_DEPTH_MAX)
		return path;
	if (p.op == IL_PATH_VARIABLE) {
		uint32_t definition = p.symbol < engine->definition.count ? engine->definition.at[p.symbol] : 0;
		/* The object stays itself; only its value is its definition. */
		return is_object || !definition ? path : resolve(engine, definition, false, depth + 1);
	}
	if (!p.a || p.op == IL_PATH_MEMBER)
		return path;
	bool inner_object = p.op == IL_PATH_ADDRESS || p.op == IL_PATH_FIELD || p.op == IL_PATH_INDEX;
	uint32_t a = resolve(engine, p.a, inner_object, depth + 1);
	uint32_t b = p.b && p.op != IL_PATH_CONTAINER ? resolve(engine, p.b, false, depth + 1) : p.b;
	uint32_t c = p.c ? resolve(engine, p.c, false, depth + 1) : 0;
	return a == p.a && b == p.b && c == p.c ? path : il_path_rebuild(engine->unit, &p, a, b, c);
}

uint32_t il_resolve(struct il_engine *engine, uint32_t path)
{
	return resolve(engine, path, false, 0);
}

uint32_t il_bind(struct il_unit *unit, uint32_t path, uint32_t function, const uint32_t *values, uint32_t count)
{
	struct il_path p = unit->paths.at[path];

	if (p.op == IL_PATH_VARIABLE) {
		const struct il_variable *v = &unit->variables.at[p.symbol];
		if (v->kind != IL_VARIABLE_PARAM || v->function != function)
			return path;
		return v->index < count ? values[v->index] : 0;
	}
	if (!p.a || p.op == IL_PATH_MEMBER)
		return path;
	uint32_t a = il_bind(unit, p.a, function, values, count);
	uint32_t b = p.b && p.op != IL_PATH_CONTAINER ? il_bind(unit, p.b, function, values, count) : p.b;
	uint32_t c = p.c ? il_bind(unit, p.c, function, values, count) : 0;
	return a == p.a && b == p.b && c == p.c ? path : il_path_rebuild(unit, &p, a, b, c);
}

uint32_t il_path_to_function(const struct il_engine *engine, uint32_t path)
{
	const struct il_path *p = &engine->unit->paths.at[il_path_strip(engine->unit, path)];

	return p->op == IL_PATH_FUNCTION ? p->symbol : 0;
}

static void known_bits(const struct il_engine *engine, uint32_t path, uint64_t *set, uint64_t *clear, int depth)
{
	const struct il_path *p = &engine->unit->paths.at[il_path_strip(engine->unit, path)];
	uint64_t set_a, clear_a, set_b, clear_b;

	*set = 0;
	*clear = 0;
	if (depth > RESOLVE_DEPTH_MAX)
		return;
	if (p->op == IL_PATH_CONSTANT) {
		*set = (uint64_t)p->value;
		*clear = ~(uint64_t)p->value;
	} else if (p->op == IL_PATH_BINARY && (p->code == IL_OP_OR || p->code == IL_OP_AND)) {
		known_bits(engine, p->a, &set_a, &clear_a, depth + 1);
		known_bits(engine, p->b, &set_b, &clear_b, depth + 1);
		*set = p->code == IL_OP_OR ? set_a | set_b : set_a & set_b;
		*clear = p->code == IL_OP_OR ? clear_a & clear_b : clear_a | clear_b;
	} else if (p->op == IL_PATH_UNARY && p->code == IL_OP_COMPLEMENT) {
		known_bits(engine, p->a, &set_a, &clear_a, depth + 1);
		*set = clear_a;
		*clear = set_a;
	} else if (p->op == IL_PATH_SELECT) {
		known_bits(engine, p->b, &set_a, &clear_a, depth + 1);
		known_bits(engine, p->c, &set_b, &clear_b, depth + 1);
		*set = set_a & set_b;
		*clear = clear_a & clear_b;
	}
}

void il_known_bits(const struct il_engine *engine, uint32_t path, uint64_t *ret_set, uint64_t *ret_clear)
{
	known_bits(engine, path, ret_set, ret_clear, 0);
}
