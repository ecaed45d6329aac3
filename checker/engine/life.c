// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "engine/life.h"

#include "engine/moment.h"
#include "engine/request.h"

#include <stdlib.h>

static void collect_of(struct il_life *life, uint32_t path, uint32_t caller)
{
	uint32_t functions[IL_TARGETS_MAX];
	uint32_t count = il_functions_of(&life->graph, path, caller, functions);

	for (uint32_t i = 0; i < count; i++)
		il_needs_of(&life->needs, functions[i]);
}

/* The needs of all handlers are known before the walk: they tell what is worth walking. */
static void collect_needs(struct il_life *life)
{
	uint32_t count;
	const struct il_request *requests = il_all_requests(life->engine, &count);

	for (uint32_t i = 0; i < count; i++) {
		uint32_t caller = il_request_function(life->engine, &requests[i]);
		collect_of(life, requests[i].value[IL_ARGUMENT_HANDLER], caller);
		collect_of(life, requests[i].value[IL_ARGUMENT_THREAD], caller);
	}
}

const struct il_life *il_life(struct il_engine *engine)
{
	if (engine->life)
		return engine->life;
	struct il_life *life = calloc(1, sizeof(*life));
	if (!life)
		abort();
	engine->life = life;
	life->engine = engine;
	il_terms_init(&life->terms, engine);
	il_graph_init(&life->graph, engine);
	il_needs_init(&life->needs, &life->terms, &life->graph);
	collect_needs(life);
	if (engine->requests.count) {
		struct il_walk walk = { .life = life, .engine = engine };
		il_scope_init(&walk);
		il_walk_lives(&walk);
		il_find_dark(&walk);
		il_scope_fini(&walk);
		il_array_fini(&walk.things);
		il_array_fini(&walk.devres);
		il_array_fini(&walk.kept);
	}
	return life;
}

void il_life_destroy(struct il_life *life)
{
	if (!life)
		return;
	il_needs_fini(&life->needs);
	il_graph_fini(&life->graph);
	il_terms_fini(&life->terms);
	il_array_fini(&life->registrations);
	il_array_fini(&life->bound);
	il_array_fini(&life->incidents);
	il_array_fini(&life->imbalances);
	free(life);
}

const struct il_need *il_incident_need(const struct il_life *life, const struct il_incident *incident)
{
	return &life->needs.needs.at[incident->need];
}

uint32_t il_incident_handler(const struct il_life *life, const struct il_incident *incident)
{
	for (uint32_t i = 0; i < life->needs.handlers.count; i++) {
		const struct il_handler_needs *handler = &life->needs.handlers.at[i];
		if (incident->need >= handler->first && incident->need - handler->first < handler->count)
			return handler->function;
	}
	return 0;
}
