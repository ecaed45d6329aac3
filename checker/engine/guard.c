// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "engine/guard.h"

#include <stdlib.h>
#include <string.h>

enum { NOT_LOOKED_AT = UINT32_MAX, ROUNDS_MAX = 16, HALVES_MAX = 6 };

/* What is known at the begin of a block: everything until a way to it is found. */
struct known {
	bool reached;
	uint32_t count;
	struct il_fact facts[IL_GUARDS_MAX];
};

void il_guards_init(struct il_guards *guards, struct il_engine *engine)
{
	*guards = (struct il_guards) { .engine = engine };
	guards->blocks = calloc(engine->unit->blocks.count, sizeof(guards->blocks[0]));
	if (!guards->blocks)
		abort();
	for (uint32_t b = 0; b < engine->unit->blocks.count; b++)
		guards->blocks[b].count = NOT_LOOKED_AT;
}

void il_guards_fini(struct il_guards *guards)
{
	il_array_fini(&guards->facts);
	free(guards->blocks);
}

static bool mentions(const struct il_unit *unit, uint32_t path, uint32_t variable)
{
	const struct il_path *p = &unit->paths.at[path];

	return path == variable || (p->a && mentions(unit, p->a, variable)) ||
	       (p->b && mentions(unit, p->b, variable)) || (p->c && mentions(unit, p->c, variable));
}

/*
 * What is known of variables that the block changes is not known any more behind it.  Memory was as
 * the condition asked when the handler passed, whatever the handler makes of it later.
 */
static void forget_changed(const struct il_unit *unit, const struct il_block *block, struct known *known)
{
	for (uint32_t e = block->first_event; e < block->first_event + block->event_count; e++) {
		const struct il_event *event = &unit->events.at[e];
		uint32_t kept = 0;
		if (event->kind != IL_EVENT_ASSIGN || unit->paths.at[event->target].op != IL_PATH_VARIABLE)
			continue;
		for (uint32_t i = 0; i < known->count; i++) {
			if (!mentions(unit, known->facts[i].path, event->target))
				known->facts[kept++] = known->facts[i];
		}
		known->count = kept;
	}
}

/* Returns what @block assigns last to @variable; 0: nothing. */
static uint32_t assigned_last(const struct il_unit *unit, const struct il_block *block, uint32_t variable)
{
	for (uint32_t e = block->first_event + block->event_count; e-- > block->first_event;) {
		const struct il_event *event = &unit->events.at[e];
		if (event->kind == IL_EVENT_ASSIGN && event->target == variable)
			return event->value;
	}
	return 0;
}

static void learn(struct il_guards *guards, struct known *known, uint32_t path, bool holds)
{
	for (uint32_t i = 0; i < known->count; i++) {
		if (known->facts[i].path == path) {
			known->facts[i].holds = holds;
			return;
		}
	}
	if (known->count < IL_GUARDS_MAX)
		known->facts[known->count++] = (struct il_fact) { path, holds };
	else
		guards->engine->stats.need_limit_hits++;
}

static bool has(const struct known *known, struct il_fact fact)
{
	for (uint32_t i = 0; i < known->count; i++) {
		if (known->facts[i].path == fact.path && known->facts[i].holds == fact.holds)
			return true;
	}
	return false;
}

/* Returns whether @known says that @path holds, or one half of it where that is enough. */
static bool says(const struct il_unit *unit, const struct known *known, uint32_t path, int depth)
{
	const struct il_path *p = &unit->paths.at[path];

	if (has(known, (struct il_fact) { path, true }))
		return true;
	if (p->op == IL_PATH_UNARY && p->code == IL_OP_NOT)
		return has(known, (struct il_fact) { p->a, false });
	return p->op == IL_PATH_BINARY && p->code == IL_OP_EITHER && depth < HALVES_MAX &&
	       (says(unit, known, p->a, depth + 1) || says(unit, known, p->b, depth + 1));
}

static uint32_t halves(const struct il_unit *unit, uint32_t path)
{
	const struct il_path *p = &unit->paths.at[path];

	return p->op == IL_PATH_BINARY && p->code == IL_OP_EITHER ? halves(unit, p->a) + halves(unit, p->b) : 1;
}

