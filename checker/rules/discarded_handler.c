// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * A handler, or what its cookie points to, is in memory that the kernel gives back.
 *
 * Why:    __init code and data are freed after boot or module load; the next interrupt runs
 *         whatever is there by then.  __exit code is not even loaded in a built-in driver.
 * Model:  sections of handler, thread function and cookie of each request.
 * Bias:   silent when the requesting function frees the line itself, as probing code does.
 * Page:   docs/rules/irq-discarded-handler.md
 */
#include "engine/identity.h"
#include "rules/rule.h"

#include <string.h>

enum discarded { KEPT, AFTER_INIT, WHEN_BUILT_IN };

static enum discarded judge(const char *section)
{
	if (strncmp(section, ".init.", strlen(".init.")) == 0)
		return AFTER_INIT;
	return strncmp(section, ".exit.", strlen(".exit.")) == 0 ? WHEN_BUILT_IN : KEPT;
}

/* Returns whether the function that makes the request also calls a free function. */
static bool frees_itself(const struct il_engine *engine, const struct il_request *request)
{
	const struct il_function *f = &engine->unit->functions.at[il_request_function(engine, request)];

	for (uint32_t i = 0; i < f->event_count; i++) {
		if (il_model_free(engine->model, il_callee_name(engine, f->first_event + i)))
			return true;
	}
	return false;
}

static void report(struct il_context *context, const struct il_request *request, enum discarded when, const char *what,
		   const char *name, uint32_t place)
{
	struct il_engine *engine = context->engine;

	il_report(context, when == AFTER_INIT ? IL_CONFIDENCE_CERTAIN : IL_CONFIDENCE_LIKELY,
		  il_request_place(engine, request), il_request_function(engine, request),
		  "%s '%s' is %s, but the line stays requested", what, name,
		  when == AFTER_INIT ? "discarded after initialisation" : "not there in a built-in driver");
	il_note(context, place, 0, "'%s' is declared here", name);
	il_note_wrappers(context, request);
	il_report_end(context);
}

static void check_function(struct il_context *context, const struct il_request *request, uint32_t path,
			   const char *what)
{
	const struct il_unit *unit = context->engine->unit;
	uint32_t function = il_path_to_function(context->engine, path);
	const struct il_function *f = &unit->functions.at[function];
	enum discarded when = function ? judge(il_text(unit, f->section)) : KEPT;

	if (when != KEPT)
		report(context, request, when, what, il_text(unit, f->name), f->place);
}

static void check_cookie(struct il_context *context, const struct il_request *request)
{
	const struct il_unit *unit = context->engine->unit;
	uint32_t variable = il_root_variable(unit, request->value[IL_ARGUMENT_COOKIE]);
	const struct il_variable *v = &unit->variables.at[variable];
	enum discarded when = variable ? judge(il_text(unit, v->section)) : KEPT;

	/* A pointer kept in such a variable says nothing about what it points to. */
	if (when == AFTER_INIT &&
	    unit->paths.at[il_path_strip(unit, request->value[IL_ARGUMENT_COOKIE])].op == IL_PATH_ADDRESS)
		report(context, request, when, "cookie", il_text(unit, v->name), v->place);
}

IL_RULE(discarded_handler, context)
{
	uint32_t count;
	const struct il_request *requests = il_all_requests(context->engine, &count);

	for (uint32_t i = 0; i < count; i++) {
		if (frees_itself(context->engine, &requests[i]))
			continue;
		check_function(context, &requests[i], requests[i].value[IL_ARGUMENT_HANDLER], "handler");
		check_function(context, &requests[i], requests[i].value[IL_ARGUMENT_THREAD], "thread function");
		check_cookie(context, &requests[i]);
	}
}
