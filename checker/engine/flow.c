// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "engine/flow.h"

#include "engine/computed.h"
#include "engine/token.h"

#include <stdlib.h>
#include <string.h>

/* States that reached a block, each with whether it was walked from. */
struct arrivals {
	struct il_state *states[IL_FLOW_STATES_MAX];
	uint32_t count, walked;
};

/* Which facts of a block's condition matter to the answer, or are tested again. */
enum keep {
	KEEP_TEST = 1,	   /* the condition as it is written */
	KEEP_COMPUTED = 2, /* what the call in it computes */
};

struct walk {
	struct il_engine *engine;
	const struct il_function *function;
	uint32_t event; /* that is asked about */
	const uint32_t *asked;
	uint32_t asked_count;
	bool (*visit)(void *context, const struct il_flow_state *state);
	void *context;
	bool stopped;
	bool asks_tokens; /* whether an object is used up is asked about */

	struct il_arena arena;	     /* of the states */
	struct arrivals *blocks;     /* of the function */
	IL_ARRAY(uint32_t) relevant; /* variables and fields the asked paths depend on */
	bool *leads_to_event;	     /* blocks from which the event can be reached */
	uint8_t *keeps_facts;	     /* enum keep, by block */
};

/* What a variable or field is called among the relevant: fields of any object count alike. */
static uint32_t relevance_key(const struct il_path *p)
{
	return p->symbol * 4 + (p->op == IL_PATH_VARIABLE ? 0 : p->op == IL_PATH_FIELD ? 1 : 2);
}

static bool is_relevant(const struct walk *walk, uint32_t key)
{
	for (uint32_t i = 0; i < walk->relevant.count; i++) {
		if (walk->relevant.at[i] == key)
			return true;
	}
	return false;
}

/*
 * Returns whether @path reads a relevant variable or field.  Being reached through a relevant
 * pointer does not count: that is so for everything of the driver's own record.
 */
static bool reads_relevant(const struct walk *walk, uint32_t path)
{
	const struct il_path *p = &walk->engine->unit->paths.at[path];

	if (p->op == IL_PATH_VARIABLE || p->op == IL_PATH_FIELD || p->op == IL_PATH_RESULT)
		return is_relevant(walk, relevance_key(p));
	return (p->a && reads_relevant(walk, p->a)) || (p->b && reads_relevant(walk, p->b)) ||
	       (p->c && reads_relevant(walk, p->c));
}

static void add_key(struct walk *walk, uint32_t key)
{
	if (!is_relevant(walk, key)) {
		uint32_t at = il_array_add(&walk->relevant, 1);
		walk->relevant.at[at] = key;
	}
}

static void add_relevant(struct walk *walk, uint32_t path)
{
	const struct il_path p = walk->engine->unit->paths.at[path];

	if (p.op == IL_PATH_VARIABLE || p.op == IL_PATH_FIELD)
		add_key(walk, relevance_key(&p));
	if (p.a)
		add_relevant(walk, p.a);
	if (p.b && p.op != IL_PATH_CONTAINER)
		add_relevant(walk, p.b);
	if (p.c)
		add_relevant(walk, p.c);
}

/* The variable or field that an assignment changes: of x.a[3].b it is b. */
static bool target_key(const struct il_unit *unit, uint32_t target, uint32_t *ret_key)
{
	const struct il_path *p = &unit->paths.at[target];

	while (p->op == IL_PATH_INDEX)
		p = &unit->paths.at[p->a];
	if (p->op != IL_PATH_VARIABLE && p->op != IL_PATH_FIELD)
		return false;
	*ret_key = relevance_key(p);
	return true;
}

/* Returns whether @select only says if its condition is true: `x ? true : false`, or the opposite. */
static bool is_truth(const struct il_unit *unit, const struct il_path *select, bool *holds)
{
	int64_t yes, no;

	if (!il_path_is_constant(unit, select->b, &yes) || !il_path_is_constant(unit, select->c, &no) || !yes == !no)
		return false;
	if (!yes)
		*holds = !*holds;
	return true;
}

