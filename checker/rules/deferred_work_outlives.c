// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * What the handler queues is cancelled after the handler cannot run any more.
 *
 * Why:    a work that is cancelled while the handler can queue it again runs after its data is
 *         gone; so does one that is never cancelled.
 * Model:  works, timers and tasklets that handlers arm; the order of cancel and free.
 * Bias:   the last cancel counts; one in another function of the unit counts as done, except in
 *         the error paths of probe().
 * Page:   docs/rules/irq-deferred-work-outlives.md
 */
#include "rules/incident.h"

static void report_hasty(struct il_context *context, const struct il_life *life, const struct il_incident *incident)
{
	const struct il_engine *engine = context->engine;
	const struct il_unit *unit = engine->unit;
	const char *ending = il_text(unit, unit->functions.at[incident->ending].name);
	char thing[128];

	il_report(context, il_incident_confidence(life, incident), unit->events.at[incident->event].place,
		  il_event_function(engine, incident->event),
		  "'%s' is cancelled here while '%s' can still arm it again",
		  il_incident_thing(life, incident, thing, sizeof(thing)), il_incident_handler_name(life, incident));
	il_note_request(context, life, incident);
	il_note_use(context, life, incident);
	il_note_route(context, incident);
	il_note_here(context);
	if (incident->freed)
		il_note(context, unit->events.at[incident->freed].place, il_event_function(engine, incident->freed),
			"the line is freed only here");
	else if (life->registrations.at[incident->registration].managed)
		il_note(context, unit->functions.at[incident->ending].place, incident->ending,
			"devres frees the line only after '%s' has returned", ending);
	il_report_end(context);
}

static void report_left(struct il_context *context, const struct il_life *life, const struct il_incident *incident)
{
	const struct il_engine *engine = context->engine;
	const struct il_unit *unit = engine->unit;
	uint32_t place =
		incident->freed ? unit->events.at[incident->freed].place : unit->functions.at[incident->ending].place;
	uint32_t function = incident->freed ? il_event_function(engine, incident->freed) : incident->ending;
	char thing[128];

	il_report(context, il_incident_confidence(life, incident), place, function,
		  incident->freed ? "'%s', which '%s' arms, is not cancelled after the line is freed here"
				  : "'%s', which '%s' arms, is not cancelled when the device is unbound",
		  il_incident_thing(life, incident, thing, sizeof(thing)), il_incident_handler_name(life, incident));
	il_note_request(context, life, incident);
	il_note_use(context, life, incident);
	il_report_end(context);
}

/* A queue that is destroyed too early is reported as that. */
static bool is_release(const struct il_life *life, uint32_t event)
{
	for (uint32_t i = 0; i < life->incidents.count; i++) {
		if (life->incidents.at[i].kind == IL_INCIDENT_RELEASED && life->incidents.at[i].event == event)
			return true;
	}
	return false;
}

IL_RULE(deferred_work_outlives, context)
{
	const struct il_life *life = il_life(context->engine);

	for (uint32_t i = 0; i < life->incidents.count; i++) {
		if (life->incidents.at[i].kind == IL_INCIDENT_HASTY && !is_release(life, life->incidents.at[i].event))
			report_hasty(context, life, &life->incidents.at[i]);
		else if (life->incidents.at[i].kind == IL_INCIDENT_LEFT)
			report_left(context, life, &life->incidents.at[i]);
	}
}
