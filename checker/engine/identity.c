// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "engine/identity.h"

#include "engine/layout.h"

#include <string.h>

/* Variables that get their values from each other are followed this far. */
enum { KEY_DEPTH_MAX = 6 };

/*
 * A look-up with arguments that are not constant finds some line of its kind (KEY_SOME); every
 * look-up also names its kind (KEY_KIND), which is no name of the line.
 */
enum key_kind { KEY_LOCAL = 1, KEY_GLOBAL, KEY_FIELD, KEY_LOOKUP, KEY_SOME, KEY_KIND, KEY_CONSTANT };

enum { KEY_KIND_SHIFT = 56 };

static void add(struct il_keys *keys, enum key_kind kind, uint64_t value)
{
	uint64_t key = (uint64_t)kind << KEY_KIND_SHIFT | (value & ((UINT64_C(1) << KEY_KIND_SHIFT) - 1));

	for (uint32_t i = 0; i < keys->count; i++) {
		if (keys->at[i] == key)
			return;
	}
	if (keys->count < IL_KEYS_MAX)
		keys->at[keys->count++] = key;
}

/* A look-up is known by its function and by which of the device's lines it asks for. */
static void add_lookup(const struct il_unit *unit, const struct il_event *call, struct il_keys *keys)
{
	uint64_t key = call->callee;
	bool exact = true;

	for (uint32_t i = 1; i < call->argument_count; i++) {
		const struct il_path *p = &unit->paths.at[unit->arguments.at[call->first_argument + i].path];
		if (p->op == IL_PATH_CONSTANT)
			key = il_hash(&p->value, sizeof(p->value)) ^ (key << 1);
		else if (p->op == IL_PATH_STRING)
			key = p->symbol ^ (key << 1);
		else
			exact = false;
	}
	add(keys, exact ? KEY_LOOKUP : KEY_SOME, exact ? key : call->callee);
	add(keys, KEY_KIND, call->callee);
}

static void collect(struct il_engine *engine, uint32_t function, uint32_t path, struct il_keys *keys, int depth);

/* What the variable is given anywhere in the function. */
static void collect_definitions(struct il_engine *engine, uint32_t function, uint32_t variable, struct il_keys *keys,
				int depth)
{
	const struct il_function f = engine->unit->functions.at[function];

	for (uint32_t i = 0; i < f.event_count; i++) {
		const struct il_event event = engine->unit->events.at[f.first_event + i];
		if (event.kind == IL_EVENT_ASSIGN && event.target == variable && event.value)
			collect(engine, function, event.value, keys, depth + 1);
	}
}

/* Where the function keeps the value. */
static void collect_stores(struct il_engine *engine, uint32_t function, uint32_t value, struct il_keys *keys)
{
	const struct il_function f = engine->unit->functions.at[function];
	uint32_t resolved = il_resolve(engine, value);

	for (uint32_t i = 0; i < f.event_count; i++) {
		const struct il_event event = engine->unit->events.at[f.first_event + i];
		if (event.kind != IL_EVENT_ASSIGN || !event.value || event.target == value)
			continue;
		if (event.value == value || event.value == resolved)
			collect(engine, function, event.target, keys, KEY_DEPTH_MAX - 1);
	}
}

static void collect(struct il_engine *engine, uint32_t function, uint32_t path, struct il_keys *keys, int depth)
{
	const struct il_unit *unit = engine->unit;

	path = il_path_strip(unit, path);
	struct il_path p = unit->paths.at[path];
	if (depth > KEY_DEPTH_MAX)
		return;
	switch ((enum il_path_op)p.op) {
	case IL_PATH_FIELD: add(keys, KEY_FIELD, p.symbol); break;
	case IL_PATH_INDEX: collect(engine, function, p.a, keys, depth + 1); break;
	case IL_PATH_VARIABLE:
		add(keys, unit->variables.at[p.symbol].kind == IL_VARIABLE_GLOBAL ? KEY_GLOBAL : KEY_LOCAL, p.symbol);
		if (unit->variables.at[p.symbol].kind == IL_VARIABLE_LOCAL)
			collect_definitions(engine, function, path, keys, depth);
		break;
	case IL_PATH_RESULT:
		if (unit->events.at[p.symbol].callee)
			add_lookup(unit, &unit->events.at[p.symbol], keys);
		break;
	case IL_PATH_CONSTANT:
		if (p.value > 0)
			add(keys, KEY_CONSTANT, (uint64_t)p.value);
		break;
	case IL_PATH_BINARY: collect(engine, function, p.a, keys, depth + 1); break;
	case IL_PATH_SELECT:
		collect(engine, function, p.b, keys, depth + 1);
		collect(engine, function, p.c, keys, depth + 1);
		break;
	default: break;
	}
}

struct il_keys il_line_keys(struct il_engine *engine, uint32_t function, uint32_t path)
{
	struct il_keys keys = { .count = 0 };

	if (!path)
		return keys;
	collect(engine, function, path, &keys, 0);
	collect_stores(engine, function, il_path_strip(engine->unit, path), &keys);
	return keys;
}

