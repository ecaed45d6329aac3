// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * A line that was looked up is requested although the look-up may have failed.
 *
 * Why:    the request gets a negative errno or 0 for a line number and fails with -EINVAL; a
 *         deferred probe becomes a dead device.
 * Model:  the value of the line at the request and the conditions on the way to it.
 * Bias:   lines that come from fields other functions fill, vectors that were allocated before, and
 *         lines of a chip that was added before, are taken to be valid.
 * Page:   docs/rules/irq-invalid-line.md
 */
#include "engine/flow.h"
#include "engine/origin.h"
#include "rules/rule.h"

#include <stdio.h>

enum { SOME_ERRNO = -22 };

/* Returns whether the conditions of @state leave room for @lookup having returned @result. */
static bool may_be(struct il_context *context, const struct il_flow_state *state, uint32_t lookup, int64_t result)
{
	struct il_unit *unit = context->engine->unit;
	uint32_t type = unit->paths.at[lookup].type;

	return il_flow_allows(context->engine, state, lookup, il_path_constant(unit, result, type, 0));
}

/* Returns the only place in memory that the function keeps @lookup in, and nothing else; 0: none. */
static uint32_t only_holder(const struct il_engine *engine, uint32_t function, uint32_t lookup)
{
	const struct il_unit *unit = engine->unit;
	const struct il_function *f = &unit->functions.at[function];
	uint32_t holder = 0;

	for (uint32_t e = f->first_event; e < f->first_event + f->event_count; e++) {
		const struct il_event *event = &unit->events.at[e];
		if (event->kind == IL_EVENT_ASSIGN && il_path_strip(unit, event->value) == lookup)
			holder = holder ? 0 : event->target;
	}
	for (uint32_t e = f->first_event; e < f->first_event + f->event_count && holder; e++) {
		const struct il_event *event = &unit->events.at[e];
		if (event->kind == IL_EVENT_ASSIGN && event->target == holder &&
		    il_path_strip(unit, event->value) != lookup)
			return 0;
	}
	return holder;
}

/* Returns whether the conditions of @state rule one errno of @lookup out, by its number. */
static bool rules_one_out(const struct il_unit *unit, const struct il_flow_state *state, uint32_t lookup)
{
	for (uint32_t i = 0; i < state->fact_count; i++) {
		const struct il_path *p = &unit->paths.at[state->facts[i].path];
		int64_t constant;
		if (p->op == IL_PATH_BINARY && (p->code == IL_OP_EQ || p->code == IL_OP_NE) &&
		    il_path_strip(unit, p->a) == lookup && il_path_is_constant(unit, p->b, &constant) && constant < 0 &&
		    (p->code == IL_OP_NE) == (state->facts[i].holds != 0))
			return true;
	}
	return false;
}

/* Returns the place of a test of @holder for being negative in the function; 0: none. */
static uint32_t negative_test(const struct il_unit *unit, uint32_t function, uint32_t holder)
{
	const struct il_function *f = &unit->functions.at[function];

	for (uint32_t b = f->first_block; b < f->first_block + f->block_count && holder; b++) {
		const struct il_block *block = &unit->blocks.at[b];
		const struct il_path *p = &unit->paths.at[block->condition];
		int64_t zero;
		if (block->branch == IL_BRANCH_TEST && p->op == IL_PATH_BINARY &&
		    (p->code == IL_OP_LT || p->code == IL_OP_GE) && il_path_strip(unit, p->a) == holder &&
		    il_path_is_constant(unit, p->b, &zero) && zero == 0)
			return block->place;
	}
	return 0;
}

/* Returns the place of a test of @holder for zero in the function; 0: none. */
static uint32_t zero_test(const struct il_unit *unit, uint32_t function, uint32_t holder, bool *ret_negated)
{
	const struct il_function *f = &unit->functions.at[function];

	for (uint32_t b = f->first_block; b < f->first_block + f->block_count && holder; b++) {
		const struct il_block *block = &unit->blocks.at[b];
		const struct il_path *p = &unit->paths.at[block->condition];
		*ret_negated = p->op == IL_PATH_UNARY && p->code == IL_OP_NOT;
		if (block->branch == IL_BRANCH_TEST && (*ret_negated ? p->a : block->condition) == holder)
			return block->place;
	}
	return 0;
}

