// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * A handler returns IRQ_NONE, IRQ_HANDLED or IRQ_WAKE_THREAD.
 *
 * Why:    the kernel counts anything else as a bogus return value, and an errno or a boolean in
 *         its place usually means that the interrupt was not handled as the author thought.
 * Model:  the values that each return statement of an irqreturn_t function can have, through
 *         variables, `?:` and functions of the unit.  Helpers count as far as a handler returns
 *         what they return.
 * Bias:   values of functions outside the unit are not judged; a bool has the value of IRQ_NONE or
 *         IRQ_HANDLED and is reported at confidence possible only.
 * Page:   docs/rules/irq-bad-return.md
 */
#include "engine/request.h"
#include "engine/returns.h"
#include "rules/rule.h"

#include <stdlib.h>
#include <string.h>

static bool is_handler_type(const struct il_unit *unit, uint32_t type)
{
	const struct il_type *t = &unit->types.at[type];

	return t->kind == IL_TYPE_ENUM && strcmp(il_text(unit, t->name), IL_IRQRETURN_ENUM) == 0;
}

static bool is_bool(const struct il_unit *unit, const struct il_path *p)
{
	const char *name = il_text(unit, p->symbol);

	/* In the kernel, true and false are enumerators. */
	return unit->types.at[p->type].kind == IL_TYPE_BOOL ||
	       (p->op == IL_PATH_CONSTANT && (strcmp(name, "true") == 0 || strcmp(name, "false") == 0));
}

/* The function whose return statement is wrong: the handler's, or that of a helper of its type. */
static uint32_t wrong_level(const struct il_engine *engine, const struct il_returned *returned)
{
	for (uint32_t i = returned->event_count - 1; i > 0; i--) {
		uint32_t helper = il_event_function(engine, returned->events[i]);
		if (is_handler_type(engine->unit, engine->unit->functions.at[helper].type))
			return i;
	}
	return 0;
}

static void report(struct il_context *context, const struct il_returned *returned, enum il_confidence confidence,
		   const char *what, const char *value)
{
	const struct il_engine *engine = context->engine;
	const struct il_unit *unit = engine->unit;
	uint32_t level = wrong_level(engine, returned);
	uint32_t function = il_event_function(engine, returned->events[level]);

	il_report(context, confidence, unit->events.at[returned->events[level]].place, function,
		  "%s'%s' returns %s%s%s%s", level ? "" : "handler ", il_text(unit, unit->functions.at[function].name),
		  what, *value ? " '" : "", value, *value ? "'" : "");
	for (uint32_t i = returned->event_count - 1; i > level; i--)
		il_note(context, unit->events.at[returned->events[i]].place,
			il_event_function(engine, returned->events[i]), "the value comes from here");
	for (uint32_t i = level; i-- > 0;)
		il_note(context, unit->events.at[returned->events[i]].place,
			il_event_function(engine, returned->events[i]), "and is handed on here");
	il_note_here(context);
	il_report_end(context);
}

static void check_returned(void *data, const struct il_returned *returned)
{
	struct il_context *context = data;
	const struct il_unit *unit = context->engine->unit;
	struct il_path p = unit->paths.at[returned->value];
	bool own = returned->event_count == 1;
	char text[64];

	il_path_text(unit, returned->value, text, sizeof(text));
	if (p.op == IL_PATH_VARIABLE || p.op == IL_PATH_FIELD) {
		if (is_bool(unit, &p) && own)
			report(context, returned, IL_CONFIDENCE_POSSIBLE, "a bool", "");
	} else if (p.op != IL_PATH_CONSTANT) {
		return;
	} else if (is_bool(unit, &p)) {
		report(context, returned, IL_CONFIDENCE_POSSIBLE, "a bool", "");
	} else if (p.symbol && unit->types.at[p.type].kind == IL_TYPE_ENUM && !is_handler_type(unit, p.type) && own) {
		report(context, returned, IL_CONFIDENCE_CERTAIN, "an enumerator of another type,", text);
	} else if (p.value < 0) {
		report(context, returned, IL_CONFIDENCE_CERTAIN, "the negative errno", text);
	} else if (p.value > IL_IRQ_RESULT_MAX) {
		report(context, returned, IL_CONFIDENCE_CERTAIN, "a value that is no irqreturn_t,", text);
	}
}

/* A function that returns nothing, cast to a handler: the kernel reads a stale register. */
static bool check_request(void *data, const struct il_request *request)
{
	static const enum il_request_argument handlers[] = { IL_ARGUMENT_HANDLER, IL_ARGUMENT_THREAD };
	struct il_context *context = data;
	const struct il_engine *engine = context->engine;
	const struct il_unit *unit = engine->unit;
	bool settled = true;

	for (int i = 0; i < 2; i++) {
		uint32_t function = il_path_to_function(engine, request->value[handlers[i]]);
		int64_t null;
		if (!function) {
			settled = settled && (!il_request_takes(request->api, handlers[i]) ||
					      il_path_is_constant(unit, request->value[handlers[i]], &null));
			continue;
		}
		if (unit->types.at[unit->functions.at[function].type].kind != IL_TYPE_VOID)
			continue;
		il_report(context, IL_CONFIDENCE_CERTAIN, il_request_place(engine, request),
			  il_request_function(engine, request), "handler '%s' returns nothing",
			  il_text(unit, unit->functions.at[function].name));
		il_note(context, unit->functions.at[function].place, function, "it is declared void here");
		il_report_end(context);
	}
	return settled;
}

/*
 * Marks the functions that somebody else may call: those whose address is taken, and public ones.
 * A helper of type irqreturn_t that only handlers call may agree with them on other values.
 */
static bool *find_entries(const struct il_engine *engine)
{
	const struct il_unit *unit = engine->unit;
	bool *entries = calloc(unit->functions.count, sizeof(*entries));

	if (!entries)
		abort();
	for (uint32_t f = 1; f < unit->functions.count; f++)
		entries[f] = engine->named.at[f] || !(unit->functions.at[f].flags & IL_FUNCTION_STATIC);
	return entries;
}

IL_RULE(bad_return, context)
{
	const struct il_unit *unit = context->engine->unit;
	uint32_t count = unit->functions.count;
	bool *entries = find_entries(context->engine);

	for (uint32_t f = 1; f < count; f++) {
		if (entries[f] && (unit->functions.at[f].flags & IL_FUNCTION_DEFINED) &&
		    is_handler_type(unit, unit->functions.at[f].type))
			il_each_returned(context->engine, f, check_returned, context);
	}
	free(entries);
	il_each_request(context->engine, check_request, context);
}
