// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * No path ends with a line requested that nobody will free.
 *
 * Why:    nobody but the driver frees what request_irq() registered: the handler stays on the line,
 *         with a cookie that is gone, in a module that may be unloaded.
 * Model:  the ways out of the function that begins a life, where it returns an errno; the function
 *         that ends the life, where no other place of the unit may free the line.
 * Bias:   silent where a test of what the driver keeps decides about the free and is not followed.
 * Page:   docs/rules/irq-registration-leak.md
 */
#include "rules/incident.h"

static void report(struct il_context *context, const struct il_life *life, const struct il_imbalance *imbalance)
{
	const struct il_engine *engine = context->engine;
	const struct il_unit *unit = engine->unit;
	const struct il_registration *registration = &life->registrations.at[imbalance->registration];
	enum il_confidence confidence =
		imbalance->elsewhere || imbalance->named ? IL_CONFIDENCE_POSSIBLE : IL_CONFIDENCE_LIKELY;

	if (imbalance->ending)
		il_report(context, confidence, unit->functions.at[imbalance->ending].place, imbalance->ending,
			  "'%s' leaves the line requested that '%s' has requested",
			  il_text(unit, unit->functions.at[imbalance->ending].name),
			  il_text(unit, unit->functions.at[registration->route.root].name));
	else
		il_report(context, confidence, unit->events.at[imbalance->event].place,
			  il_event_function(engine, imbalance->event),
			  "this returns an error while the line is still requested");
	il_note_registration(context, registration);
	if (imbalance->turn && !imbalance->ending)
		il_note(context, unit->blocks.at[imbalance->turn].place, unit->blocks.at[imbalance->turn].function,
			"the way out begins here");
	il_report_end(context);
}

IL_RULE(registration_leak, context)
{
	const struct il_life *life = il_life(context->engine);

	for (uint32_t i = 0; i < life->imbalances.count; i++) {
		if (life->imbalances.at[i].kind == IL_IMBALANCE_LEFT)
			report(context, life, &life->imbalances.at[i]);
	}
}
