// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * What the handler uses is released after the line is freed, not before.
 *
 * Why:    until free_irq() has returned the handler can run, and it then reads memory that is gone.
 * Model:  the ways from the request through the function that ends the life, or through the
 *         function's own error paths; what handlers need.
 * Bias:   a condition around the free is taken to hold when there is something to free; functions
 *         that release are known by name, or undo the one that made the pointer.
 * Page:   docs/rules/irq-freed-while-live.md
 */
#include "rules/incident.h"

static void report(struct il_context *context, const struct il_life *life, const struct il_incident *incident)
{
	const struct il_engine *engine = context->engine;
	const struct il_unit *unit = engine->unit;
	char thing[128];

	il_report(
		context, il_incident_confidence(life, incident), unit->events.at[incident->event].place,
		il_event_function(engine, incident->event),
		incident->is_cookie
			? "this releases the memory that '%s' is in while '%s' can still run: the line is not freed yet"
			: "this releases '%s' while '%s' can still run: the line is not freed yet",
		il_incident_thing(life, incident, thing, sizeof(thing)), il_incident_handler_name(life, incident));
	il_note_request(context, life, incident);
	il_note_route(context, incident);
	il_note_here(context);
	il_note_use(context, life, incident);
	il_report_end(context);
}

IL_RULE(freed_while_live, context)
{
	const struct il_life *life = il_life(context->engine);

	for (uint32_t i = 0; i < life->incidents.count; i++) {
		const struct il_incident *incident = &life->incidents.at[i];
		if (incident->kind == IL_INCIDENT_RELEASED && !incident->popped &&
		    !life->registrations.at[incident->registration].managed)
			report(context, life, incident);
	}
}
