// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * IRQ_WAKE_THREAD is returned where there is no thread to wake.
 *
 * Why:    the kernel warns once, treats the interrupt as handled, and the work that the thread was
 *         to do is never done.
 * Model:  the values a handler can return, against the requests that name it; thread functions
 *         returning the same.
 * Bias:   silent when any request gives the handler a thread function.
 * Page:   docs/rules/irq-wake-without-thread.md
 */
#include "engine/returns.h"
#include "rules/rule.h"

struct question {
	struct il_context *context;
	const struct il_request *request;
	uint32_t function;
	bool is_thread;
};

static void check_returned(void *data, const struct il_returned *returned)
{
	const struct question *question = data;
	struct il_context *context = question->context;
	const struct il_engine *engine = context->engine;
	const struct il_unit *unit = engine->unit;
	uint32_t innermost = returned->events[returned->event_count - 1];
	const char *name = il_text(unit, unit->functions.at[question->function].name);
	int64_t value;

	if (!il_path_is_constant(unit, returned->value, &value) || value < 0 || value > IL_IRQ_RESULT_MAX ||
	    !(value & IL_IRQ_WAKE_THREAD))
		return;
	if (question->is_thread)
		il_report(context, IL_CONFIDENCE_CERTAIN, unit->events.at[innermost].place,
			  il_event_function(engine, innermost), "thread function '%s' returns IRQ_WAKE_THREAD", name);
	else
		il_report(context, IL_CONFIDENCE_CERTAIN, unit->events.at[innermost].place,
			  il_event_function(engine, innermost),
			  "handler '%s' returns IRQ_WAKE_THREAD, but its line has no thread function", name);
	for (uint32_t i = returned->event_count - 1; i-- > 0;)
		il_note(context, unit->events.at[returned->events[i]].place,
			il_event_function(engine, returned->events[i]), "which is handed on here");
	il_note(context, il_request_place(engine, question->request), il_request_function(engine, question->request),
		"the line is requested here");
	il_note_wrappers(context, question->request);
	il_report_end(context);
}

static void ask(struct il_context *context, const struct il_request *request, uint32_t function, bool is_thread)
{
	struct question question = { context, request, function, is_thread };

	if (function && (context->engine->unit->functions.at[function].flags & IL_FUNCTION_DEFINED))
		il_each_returned(context->engine, function, check_returned, &question);
}

/* Returns whether @request is known to have no thread function. */
static bool lacks_thread(const struct il_engine *engine, const struct il_request *request)
{
	int64_t value;

	return !il_request_takes(request->api, IL_ARGUMENT_THREAD) ||
	       (il_path_is_constant(engine->unit, request->value[IL_ARGUMENT_THREAD], &value) && value == 0);
}

IL_RULE(wake_without_thread, context)
{
	const struct il_engine *engine = context->engine;
	uint32_t count;
	const struct il_request *requests = il_all_requests(context->engine, &count);

	for (uint32_t i = 0; i < count; i++) {
		uint32_t handler = il_path_to_function(engine, requests[i].value[IL_ARGUMENT_HANDLER]);
		bool threadless = true, asked = false;
		ask(context, &requests[i], il_path_to_function(engine, requests[i].value[IL_ARGUMENT_THREAD]), true);
		for (uint32_t k = 0; k < count; k++) {
			if (il_path_to_function(engine, requests[k].value[IL_ARGUMENT_HANDLER]) != handler)
				continue;
			threadless = threadless && lacks_thread(engine, &requests[k]);
			asked = asked || k < i;
		}
		if (handler && threadless && !asked)
			ask(context, &requests[i], handler, false);
	}
}
