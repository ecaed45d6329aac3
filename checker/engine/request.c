// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "engine/request.h"

#include "engine/flow.h"

/* `?:` values are taken apart this often; a request with more alternatives is left as it is. */
enum { SELECT_DEPTH_MAX = 4 };

struct requests {
	struct il_engine *engine;
	bool (*visit)(void *context, const struct il_request *request);
	void *context;
};

/* Everything asked at one call: which request is being put together, and how. */
struct step {
	struct requests *all;
	const struct il_request *inner; /* the request seen from the called function, or NULL */
	struct il_request request;	/* the same seen from here */
};

static int8_t position(const struct il_request_api *api, enum il_request_argument argument)
{
	switch (argument) {
	case IL_ARGUMENT_DEVICE: return api->device;
	case IL_ARGUMENT_LINE: return api->line;
	case IL_ARGUMENT_HANDLER: return api->handler;
	case IL_ARGUMENT_THREAD: return api->thread;
	case IL_ARGUMENT_FLAGS: return api->flags;
	case IL_ARGUMENT_LABEL: return api->label;
	case IL_ARGUMENT_COOKIE: return api->cookie;
	default: return IL_NO_ARGUMENT;
	}
}

bool il_request_takes(const struct il_request_api *api, enum il_request_argument argument)
{
	return position(api, argument) != IL_NO_ARGUMENT;
}

uint32_t il_request_place(const struct il_engine *engine, const struct il_request *request)
{
	return engine->unit->events.at[request->calls[0]].place;
}

uint32_t il_request_function(const struct il_engine *engine, const struct il_request *request)
{
	return il_event_function(engine, request->calls[0]);
}

/* Returns the first `?:` in @path whose arms are values, or 0. */
static uint32_t find_select(const struct il_unit *unit, uint32_t path)
{
	const struct il_path *p = &unit->paths.at[path];

	if (p->op == IL_PATH_SELECT)
		return path;
	if (p->op == IL_PATH_CAST || p->op == IL_PATH_UNARY || p->op == IL_PATH_BINARY) {
		uint32_t found = find_select(unit, p->a);
		return found || !p->b ? found : find_select(unit, p->b);
	}
	return 0;
}

/* Takes the side @first of every `?:` on the same condition as @select. */
static uint32_t take_side(struct il_unit *unit, uint32_t path, uint32_t condition, bool first)
{
	struct il_path p = unit->paths.at[path];

	if (p.op == IL_PATH_SELECT && p.a == condition)
		return take_side(unit, first ? p.b : p.c, condition, first);
	if (p.op != IL_PATH_CAST && p.op != IL_PATH_UNARY && p.op != IL_PATH_BINARY && p.op != IL_PATH_SELECT)
		return path;
	uint32_t a = p.a ? take_side(unit, p.a, condition, first) : 0;
	uint32_t b = p.b ? take_side(unit, p.b, condition, first) : 0;
	uint32_t c = p.c ? take_side(unit, p.c, condition, first) : 0;
	return il_path_rebuild(unit, &p, a, b, c);
}

static bool visit_callers(struct requests *all, const struct il_request *request);

/* Visits @request, taken apart at its `?:`s.  Returns whether all ways were settled. */
static bool visit_ways(struct requests *all, const struct il_request *request, int depth)
{
	struct il_unit *unit = all->engine->unit;
	uint32_t select = 0;

	for (int i = 0; i < IL_ARGUMENT_COUNT && !select && depth < SELECT_DEPTH_MAX; i++) {
		/* The line and the label are the same request whichever is taken. */
		if (i == IL_ARGUMENT_HANDLER || i == IL_ARGUMENT_THREAD || i == IL_ARGUMENT_FLAGS ||
		    i == IL_ARGUMENT_COOKIE)
			select = find_select(unit, request->value[i]);
	}
	if (!select) {
		struct il_request told = *request;
		il_known_bits(all->engine, told.value[IL_ARGUMENT_FLAGS], &told.flags_set, &told.flags_clear);
		told.flags_set |= told.api->implied_flags;
		told.flags_clear &= ~told.api->implied_flags;
		return all->visit(all->context, &told) || visit_callers(all, &told);
	}
	uint32_t condition = unit->paths.at[select].a;
	bool settled = true;
	for (int side = 0; side < 2; side++) {
		struct il_request one = *request;
		for (int i = 0; i < IL_ARGUMENT_COUNT; i++)
			one.value[i] = take_side(unit, one.value[i], condition, side == 0);
		settled = visit_ways(all, &one, depth + 1) && settled;
	}
	return settled;
}

/* Returns whether @path is a parameter of @function, so that its callers know more. */
static bool is_param(const struct il_unit *unit, uint32_t path, uint32_t function)
{
	const struct il_path *p = &unit->paths.at[il_path_strip(unit, path)];

	return p->op == IL_PATH_VARIABLE && unit->variables.at[p->symbol].kind == IL_VARIABLE_PARAM &&
	       unit->variables.at[p->symbol].function == function;
}

