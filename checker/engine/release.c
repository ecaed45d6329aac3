// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "engine/release.h"

void il_each_release(struct il_engine *engine, void (*visit)(void *context, const struct il_release *release),
		     void *context)
{
	struct il_unit *unit = engine->unit;
	uint32_t functions = unit->functions.count;

	for (uint32_t f = 1; f < functions; f++) {
		const struct il_free_api *api = il_model_free(engine->model, il_text(unit, unit->functions.at[f].name));
		const struct il_items calls = il_group_of(&engine->calls, f);
		for (uint32_t c = 0; api && c < calls.count; c++) {
			struct il_release release = { .api = api, .event = calls.at[c] };
			release.function = il_event_function(engine, release.event);
			if (!il_is_own_function(engine, release.function))
				continue;
			release.cookie = il_resolve(engine, il_argument_path(unit, release.event, api->cookie));
			release.keys = il_line_keys(engine, release.function,
						    il_argument_path(unit, release.event, api->line));
			visit(context, &release);
		}
	}
}

struct il_relation il_relate(struct il_engine *engine, const struct il_request *request,
			     const struct il_release *release)
{
	struct il_keys keys =
		il_line_keys(engine, il_request_function(engine, request), request->value[IL_ARGUMENT_LINE]);
	uint32_t innermost = il_event_function(engine, request->event);
	struct il_keys inner =
		il_line_keys(engine, innermost, il_argument_path(engine->unit, request->event, request->api->line));
	struct il_relation relation = {
		.same_line = il_keys_meet(&keys, &release->keys) || il_keys_meet(&inner, &release->keys),
		.cookie = il_match_cookies(engine->unit, request->value[IL_ARGUMENT_COOKIE], release->cookie),
	};

	relation.different_line = !relation.same_line && il_keys_differ(&keys, &release->keys);
	return relation;
}