/* Returns what is computed where @test, a plain one, is a call that only computes; else 0. */
static uint32_t computed_test(struct il_engine *engine, uint32_t test, bool *holds)
{
	const struct il_path *p = &engine->unit->paths.at[test];
	uint32_t computed = p->op == IL_PATH_RESULT ? il_computed(engine, p->symbol) : 0;

	return computed ? il_plain_test(engine->unit, computed, holds) : 0;
}

/* A flag that is tested tells paths apart that set it from those that do not. */
static void add_flags(struct walk *walk)
{
	const struct il_unit *unit = walk->engine->unit;

	for (uint32_t b = 0; b < walk->function->block_count; b++) {
		const struct il_block *block = &unit->blocks.at[walk->function->first_block + b];
		bool holds = true;
		if (block->branch != IL_BRANCH_TEST)
			continue;
		const struct il_path *p = &unit->paths.at[il_plain_test(unit, block->condition, &holds)];
		if ((p->op == IL_PATH_VARIABLE || p->op == IL_PATH_FIELD) &&
		    unit->types.at[p->type].kind == IL_TYPE_BOOL)
			add_key(walk, relevance_key(p));
	}
}

/* A call's result that is asked about makes everything relevant that holds it: tests look there. */
static void add_result(struct walk *walk, uint32_t result)
{
	const struct il_unit *unit = walk->engine->unit;

	add_key(walk, relevance_key(&unit->paths.at[result]));
	for (uint32_t i = 0; i < walk->function->event_count; i++) {
		const struct il_event *event = &unit->events.at[walk->function->first_event + i];
		uint32_t key;
		if (event->kind == IL_EVENT_ASSIGN && il_path_strip(unit, event->value) == result &&
		    target_key(unit, event->target, &key))
			add_key(walk, key);
	}
}

/* What is assigned to a relevant place is relevant, until nothing new comes. */
static void find_relevant(struct walk *walk)
{
	const struct il_unit *unit = walk->engine->unit;
	const struct il_function *function = walk->function;
	uint32_t before;

	add_flags(walk);
	for (uint32_t i = 0; i < walk->asked_count; i++)
		if (unit->paths.at[walk->asked[i]].op == IL_PATH_RESULT)
			add_result(walk, walk->asked[i]);
		else
			add_relevant(walk, walk->asked[i]);
	do {
		before = walk->relevant.count;
		for (uint32_t i = 0; i < function->event_count; i++) {
			const struct il_event *event = &unit->events.at[function->first_event + i];
			uint32_t key;
			if (event->kind == IL_EVENT_ASSIGN && target_key(unit, event->target, &key) &&
			    is_relevant(walk, key))
				add_relevant(walk, event->value);
		}
	} while (walk->relevant.count != before);
}

/* Facts double the states, so only those are kept that can rule a value or a path out. */
static void find_kept_facts(struct walk *walk)
{
	const struct il_function *function = walk->function;
	struct {
		uint32_t plain, computed;
	} *tests = calloc(function->block_count, sizeof(*tests));
	bool holds = true;

	if (!tests)
		abort();
	for (uint32_t b = 0; b < function->block_count; b++) {
		const struct il_block block = walk->engine->unit->blocks.at[function->first_block + b];
		if (block.branch != IL_BRANCH_TEST)
			continue;
		tests[b].plain = il_plain_test(walk->engine->unit, block.condition, &holds);
		tests[b].computed = computed_test(walk->engine, tests[b].plain, &holds);
		if (reads_relevant(walk, tests[b].plain))
			walk->keeps_facts[b] |= KEEP_TEST;
	}
	for (uint32_t b = 0; b < function->block_count; b++) {
		uint32_t plain = tests[b].plain, computed = tests[b].computed;
		for (uint32_t other = 0; other < function->block_count; other++) {
			if (other == b)
				continue;
			if (plain && (tests[other].plain == plain || tests[other].computed == plain))
				walk->keeps_facts[b] |= KEEP_TEST;
			if (computed && (tests[other].plain == computed || tests[other].computed == computed))
				walk->keeps_facts[b] |= KEEP_COMPUTED;
		}
	}
	free(tests);
}

