// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "engine/deferral.h"

#include "model/words.h"

#include <string.h>

static bool is_platform_driver(const struct il_unit *unit, uint32_t type)
{
	const struct il_type *t = &unit->types.at[type];

	while (t->kind == IL_TYPE_ARRAY)
		t = &unit->types.at[t->target];
	return t->kind == IL_TYPE_RECORD &&
	       strcmp(il_text(unit, unit->records.at[t->record].name), IL_PLATFORM_DRIVER_RECORD) == 0;
}

/* Returns whether @target lies in a field with the firmware nodes that a driver is for. */
static bool is_match_table(const struct il_unit *unit, uint32_t target)
{
	const struct il_path *p = &unit->paths.at[target];

	for (; p->op == IL_PATH_FIELD || p->op == IL_PATH_INDEX; p = &unit->paths.at[p->a]) {
		if (p->op == IL_PATH_FIELD &&
		    il_model_means(il_text(unit, unit->fields.at[p->symbol].name), IL_MEANS_MATCHES))
			return true;
	}
	return false;
}

bool il_binds_by_name(const struct il_engine *engine)
{
	const struct il_unit *unit = engine->unit;
	bool has_driver = false;

	for (uint32_t i = 1; i < unit->initialisers.count; i++) {
		const struct il_initialiser *initialiser = &unit->initialisers.at[i];
		if (!is_platform_driver(unit, unit->variables.at[initialiser->variable].type))
			continue;
		has_driver = true;
		/* A table of NULL is one that this configuration has no use for. */
		if (is_match_table(unit, initialiser->target))
			return false;
	}
	return has_driver;
}

static bool is_parent(const struct il_unit *unit, uint32_t path)
{
	const struct il_path *p = &unit->paths.at[il_path_strip(unit, path)];

	if (p->op != IL_PATH_FIELD)
		return false;
	const struct il_field *field = &unit->fields.at[p->symbol];
	return strcmp(il_text(unit, field->name), IL_DEVICE_PARENT) == 0 &&
	       strcmp(il_text(unit, unit->records.at[field->record].name), IL_DEVICE_RECORD) == 0;
}

static bool asks_parent(struct il_engine *engine, uint32_t function, int depth)
{
	const struct il_function f = engine->unit->functions.at[function];

	for (uint32_t e = f.first_event; e < f.first_event + f.event_count; e++) {
		if (il_model_means(il_callee_name(engine, e), IL_MEANS_HOLDS) &&
		    is_parent(engine->unit, il_resolve(engine, il_argument_path(engine->unit, e, 0))))
			return true;
	}
	const struct il_items calls = il_group_of(&engine->calls, function);
	for (uint32_t c = 0; c < calls.count && depth < IL_REACH_DEPTH_MAX; c++) {
		if (asks_parent(engine, il_event_function(engine, calls.at[c]), depth + 1))
			return true;
	}
	return false;
}

bool il_asks_parent(struct il_engine *engine, uint32_t function)
{
	return asks_parent(engine, function, 0);
}

/* Returns whether the linker collects what is in @section. */
static bool is_init_table(const char *section)
{
	size_t length = strlen(section), suffix = strlen(IL_INIT_TABLE_SUFFIX);

	return strncmp(section, IL_INIT_TABLE_PREFIX, strlen(IL_INIT_TABLE_PREFIX)) == 0 && length > suffix &&
	       strcmp(section + length - suffix, IL_INIT_TABLE_SUFFIX) == 0;
}

static bool runs_at_boot(const struct il_engine *engine, uint32_t function, int depth)
{
	const struct il_unit *unit = engine->unit;
	bool used = false;

	if (!(unit->functions.at[function].flags & IL_FUNCTION_STATIC) || depth > IL_REACH_DEPTH_MAX ||
	    engine->handed_on.at[function])
		return false;
	const struct il_items holders = il_group_of(&engine->initialisers, function);
	for (uint32_t i = 0; i < holders.count; i++) {
		const struct il_initialiser *initialiser = &unit->initialisers.at[holders.at[i]];
		if (!is_init_table(il_text(unit, unit->variables.at[initialiser->variable].section)))
			return false;
		used = true;
	}
	const struct il_items calls = il_group_of(&engine->calls, function);
	for (uint32_t c = 0; c < calls.count; c++) {
		if (!runs_at_boot(engine, il_event_function(engine, calls.at[c]), depth + 1))
			return false;
		used = true;
	}
	return used;
}

bool il_runs_at_boot(const struct il_engine *engine, uint32_t function)
{
	return runs_at_boot(engine, function, 0);
}
