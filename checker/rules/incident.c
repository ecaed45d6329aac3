// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "rules/incident.h"

#include "engine/promise.h"

#include <stdio.h>

enum il_confidence il_incident_confidence(const struct il_life *life, const struct il_incident *incident)
{
	const struct il_registration *registration = &life->registrations.at[incident->registration];
	const struct il_need *need = il_incident_need(life, incident);

	bool reached = !need->after_status && !incident->woken;

	if (incident->elsewhere)
		return IL_CONFIDENCE_POSSIBLE;
	if (incident->fleeting)
		return IL_CONFIDENCE_POSSIBLE;
	if (incident->kind == IL_INCIDENT_LEFT)
		return incident->quelled ? IL_CONFIDENCE_POSSIBLE : IL_CONFIDENCE_LIKELY;
	/* A neighbour on the line interrupts whatever this device is told. */
	if (incident->quelled && !(registration->shared && reached))
		return IL_CONFIDENCE_POSSIBLE;
	return registration->shared || reached ? IL_CONFIDENCE_CERTAIN : IL_CONFIDENCE_LIKELY;
}

bool il_incident_is_drop_order(const struct il_life *life, const struct il_incident *incident)
{
	uint32_t request = life->registrations.at[incident->registration].event;

	return incident->kind == IL_INCIDENT_RELEASED && incident->is_cookie && !incident->popped &&
	       il_made_argument(life->engine, request) != IL_NO_ARGUMENT;
}

const char *il_incident_thing(const struct il_life *life, const struct il_incident *incident, char *buffer, size_t size)
{
	const struct il_need *need = il_incident_need(life, incident);

	return il_path_text(life->engine->unit, need->spelled, buffer, size);
}

const char *il_incident_handler_name(const struct il_life *life, const struct il_incident *incident)
{
	const struct il_unit *unit = life->engine->unit;

	return il_text(unit, unit->functions.at[il_incident_handler(life, incident)].name);
}

void il_note_call(struct il_context *context, uint32_t event)
{
	const struct il_engine *engine = context->engine;
	const char *name = il_callee_name(engine, event);
	char text[128];

	/* Through a pointer: as the code writes it. */
	if (!*name)
		name = il_path_text(engine->unit, engine->unit->events.at[event].target, text, sizeof(text));
	il_note(context, engine->unit->events.at[event].place, il_event_function(engine, event), "'%s' is called here",
		name);
}

void il_note_registration(struct il_context *context, const struct il_registration *registration)
{
	const struct il_engine *engine = context->engine;

	for (uint32_t i = 0; i < registration->route.call_count; i++)
		il_note_call(context, registration->route.calls[i]);
	il_note(context, engine->unit->events.at[registration->event].place,
		il_event_function(engine, registration->event), "the line is requested here");
}

void il_note_request(struct il_context *context, const struct il_life *life, const struct il_incident *incident)
{
	il_note_registration(context, &life->registrations.at[incident->registration]);
}

static void note_need(struct il_context *context, const struct il_life *life, const struct il_need *need)
{
	const struct il_engine *engine = context->engine;

	if (need->via)
		note_need(context, life, &life->needs.needs.at[need->via - 1]);
	for (uint32_t i = 0; i < need->call_count; i++)
		il_note_call(context, need->calls[i]);
	il_note(context, engine->unit->events.at[need->event].place, il_event_function(engine, need->event),
		need->arms  ? "the handler arms it here"
		: need->via ? "and that uses it here"
			    : "the handler uses it here");
}

void il_note_use(struct il_context *context, const struct il_life *life, const struct il_incident *incident)
{
	note_need(context, life, il_incident_need(life, incident));
}

void il_note_route(struct il_context *context, const struct il_incident *incident)
{
	for (uint32_t i = 0; i < incident->route.call_count; i++)
		il_note_call(context, incident->route.calls[i]);
}

void il_events_add(struct il_events *events, uint32_t event)
{
	uint32_t at = il_array_add(&events->all, 1);

	events->all.at[at] = event;
}

bool il_events_have(const struct il_events *events, uint32_t event)
{
	for (uint32_t i = 0; i < events->all.count; i++) {
		if (events->all.at[i] == event)
			return true;
	}
	return false;
}
