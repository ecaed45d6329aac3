// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * A driver fixes the trigger of a line that firmware describes.
 *
 * Why:    device tree and ACPI say how the line is wired on this board; a trigger in the request
 *         overrides that, and boards with an inverter or another controller get a wrong one.
 * Model:  trigger bits among the known flags of requests whose line comes from firmware.
 * Bias:   a matter of taste on boards without firmware tables, so off by default.
 * Page:   docs/rules/irq-trigger-override.md
 */
#include "engine/origin.h"
#include "rules/rule.h"

static bool check(void *data, const struct il_request *request)
{
	struct il_context *context = data;
	struct il_engine *engine = context->engine;

	if ((request->flags_clear & IL_IRQF_TRIGGER_MASK) == IL_IRQF_TRIGGER_MASK)
		return true;
	if (!(request->flags_set & IL_IRQF_TRIGGER_MASK))
		return false;
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
	il_each_request(context->engine, check, context);
}