static void find_leading_blocks(struct walk *walk)
{
	const struct il_unit *unit = walk->engine->unit;
	const struct il_function *function = walk->function;
	bool changed = true;

	walk->leads_to_event[unit->events.at[walk->event].block - function->first_block] = true;
	while (changed) {
		changed = false;
		for (uint32_t b = function->block_count; b-- > 0;) {
			const struct il_block *block = &unit->blocks.at[function->first_block + b];
			for (uint32_t e = 0; e < block->edge_count && !walk->leads_to_event[b]; e++) {
				uint32_t target = unit->edges.at[block->first_edge + e].target;
				if (walk->leads_to_event[target - function->first_block]) {
					walk->leads_to_event[b] = true;
					changed = true;
				}
			}
		}
	}
}

struct dependence {
	const struct il_unit *unit;
	uint32_t target; /* place that changes */
	uint32_t key;	 /* of it, or 0 */
};

/* Returns whether @path reads @target, or a field that may be the same. */
static bool depends_on(void *context, uint32_t path)
{
	const struct dependence *d = context;
	const struct il_path *p = &d->unit->paths.at[path];

	if (path == d->target)
		return true;
	if (p->op == IL_PATH_FIELD && relevance_key(p) == d->key)
		return true;
	return (p->a && depends_on(context, p->a)) || (p->b && depends_on(context, p->b)) ||
	       (p->c && depends_on(context, p->c));
}

/* Returns whether @cell lies within @object. */
static bool is_part_of(const struct il_unit *unit, uint32_t cell, uint32_t object)
{
	const struct il_path *p = &unit->paths.at[cell];

	while (p->op == IL_PATH_FIELD || p->op == IL_PATH_INDEX) {
		if (p->a == object)
			return true;
		p = &unit->paths.at[p->a];
	}
	return false;
}

/* The variable or pointed-to object that @cell lies in. */
static uint32_t root_of(const struct il_unit *unit, uint32_t cell)
{
	const struct il_path *p = &unit->paths.at[cell];

	while (p->op == IL_PATH_FIELD || p->op == IL_PATH_INDEX) {
		cell = p->a;
		p = &unit->paths.at[cell];
	}
	return cell;
}

/* A store through a pointer may reach every variable whose address was taken. */
static void store_anywhere(const struct il_unit *unit, struct il_state *state)
{
	for (uint32_t i = 0; i < state->cell_count; i++) {
		const struct il_path *root = &unit->paths.at[root_of(unit, state->cells[i].path)];
		if (root->op == IL_PATH_VARIABLE && (unit->variables.at[root->symbol].flags & IL_VARIABLE_ADDRESSED))
			state->cells[i].value = 0;
	}
}

static void store(struct walk *walk, struct il_state *state, const struct il_event *event)
{
	struct il_unit *unit = walk->engine->unit;
	uint32_t key = 0;
	uint32_t target = il_state_value(walk->engine, state, event->target, true);

	if (!target_key(unit, target, &key) || !is_relevant(walk, key)) {
		struct dependence changed = { unit, target, key };
		il_state_forget_facts(state, depends_on, &changed);
		if (unit->paths.at[root_of(unit, target)].op == IL_PATH_DEREF)
			store_anywhere(unit, state);
		return;
	}
	uint32_t value = il_state_value(walk->engine, state, event->value, false);
	const struct il_path *p = &unit->paths.at[event->value];
	/* A stepped variable takes a value a round; following them would unroll the loop. */
	if ((event->flags & IL_EVENT_COMPOUND) && p->op == IL_PATH_BINARY && p->code != IL_OP_OR &&
	    p->code != IL_OP_AND && p->code != IL_OP_XOR)
		value = 0;
	struct dependence changed = { unit, target, key };
	il_state_forget_facts(state, depends_on, &changed);
	/* The same field of another object may be the same object; parts change with the whole. */
	for (uint32_t i = 0; i < state->cell_count; i++) {
		uint32_t cell = state->cells[i].path;
		uint32_t cell_key = 0;
		bool same_field = unit->paths.at[target].op == IL_PATH_FIELD && target_key(unit, cell, &cell_key) &&
				  cell_key == key;
		if (cell != target && (same_field || is_part_of(unit, cell, target)))
			state->cells[i].value = 0;
	}
	if (!il_state_set(state, target, value))
		walk->engine->stats.flow_limit_hits++;
}

