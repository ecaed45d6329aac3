// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What the rules about lives have in common: how sure an incident is, and its trace. */
#ifndef IL_RULES_INCIDENT_H
#define IL_RULES_INCIDENT_H

#include "engine/life.h"
#include "rules/rule.h"

/*
 * Returns how sure it is that an interrupt gets to the use: a handler of a shared line, or one
 * that does not ask its device first, always does; after the device was told to be quiet, it
 * depends on the device.
 */
enum il_confidence il_incident_confidence(const struct il_life *life, const struct il_incident *incident);

/*
 * Returns whether @incident is about a typed registration, and the memory that its data is in: the
 * order in which the two are dropped, which has a rule of its own.
 */
bool il_incident_is_drop_order(const struct il_life *life, const struct il_incident *incident);

/* Writes what @incident is about, as text of the request's function or the handler's, to @buffer. */
const char *il_incident_thing(const struct il_life *life, const struct il_incident *incident, char *buffer,
			      size_t size);

/* Returns the name of the handler that needs it. */
const char *il_incident_handler_name(const struct il_life *life, const struct il_incident *incident);

/* Events that a rule has reported before it asks what the walk through lives says of them. */
struct il_events {
	IL_ARRAY(uint32_t) all;
};

void il_events_add(struct il_events *events, uint32_t event);
bool il_events_have(const struct il_events *events, uint32_t event);

/* Notes a call. */
void il_note_call(struct il_context *context, uint32_t event);

/* Notes a request, with the calls that lead to it. */
void il_note_registration(struct il_context *context, const struct il_registration *registration);

/* Notes the request of an incident, with the calls that lead to it. */
void il_note_request(struct il_context *context, const struct il_life *life, const struct il_incident *incident);

/* Notes what the handler does, with the calls and works that lead to it. */
void il_note_use(struct il_context *context, const struct il_life *life, const struct il_incident *incident);

/* Notes the calls that lead to the event of the incident. */
void il_note_route(struct il_context *context, const struct il_incident *incident);

#endif
