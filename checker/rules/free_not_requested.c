// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * A line is freed only where it is requested.
 *
 * Why:    the kernel warns with a backtrace and frees nothing, or, on a shared line, the
 *         registration of somebody else with the same cookie.
 * Model:  the ways through the functions that begin and end a life, with the lines that are
 *         requested on each of them.
 * Bias:   silent where a test of what the driver keeps decides about the free and is not followed,
 *         and where a loop frees some lines of several.
 * Page:   docs/rules/irq-free-not-requested.md
 */
#include "rules/incident.h"

static void report(struct il_context *context, const struct il_life *life, const struct il_imbalance *imbalance)
{
	const struct il_engine *engine = context->engine;
	const struct il_unit *unit = engine->unit;
	const struct il_registration *registration = &life->registrations.at[imbalance->registration];

	il_report(context, imbalance->named ? IL_CONFIDENCE_POSSIBLE : IL_CONFIDENCE_LIKELY,
		  unit->events.at[imbalance->event].place, il_event_function(engine, imbalance->event),
		  imbalance->freed ? "this frees a line that has been freed already"
				   : "this frees a line that is not requested on the way here");
	il_note_registration(context, registration);
	if (imbalance->freed)
		il_note(context, unit->events.at[imbalance->freed].place, il_event_function(engine, imbalance->freed),
			"the line is freed here");
	else if (imbalance->turn && !imbalance->ending)
		il_note(context, unit->blocks.at[imbalance->turn].place, unit->blocks.at[imbalance->turn].function,
			"this test leads here");
	for (uint32_t i = 0; i < imbalance->route.call_count; i++)
		il_note_call(context, imbalance->route.calls[i]);
	il_report_end(context);
}

IL_RULE(free_not_requested, context)
{
	const struct il_life *life = il_life(context->engine);

	for (uint32_t i = 0; i < life->imbalances.count; i++) {
		if (life->imbalances.at[i].kind == IL_IMBALANCE_NOT_HELD)
			report(context, life, &life->imbalances.at[i]);
	}
}