/* The fact as a condition that holds. */
static uint32_t as_path(struct il_unit *unit, struct il_fact fact)
{
	uint32_t type = unit->paths.at[fact.path].type;

	return fact.holds ? fact.path : il_path_unary(unit, IL_OP_NOT, fact.path, type);
}

static bool is_half(const struct il_unit *unit, uint32_t path, uint32_t half)
{
	const struct il_path *p = &unit->paths.at[path];

	if (p->op == IL_PATH_UNARY && p->code == IL_OP_NOT)
		path = p->a;
	return path == half || (p->op == IL_PATH_BINARY && p->code == IL_OP_EITHER &&
				(is_half(unit, p->a, half) || is_half(unit, p->b, half)));
}

static bool mentions_path(const struct known *known, uint32_t path)
{
	return has(known, (struct il_fact) { path, true }) || has(known, (struct il_fact) { path, false });
}

/* Returns whether @q compares what @p does with another constant. */
static bool is_another(const struct il_unit *unit, const struct il_path *p, const struct il_path *q)
{
	return q->op == IL_PATH_BINARY && q->code == IL_OP_EQ && q->a == p->a && q->b != p->b &&
	       unit->paths.at[q->b].op == IL_PATH_CONSTANT;
}

/* Returns whether @path says that something is one constant, and @known that it is another, or one of others. */
static bool is_other_case(const struct il_unit *unit, const struct known *known, uint32_t path)
{
	const struct il_path *p = &unit->paths.at[path];

	if (p->op != IL_PATH_BINARY || p->code != IL_OP_EQ || unit->paths.at[p->b].op != IL_PATH_CONSTANT)
		return false;
	for (uint32_t i = 0; i < known->count; i++) {
		const struct il_path *q = &unit->paths.at[known->facts[i].path];
		bool others = known->facts[i].holds;
		while (others && q->op == IL_PATH_BINARY && q->code == IL_OP_EITHER) {
			others = is_another(unit, p, &unit->paths.at[q->b]);
			q = &unit->paths.at[q->a];
		}
		if (others && is_another(unit, p, q))
			return true;
	}
	return false;
}

/* Returns whether @known says that @path does not hold, all halves of it where one would be enough. */
static bool refuses(const struct il_unit *unit, const struct known *known, uint32_t path, int depth)
{
	const struct il_path *p = &unit->paths.at[path];

	if (has(known, (struct il_fact) { path, false }) || is_other_case(unit, known, path))
		return true;
	if (p->op == IL_PATH_UNARY && p->code == IL_OP_NOT)
		return has(known, (struct il_fact) { p->a, true });
	return p->op == IL_PATH_BINARY && p->code == IL_OP_EITHER && depth < HALVES_MAX &&
	       refuses(unit, known, p->a, depth + 1) && refuses(unit, known, p->b, depth + 1);
}

/*
 * Returns `rx || tx` when @a got here because of `rx`, and @b without it because of `tx`, as behind
 * `if (!rx && !tx) return`; 0: they did not.
 */
static uint32_t either(struct il_unit *unit, const struct known *a, const struct known *b)
{
	for (uint32_t i = a->count; i-- > 0;) {
		struct il_fact first = a->facts[i];
		bool without =
			first.holds ? refuses(unit, b, first.path, 0) : has(b, (struct il_fact) { first.path, true });
		if (!without)
			continue;
		for (uint32_t k = b->count; k-- > 0;) {
			/* What @b is without is no news. */
			if (mentions_path(a, b->facts[k].path) || is_half(unit, first.path, b->facts[k].path))
				continue;
			uint32_t x = as_path(unit, first), y = as_path(unit, b->facts[k]);
			bool few = halves(unit, x) + halves(unit, y) <= HALVES_MAX;
			return few ? il_path_binary(unit, IL_OP_EITHER, x, y, unit->paths.at[x].type) : 0;
		}
	}
	return 0;
}

