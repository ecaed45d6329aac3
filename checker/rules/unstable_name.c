// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * The name given to a request lives shorter than the registration.
 *
 * Why:    the kernel keeps the pointer, not a copy: /proc/interrupts and the kernel's own messages
 *         read it as long as the line is requested.
 * Model:  names that lie in locals of the requesting function, or that it releases after the
 *         request.
 * Bias:   silent when the function frees the line itself; names in memory that other functions
 *         release are not followed.
 * Page:   docs/rules/irq-unstable-name.md
 */
#include "engine/identity.h"
#include "engine/success.h"
#include "rules/rule.h"

static bool frees_a_line(const struct il_engine *engine, uint32_t function)
{
	const struct il_function *f = &engine->unit->functions.at[function];

	for (uint32_t i = 0; i < f->event_count; i++) {
		if (il_model_free(engine->model, il_callee_name(engine, f->first_event + i)))
			return true;
	}
	return false;
}

static void report_local(struct il_context *context, const struct il_request *request, uint32_t variable)
{
	struct il_engine *engine = context->engine;
	const struct il_unit *unit = engine->unit;
	const struct il_variable *v = &unit->variables.at[variable];

	il_report(
		context, IL_CONFIDENCE_CERTAIN, il_request_place(engine, request), il_request_function(engine, request),
		"the name lies in local '%s', which is gone while the line is still requested", il_text(unit, v->name));
	il_note(context, v->place, il_request_function(engine, request), "'%s' is declared here",
		il_text(unit, v->name));
	il_note_wrappers(context, request);
	il_report_end(context);
}

/* Returns the event that releases the name after the request has succeeded, or 0. */
static uint32_t find_release(struct il_engine *engine, const struct il_request *request)
{
	const struct il_function f = engine->unit->functions.at[il_request_function(engine, request)];
	uint32_t label = il_argument_path(engine->unit, request->event, request->api->label);

	for (uint32_t i = 0; i < f.event_count; i++) {
		uint32_t event = f.first_event + i;
		if (il_model_releases(il_callee_name(engine, event)) &&
		    il_argument_path(engine->unit, event, 0) == label &&
		    il_reached_on_success(engine, request->event, event))
			return event;
	}
	return 0;
}

static void check_release(struct il_context *context, const struct il_request *request)
{
	struct il_engine *engine = context->engine;
	const struct il_unit *unit = engine->unit;
	if (request->call_count != 1 || request->api->result != IL_RESULT_ZERO ||
	    unit->paths.at[il_path_strip(unit, request->value[IL_ARGUMENT_LABEL])].op != IL_PATH_RESULT)
		return;
	uint32_t release = find_release(engine, request);
	if (!release)
		return;
	il_report(context, IL_CONFIDENCE_CERTAIN, unit->events.at[release].place, il_request_function(engine, request),
		  "the name of a line that is still requested is released");
	il_note(context, il_request_place(engine, request), il_request_function(engine, request),
		"the line is requested here");
	il_report_end(context);
}

IL_RULE(unstable_name, context)
{
	const struct il_engine *engine = context->engine;
	uint32_t count;
	const struct il_request *requests = il_all_requests(context->engine, &count);

	for (uint32_t i = 0; i < count; i++) {
		uint32_t label = requests[i].value[IL_ARGUMENT_LABEL];
		uint32_t variable = il_root_variable(engine->unit, label);
		const struct il_variable *v = &engine->unit->variables.at[variable];
		if (!label || frees_a_line(engine, il_request_function(engine, &requests[i])))
			continue;
		const struct il_path *p = &engine->unit->paths.at[il_path_strip(engine->unit, label)];
		/* A pointer that is kept in a local points elsewhere. */
		bool is_array = p->op == IL_PATH_ADDRESS || engine->unit->types.at[p->type].kind == IL_TYPE_ARRAY;
		bool is_local = v->kind == IL_VARIABLE_LOCAL || v->kind == IL_VARIABLE_PARAM;
		if (variable && is_local && is_array && !(v->flags & IL_VARIABLE_STATIC) &&
		    v->function == il_request_function(engine, &requests[i]))
			report_local(context, &requests[i], variable);
		check_release(context, &requests[i]);
	}
}
