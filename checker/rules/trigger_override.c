// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * A driver fixes the trigger of a line that firmware describes.
 *
 * Why:    device tree and ACPI say how the line is wired on this board; a trigger in the request
 *         overrides that, and boards with an inverter or another controller get a wrong one.
 * Model:  trigger bits among the known flags of requests whose line comes from firmware.
 * Bias:   a matter of taste on boards without firmware tables, so off by default; silent for both
 *         edges, which no inverter changes, and in units that ask for the line's trigger.
 * Page:   docs/rules/irq-trigger-override.md
 */
#include "engine/origin.h"
#include "model/words.h"
#include "rules/rule.h"

/* Returns whether the unit asks what trigger firmware has given a line. */
static bool asks_trigger(const struct il_engine *engine)
{
	const struct il_unit *unit = engine->unit;

	for (uint32_t f = 1; f < unit->functions.count; f++) {
		const struct il_items calls = il_group_of(&engine->calls, f);
		for (uint32_t c = 0; c < calls.count; c++) {
			if (il_model_means(il_text(unit, unit->functions.at[f].name), IL_MEANS_TRIGGERS) &&
			    il_is_own_function(engine, il_event_function(engine, calls.at[c])))
				return true;
		}
	}
	return false;
}

static bool check(void *data, const struct il_request *request)
{
	struct il_context *context = data;
	struct il_engine *engine = context->engine;

	if ((request->flags_clear & IL_IRQF_TRIGGER_MASK) == IL_IRQF_TRIGGER_MASK)
		return true;
	if (!(request->flags_set & IL_IRQF_TRIGGER_MASK))
		return false;
	const uint64_t both = IL_IRQF_TRIGGER_RISING | IL_IRQF_TRIGGER_FALLING;
	if ((request->flags_set & IL_IRQF_TRIGGER_MASK) == both)
		return true;
	enum il_origin origin = il_line_origin(engine, request->value[IL_ARGUMENT_LINE]);
	if (origin != IL_ORIGIN_FIRMWARE && origin != IL_ORIGIN_PLATFORM)
		return origin != IL_ORIGIN_UNKNOWN;
	il_report(context, IL_CONFIDENCE_LIKELY, il_request_place(engine, request),
		  il_request_function(engine, request),
		  "'%s' overrides the trigger that firmware describes for the line", request->api->name);
	il_note_wrappers(context, request);
	il_report_end(context);
	return true;
}

IL_RULE(trigger_override, context)
{
	if (!asks_trigger(context->engine))
		il_each_request(context->engine, check, context);
}
