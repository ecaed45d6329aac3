// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * A handler reads its cookie as the type that the request passed.
 *
 * Why:    the cookie travels as void *, so the compiler cannot see that the two ends disagree;
 *         the handler then reads other memory than it thinks.
 * Model:  the type of the cookie expression before it became void *, against every type that the
 *         handler (or a function it hands the cookie on to) takes it for.
 * Bias:   silent for void, char and integer cookies, for records whose definition is not in the
 *         unit, where one record begins with the other, and when any of the handler's readings fits.
 * Page:   docs/rules/irq-cookie-type.md
 */
#include "engine/layout.h"
#include "engine/request.h"
#include "rules/rule.h"

struct reading {
	const struct il_unit *unit;
	uint32_t passed;       /* type that the cookie points to */
	struct il_read misfit; /* the first one */
	bool found, any_fits;
};

static void compare(void *data, const struct il_read *read)
{
	struct reading *reading = data;

	/* Taken for something untyped it is handed on, not read. */
	if (reading->unit->types.at[read->type].kind == IL_TYPE_VOID)
		return;
	if (il_layout_fits(reading->unit, reading->passed, read->type)) {
		reading->any_fits = true;
	} else if (!reading->found) {
		reading->found = true;
		reading->misfit = *read;
	}
}

/* Returns whether @pointer is to the flexible array at the end of a record: room for anything. */
static bool is_private_room(const struct il_unit *unit, const struct il_path *pointer)
{
	if (pointer->op != IL_PATH_ADDRESS || unit->paths.at[pointer->a].op != IL_PATH_INDEX)
		return false;
	const struct il_type *array = &unit->types.at[unit->paths.at[unit->paths.at[pointer->a].a].type];
	return array->kind == IL_TYPE_ARRAY && array->count == 0;
}

/* Returns the type that @cookie points to, or 0 when the request does not tell. */
static uint32_t passed_type(struct il_engine *engine, uint32_t cookie)
{
	const struct il_unit *unit = engine->unit;
	const struct il_path *p = &unit->paths.at[cookie];
	const struct il_type *type = &unit->types.at[p->type];

	if (p->op == IL_PATH_CONSTANT || p->op == IL_PATH_FUNCTION || p->op == IL_PATH_STRING ||
	    type->kind != IL_TYPE_POINTER || is_private_room(unit, p))
		return 0;
	uint16_t kind = unit->types.at[type->target].kind;
	return kind == IL_TYPE_VOID || kind == IL_TYPE_NONE ? 0 : type->target;
}

static void report(struct il_context *context, const struct il_request *request, uint32_t handler,
		   const struct reading *reading)
{
	const struct il_engine *engine = context->engine;
	const struct il_unit *unit = engine->unit;
	const char *read_as = il_text(unit, unit->types.at[reading->misfit.type].name);

	il_report(context, IL_CONFIDENCE_CERTAIN, il_request_place(engine, request),
		  il_request_function(engine, request),
		  "the cookie points to '%s', but '%s' reads it as a pointer to '%s'",
		  il_text(unit, unit->types.at[reading->passed].name), il_text(unit, unit->functions.at[handler].name),
		  read_as);
	for (uint32_t i = 1; i < request->call_count; i++)
		il_note(context, unit->events.at[request->calls[i]].place, il_event_function(engine, request->calls[i]),
			"the cookie is passed on here");
	il_note(context, reading->misfit.place, reading->misfit.function, "the handler takes it for '%s' here",
		read_as);
	il_report_end(context);
}

/* Returns false when the callers have to be asked. */
static bool check_handler(struct il_context *context, const struct il_request *request, uint32_t handler_path)
{
	struct il_engine *engine = context->engine;
	uint32_t handler = il_path_to_function(engine, handler_path);
	struct reading reading = { .unit = engine->unit };
	int64_t null;

	if (!handler_path || il_path_is_constant(engine->unit, handler_path, &null))
		return true;
	reading.passed = passed_type(engine, request->value[IL_ARGUMENT_COOKIE]);
	if (!handler || !reading.passed)
		return false;
	/* A handler has the line first and the cookie second. */
	il_each_read(engine, handler, 1, compare, &reading);
	if (reading.found && !reading.any_fits)
		report(context, request, handler, &reading);
	return true;
}

static bool check(void *data, const struct il_request *request)
{
	struct il_context *context = data;

	if (!il_request_takes(request->api, IL_ARGUMENT_COOKIE))
		return true;
	bool primary = check_handler(context, request, request->value[IL_ARGUMENT_HANDLER]);
	return check_handler(context, request, request->value[IL_ARGUMENT_THREAD]) && primary;
}

IL_RULE(cookie_type, context)
{
	il_each_request(context->engine, check, context);
}
