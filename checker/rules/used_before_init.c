// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * What the handler uses is complete before the line is requested or enabled.
 *
 * Why:    the interrupt can arrive as soon as the line is requested: from a shared device, from
 *         what firmware left pending, or from the device itself.
 * Model:  the way from the request to the event that makes the thing ready, with what handlers
 *         need and under which conditions.
 * Bias:   silent when nothing in sight makes the thing ready; when a flag that is not yet set keeps
 *         the handler from it; when it was made ready on one of several ways.
 * Page:   docs/rules/irq-used-before-init.md
 */
#include "rules/incident.h"

static const char *verb(const struct il_need *need)
{
	return need->object == IL_OBJECT_MEMORY ? "set" : "initialised";
}

static void note_ready(struct il_context *context, const struct il_life *life, const struct il_incident *incident,
		       bool first)
{
	const struct il_engine *engine = context->engine;
	const struct il_need *need = il_incident_need(life, incident);
	char thing[128];

	il_incident_thing(life, incident, thing, sizeof(thing));
	il_note(context, engine->unit->events.at[incident->event].place, il_event_function(engine, incident->event),
		first ? "'%s' is %s here" : "and '%s' is %s here", thing, verb(need));
}

/* Reports everything that is ready too late for one request: one defect, however much it concerns. */
static void report(struct il_context *context, const struct il_life *life, uint32_t first)
{
	const struct il_engine *engine = context->engine;
	const struct il_incident *incident = &life->incidents.at[first];
	uint32_t request = life->registrations.at[incident->registration].event;
	enum il_confidence confidence = il_incident_confidence(life, incident);
	char thing[128];

	for (uint32_t i = first + 1; i < life->incidents.count; i++) {
		const struct il_incident *other = &life->incidents.at[i];
		if (other->kind == IL_INCIDENT_LATE && life->registrations.at[other->registration].event == request &&
		    il_incident_confidence(life, other) > confidence) {
			incident = other;
			confidence = il_incident_confidence(life, other);
		}
	}
	il_incident_thing(life, incident, thing, sizeof(thing));
	il_report(context, confidence, engine->unit->events.at[request].place, il_event_function(engine, request),
		  "'%s' can run from here on, but '%s' is %s only later", il_incident_handler_name(life, incident),
		  thing, verb(il_incident_need(life, incident)));
	il_note_request(context, life, incident);
	il_note_use(context, life, incident);
	il_note_route(context, incident);
	note_ready(context, life, incident, true);
	for (uint32_t i = first; i < life->incidents.count; i++) {
		const struct il_incident *other = &life->incidents.at[i];
		if (other != incident && other->kind == IL_INCIDENT_LATE &&
		    life->registrations.at[other->registration].event == request)
			note_ready(context, life, other, false);
	}
	il_report_end(context);
}

/* Returns whether an earlier incident is about the same request. */
static bool is_reported(const struct il_life *life, uint32_t index)
{
	uint32_t request = life->registrations.at[life->incidents.at[index].registration].event;

	for (uint32_t i = 0; i < index; i++) {
		const struct il_incident *other = &life->incidents.at[i];
		if (other->kind == IL_INCIDENT_LATE && life->registrations.at[other->registration].event == request)
			return true;
	}
	return false;
}

IL_RULE(used_before_init, context)
{
	const struct il_life *life = il_life(context->engine);

	for (uint32_t i = 0; i < life->incidents.count; i++) {
		if (life->incidents.at[i].kind == IL_INCIDENT_LATE && !is_reported(life, i))
			report(context, life, i);
	}
}
