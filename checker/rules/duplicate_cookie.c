// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * A line is requested once with each cookie.
 *
 * Why:    free_irq() takes the first registration of the line with its cookie, the older one, while
 *         devres frees the newest first: the handler that goes is not the one that is meant.
 * Model:  the ways through the functions that begin a life, with the lines that are requested on them.
 * Bias:   shared lines only, as the kernel refuses to request others twice; line and cookie are the
 *         same expression of one object, and no test in a loop chooses the round.
 * Page:   docs/rules/irq-duplicate-cookie.md
 */
#include "rules/incident.h"

static void report(struct il_context *context, const struct il_life *life, const struct il_imbalance *imbalance)
{
	const struct il_unit *unit = context->engine->unit;
	const struct il_registration *registration = &life->registrations.at[imbalance->registration];

	il_report(context, imbalance->named ? IL_CONFIDENCE_POSSIBLE : IL_CONFIDENCE_LIKELY,
		  unit->events.at[imbalance->event].place, il_event_function(context->engine, imbalance->event),
		  imbalance->event == registration->event
			  ? "each round of the loop requests this line with the same cookie"
			  : "this line is requested with this cookie already");
	if (imbalance->event != registration->event)
		il_note_registration(context, registration);
	for (uint32_t i = 0; i < imbalance->route.call_count; i++)
		il_note_call(context, imbalance->route.calls[i]);
	il_report_end(context);
}

IL_RULE(duplicate_cookie, context)
{
	const struct il_life *life = il_life(context->engine);

	for (uint32_t i = 0; i < life->imbalances.count; i++) {
		if (life->imbalances.at[i].kind == IL_IMBALANCE_TWICE)
			report(context, life, &life->imbalances.at[i]);
	}
}
