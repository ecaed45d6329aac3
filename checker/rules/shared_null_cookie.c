// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * A shared line is requested with a cookie of its own.
 *
 * Why:    free_irq() tells the sharers of a line apart by their cookies, so the kernel refuses a
 *         shared request without one.
 * Model:  flags and cookie of each request, along the paths on which both are set.
 * Bias:   silent unless IRQF_SHARED is certain and the cookie is the constant NULL.
 * Page:   docs/rules/irq-shared-null-cookie.md
 */
#include "engine/request.h"
#include "rules/rule.h"

static void report(struct il_context *context, const struct il_request *request)
{
	const struct il_engine *engine = context->engine;
	const struct il_unit *unit = engine->unit;
	const char *function = il_text(unit, unit->functions.at[unit->events.at[request->event].callee].name);

	if (request->api->implied_flags & IL_IRQF_SHARED)
		il_report(context, IL_CONFIDENCE_CERTAIN, il_request_place(engine, request),
			  il_request_function(engine, request),
			  "'%s' requests a shared line and is given a NULL cookie", function);
	else
		il_report(context, IL_CONFIDENCE_CERTAIN, il_request_place(engine, request),
			  il_request_function(engine, request), "'%s' is given IRQF_SHARED together with a NULL cookie",
			  function);
	il_note_wrappers(context, request);
	il_report_end(context);
}

static bool check(void *data, const struct il_request *request)
{
	struct il_context *context = data;
	int64_t cookie;

	if (!il_request_takes(request->api, IL_ARGUMENT_COOKIE))
		return true;
	bool cookie_known = il_path_is_constant(context->engine->unit, request->value[IL_ARGUMENT_COOKIE], &cookie);
	if ((cookie_known && cookie != 0) || (request->flags_clear & IL_IRQF_SHARED))
		return true;
	if (!cookie_known || !(request->flags_set & IL_IRQF_SHARED))
		return false;
	report(context, request);
	return true;
}

IL_RULE(shared_null_cookie, context)
{
	il_each_request(context->engine, check, context);
}
