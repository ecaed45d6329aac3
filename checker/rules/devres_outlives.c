// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * A device-managed line does not outlive what its handler uses.
 *
 * Why:    devres frees the line only after remove() has returned, or probe() has failed; what these
 *         release by hand is gone by then, and the handler still runs.
 * Model:  as for irq-freed-while-live, of device-managed requests.
 * Bias:   silent after devm_free_irq() and disable_irq().
 * Page:   docs/rules/irq-devres-outlives.md
 */
#include "rules/incident.h"

static void report(struct il_context *context, const struct il_life *life, const struct il_incident *incident)
{
	const struct il_engine *engine = context->engine;
	const struct il_unit *unit = engine->unit;
	uint32_t root = incident->route.root;
	const char *later = incident->freed ? "the line is freed only later" : "devres frees the line later";
	char thing[128];

	il_report(context, il_incident_confidence(life, incident), unit->events.at[incident->event].place,
		  il_event_function(engine, incident->event),
		  incident->is_cookie ? "this releases the memory that '%s' is in while '%s' can still run: %s"
				      : "this releases '%s' while '%s' can still run: %s",
		  il_incident_thing(life, incident, thing, sizeof(thing)), il_incident_handler_name(life, incident),
		  later);
	il_note_request(context, life, incident);
	il_note_route(context, incident);
	il_note_here(context);
	il_note_use(context, life, incident);
	if (incident->freed)
		il_note(context, unit->events.at[incident->freed].place, il_event_function(engine, incident->freed),
			"the line is freed only here");
	else
		il_note(context, unit->functions.at[root].place, root, "the line is freed only after '%s' has returned",
			il_text(unit, unit->functions.at[root].name));
	il_report_end(context);
}

IL_RULE(devres_outlives, context)
{
	const struct il_life *life = il_life(context->engine);

	for (uint32_t i = 0; i < life->incidents.count; i++) {
		const struct il_incident *incident = &life->incidents.at[i];
		if (incident->kind == IL_INCIDENT_RELEASED && !incident->popped &&
		    life->registrations.at[incident->registration].managed &&
		    !il_incident_is_drop_order(life, incident))
			report(context, life, incident);
	}
}