/* A test for zero of a signed look-up result becomes a test for an errno. */
static void fix_test(struct il_context *context, uint32_t function, uint32_t lookup)
{
	struct il_engine *engine = context->engine;
	char text[64], fixed[IL_EDIT_MAX];
	bool negated = false;
	uint32_t holder = only_holder(engine, function, lookup);
	uint32_t place = zero_test(engine->unit, function, holder, &negated);

	if (!place)
		return;
	const struct il_type *type = &engine->unit->types.at[engine->unit->paths.at[holder].type];
	il_note(context, place, function, "this test is for zero only");
	if (!negated || !(type->flags & IL_TYPE_SIGNED))
		return;
	snprintf(fixed, sizeof(fixed), "%s < 0", il_path_text(engine->unit, holder, text, sizeof(text)));
	il_fix(context, place, IL_EDIT_INSTEAD, fixed);
}

static void report(struct il_context *context, const struct il_request *request, uint32_t lookup,
		   const struct il_line_api *api, bool negative)
{
	struct il_engine *engine = context->engine;
	const struct il_event *call = &engine->unit->events.at[engine->unit->paths.at[lookup].symbol];
	uint32_t function = il_request_function(engine, request);

	bool one_tested = negative && rules_one_out(engine->unit, request->state, lookup);

	il_report(context, IL_CONFIDENCE_LIKELY, il_request_place(engine, request), function,
		  "the line of '%s' is requested without a test for %s", api->name,
		  one_tested ? "every negative errno"
		  : negative ? "a negative errno"
			     : "0");
	il_note(context, call->place, function, "'%s' returns %s when there is no line", api->name,
		negative ? "a negative errno" : "0");
	uint32_t wrong_test =
		negative ? 0 : negative_test(engine->unit, function, only_holder(engine, function, lookup));
	if (negative)
		fix_test(context, function, lookup);
	else if (wrong_test)
		il_note(context, wrong_test, function, "this test is for a negative errno only");
	il_note_wrappers(context, request);
	il_report_end(context);
}

static void check_value(struct il_context *context, const struct il_request *request, uint32_t value)
{
	struct il_unit *unit = context->engine->unit;
	const struct il_line_api *api = il_line_lookup(context->engine, value);
	const struct il_path p = unit->paths.at[il_path_strip(unit, value)];

	if (p.op == IL_PATH_SELECT) {
		/* The arm that is taken may depend on the very test. */
		return;
	}
	/* These exist once the vectors were allocated or the chip was added. */
	if (!api || api->origin == IL_ORIGIN_MESSAGE || api->origin == IL_ORIGIN_NESTED)
		return;
	value = il_path_strip(unit, value);
	if (api->failure != IL_FAILURE_ZERO && may_be(context, request->state, value, SOME_ERRNO))
		report(context, request, value, api, true);
	else if (api->failure == IL_FAILURE_ZERO && may_be(context, request->state, value, 0))
		report(context, request, value, api, false);
}

static bool check(void *data, const struct il_request *request)
{
	uint32_t line = request->value[IL_ARGUMENT_LINE];
	const struct il_unit *unit = ((struct il_context *)data)->engine->unit;
	const struct il_path p = unit->paths.at[il_path_strip(unit, line)];

	if (request->api->kind == IL_KIND_VECTOR || request->api->kind == IL_KIND_EVENT)
		return true;
	check_value(data, request, line);
	return !line || p.op != IL_PATH_VARIABLE || unit->variables.at[p.symbol].kind != IL_VARIABLE_PARAM;
}

IL_RULE(invalid_line, context)
{
	il_each_request(context->engine, check, context);
}
