// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "engine/graph.h"

#include "engine/promise.h"

#include <stdlib.h>
#include <string.h>

static int by_field(const void *left, const void *right)
{
	const struct il_holding *a = left, *b = right;

	if (a->field != b->field)
		return a->field < b->field ? -1 : 1;
	return a->function < b->function ? -1 : a->function > b->function;
}

static int by_object(const void *left, const void *right)
{
	const struct il_callback *a = left, *b = right;

	if (a->field != b->field)
		return a->field < b->field ? -1 : 1;
	return a->event < b->event ? -1 : a->event > b->event;
}

/* `work.func = f` and `timer.function = f` set an object up as its initialiser does. */
static void add_callback(struct il_graph *graph, uint32_t event, uint32_t object, uint32_t callback, uint32_t data)
{
	struct il_engine *engine = graph->engine;
	const struct il_unit *unit = engine->unit;
	uint32_t function = il_path_to_function(engine, il_resolve(engine, callback));
	uint32_t place = il_place_object(unit, il_resolve(engine, object));
	const struct il_path *p = &unit->paths.at[place];

	if (!function || (p->op != IL_PATH_FIELD && p->op != IL_PATH_VARIABLE))
		return;
	uint32_t at = il_array_add(&graph->callbacks, 1);
	graph->callbacks.at[at] = (struct il_callback) {
		.field = p->op == IL_PATH_FIELD ? p->symbol : 0,
		.place = place,
		.function = function,
		.event = event,
		.data = data,
	};
}

static void add_holding(struct il_graph *graph, uint32_t target, uint32_t value)
{
	const struct il_unit *unit = graph->engine->unit;
	const struct il_path *p = &unit->paths.at[target];
	uint32_t function = il_path_to_function(graph->engine, value);

	while (p->op == IL_PATH_INDEX)
		p = &unit->paths.at[p->a];
	if (!function || p->op != IL_PATH_FIELD)
		return;
	uint32_t at = il_array_add(&graph->holdings, 1);
	graph->holdings.at[at] = (struct il_holding) { p->symbol, function };
}

static void read_call(struct il_graph *graph, uint32_t event)
{
	struct il_unit *unit = graph->engine->unit;
	const char *name = il_callee_name(graph->engine, event);

	for (const struct il_effect *e = il_model_effects(name); e && il_effect_is_of(e, name); e++) {
		if (e->kind != IL_EFFECT_INIT || e->callback == IL_NO_ARGUMENT)
			continue;
		uint32_t object = il_pointee(unit, il_argument_path(unit, event, e->argument));
		add_callback(graph, event, object, il_argument_path(unit, event, e->callback),
			     il_argument_path(unit, event, (int8_t)(e->callback + 1)));
	}
}

static void read_assignment(struct il_graph *graph, uint32_t event)
{
	struct il_unit *unit = graph->engine->unit;
	const struct il_event assign = unit->events.at[event];
	const struct il_path target = unit->paths.at[assign.target];

	add_holding(graph, assign.target, assign.value);
	if (target.op == IL_PATH_FIELD && il_path_to_function(graph->engine, assign.value) &&
	    il_place_object(unit, assign.target) != assign.target)
		add_callback(graph, event, target.a, assign.value, 0);
}

void il_graph_init(struct il_graph *graph, struct il_engine *engine)
{
	const struct il_unit *unit = engine->unit;
	uint32_t kept = 0;

	*graph = (struct il_graph) { .engine = engine };
	for (uint32_t i = 1; i < unit->initialisers.count; i++)
		add_holding(graph, unit->initialisers.at[i].target, unit->initialisers.at[i].value);
	for (uint32_t e = 1; e < unit->events.count; e++) {
		if (unit->events.at[e].kind == IL_EVENT_CALL && unit->events.at[e].callee)
			read_call(graph, e);
		else if (unit->events.at[e].kind == IL_EVENT_ASSIGN)
			read_assignment(graph, e);
	}
	if (graph->holdings.count)
		qsort(graph->holdings.at, graph->holdings.count, sizeof(graph->holdings.at[0]), by_field);
	for (uint32_t i = 0; i < graph->holdings.count; i++) {
		if (i == 0 || by_field(&graph->holdings.at[i], &graph->holdings.at[kept - 1]) != 0)
			graph->holdings.at[kept++] = graph->holdings.at[i];
	}
	graph->holdings.count = kept;
	if (graph->callbacks.count)
		qsort(graph->callbacks.at, graph->callbacks.count, sizeof(graph->callbacks.at[0]), by_object);
}

void il_graph_fini(struct il_graph *graph)
{
	il_array_fini(&graph->holdings);
	il_array_fini(&graph->callbacks);
}