/* A call may change what it is given a pointer to, and global variables. */
static void forget_reached(const struct il_unit *unit, struct il_state *state, uint32_t pointer)
{
	for (uint32_t i = 0; i < state->cell_count; i++) {
		const struct il_path *root = &unit->paths.at[root_of(unit, state->cells[i].path)];
		bool behind = root->op == IL_PATH_DEREF && root->a == pointer;
		bool global =
			root->op == IL_PATH_VARIABLE && unit->variables.at[root->symbol].kind == IL_VARIABLE_GLOBAL;
		if (behind || global)
			state->cells[i].value = 0;
	}
}

static void pass(struct walk *walk, struct il_state *state, const struct il_event *event)
{
	struct il_unit *unit = walk->engine->unit;

	for (uint32_t i = 0; i < event->argument_count; i++) {
		uint32_t argument = unit->arguments.at[event->first_argument + i].path;
		uint32_t given = il_path_strip(unit, il_state_value(walk->engine, state, argument, false));
		struct il_path p = unit->paths.at[given];
		uint32_t object = p.op == IL_PATH_ADDRESS ? p.a : 0;
		if (p.op == IL_PATH_ADDRESS && unit->paths.at[p.a].op == IL_PATH_INDEX)
			object = unit->paths.at[p.a].a;
		if (!(event->flags & IL_EVENT_MACRO))
			forget_reached(unit, state, given);
		if (!object)
			continue;
		struct dependence changed = { unit, object, 0 };
		il_state_forget_facts(state, depends_on, &changed);
		uint32_t key;
		bool relevant = target_key(unit, object, &key) && is_relevant(walk, key);
		for (uint32_t k = 0; k < state->cell_count; k++) {
			if (state->cells[k].path == object || is_part_of(unit, state->cells[k].path, object))
				state->cells[k].value = 0;
		}
		if (relevant && !il_state_set(state, object, 0))
			walk->engine->stats.flow_limit_hits++;
	}
}

static void arrive(struct walk *walk, uint32_t block, const struct il_state *state)
{
	struct arrivals *there = &walk->blocks[block - walk->function->first_block];

	if (!walk->leads_to_event[block - walk->function->first_block])
		return;
	for (uint32_t i = 0; i < there->count; i++) {
		if (memcmp(there->states[i], state, sizeof(*state)) == 0)
			return;
	}
	if (there->count == IL_FLOW_STATES_MAX) {
		walk->engine->stats.flow_limit_hits++;
		return;
	}
	there->states[there->count] = il_arena_alloc(&walk->arena, sizeof(*state));
	*there->states[there->count++] = *state;
	walk->engine->stats.flow_states++;
}

/* Returns false when @test, which is not taken apart any further, cannot hold or not as @holds says. */
static bool assume_plain(struct walk *walk, struct il_state *state, uint32_t test, bool holds, bool keep)
{
	struct il_unit *unit = walk->engine->unit;
	int64_t constant;

	if (il_path_is_constant(unit, test, &constant))
		return (constant != 0) == holds;
	uint8_t op = unit->paths.at[test].op;
	if (op == IL_PATH_ADDRESS || op == IL_PATH_FUNCTION || op == IL_PATH_STRING)
		return holds;
	return !test || !keep || il_state_assume(state, test, holds);
}

