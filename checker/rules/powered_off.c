// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * A handler does not ask a device that is switched off.
 *
 * Why:    a shared line is run for its neighbours; registers without a clock or power do not answer,
 *         or stop the machine.
 * Model:  clocks and regulators that remove(), an error path or a suspend operation switches off;
 *         registers that handlers of shared lines read whatever the driver's memory says.
 * Bias:   silent where the line is freed or disabled, where the handler tests anything or asks for
 *         power first, and for lines that are not shared.
 * Page:   docs/rules/irq-powered-off.md
 */
#include "rules/incident.h"

static void report(struct il_context *context, const struct il_life *life, const struct il_incident *incident)
{
	const struct il_engine *engine = context->engine;
	const struct il_unit *unit = engine->unit;
	const char *handler = il_incident_handler_name(life, incident);

	il_report(context, IL_CONFIDENCE_LIKELY, unit->events.at[incident->event].place,
		  il_event_function(engine, incident->event),
		  incident->suspends
			  ? "this switches off what '%s' needs to read its registers, and the shared line stays on"
			  : "this switches off what '%s' needs to read its registers, and the shared line is not freed "
			    "yet",
		  handler);
	il_note_request(context, life, incident);
	il_note_route(context, incident);
	il_note_use(context, life, incident);
	il_report_end(context);
}

IL_RULE(powered_off, context)
{
	const struct il_life *life = il_life(context->engine);

	for (uint32_t i = 0; i < life->incidents.count; i++) {
		if (life->incidents.at[i].kind == IL_INCIDENT_DARK)
			report(context, life, &life->incidents.at[i]);
	}
}