/* A caller's state at the call of a wrapper: the request again, with the arguments put in. */
static bool visit_caller_state(void *context, const struct il_flow_state *state)
{
	struct step *step = context;
	struct il_unit *unit = step->all->engine->unit;
	const struct il_event *call = &unit->events.at[step->request.calls[0]];
	uint32_t callee = call->callee;
	uint32_t argument_count = call->argument_count;
	struct il_request request = step->request;

	for (int i = 0; i < IL_ARGUMENT_COUNT; i++)
		request.value[i] = il_bind(unit, step->inner->value[i], callee, state->values, argument_count);
	request.state = state;
	visit_ways(step->all, &request, 0);
	return true;
}

static void ask_arguments(struct step *step, uint32_t event,
			  bool (*visit)(void *context, const struct il_flow_state *state))
{
	enum { ARGUMENTS_MAX = 16 }; /* more than any request or wrapper has */
	struct il_unit *unit = step->all->engine->unit;
	const struct il_event *call = &unit->events.at[event];
	uint32_t paths[ARGUMENTS_MAX];
	uint32_t count = call->argument_count;

	if (count > ARGUMENTS_MAX)
		return;
	for (uint32_t i = 0; i < count; i++)
		paths[i] = unit->arguments.at[call->first_argument + i].path;
	il_flow_at(step->all->engine, event, paths, count, visit, step);
}

/* Returns false when there is no caller to ask or no argument that comes from one. */
static bool visit_callers(struct requests *all, const struct il_request *request)
{
	struct il_engine *engine = all->engine;
	uint32_t function = il_request_function(engine, request);
	bool open = false;

	for (int i = 0; i < IL_ARGUMENT_COUNT; i++)
		open = open || is_param(engine->unit, request->value[i], function);
	if (!open)
		return false;
	if (request->call_count > IL_WRAPPER_DEPTH_MAX) {
		engine->stats.caller_limit_hits++;
		return false;
	}
	const struct il_items calls = il_group_of(&engine->calls, function);
	for (uint32_t c = 0; c < calls.count; c++) {
		struct step step = { .all = all, .inner = request, .request = *request };
		uint32_t call = calls.at[c];
		/* Recursion: the same call again would never end. */
		if (il_event_function(engine, call) == function)
			continue;
		for (uint32_t i = request->call_count; i > 0; i--)
			step.request.calls[i] = request->calls[i - 1];
		step.request.calls[0] = call;
		step.request.call_count = request->call_count + 1;
		ask_arguments(&step, call, visit_caller_state);
	}
	return true;
}

/* The requesting function's state at the request. */
static bool visit_request_state(void *context, const struct il_flow_state *state)
{
	struct step *step = context;
	struct il_request request = step->request;
	uint32_t argument_count = step->all->engine->unit->events.at[request.event].argument_count;

	for (int i = 0; i < IL_ARGUMENT_COUNT; i++) {
		int8_t at = position(request.api, (enum il_request_argument)i);
		request.value[i] = at >= 0 && (uint32_t)at < argument_count ? state->values[at] : 0;
	}
	request.state = state;
	visit_ways(step->all, &request, 0);
	return true;
}

void il_each_request(struct il_engine *engine, bool (*visit)(void *context, const struct il_request *request),
		     void *context)
{
	struct requests all = { engine, visit, context };

	for (uint32_t i = 0; i < engine->requests.count; i++) {
		const struct il_request_call *call = &engine->requests.at[i];
		struct step step = { .all = &all };
		step.request.api = call->api;
		step.request.event = call->event;
		step.request.calls[0] = call->event;
		step.request.call_count = 1;
		ask_arguments(&step, call->event, visit_request_state);
	}
}

/* Collecting everything: asks the callers when there are any. */
static bool collect(void *context, const struct il_request *request)
{
	struct il_engine *engine = context;
	uint32_t function = il_request_function(engine, request);
	bool has_callers = il_group_of(&engine->calls, function).count;

	for (int i = 0; i < IL_ARGUMENT_COUNT && has_callers && request->call_count <= IL_WRAPPER_DEPTH_MAX; i++) {
		if (is_param(engine->unit, request->value[i], function))
			return false;
	}
	uint32_t at = il_array_add(&engine->ways, 1);
	engine->ways.at[at] = *request;
	engine->ways.at[at].state = NULL;
	return true;
}

const struct il_request *il_all_requests(struct il_engine *engine, uint32_t *ret_count)
{
	if (!engine->ways_known) {
		il_each_request(engine, collect, engine);
		engine->ways_known = true;
	}
	*ret_count = engine->ways.count;
	return engine->ways.at;
}
