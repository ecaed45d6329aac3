// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * The cookie is the address of a local variable.
 *
 * Why:    the handler gets a pointer into a stack frame that is gone; it reads and writes what
 *         other functions have put there since.
 * Model:  cookies that are the address of a local of the requesting function, or of a caller that
 *         passes it on.
 * Bias:   silent when a function on the way frees a line itself, or hands the same local to another
 *         function later, which may free it.
 * Page:   docs/rules/irq-stack-cookie.md
 */
#include "engine/identity.h"
#include "rules/rule.h"

/* Returns whether @path holds the address of @variable or of a part of it. */
static bool is_address_of(const struct il_unit *unit, uint32_t path, uint32_t variable)
{
	path = il_path_strip(unit, path);
	return unit->paths.at[path].op == IL_PATH_ADDRESS && il_root_variable(unit, path) == variable;
}

/* Returns whether @function may end the registration before @variable goes. */
static bool may_free(const struct il_engine *engine, uint32_t function, uint32_t variable, uint32_t request_event)
{
	const struct il_unit *unit = engine->unit;
	const struct il_function *f = &unit->functions.at[function];

	for (uint32_t i = 0; i < f->event_count; i++) {
		const struct il_event *event = &unit->events.at[f->first_event + i];
		uint32_t callee = event->callee;
		if (event->kind != IL_EVENT_CALL && event->kind != IL_EVENT_CLEANUP)
			continue;
		if (il_model_free(engine->model, il_callee_name(engine, f->first_event + i)))
			return true;
		if (f->first_event + i <= request_event ||
		    il_model_request(engine->model, il_callee_name(engine, f->first_event + i)))
			continue;
		/* A function of the kernel does not free a driver's line. */
		if (callee && !(unit->functions.at[callee].flags & IL_FUNCTION_DEFINED))
			continue;
		for (uint32_t a = 0; a < event->argument_count; a++) {
			if (is_address_of(unit, unit->arguments.at[event->first_argument + a].path, variable))
				return true;
		}
	}
	return false;
}

IL_RULE(stack_cookie, context)
{
	const struct il_engine *engine = context->engine;
	const struct il_unit *unit = engine->unit;
	uint32_t count;
	const struct il_request *requests = il_all_requests(context->engine, &count);

	for (uint32_t i = 0; i < count; i++) {
		const struct il_request *request = &requests[i];
		uint32_t cookie = il_path_strip(unit, request->value[IL_ARGUMENT_COOKIE]);
		uint32_t variable = il_root_variable(unit, cookie);
		const struct il_variable *v = &unit->variables.at[variable];
		bool is_local = v->kind == IL_VARIABLE_LOCAL || v->kind == IL_VARIABLE_PARAM;
		if (!variable || !is_local || (v->flags & IL_VARIABLE_STATIC) ||
		    unit->paths.at[cookie].op != IL_PATH_ADDRESS ||
		    may_free(engine, v->function, variable, request->calls[0]))
			continue;
		il_report(context, IL_CONFIDENCE_CERTAIN, il_request_place(engine, request),
			  il_request_function(engine, request),
			  "the cookie is the address of local '%s', which is gone while the line is still requested",
			  il_text(unit, v->name));
		il_note(context, v->place, v->function, "'%s' is declared here", il_text(unit, v->name));
		il_note_wrappers(context, request);
		il_report_end(context);
	}
}
