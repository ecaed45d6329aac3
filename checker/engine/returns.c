// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "engine/returns.h"

#include "engine/flow.h"

/* One return statement being looked at. */
struct question {
	struct il_engine *engine;
	void (*visit)(void *context, const struct il_returned *returned);
	void *context;
	struct il_returned returned;
	/* The state of the function that calls, to which a callee's value must be possible. */
	const struct question *caller;
	const struct il_flow_state *caller_state;
	uint32_t result; /* path in the caller that stands for what is returned here */
};

/* Returns whether the callers up to the asked function can have seen @value come back. */
static bool possible_for_callers(const struct question *question, uint32_t value)
{
	for (; question->caller; question = question->caller) {
		if (!il_flow_allows(question->engine, question->caller_state, question->result, value))
			return false;
	}
	return true;
}

static bool check_state(void *data, const struct il_flow_state *state);

static void ask_returns(const struct question *outer, const struct il_flow_state *state, uint32_t function,
			uint32_t result)
{
	struct il_engine *engine = outer->engine;
	const struct il_function f = engine->unit->functions.at[function];

	for (uint32_t i = 0; i < f.event_count; i++) {
		struct question inner = *outer;
		struct il_event event = engine->unit->events.at[f.first_event + i];
		if (event.kind != IL_EVENT_RETURN || !event.value)
			continue;
		inner.returned.events[inner.returned.event_count++] = f.first_event + i;
		inner.caller = state ? outer : NULL;
		inner.caller_state = state;
		inner.result = result;
		il_flow_at(engine, f.first_event + i, &event.value, 1, check_state, &inner);
	}
}

static void tell(const struct question *question, uint32_t value)
{
	struct il_returned returned = question->returned;

	returned.value = value;
	question->visit(question->context, &returned);
}

static void check_value(const struct question *question, const struct il_flow_state *state, uint32_t value)
{
	const struct il_unit *unit = question->engine->unit;
	value = il_path_strip(unit, value);
	struct il_path p = unit->paths.at[value];

	if (p.op == IL_PATH_SELECT) {
		check_value(question, state, p.b);
		check_value(question, state, p.c);
		return;
	}
	uint32_t callee = p.op == IL_PATH_RESULT ? unit->events.at[p.symbol].callee : 0;
	if (callee && (unit->functions.at[callee].flags & IL_FUNCTION_DEFINED)) {
		if (question->returned.event_count <= IL_RETURN_DEPTH_MAX)
			ask_returns(question, state, callee, value);
	} else if (p.op != IL_PATH_CONSTANT || possible_for_callers(question, value)) {
		tell(question, value);
	}
}

static bool check_state(void *data, const struct il_flow_state *state)
{
	check_value(data, state, state->values[0]);
	return true;
}

void il_each_returned(struct il_engine *engine, uint32_t function,
		      void (*visit)(void *context, const struct il_returned *returned), void *context)
{
	struct question question = { .engine = engine, .visit = visit, .context = context };

	ask_returns(&question, NULL, function, 0);
}
