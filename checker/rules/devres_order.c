// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * What devres releases came to it before the line did whose handler uses it.
 *
 * Why:    devres releases the newest first: what came after the line is gone while the handler can
 *         still run.
 * Model:  what probe() gave devres, in its order; functions whose result devres owns, and actions.
 * Bias:   silent where the line is freed or disabled before devres begins; where the request is
 *         reported for being too early already.
 * Page:   docs/rules/irq-devres-order.md
 */
#include "rules/incident.h"

static uint32_t request_of(const struct il_life *life, const struct il_incident *incident)
{
	return life->registrations.at[incident->registration].event;
}

static bool is_popped(const struct il_incident *incident)
{
	return incident->kind == IL_INCIDENT_RELEASED && incident->popped;
}

/* Returns the surest incident of the request of the one at @first, or NULL when that is not its first. */
static const struct il_incident *surest(const struct il_life *life, uint32_t first)
{
	const struct il_incident *best = &life->incidents.at[first];
	uint32_t request = request_of(life, best);

	for (uint32_t i = 0; i < life->incidents.count; i++) {
		const struct il_incident *other = &life->incidents.at[i];
		if (!is_popped(other) || request_of(life, other) != request)
			continue;
		if (i < first)
			return NULL;
		if (il_incident_confidence(life, other) > il_incident_confidence(life, best))
			best = other;
	}
	return best;
}

/* That the thing is not there yet when the line is requested is the same defect, met when the device is bound. */
static bool is_late_already(const struct il_life *life, const struct il_incident *incident)
{
	for (uint32_t i = 0; i < life->incidents.count; i++) {
		const struct il_incident *other = &life->incidents.at[i];
		if (other->kind == IL_INCIDENT_LATE && request_of(life, other) == request_of(life, incident) &&
		    il_incident_confidence(life, other) >= il_incident_confidence(life, incident))
			return true;
	}
	return false;
}

static void note_release(struct il_context *context, const struct il_life *life, const struct il_incident *incident)
{
	const struct il_engine *engine = context->engine;
	const struct il_unit *unit = engine->unit;
	uint32_t popped = incident->popped;
	char thing[128];

	il_incident_thing(life, incident, thing, sizeof(thing));
	if (popped == incident->event) {
		il_note(context, unit->events.at[popped].place, il_event_function(engine, popped),
			"devres gets '%s' here, and releases it before it frees the line", thing);
		return;
	}
	il_note(context, unit->events.at[popped].place, il_event_function(engine, popped),
		"devres gets the action here, and runs it before the line is freed");
	il_note_route(context, incident);
	il_note(context, unit->events.at[incident->event].place, il_event_function(engine, incident->event),
		"it releases '%s' here", thing);
}

static void report(struct il_context *context, const struct il_life *life, const struct il_incident *incident)
{
	const struct il_engine *engine = context->engine;
	uint32_t request = request_of(life, incident);
	char thing[128];

	il_report(context, il_incident_confidence(life, incident), engine->unit->events.at[request].place,
		  il_event_function(engine, request),
		  "devres releases '%s', which came after this request, while '%s' can still run",
		  il_incident_thing(life, incident, thing, sizeof(thing)), il_incident_handler_name(life, incident));
	il_note_request(context, life, incident);
	note_release(context, life, incident);
	il_note_use(context, life, incident);
	for (uint32_t i = 0; i < life->incidents.count; i++) {
		const struct il_incident *other = &life->incidents.at[i];
		if (other != incident && is_popped(other) && request_of(life, other) == request)
			note_release(context, life, other);
	}
	il_report_end(context);
}

IL_RULE(devres_order, context)
{
	const struct il_life *life = il_life(context->engine);

	for (uint32_t i = 0; i < life->incidents.count; i++) {
		const struct il_incident *incident = is_popped(&life->incidents.at[i]) ? surest(life, i) : NULL;
		if (incident && !is_late_already(life, incident))
			report(context, life, incident);
	}
}
