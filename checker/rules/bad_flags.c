// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Request flags contradict each other.
 *
 * Why:    the kernel refuses the request, on every machine, when the driver is probed.
 * Model:  the flags of each request that are known to be set or clear, against the combinations
 *         of checker/model/combinations.def.
 * Bias:   silent unless the bits in question are known on a path.
 * Page:   docs/rules/irq-bad-flags.md
 */
#include "rules/rule.h"

enum verdict { VERDICT_FINE, VERDICT_WRONG, VERDICT_OPEN };

static enum verdict judge(const struct il_combination *c, const struct il_request *request)
{
	bool all = (request->flags_set & c->all) == c->all;
	bool any = !c->any || (request->flags_set & c->any) != 0;
	bool none = (request->flags_clear & c->none) == c->none;

	if (all && any && none)
		return VERDICT_WRONG;
	if ((request->flags_clear & c->all) || (request->flags_set & c->none) ||
	    (c->any && (request->flags_clear & c->any) == c->any))
		return VERDICT_FINE;
	return VERDICT_OPEN;
}

static void report(struct il_context *context, const struct il_request *request, const struct il_combination *wrong)
{
	const struct il_engine *engine = context->engine;

	il_report(context, IL_CONFIDENCE_CERTAIN, il_request_place(engine, request),
		  il_request_function(engine, request), "'%s' is given %s: the %s", request->api->name, wrong->what,
		  wrong->outcome);
	il_note_wrappers(context, request);
	il_report_end(context);
}

static bool check(void *data, const struct il_request *request)
{
	struct il_context *context = data;
	const struct il_combination *c;
	uint32_t cursor = 0;
	bool settled = true;

	if (!il_request_takes(request->api, IL_ARGUMENT_FLAGS))
		return true;
	while ((c = il_model_combination(context->engine->model, &cursor))) {
		if (c->kind != request->api->kind)
			continue;
		enum verdict verdict = judge(c, request);
		if (verdict == VERDICT_WRONG) {
			report(context, request, c);
			return true;
		}
		settled = settled && verdict == VERDICT_FINE;
	}
	return settled;
}

IL_RULE(bad_flags, context)
{
	il_each_request(context->engine, check, context);
}