/* Returns false when @state cannot take the side of @condition that @holds says. */
static bool assume(struct walk *walk, struct il_state *state, uint32_t condition, bool holds, uint8_t keep)
{
	struct il_engine *engine = walk->engine;
	uint32_t test = il_plain_test(engine->unit, il_state_value(engine, state, condition, false), &holds);
	bool computed_holds = holds;
	uint32_t computed = keep & KEEP_COMPUTED ? computed_test(engine, test, &computed_holds) : 0;

	if (!assume_plain(walk, state, test, holds, keep & KEEP_TEST))
		return false;
	if (!computed)
		return true;
	computed = il_plain_test(engine->unit, il_state_value(engine, state, computed, false), &computed_holds);
	return assume_plain(walk, state, computed, computed_holds, true);
}

static bool allows_case(struct walk *walk, const struct il_state *state, const struct il_block *block,
			const struct il_edge *edge)
{
	uint32_t value = il_state_value(walk->engine, state, block->condition, false);
	const struct il_unit *unit = walk->engine->unit;
	int64_t constant;

	if (!il_path_is_constant(unit, value, &constant))
		return true;
	if (edge->kind == IL_EDGE_CASE)
		return edge->low <= constant && constant <= edge->high;
	for (uint32_t i = 0; i < block->edge_count; i++) {
		const struct il_edge *other = &unit->edges.at[block->first_edge + i];
		if (other->kind == IL_EDGE_CASE && other->low <= constant && constant <= other->high)
			return false;
	}
	return true;
}

static void answer(struct walk *walk, const struct il_state *state)
{
	uint32_t values[IL_STATE_CELLS_MAX];
	struct il_flow_state told = { .values = values, .facts = state->facts, .fact_count = state->fact_count };

	for (uint32_t i = 0; i < walk->asked_count; i++)
		values[i] = il_state_value(walk->engine, state, walk->asked[i], false);
	if (!walk->visit(walk->context, &told))
		walk->stopped = true;
}

static void leave(struct walk *walk, const struct il_block *block, const struct il_state *state, uint8_t keep)
{
	for (uint32_t i = 0; i < block->edge_count; i++) {
		struct il_edge edge = walk->engine->unit->edges.at[block->first_edge + i];
		struct il_state next = *state;
		bool possible = true;
		if (edge.kind == IL_EDGE_TRUE || edge.kind == IL_EDGE_FALSE)
			possible = assume(walk, &next, block->condition, edge.kind == IL_EDGE_TRUE, keep);
		else if (edge.kind == IL_EDGE_CASE || edge.kind == IL_EDGE_DEFAULT)
			possible = allows_case(walk, state, block, &edge);
		if (possible)
			arrive(walk, edge.target, &next);
	}
}

static void walk_block(struct walk *walk, uint32_t id, const struct il_state *arrived)
{
	struct il_state state = *arrived, before = state;
	struct il_block block = walk->engine->unit->blocks.at[id];

	for (uint32_t i = 0; i < block.event_count; i++) {
		struct il_event event = walk->engine->unit->events.at[block.first_event + i];
		if (block.first_event + i == walk->event) {
			answer(walk, &state);
			if (walk->stopped)
				return;
		}
		if (walk->asks_tokens)
			before = state;
		if (event.kind == IL_EVENT_ASSIGN)
			store(walk, &state, &event);
		else if (event.kind == IL_EVENT_CALL || event.kind == IL_EVENT_CLEANUP)
			pass(walk, &state, &event);
		if (walk->asks_tokens)
			il_token_event(walk->engine, &before, &state, block.first_event + i);
	}
	leave(walk, &block, &state, walk->keeps_facts[id - walk->function->first_block]);
}

