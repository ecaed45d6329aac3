// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * A line is freed before its vector, mapping or controller goes, and nothing of it is left set.
 *
 * Why:    with the vector the descriptor of the line goes, and the registration in it; a hint, or a
 *         notifier, of a line that is freed is memory that the core still knows.
 * Model:  the ways of the life rules; where the number of a line comes from; what was set of it.
 * Bias:   silent where the line is never freed; where its hint is taken back anywhere on the way.
 * Page:   docs/rules/irq-vector-released.md
 */
#include "rules/incident.h"

static void note_end(struct il_context *context, const struct il_life *life, const struct il_incident *incident)
{
	const struct il_engine *engine = context->engine;
	const struct il_unit *unit = engine->unit;
	uint32_t root = incident->route.root;

	if (incident->freed)
		il_note(context, unit->events.at[incident->freed].place, il_event_function(engine, incident->freed),
			"the line is freed only here");
	else if (life->registrations.at[incident->registration].managed)
		il_note(context, unit->functions.at[root].place, root,
			"devres frees the line only after '%s' has returned",
			il_text(unit, unit->functions.at[root].name));
}

static void report_taken(struct il_context *context, const struct il_life *life, const struct il_incident *incident)
{
	const struct il_engine *engine = context->engine;

	il_report(context, IL_CONFIDENCE_LIKELY, engine->unit->events.at[incident->event].place,
		  il_event_function(engine, incident->event), "'%s' takes a line away that is still requested",
		  il_callee_name(engine, incident->event));
	il_note_request(context, life, incident);
	il_note_route(context, incident);
	note_end(context, life, incident);
	il_report_end(context);
}

static void report_set(struct il_context *context, const struct il_life *life, const struct il_incident *incident)
{
	const struct il_engine *engine = context->engine;
	const struct il_affinity *set = il_model_affinity(il_callee_name(engine, incident->setting));
	const char *what = set && set->part == IL_AFFINITY_NOTIFIER ? "affinity notifier" : "affinity hint";
	bool by_devres = incident->event == incident->setting;

	il_report(context, IL_CONFIDENCE_LIKELY, engine->unit->events.at[incident->event].place,
		  il_event_function(engine, incident->event),
		  by_devres ? "the %s that is set here is not taken back before devres frees the line"
			    : "the line is freed while its %s is set",
		  what);
	il_note_request(context, life, incident);
	if (!by_devres)
		il_note(context, engine->unit->events.at[incident->setting].place,
			il_event_function(engine, incident->setting), "the %s is set here", what);
	il_note_route(context, incident);
	il_report_end(context);
}

IL_RULE(vector_released, context)
{
	const struct il_life *life = il_life(context->engine);

	for (uint32_t i = 0; i < life->incidents.count; i++) {
		if (life->incidents.at[i].kind == IL_INCIDENT_TAKEN)
			report_taken(context, life, &life->incidents.at[i]);
		else if (life->incidents.at[i].kind == IL_INCIDENT_SET)
			report_set(context, life, &life->incidents.at[i]);
	}
}
