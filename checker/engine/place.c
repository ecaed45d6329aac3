// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Which places are the same? */
#include "engine/term.h"

#include <string.h>

/* Objects inside each other are followed this far. */
enum { PLACE_DEPTH_MAX = 16 };

static enum il_record_kind kind_of_field(const struct il_unit *unit, uint32_t field)
{
	return il_model_record(il_text(unit, unit->records.at[unit->fields.at[field].record].name));
}

uint32_t il_place_object(const struct il_unit *unit, uint32_t term)
{
	const struct il_path *p = &unit->paths.at[term];

	for (int i = 0; i < PLACE_DEPTH_MAX; i++, p = &unit->paths.at[term]) {
		bool part = p->op == IL_PATH_INDEX || p->op == IL_PATH_CAST ||
			    (p->op == IL_PATH_FIELD && kind_of_field(unit, p->symbol) == IL_RECORD_CORE);
		if (!part)
			break;
		term = p->a;
	}
	return term;
}

uint32_t il_place_field(const struct il_unit *unit, uint32_t term)
{
	const struct il_path *p = &unit->paths.at[il_place_object(unit, term)];

	return p->op == IL_PATH_FIELD ? p->symbol : 0;
}

uint32_t il_pointee(struct il_unit *unit, uint32_t term)
{
	uint32_t stripped = il_path_strip(unit, term);
	/* An array is a pointer to its first element, which stands for all of them. */
	if (unit->types.at[unit->paths.at[stripped].type].kind == IL_TYPE_ARRAY)
		return stripped;
	const struct il_type *type = &unit->types.at[unit->paths.at[stripped].type];

	return il_path_deref(unit, stripped, type->kind == IL_TYPE_POINTER ? type->target : 0);
}

/*
 * Returns the field place that @place is in or is reached through; 0, and the root in @ret_root,
 * when there is none.
 */
static uint32_t outward(const struct il_unit *unit, uint32_t place, uint32_t *ret_root)
{
	uint32_t at = unit->paths.at[place].a;

	for (int i = 0; i < PLACE_DEPTH_MAX; i++) {
		const struct il_path *p = &unit->paths.at[at];
		if (p->op == IL_PATH_FIELD && kind_of_field(unit, p->symbol) != IL_RECORD_CORE)
			return at;
		if (p->op != IL_PATH_INDEX && p->op != IL_PATH_DEREF && p->op != IL_PATH_CAST &&
		    p->op != IL_PATH_FIELD && p->op != IL_PATH_ADDRESS)
			break;
		at = p->a;
	}
	*ret_root = at;
	return 0;
}

/* Returns whether @root is an object of its own, which nothing else is the name of. */
static bool is_own_object(const struct il_unit *unit, uint32_t root)
{
	const struct il_path *p = &unit->paths.at[root];

	if (p->op == IL_PATH_VARIABLE) {
		const struct il_variable *v = &unit->variables.at[p->symbol];
		uint16_t kind = unit->types.at[v->type].kind;
		return kind == IL_TYPE_RECORD || kind == IL_TYPE_ARRAY;
	}
	if (p->op != IL_PATH_RESULT)
		return false;
	const char *name = il_text(unit, unit->functions.at[unit->events.at[p->symbol].callee].name);
	return strstr(name, "alloc") != NULL;
}

/* Returns whether the places that begin at these roots are in different objects. */
static bool roots_differ(const struct il_unit *unit, uint32_t a, uint32_t b)
{
	if (a == b)
		return false;
	const struct il_path *p = &unit->paths.at[a], *q = &unit->paths.at[b];
	if (is_own_object(unit, a) && is_own_object(unit, b))
		return true;
	/* An object on the stack is not what others point to. */
	const struct il_path *local = p->op == IL_PATH_VARIABLE && is_own_object(unit, a)   ? p
				      : q->op == IL_PATH_VARIABLE && is_own_object(unit, b) ? q
											    : NULL;
	return local && unit->variables.at[local->symbol].kind == IL_VARIABLE_LOCAL;
}

static bool are_alike(const struct il_unit *unit, uint32_t a, uint32_t b, int depth)
{
	a = il_path_strip(unit, a);
	b = il_path_strip(unit, b);
	if (a == b)
		return true;
	const struct il_path *p = &unit->paths.at[a], *q = &unit->paths.at[b];
	return depth < PLACE_DEPTH_MAX && p->op == q->op && p->symbol == q->symbol && p->value == q->value &&
	       p->code == q->code && p->a && q->a && are_alike(unit, p->a, q->a, depth + 1) &&
	       (p->b == q->b || (p->b && q->b && are_alike(unit, p->b, q->b, depth + 1))) && p->c == q->c;
}

bool il_same_term(const struct il_unit *unit, uint32_t a, uint32_t b)
{
	return a && b && are_alike(unit, a, b, 0);
}

enum il_match il_match_places(const struct il_unit *unit, uint32_t a, uint32_t b)
{
	uint32_t root_a = 0, root_b = 0;

	a = il_place_object(unit, a);
	b = il_place_object(unit, b);
	if (il_same_term(unit, a, b))
		return IL_MATCH_SAME;
	const struct il_path *p = &unit->paths.at[a], *q = &unit->paths.at[b];
	if (p->op != IL_PATH_FIELD || q->op != IL_PATH_FIELD || p->symbol != q->symbol)
		return IL_MATCH_DIFFERENT;
	/* There are too many of them to go by the type. */
	if (kind_of_field(unit, p->symbol) == IL_RECORD_GENERIC)
		return IL_MATCH_DIFFERENT;
	for (int i = 0; i < PLACE_DEPTH_MAX; i++) {
		uint32_t x = outward(unit, a, &root_a), y = outward(unit, b, &root_b);
		if (!x && !y)
			return roots_differ(unit, root_a, root_b) ? IL_MATCH_DIFFERENT : IL_MATCH_MAYBE;
		if (!x || !y)
			return IL_MATCH_MAYBE;
		if (x == y)
			return IL_MATCH_SAME;
		if (unit->paths.at[x].symbol != unit->paths.at[y].symbol)
			return IL_MATCH_DIFFERENT;
		a = x;
		b = y;
	}
	return IL_MATCH_MAYBE;
}

bool il_reached_through(const struct il_unit *unit, uint32_t inner, uint32_t outer)
{
	for (int i = 0; i < PLACE_DEPTH_MAX * 2 && inner; i++) {
		if (inner == outer)
			return true;
		const struct il_path *p = &unit->paths.at[inner];
		if (!il_place_is_in_another(p))
			return false;
		inner = p->a;
	}
	return false;
}