static void walk_function(struct walk *walk)
{
	const struct il_state start = { 0 };
	bool moved = true;

	arrive(walk, walk->function->entry, &start);
	while (moved && !walk->stopped) {
		moved = false;
		for (uint32_t b = 0; b < walk->function->block_count && !walk->stopped; b++) {
			struct arrivals *here = &walk->blocks[b];
			while (here->walked < here->count && !walk->stopped) {
				moved = true;
				walk_block(walk, walk->function->first_block + b, here->states[here->walked++]);
			}
		}
	}
}

void il_flow_at(struct il_engine *engine, uint32_t event, const uint32_t *paths, uint32_t count,
		bool (*visit)(void *context, const struct il_flow_state *state), void *context)
{
	/* A copy, as a visit may do what moves the tables. */
	struct il_function function = engine->unit->functions.at[il_event_function(engine, event)];
	struct walk walk = {
		.engine = engine,
		.function = &function,
		.event = event,
		.asked = paths,
		.asked_count = count,
		.visit = visit,
		.context = context,
	};

	walk.blocks = calloc(function.block_count, sizeof(*walk.blocks));
	walk.leads_to_event = calloc(function.block_count, sizeof(*walk.leads_to_event));
	walk.keeps_facts = calloc(function.block_count, sizeof(*walk.keeps_facts));
	for (uint32_t i = 0; i < count; i++)
		walk.asks_tokens = walk.asks_tokens || il_is_linear(engine, engine->unit->paths.at[paths[i]].type);
	if (!walk.blocks || !walk.leads_to_event || !walk.keeps_facts)
		abort();
	find_relevant(&walk);
	find_kept_facts(&walk);
	find_leading_blocks(&walk);
	walk_function(&walk);
	il_array_fini(&walk.relevant);
	free(walk.leads_to_event);
	free(walk.keeps_facts);
	free(walk.blocks);
	il_arena_fini(&walk.arena);
}

/* Returns @path with every @from in it replaced by @to. */
static uint32_t replaced(struct il_unit *unit, uint32_t path, uint32_t from, uint32_t to)
{
	struct il_path p = unit->paths.at[path];

	if (path == from)
		return to;
	if (!p.a || p.op == IL_PATH_MEMBER)
		return path;
	uint32_t a = replaced(unit, p.a, from, to);
	uint32_t b = p.b && p.op != IL_PATH_CONTAINER ? replaced(unit, p.b, from, to) : p.b;
	uint32_t c = p.c ? replaced(unit, p.c, from, to) : 0;
	return a == p.a && b == p.b && c == p.c ? path : il_path_rebuild(unit, &p, a, b, c);
}

bool il_flow_allows(struct il_engine *engine, const struct il_flow_state *state, uint32_t path, uint32_t value)
{
	for (uint32_t i = 0; i < state->fact_count; i++) {
		uint32_t tested = replaced(engine->unit, state->facts[i].path, path, value);
		int64_t constant;
		if (il_path_is_constant(engine->unit, tested, &constant) &&
		    (constant != 0) != (state->facts[i].holds != 0))
			return false;
	}
	return true;
}

uint32_t il_plain_test(const struct il_unit *unit, uint32_t path, bool *holds)
{
	for (;;) {
		const struct il_path *p = &unit->paths.at[path];
		int64_t zero;
		if (p->op == IL_PATH_UNARY && p->code == IL_OP_NOT) {
			*holds = !*holds;
			path = p->a;
		} else if (p->op == IL_PATH_BINARY && (p->code == IL_OP_EQ || p->code == IL_OP_NE) &&
			   il_path_is_constant(unit, p->b, &zero) && zero == 0) {
			if (p->code == IL_OP_EQ)
				*holds = !*holds;
			path = p->a;
		} else if (p->op == IL_PATH_SELECT && is_truth(unit, p, holds)) {
			path = p->a;
		} else {
			return il_path_strip(unit, path);
		}
	}
}
