// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "engine/question.h"

#include <string.h>

/* Conditions that hold in all cases that were met; before the first, everything holds. */
struct common {
	bool met;
	uint32_t count;
	struct il_fact facts[IL_GUARDS_MAX];
};

static bool has(const struct common *common, const struct il_fact *fact)
{
	for (uint32_t i = 0; i < common->count; i++) {
		if (common->facts[i].path == fact->path && (common->facts[i].holds != 0) == (fact->holds != 0))
			return true;
	}
	return false;
}

static void meet(struct common *common, const struct common *other)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; common->met && i < common->count; i++) {
		if (has(other, &common->facts[i]))
			common->facts[kept++] = common->facts[i];
	}
	if (common->met)
		common->count = kept;
	else
		*common = *other;
	common->met = true;
}

/* Adds what holds where event @id is. */
static void add_around(struct il_guards *guards, struct common *common, uint32_t id)
{
	uint32_t count;
	const struct il_fact *here = il_guards_at(guards, guards->engine->unit->events.at[id].block, &count);

	for (uint32_t i = 0; i < count && common->count < IL_GUARDS_MAX; i++) {
		if (!has(common, &here[i]))
			common->facts[common->count++] = here[i];
	}
}

/* Returns whether @value may be zero, or with @holds something else. */
static bool may_be(const struct il_unit *unit, uint32_t value, bool holds)
{
	int64_t number;

	return !il_path_is_constant(unit, value, &number) || (number != 0) == holds;
}

/* What holds wherever @variable, a local of @f, is given what may be the answer. */
static struct common around_givers(struct il_guards *guards, const struct il_function *f, uint32_t variable, bool holds)
{
	const struct il_unit *unit = guards->engine->unit;
	struct common givers = { 0 };

	for (uint32_t e = f->first_event; e < f->first_event + f->event_count; e++) {
		const struct il_event *event = &unit->events.at[e];
		struct common one = { 0 };
		if (event->kind != IL_EVENT_ASSIGN || event->target != variable || !may_be(unit, event->value, holds))
			continue;
		add_around(guards, &one, e);
		meet(&givers, &one);
	}
	return givers;
}

uint32_t il_answer_says(struct il_guards *guards, uint32_t function, bool holds,
			struct il_fact ret_facts[IL_GUARDS_MAX])
{
	const struct il_unit *unit = guards->engine->unit;
	const struct il_function *f = &unit->functions.at[function];
	struct common answers = { 0 };

	for (uint32_t e = f->first_event; e < f->first_event + f->event_count; e++) {
		const struct il_event *event = &unit->events.at[e];
		struct common one = { 0 };
		if (event->kind != IL_EVENT_RETURN || !event->value || !may_be(unit, event->value, holds))
			continue;
		uint32_t value = il_path_strip(unit, event->value);
		if (unit->paths.at[value].op == IL_PATH_VARIABLE)
			one = around_givers(guards, f, value, holds);
		add_around(guards, &one, e);
		meet(&answers, &one);
	}
	if (answers.count)
		memcpy(ret_facts, answers.facts, answers.count * sizeof(ret_facts[0]));
	return answers.count;
}
