// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Under which conditions a handler gets to what it needs, in terms of the one who began the calls. */
#include "engine/condition.h"

#include "engine/question.h"

#include <string.h>

/* Questions inside each other are followed this far. */
enum { ANSWER_DEPTH_MAX = 3 };

/* Returns whether the truth of @term depends on something else than the driver's memory. */
static bool is_outside(const struct il_unit *unit, uint32_t term)
{
	const struct il_path *p = &unit->paths.at[term];

	if (p->op == IL_PATH_RESULT) {
		const struct il_event *call = &unit->events.at[p->symbol];
		return !il_model_tests(il_text(unit, unit->functions.at[call->callee].name));
	}
	if (p->op == IL_PATH_VARIABLE || p->op == IL_PATH_NONE)
		return unit->variables.at[p->symbol].kind == IL_VARIABLE_LOCAL;
	return (p->a && is_outside(unit, p->a)) || (p->b && p->op != IL_PATH_CONTAINER && is_outside(unit, p->b));
}

bool il_guard_asks_flag(const struct il_needs *needs, uint32_t guard)
{
	for (; guard; guard = needs->conditions.at[guard].outer) {
		if (!is_outside(needs->engine->unit, needs->conditions.at[guard].term))
			return true;
	}
	return false;
}

bool il_guard_asks_device(const struct il_needs *needs, uint32_t guard)
{
	for (; guard; guard = needs->conditions.at[guard].outer) {
		if (is_outside(needs->engine->unit, needs->conditions.at[guard].term))
			return true;
	}
	return false;
}

bool il_guards_within(const struct il_needs *needs, uint32_t few, uint32_t many)
{
	for (; few; few = needs->conditions.at[few].outer) {
		const struct il_guard *wanted = &needs->conditions.at[few];
		uint32_t g = many;
		while (g &&
		       (needs->conditions.at[g].term != wanted->term || needs->conditions.at[g].holds != wanted->holds))
			g = needs->conditions.at[g].outer;
		if (!g)
			return false;
	}
	return true;
}

static uint32_t add_guard(struct il_needs *needs, uint32_t term, bool holds, uint32_t outer)
{
	for (uint32_t g = outer; g; g = needs->conditions.at[g].outer) {
		if (needs->conditions.at[g].term == term && needs->conditions.at[g].holds == holds)
			return outer;
	}
	uint32_t at = il_array_add(&needs->conditions, 1);
	needs->conditions.at[at] = (struct il_guard) { term, holds, outer };
	return at;
}

static uint32_t guard_of_facts(struct il_needs *needs, uint32_t frame, const struct il_fact *facts, uint32_t count,
			       uint32_t outer, int depth);

/* Adds what the answer of a function of the driver says, when @fact is about one. */
static uint32_t guard_of_answer(struct il_needs *needs, uint32_t frame, struct il_fact fact, uint32_t outer, int depth)
{
	const struct il_path p = needs->engine->unit->paths.at[fact.path];
	uint32_t targets[IL_TARGETS_MAX];
	struct il_fact facts[IL_GUARDS_MAX];

	if (p.op != IL_PATH_RESULT)
		return outer;
	needs->engine->stats.need_limit_hits += depth == ANSWER_DEPTH_MAX;
	if (depth == ANSWER_DEPTH_MAX || il_call_targets(needs->graph, p.symbol, targets) != 1 ||
	    !il_is_own_function(needs->engine, targets[0]))
		return outer;
	uint32_t count = il_answer_says(&needs->guards, targets[0], fact.holds != 0, facts);
	uint32_t inside = il_frame_of_call(needs->terms, frame, p.symbol, targets[0]);
	return guard_of_facts(needs, inside, facts, count, outer, depth + 1);
}

static uint32_t guard_of_facts(struct il_needs *needs, uint32_t frame, const struct il_fact *facts, uint32_t count,
			       uint32_t outer, int depth)
{
	for (uint32_t i = 0; i < count; i++) {
		uint32_t term = il_term(needs->terms, frame, facts[i].path);
		int64_t constant;
		/* A condition on what the caller passes may rule the block out. */
		bool known = term && il_path_is_constant(needs->engine->unit, term, &constant);
		if (term && (!known || (constant != 0) != (facts[i].holds != 0)))
			outer = add_guard(needs, term, facts[i].holds != 0, outer);
		outer = guard_of_answer(needs, frame, facts[i], outer, depth);
	}
	return outer;
}

uint32_t il_guard_of_block(struct il_needs *needs, uint32_t frame, uint32_t block, uint32_t outer)
{
	uint32_t count;
	const struct il_fact *borrowed = il_guards_at(&needs->guards, block, &count);
	struct il_fact facts[IL_GUARDS_MAX];

	if (count)
		memcpy(facts, borrowed, count * sizeof(facts[0]));
	return guard_of_facts(needs, frame, facts, count, outer, 0);
}
