// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * A request without a primary handler does not say IRQF_ONESHOT.
 *
 * Why:    the kernel's own primary handler only wakes the thread; on a level line the interrupt
 *         would come again at once and for ever, so the kernel refuses the request with -EINVAL.
 * Model:  primary handler, thread function and flags of each request on its paths, and where the
 *         line comes from.
 * Bias:   nested, MSI and mapped lines accept such a request, so for them and for lines of unknown
 *         origin a report is of confidence possible; unknown flags are no report.
 * Page:   docs/rules/irq-missing-oneshot.md
 */
#include "engine/origin.h"
#include "rules/rule.h"

static enum il_confidence confidence_of(enum il_origin origin)
{
	return origin == IL_ORIGIN_FIRMWARE || origin == IL_ORIGIN_GPIO ? IL_CONFIDENCE_LIKELY : IL_CONFIDENCE_POSSIBLE;
}

/* Adds the flag to the flags as they are written in the call. */
static void fix(struct il_context *context, const struct il_request *request)
{
	const struct il_unit *unit = context->engine->unit;
	uint32_t path = il_argument_path(unit, request->event, request->api->flags);
	uint32_t place = il_argument_place(unit, request->event, request->api->flags);
	const struct il_path *p = &unit->paths.at[path];
	int64_t constant;

	/* A caller's flags are the caller's to mend, and those in a macro its author's. */
	if (request->call_count > 1 || unit->places.at[unit->events.at[request->event].place].macro)
		return;
	if (il_path_is_constant(unit, path, &constant) && constant == 0 && !unit->places.at[place].macro) {
		il_fix(context, place, IL_EDIT_INSTEAD, "IRQF_ONESHOT");
		return;
	}
	/* What binds less than | needs parentheses. */
	if (p->op == IL_PATH_SELECT)
		il_fix(context, place, IL_EDIT_BEFORE, "(");
	il_fix(context, place, IL_EDIT_AFTER, p->op == IL_PATH_SELECT ? ") | IRQF_ONESHOT" : " | IRQF_ONESHOT");
}

static void report(struct il_context *context, const struct il_request *request)
{
	struct il_engine *engine = context->engine;
	enum il_origin origin = il_line_origin(engine, request->value[IL_ARGUMENT_LINE]);

	il_report(context, confidence_of(origin), il_request_place(engine, request),
		  il_request_function(engine, request),
		  "'%s' is given no primary handler and no IRQF_ONESHOT: the request fails with -EINVAL",
		  request->api->name);
	il_note_wrappers(context, request);
	fix(context, request);
	il_report_end(context);
}

static bool check(void *data, const struct il_request *request)
{
	struct il_context *context = data;
	const struct il_unit *unit = context->engine->unit;
	int64_t handler, thread;

	if (!il_request_takes(request->api, IL_ARGUMENT_THREAD) || !il_request_takes(request->api, IL_ARGUMENT_FLAGS) ||
	    (request->flags_set & IL_IRQF_ONESHOT))
		return true;
	bool handler_known = il_path_is_constant(unit, request->value[IL_ARGUMENT_HANDLER], &handler);
	if (il_path_to_function(context->engine, request->value[IL_ARGUMENT_HANDLER]) ||
	    (handler_known && handler != 0) ||
	    (il_path_is_constant(unit, request->value[IL_ARGUMENT_THREAD], &thread) && thread == 0))
		return true;
	if (!handler_known || !(request->flags_clear & IL_IRQF_ONESHOT))
		return false;
	report(context, request);
	return true;
}

IL_RULE(missing_oneshot, context)
{
	il_each_request(context->engine, check, context);
}
