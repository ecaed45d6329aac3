// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * A handler's data is freed after its typed registration is dropped, not before.
 *
 * Why:    the handler can run until the drop has freed the line, and the drop itself reads the
 *         registration.
 * Model:  as for irq-freed-while-live, of requests that make a pinned object: IRQLINT_REQUEST,
 *         IRQLINT_CONSUMES and IRQLINT_PINNED; what is released is the memory that the data is in.
 * Bias:   as for irq-freed-while-live.
 * Page:   docs/rules/irq-drop-order.md
 */
#include "rules/incident.h"

static void report(struct il_context *context, const struct il_life *life, const struct il_incident *incident)
{
	const struct il_unit *unit = context->engine->unit;
	uint32_t root = incident->route.root;

	il_report(context, il_incident_confidence(life, incident), unit->events.at[incident->event].place,
		  il_event_function(context->engine, incident->event),
		  "this releases the data of '%s' while its registration is not dropped",
		  il_incident_handler_name(life, incident));
	il_note_request(context, life, incident);
	il_note_route(context, incident);
	il_note_use(context, life, incident);
	if (incident->freed)
		il_note(context, unit->events.at[incident->freed].place,
			il_event_function(context->engine, incident->freed), "the registration is dropped only here");
	else
		il_note(context, unit->functions.at[root].place, root,
			"the line is freed only after '%s' has returned",
			il_text(unit, unit->functions.at[root].name));
	il_report_end(context);
}

IL_RULE(drop_order, context)
{
	const struct il_life *life = il_life(context->engine);

	for (uint32_t i = 0; i < life->incidents.count; i++) {
		if (il_incident_is_drop_order(life, &life->incidents.at[i]))
			report(context, life, &life->incidents.at[i]);
	}
}