bool il_keys_meet(const struct il_keys *a, const struct il_keys *b)
{
	for (uint32_t i = 0; i < a->count; i++) {
		for (uint32_t k = 0; k < b->count; k++) {
			if (a->at[i] == b->at[k] && a->at[i] >> KEY_KIND_SHIFT != KEY_KIND)
				return true;
		}
	}
	return false;
}

/* Returns whether another function could know the line by one of these names. */
static bool is_known(const struct il_keys *keys)
{
	for (uint32_t i = 0; i < keys->count; i++) {
		if (keys->at[i] >> KEY_KIND_SHIFT != KEY_LOCAL)
			return true;
	}
	return false;
}

/* Returns whether @a is some line of a kind that @b is of as well. */
static bool one_may_be_other(const struct il_keys *a, const struct il_keys *b)
{
	for (uint32_t i = 0; i < a->count; i++) {
		uint64_t kind = a->at[i] ^ (uint64_t)(KEY_SOME ^ KEY_KIND) << KEY_KIND_SHIFT;
		for (uint32_t k = 0; k < b->count && a->at[i] >> KEY_KIND_SHIFT == KEY_SOME; k++) {
			if (b->at[k] == kind)
				return true;
		}
	}
	return false;
}

bool il_keys_differ(const struct il_keys *a, const struct il_keys *b)
{
	return is_known(a) && is_known(b) && !il_keys_meet(a, b) && !one_may_be_other(a, b) && !one_may_be_other(b, a);
}

uint32_t il_root_variable(const struct il_unit *unit, uint32_t path)
{
	const struct il_path *p = &unit->paths.at[path];

	while (p->op == IL_PATH_CAST || p->op == IL_PATH_ADDRESS || p->op == IL_PATH_FIELD || p->op == IL_PATH_INDEX)
		p = &unit->paths.at[p->a];
	return p->op == IL_PATH_VARIABLE ? p->symbol : 0;
}

/* Returns the type @path points to, or 0 when that says nothing. */
static uint32_t pointee(const struct il_unit *unit, uint32_t path)
{
	const struct il_type *type = &unit->types.at[unit->paths.at[path].type];

	if (type->kind != IL_TYPE_POINTER)
		return 0;
	uint16_t kind = unit->types.at[type->target].kind;
	return kind == IL_TYPE_VOID || kind == IL_TYPE_NONE ? 0 : type->target;
}

/* Both are the address of a field of the same record, but of different ones. */
static bool are_siblings(const struct il_unit *unit, const struct il_path *a, const struct il_path *b)
{
	if (a->op != IL_PATH_ADDRESS || b->op != IL_PATH_ADDRESS)
		return false;
	const struct il_path *x = &unit->paths.at[a->a], *y = &unit->paths.at[b->a];
	return x->op == IL_PATH_FIELD && y->op == IL_PATH_FIELD && x->symbol != y->symbol &&
	       unit->fields.at[x->symbol].record == unit->fields.at[y->symbol].record;
}

static bool is_global_address(const struct il_unit *unit, const struct il_path *p)
{
	return p->op == IL_PATH_ADDRESS && unit->paths.at[p->a].op == IL_PATH_VARIABLE &&
	       unit->variables.at[unit->paths.at[p->a].symbol].kind == IL_VARIABLE_GLOBAL;
}

enum il_match il_match_cookies(const struct il_unit *unit, uint32_t a, uint32_t b)
{
	if (!a || !b)
		return IL_MATCH_MAYBE;
	if (il_path_strip(unit, a) == il_path_strip(unit, b))
		return IL_MATCH_SAME;
	const struct il_path *p = &unit->paths.at[il_path_strip(unit, a)];
	const struct il_path *q = &unit->paths.at[il_path_strip(unit, b)];
	bool p_constant = p->op == IL_PATH_CONSTANT, q_constant = q->op == IL_PATH_CONSTANT;
	if (p_constant && q_constant)
		return p->value == q->value ? IL_MATCH_SAME : IL_MATCH_DIFFERENT;
	uint32_t there = pointee(unit, a), here = pointee(unit, b);
	/* A pointer of a driver's own type that is passed as the cookie is not NULL. */
	if ((p_constant && here) || (q_constant && there))
		return (p_constant ? p : q)->value == 0 ? IL_MATCH_DIFFERENT : IL_MATCH_MAYBE;
	if (are_siblings(unit, p, q) || (is_global_address(unit, p) && is_global_address(unit, q) && p->a != q->a))
		return IL_MATCH_DIFFERENT;
	if (there && here && !il_layout_fits(unit, there, here))
		return IL_MATCH_DIFFERENT;
	return p->op == IL_PATH_FIELD && q->op == IL_PATH_FIELD && p->symbol == q->symbol ? IL_MATCH_SAME
											  : IL_MATCH_MAYBE;
}

bool il_is_part(const struct il_unit *unit, uint32_t inner, uint32_t outer)
{
	while (inner && inner != outer) {
		const struct il_path *p = &unit->paths.at[inner];
		inner = p->op == IL_PATH_FIELD || p->op == IL_PATH_INDEX ? p->a : 0;
	}
	return inner != 0;
}
