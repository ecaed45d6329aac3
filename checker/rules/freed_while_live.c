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

/* Returns whether incident @index is one of this rule's. */
static bool is_ours(const struct il_life *life, uint32_t index)
{
	const struct il_incident *incident = &life->incidents.at[index];

	return incident->kind == IL_INCIDENT_RELEASED && !incident->popped &&
	       !life->registrations.at[incident->registration].managed && !il_incident_is_drop_order(life, incident);
}

/* Returns whether two incidents are one defect: a function releases several things before the same free. */
static bool go_together(const struct il_life *life, uint32_t a, uint32_t b)
{
	const struct il_incident *x = &life->incidents.at[a], *y = &life->incidents.at[b];

	return is_ours(life, b) && x->route.root == y->route.root &&
	       il_event_function(life->engine, x->event) == il_event_function(life->engine, y->event);
}

static bool is_reported(const struct il_life *life, uint32_t index)
{
	for (uint32_t i = 0; i < index; i++) {
		if (go_together(life, index, i))
			return true;
	}
	return false;
}

/* Of those that go together, the surest one; it is reported, and the others are noted. */
static uint32_t surest_of(const struct il_life *life, uint32_t first)
{
	uint32_t surest = first;

	for (uint32_t i = first + 1; i < life->incidents.count; i++) {
		if (go_together(life, first, i) && il_incident_confidence(life, &life->incidents.at[i]) >
							   il_incident_confidence(life, &life->incidents.at[surest]))
			surest = i;
	}
	return surest;
}

static void note_others(struct il_context *context, const struct il_life *life, uint32_t first, uint32_t reported)
{
	const struct il_engine *engine = context->engine;
	char thing[128];

	for (uint32_t i = first; i < life->incidents.count; i++) {
		const struct il_incident *other = &life->incidents.at[i];
		if (i != reported && go_together(life, first, i))
			il_note(context, engine->unit->events.at[other->event].place,
				il_event_function(engine, other->event), "and '%s' is released here",
				il_incident_thing(life, other, thing, sizeof(thing)));
	}
}

static void report(struct il_context *context, const struct il_life *life, uint32_t first)
{
	const struct il_engine *engine = context->engine;
	const struct il_unit *unit = engine->unit;
	uint32_t surest = surest_of(life, first);
	const struct il_incident *incident = &life->incidents.at[surest];
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
	note_others(context, life, first, surest);
	il_report_end(context);
}

IL_RULE(freed_while_live, context)
{
	const struct il_life *life = il_life(context->engine);

	for (uint32_t i = 0; i < life->incidents.count; i++) {
		if (is_ours(life, i) && !is_reported(life, i))
			report(context, life, i);
	}
}