static uint32_t first_holding(const struct il_graph *graph, uint32_t field)
{
	uint32_t low = 0, high = graph->holdings.count;

	while (low < high) {
		uint32_t middle = (low + high) / 2;
		if (graph->holdings.at[middle].field < field)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

struct functions {
	const struct il_engine *engine;
	uint32_t caller;
	uint32_t *at;
	uint32_t count;
	bool cut;
};

/* What a pointer holds in another module is that one's own business. */
static void add_function(struct functions *functions, uint32_t function)
{
	if (!il_is_one_module(functions->engine, functions->caller, function))
		return;
	for (uint32_t i = 0; i < functions->count; i++) {
		if (functions->at[i] == function)
			return;
	}
	functions->cut = functions->cut || functions->count == IL_TARGETS_MAX;
	if (!functions->cut)
		functions->at[functions->count++] = function;
}

/* Handlers of a table that a request is given in place of one. */
static void add_table(const struct il_graph *graph, uint32_t table, struct functions *functions)
{
	const struct il_unit *unit = graph->engine->unit;

	for (uint32_t i = 1; !il_promises_nothing(graph->engine) && i < unit->initialisers.count; i++) {
		const struct il_initialiser *init = &unit->initialisers.at[i];
		const struct il_path *p = &unit->paths.at[init->target];
		uint32_t function = il_path_to_function(graph->engine, init->value);
		if (function && init->variable == table && p->op == IL_PATH_FIELD &&
		    il_is_handler_field(graph->engine, p->symbol))
			add_function(functions, function);
	}
}

static void add_functions(struct il_graph *graph, uint32_t path, struct functions *functions, int depth)
{
	enum { DEPTH_MAX = 6 };
	const struct il_unit *unit = graph->engine->unit;
	uint32_t stripped = il_path_strip(unit, path);
	const struct il_path *p = &unit->paths.at[stripped];

	if (depth > DEPTH_MAX) {
		graph->engine->stats.target_limit_hits++;
		return;
	}
	while (p->op == IL_PATH_DEREF || p->op == IL_PATH_CAST || p->op == IL_PATH_INDEX)
		p = &unit->paths.at[p->a];
	if (p->op == IL_PATH_FUNCTION) {
		add_function(functions, p->symbol);
	} else if (p->op == IL_PATH_ADDRESS && unit->paths.at[p->a].op == IL_PATH_VARIABLE) {
		add_table(graph, unit->paths.at[p->a].symbol, functions);
	} else if (p->op == IL_PATH_SELECT) {
		add_functions(graph, p->b, functions, depth + 1);
		add_functions(graph, p->c, functions, depth + 1);
	} else if (p->op == IL_PATH_FIELD) {
		for (uint32_t i = first_holding(graph, p->symbol);
		     i < graph->holdings.count && graph->holdings.at[i].field == p->symbol; i++)
			add_function(functions, graph->holdings.at[i].function);
	} else if (p->op == IL_PATH_VARIABLE && unit->variables.at[p->symbol].kind == IL_VARIABLE_LOCAL) {
		const struct il_function f = unit->functions.at[unit->variables.at[p->symbol].function];
		for (uint32_t e = f.first_event; e < f.first_event + f.event_count; e++) {
			const struct il_event *event = &unit->events.at[e];
			if (event->kind == IL_EVENT_ASSIGN && event->target == stripped)
				add_functions(graph, event->value, functions, depth + 1);
		}
	}
}

uint32_t il_functions_of(struct il_graph *graph, uint32_t path, uint32_t caller, uint32_t ret_functions[IL_TARGETS_MAX])
{
	struct functions functions = { .engine = graph->engine, .caller = caller, .at = ret_functions };

	add_functions(graph, path, &functions, 0);
	if (!functions.cut)
		return functions.count;
	graph->engine->stats.target_limit_hits++;
	return 0;
}

uint32_t il_functions_held(const struct il_graph *graph, const char *name, uint32_t caller,
			   uint32_t ret_functions[IL_TARGETS_MAX])
{
	const struct il_unit *unit = graph->engine->unit;
	struct functions functions = { .engine = graph->engine, .caller = caller, .at = ret_functions };

	for (uint32_t i = 0; i < graph->holdings.count; i++) {
		const struct il_holding *holding = &graph->holdings.at[i];
		if (strcmp(il_text(unit, unit->fields.at[holding->field].name), name) == 0 &&
		    (unit->functions.at[holding->function].flags & IL_FUNCTION_DEFINED))
			add_function(&functions, holding->function);
	}
	graph->engine->stats.target_limit_hits += functions.cut;
	return functions.count;
}

uint32_t il_call_targets(struct il_graph *graph, uint32_t event, uint32_t ret_targets[IL_TARGETS_MAX])
{
	const struct il_unit *unit = graph->engine->unit;
	const struct il_event *call = &unit->events.at[event];
	uint32_t count = 1, kept = 0;

	if (call->callee)
		ret_targets[0] = call->callee;
	else
		count = il_functions_of(graph, call->target, il_event_function(graph->engine, event), ret_targets);
	for (uint32_t i = 0; i < count; i++) {
		if (unit->functions.at[ret_targets[i]].flags & IL_FUNCTION_DEFINED)
			ret_targets[kept++] = ret_targets[i];
	}
	return kept;
}

const struct il_callback *il_callbacks_of(const struct il_graph *graph, uint32_t field, uint32_t *ret_count)
{
	uint32_t first = 0, high = graph->callbacks.count;

	while (first < high) {
		uint32_t middle = (first + high) / 2;
		if (graph->callbacks.at[middle].field < field)
			first = middle + 1;
		else
			high = middle;
	}
	*ret_count = 0;
	while (first + *ret_count < graph->callbacks.count && graph->callbacks.at[first + *ret_count].field == field)
		++*ret_count;
	return *ret_count ? &graph->callbacks.at[first] : NULL;
}
