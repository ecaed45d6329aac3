// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * IRQF_ONESHOT keeps a line masked until its thread is done, but there is no thread.
 *
 * Why:    the flag does nothing but harm then: it exempts the handler from being threaded on
 *         PREEMPT_RT and with threadirqs, and newer kernels warn about it.
 * Model:  flags, handler and thread function of each request; the statements of a primary handler.
 * Bias:   silent when flags or thread function are not known; a primary that does nothing but wake
 *         the thread, which the kernel's own does as well, is reported at confidence possible.
 * Page:   docs/rules/irq-oneshot-without-thread.md
 */
#include "rules/rule.h"

/* Returns whether @function is nothing but "return IRQ_WAKE_THREAD". */
static bool only_wakes(const struct il_unit *unit, uint32_t function)
{
	const struct il_function *f = &unit->functions.at[function];
	int64_t value;

	if (!(f->flags & IL_FUNCTION_DEFINED) || f->event_count != 1)
		return false;
	const struct il_event *event = &unit->events.at[f->first_event];
	return event->kind == IL_EVENT_RETURN && il_path_is_constant(unit, event->value, &value) &&
	       value == IL_IRQ_WAKE_THREAD;
}

static bool is_null(const struct il_unit *unit, uint32_t path)
{
	int64_t value;

	return il_path_is_constant(unit, path, &value) && value == 0;
}

/* Returns whether the same call makes the request with a thread function on another path. */
static bool has_thread_elsewhere(struct il_engine *engine, const struct il_request *request)
{
	uint32_t count;
	const struct il_request *all = il_all_requests(engine, &count);

	for (uint32_t i = 0; i < count; i++) {
		const struct il_request *other = &all[i];
		uint32_t inner = request->call_count <= other->call_count ? other->call_count - request->call_count : 0;
		if (other->event == request->event && other->calls[inner] == request->calls[0] &&
		    il_request_takes(other->api, IL_ARGUMENT_THREAD) &&
		    !is_null(engine->unit, other->value[IL_ARGUMENT_THREAD]))
			return true;
	}
	return false;
}

static void report_missing_thread(struct il_context *context, const struct il_request *request)
{
	struct il_engine *engine = context->engine;
	/* For a nested line, this one requests with its handler as the thread function. */
	bool any_context = request->api->result == IL_RESULT_CONTEXT;

	il_report(context, any_context ? IL_CONFIDENCE_POSSIBLE : IL_CONFIDENCE_CERTAIN,
		  il_request_place(engine, request), il_request_function(engine, request),
		  "'%s' is given IRQF_ONESHOT, but %sthere is no thread function", request->api->name,
		  has_thread_elsewhere(engine, request) ? "on a path " : "");
	il_note_wrappers(context, request);
	il_report_end(context);
}

static void report_idle_primary(struct il_context *context, const struct il_request *request, uint32_t handler)
{
	struct il_engine *engine = context->engine;
	const struct il_unit *unit = engine->unit;
	const char *name = il_text(unit, unit->functions.at[handler].name);

	il_report(context, IL_CONFIDENCE_POSSIBLE, il_request_place(engine, request),
		  il_request_function(engine, request),
		  "primary handler '%s' only wakes the thread, which NULL in its place does as well", name);
	il_note(context, unit->functions.at[handler].place, handler, "'%s' is defined here", name);
	il_note_wrappers(context, request);
	il_report_end(context);
}

static bool check(void *data, const struct il_request *request)
{
	struct il_context *context = data;
	const struct il_unit *unit = context->engine->unit;
	uint32_t handler = il_path_to_function(context->engine, request->value[IL_ARGUMENT_HANDLER]);
	bool takes_thread = il_request_takes(request->api, IL_ARGUMENT_THREAD);

	if (request->api->kind != IL_KIND_IRQ || (request->flags_clear & IL_IRQF_ONESHOT))
		return true;
	if (!(request->flags_set & IL_IRQF_ONESHOT))
		return false;
	bool no_thread = !takes_thread || is_null(unit, request->value[IL_ARGUMENT_THREAD]);
	if (no_thread)
		report_missing_thread(context, request);
	else if (handler && only_wakes(unit, handler))
		report_idle_primary(context, request, handler);
	else if (!il_path_to_function(context->engine, request->value[IL_ARGUMENT_THREAD]))
		return false;
	return true;
}

IL_RULE(oneshot_without_thread, context)
{
	il_each_request(context->engine, check, context);
}