/* Keeps what both ways know.  Returns whether @there changed. */
static bool meet(struct il_guards *guards, struct known *there, const struct known *arriving)
{
	struct il_unit *unit = guards->engine->unit;
	uint32_t kept = 0;

	if (!there->reached) {
		*there = *arriving;
		there->reached = true;
		return true;
	}
	uint32_t joint = either(unit, there, arriving);
	joint = joint ? joint : either(unit, arriving, there);
	for (uint32_t i = 0; i < there->count; i++) {
		struct il_fact fact = there->facts[i];
		if (has(arriving, fact) || (fact.holds && says(unit, arriving, fact.path, 0)))
			there->facts[kept++] = fact;
	}
	bool changed = kept != there->count;
	there->count = kept;
	if (changed && joint)
		learn(guards, there, joint, true);
	return changed;
}

/* Returns what a switch is that goes to @target: one of the cases that do; 0: anything else, too. */
static uint32_t case_of(struct il_unit *unit, const struct il_block *block, uint32_t target)
{
	struct il_type number = { .kind = IL_TYPE_INTEGER, .flags = IL_TYPE_SIGNED, .bits = 64 };
	uint32_t type = il_type_id(unit, &number), all = 0;

	for (uint32_t e = 0; e < block->edge_count; e++) {
		const struct il_edge edge = unit->edges.at[block->first_edge + e];
		if (edge.target != target)
			continue;
		if (edge.kind != IL_EDGE_CASE || edge.low != edge.high || (all && halves(unit, all) == HALVES_MAX))
			return 0;
		uint32_t one = il_path_binary(unit, IL_OP_EQ, block->condition,
					      il_path_constant(unit, edge.low, type, 0), type);
		all = all ? il_path_binary(unit, IL_OP_EITHER, all, one, type) : one;
	}
	return all;
}

static bool pass_block(struct il_guards *guards, const struct il_function *f, uint32_t b, struct known *all)
{
	struct il_unit *unit = guards->engine->unit;
	const struct il_block *block = &unit->blocks.at[f->first_block + b];
	struct known behind = all[b];
	bool changed = false;

	forget_changed(unit, block, &behind);
	for (uint32_t e = 0; e < block->edge_count; e++) {
		const struct il_edge *edge = &unit->edges.at[block->first_edge + e];
		struct known arriving = behind;
		if (block->branch == IL_BRANCH_TEST && block->condition) {
			bool holds = edge->kind == IL_EDGE_TRUE;
			uint32_t test = il_plain_test(unit, block->condition, &holds);
			if (test)
				learn(guards, &arriving, test, holds);
			/* `status &= card->enabled; if (!status)`: that is what is tested. */
			uint32_t value = assigned_last(unit, block, test);
			if (value)
				learn(guards, &arriving, value, holds);
		} else if (block->branch == IL_BRANCH_SWITCH && block->condition) {
			uint32_t taken = case_of(unit, block, edge->target);
			if (taken)
				learn(guards, &arriving, taken, true);
		}
		changed = meet(guards, &all[edge->target - f->first_block], &arriving) || changed;
	}
	return changed;
}

static void look_at(struct il_guards *guards, uint32_t function)
{
	const struct il_unit *unit = guards->engine->unit;
	const struct il_function *f = &unit->functions.at[function];
	struct known *all = calloc(f->block_count, sizeof(*all));
	bool changed = true;

	if (!all)
		abort();
	all[f->entry - f->first_block].reached = true;
	for (int round = 0; changed && round < ROUNDS_MAX; round++) {
		changed = false;
		for (uint32_t b = 0; b < f->block_count; b++)
			changed = (all[b].reached && pass_block(guards, f, b, all)) || changed;
	}
	guards->engine->stats.need_limit_hits += changed;
	for (uint32_t b = 0; b < f->block_count; b++) {
		/* Not settled: nothing is known, which lets too much happen rather than too little. */
		uint32_t count = changed ? 0 : all[b].count;
		uint32_t first = il_array_add(&guards->facts, count);
		if (count)
			memcpy(guards->facts.at + first, all[b].facts, count * sizeof(struct il_fact));
		guards->blocks[f->first_block + b].first = first;
		guards->blocks[f->first_block + b].count = count;
	}
	free(all);
}

const struct il_fact *il_guards_at(struct il_guards *guards, uint32_t block, uint32_t *ret_count)
{
	if (guards->blocks[block].count == NOT_LOOKED_AT)
		look_at(guards, guards->engine->unit->blocks.at[block].function);
	*ret_count = guards->blocks[block].count;
	return *ret_count ? &guards->facts.at[guards->blocks[block].first] : NULL;
}
