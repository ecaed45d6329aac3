// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Can a handler get to one of its uses in a moment?  Flags that the driver has not set keep it
 * away, and so do works that nobody has set up, or that cannot be armed any more.
 */
#include "engine/bits.h"
#include "engine/moment.h"

#include <string.h>

enum { REACH_DEPTH_MAX = 16 };

uint32_t il_bound(const struct il_walk *walk, const struct il_registration *registration, uint32_t need)
{
	const struct il_life *life = walk->life;

	for (uint32_t h = 0; h < registration->handler_count; h++) {
		const struct il_handler_needs *handler = &life->needs.handlers.at[registration->handlers[h]];
		if (need >= handler->first && need - handler->first < handler->count)
			return life->bound.at[registration->first_bound[h] + need - handler->first];
	}
	return 0;
}

/* How conditions are looked at: with what handlers set, or as the driver left things. */
struct look {
	struct il_walk *walk;
	const struct il_moment *moment;
	const struct il_registration *registration;
	bool untouched;
	bool first; /* no interrupt has come yet */
};

static uint32_t guard_value(const struct look *look, uint32_t term, int depth);
static uint64_t guard_bits(void *look, uint32_t term, int depth);
static bool may_hold(const struct look *look, uint32_t guard);

/* Returns whether a handler sets the flag, and gets there with the flags as the driver left them. */
static bool is_set_by_handlers(const struct look *look, uint32_t cell, uint64_t *ret_bits)
{
	const struct il_unit *unit = look->walk->engine->unit;
	const struct il_needs *needs = &look->walk->life->needs;
	const struct il_path *p = &unit->paths.at[cell];
	struct look untouched = *look;
	int64_t bit = IL_WHOLE_FIELD;
	bool found = false;

	*ret_bits = 0;
	if (look->untouched)
		return false;
	untouched.untouched = true;
	if (p->op == IL_PATH_INDEX) {
		il_path_is_constant(unit, p->b, &bit);
		p = &unit->paths.at[p->a];
	}
	uint32_t field = p->symbol;
	for (uint32_t h = 0; h < look->registration->handler_count; h++) {
		struct il_handler_needs handler = needs->handlers.at[look->registration->handlers[h]];
		for (uint32_t i = 0; i < handler.fill_count; i++) {
			const struct il_fill_in fill = needs->fills.at[handler.first_fill + i];
			bool same = fill.bit == bit || fill.bit == IL_WHOLE_FIELD || bit == IL_WHOLE_FIELD;
			if (fill.field != field || !same || fill.later || !may_hold(&untouched, fill.guard))
				continue;
			found = true;
			*ret_bits |= fill.bits;
		}
	}
	return found;
}

/*
 * Returns whether the bit is as it was in new memory when the function begins that the life begins
 * with: others do not set it, or this function does when it is done.  Cores set those of their own
 * records.
 */
static bool is_unset_bit(const struct il_walk *walk, uint32_t cell)
{
	const struct il_unit *unit = walk->engine->unit;
	bool inside = false, outside = false;

	if (unit->paths.at[cell].op != IL_PATH_INDEX)
		return false;
	uint32_t field = unit->paths.at[unit->paths.at[cell].a].symbol;
	if (walk->filled[field] || !il_is_own_record(unit, unit->fields.at[field].record))
		return false;
	for (uint32_t i = 0; i < walk->setters.count; i++) {
		const struct il_setter *s = &walk->setters.at[i];
		/* Some bit of the word may be this one. */
		if (s->cell != cell && s->cell != unit->paths.at[cell].a)
			continue;
		inside = inside || walk->inside[s->function];
		outside = outside || !walk->inside[s->function];
	}
	return inside || !outside;
}

/* What a flag is in the moment.  What nobody sets is zero, in new memory as in all other. */
static struct il_flag flag_of(const struct look *look, uint32_t term, uint32_t cell)
{
	struct il_walk *walk = look->walk;
	struct il_unit *unit = walk->engine->unit;
	const struct il_path p = unit->paths.at[term];
	uint32_t field = p.op == IL_PATH_FIELD ? il_place_field(unit, term) : 0;
	const struct il_flag *held = il_flags_get(&look->moment->joined.flags, cell);
	struct il_flag flag = { cell, 0, IL_BITS_ANY };
	uint64_t added;

	/* A function that sets the flag when it is done began without. */
	bool left = field && (look->first ? walk->filled : walk->assigned)[field] && !walk->opened[field];
	if (held) {
		flag = *held;
	} else if (walk->begins || (!walk->ends && field && !left) ||
		   ((look->first || !walk->ends) && is_unset_bit(walk, cell))) {
		bool is_empty = p.op == IL_PATH_RESULT && strstr(il_callee_name(walk->engine, p.symbol), "empty");
		flag.known = il_path_constant(unit, is_empty, p.type, 0);
		flag.bits = is_empty;
	}
	if (is_set_by_handlers(look, cell, &added)) {
		flag.known = 0;
		flag.bits |= added;
	}
	if (flag.bits == 0)
		flag.known = il_path_constant(unit, 0, p.type, 0);
	return flag;
}

/* Returns whether @term is in an object of the handler's own, which nobody set before. */
static bool is_on_stack(const struct il_unit *unit, uint32_t term)
{
	const struct il_path *p = &unit->paths.at[term];

	while (p->op == IL_PATH_FIELD || p->op == IL_PATH_INDEX || p->op == IL_PATH_CAST)
		p = &unit->paths.at[p->a];
	return p->op == IL_PATH_VARIABLE && unit->variables.at[p->symbol].kind == IL_VARIABLE_LOCAL;
}

/* Returns the flag that @term reads; 0: none. */
static uint32_t flag_read(const struct look *look, uint32_t term)
{
	struct il_unit *unit = look->walk->engine->unit;
	const struct il_path p = unit->paths.at[term];

	if (p.op == IL_PATH_FIELD && is_on_stack(unit, term))
		return 0;
	if (p.op == IL_PATH_FIELD)
		return il_flag_of_field(unit, il_place_field(unit, term));
	if (p.op == IL_PATH_RESULT && il_model_tests(il_callee_name(look->walk->engine, p.symbol)))
		return il_flag_of_call(look->walk, p.symbol);
	return 0;
}

/* Returns which bits the condition's value may have in the moment. */
static uint64_t guard_bits(void *context, uint32_t term, int depth)
{
	const struct look *look = context;
	uint32_t known = guard_value(look, term, depth + 1);
	int64_t number;

	if (known && il_path_is_constant(look->walk->engine->unit, known, &number))
		return (uint64_t)number;
	uint32_t cell = flag_read(look, term);
	return cell ? flag_of(look, term, cell).bits : IL_BITS_ANY;
}

static uint64_t bits_of(const struct look *look, uint32_t term, int depth)
{
	struct look mine = *look;

	return il_bits(look->walk->engine->unit, term, guard_bits, &mine, depth + 1);
}

static bool is_constant(const struct il_unit *unit, uint32_t path, int64_t *ret_value)
{
	return path && il_path_is_constant(unit, path, ret_value);
}

/*
 * What a comparison comes to with number @known, that is on its @left or right side, when the other
 * cannot be greater than all bits that it may have.
 */
static uint32_t compared(const struct look *look, const struct il_path *p, int64_t known, bool left, int depth)
{
	struct il_unit *unit = look->walk->engine->unit;
	uint64_t most = bits_of(look, left ? p->b : p->a, depth);
	bool above = left ? p->code == IL_OP_LT || p->code == IL_OP_LE : p->code == IL_OP_GT || p->code == IL_OP_GE;
	bool equal = p->code == IL_OP_LE || p->code == IL_OP_GE;

	/* A loop up to a number that is still 0 does nothing. */
	if (!left && p->code == IL_OP_LT && known == 0 && unit->paths.at[p->b].op == IL_PATH_FIELD)
		return il_path_constant(unit, 0, p->type, 0);
	if (most > INT64_MAX)
		return 0;
	/* The other is asked to be above @known, or below. */
	bool reaches = above == equal ? (int64_t)most >= known : (int64_t)most > known;
	return reaches ? 0 : il_path_constant(unit, !above, p->type, 0);
}

/* What one operand of a binary operator tells already; 0: not enough. */
static uint32_t one_sided(const struct look *look, const struct il_path *p, uint32_t a, uint32_t b, int depth)
{
	struct il_unit *unit = look->walk->engine->unit;
	int64_t x = 0, y = 0;
	bool left = is_constant(unit, a, &x), right = is_constant(unit, b, &y);

	switch ((enum il_operator)p->code) {
	case IL_OP_BOTH: return (left && !x) || (right && !y) ? il_path_constant(unit, 0, p->type, 0) : 0;
	case IL_OP_EITHER: return (left && x) || (right && y) ? il_path_constant(unit, 1, p->type, 0) : 0;
	case IL_OP_LT:
	case IL_OP_LE:
	case IL_OP_GT:
	case IL_OP_GE: return left == right ? 0 : compared(look, p, left ? x : y, left, depth);
	case IL_OP_EQ:
	case IL_OP_NE: {
		if (left == right)
			return 0;
		uint64_t bits = bits_of(look, left ? p->b : p->a, depth);
		bool differ = ((uint64_t)(left ? x : y) & ~bits) != 0;
		return differ ? il_path_constant(unit, p->code == IL_OP_NE, p->type, 0) : 0;
	}
	default: return 0;
	}
}

static uint32_t binary_value(const struct look *look, const struct il_path *p, int depth)
{
	struct il_unit *unit = look->walk->engine->unit;
	uint32_t a = guard_value(look, p->a, depth + 1), b = guard_value(look, p->b, depth + 1);

	if (a && b)
		return il_path_rebuild(unit, p, a, b, 0);
	return one_sided(look, p, a, b, depth);
}

/* What a condition of the handler comes to in the moment; 0: not known. */
static uint32_t guard_value(const struct look *look, uint32_t term, int depth)
{
	struct il_unit *unit = look->walk->engine->unit;
	const struct il_path p = unit->paths.at[term];
	uint32_t value = 0;

	if (depth > REACH_DEPTH_MAX)
		return 0;
	if (p.op == IL_PATH_CONSTANT)
		return term;
	if (p.op == IL_PATH_CAST)
		return guard_value(look, p.a, depth + 1);
	uint32_t cell = flag_read(look, term);
	if (cell)
		return flag_of(look, term, cell).known;
	bool unused = look->walk->begins || (look->moment->joined.quelled & IL_QUELLED_USERS);
	if (p.op == IL_PATH_RESULT && unused && il_model_is_later(il_callee_name(look->walk->engine, p.symbol)))
		return il_path_constant(unit, 0, p.type, 0);
	if (p.op == IL_PATH_BINARY)
		value = binary_value(look, &p, depth);
	else if (p.op == IL_PATH_UNARY)
		value = guard_value(look, p.a, depth + 1);
	else
		return 0;
	if (p.op == IL_PATH_UNARY && value)
		value = il_path_rebuild(unit, &p, value, 0, 0);
	/* `status & mask` is zero when they have no bit in common. */
	bool none = !value && p.op == IL_PATH_BINARY && p.code == IL_OP_AND && bits_of(look, term, depth) == 0;
	return none ? il_path_constant(unit, 0, p.type, 0) : value;
}

/* Returns whether all conditions from @guard outwards may hold. */
static bool may_hold(const struct look *look, uint32_t guard)
{
	const struct il_needs *needs = &look->walk->life->needs;
	int64_t truth;

	for (uint32_t g = guard; g; g = needs->conditions.at[g].outer) {
		uint32_t known = guard_value(look, needs->conditions.at[g].term, 0);
		if (is_constant(look->walk->engine->unit, known, &truth) &&
		    (truth != 0) != needs->conditions.at[g].holds)
			return false;
	}
	return true;
}

/* Returns whether what sets the use off can be set off: works that are set up, NAPI that is enabled. */
static bool carriers_run(struct il_walk *walk, const struct il_moment *moment,
			 const struct il_registration *registration, const struct il_need *need)
{
	struct il_unit *unit = walk->engine->unit;
	uint32_t ignored;

	for (uint32_t via = need->via; via; via = walk->life->needs.needs.at[via - 1].via) {
		const struct il_need *carrier = &walk->life->needs.needs.at[via - 1];
		uint32_t place = il_bound(walk, registration, via - 1);
		if (!place)
			continue;
		if (il_thing_in(walk, moment->joined.barred, place, &ignored))
			return false;
		if (walk->ends)
			continue;
		if (carrier->object == IL_OBJECT_NAPI)
			place = il_path_address(unit, place, 0);
		if (!il_thing_in(walk, moment->joined.ready, place, &ignored))
			return false;
	}
	return true;
}

bool il_need_is_open(struct il_walk *walk, const struct il_moment *moment, const struct il_registration *registration,
		     const struct il_need *need, bool first)
{
	struct look look = { walk, moment, registration, false, first };

	return may_hold(&look, need->guard) && carriers_run(walk, moment, registration, need);
}

bool il_need_is_tested(const struct il_walk *walk, const struct il_need *need)
{
	const struct il_needs *needs = &walk->life->needs;
	const struct il_unit *unit = walk->engine->unit;

	for (uint32_t g = need->guard; g; g = needs->conditions.at[g].outer) {
		const struct il_guard *guard = &needs->conditions.at[g];
		const struct il_path *p = &unit->paths.at[guard->term];
		bool loaded = p->op == IL_PATH_FIELD || p->op == IL_PATH_INDEX;
		if (loaded && guard->holds && unit->types.at[p->type].kind == IL_TYPE_POINTER &&
		    il_reached_through(unit, need->term, guard->term))
			return true;
	}
	return false;
}

/* Returns whether the value of @term depends on the pointer in @field itself. */
static bool looks_at(const struct il_walk *walk, uint32_t term, uint32_t field, int depth)
{
	struct il_unit *unit = walk->engine->unit;
	const struct il_path p = unit->paths.at[term];

	if (depth > REACH_DEPTH_MAX)
		return false;
	if (p.op == IL_PATH_RESULT && il_model_looks(il_callee_name(walk->engine, p.symbol)))
		return looks_at(walk, il_argument_path(unit, p.symbol, 0), field, depth + 1);
	if (p.op == IL_PATH_CAST || p.op == IL_PATH_UNARY)
		return looks_at(walk, p.a, field, depth + 1);
	if (p.op == IL_PATH_BINARY)
		return looks_at(walk, p.a, field, depth + 1) || looks_at(walk, p.b, field, depth + 1);
	return p.op == IL_PATH_FIELD && p.symbol == field;
}

bool il_need_asks_for(const struct il_walk *walk, const struct il_need *need, uint32_t field)
{
	const struct il_needs *needs = &walk->life->needs;

	for (uint32_t g = need->guard; g && field; g = needs->conditions.at[g].outer) {
		if (looks_at(walk, needs->conditions.at[g].term, field, 0))
			return true;
	}
	return false;
}

bool il_prefixes_are_ready(const struct il_walk *walk, const struct il_moment *moment, uint32_t bound)
{
	const struct il_unit *unit = walk->engine->unit;
	uint32_t ignored;

	for (int i = 0; i < REACH_DEPTH_MAX; i++) {
		const struct il_path *p = &unit->paths.at[bound];
		if (p->op != IL_PATH_FIELD && p->op != IL_PATH_INDEX && p->op != IL_PATH_DEREF && p->op != IL_PATH_CAST)
			return true;
		uint32_t inner = il_path_strip(unit, p->a);
		const struct il_path *q = &unit->paths.at[inner];
		if (p->op == IL_PATH_DEREF && q->op == IL_PATH_FIELD && walk->assigned[q->symbol] &&
		    !il_thing_in(walk, moment->joined.ready, inner, &ignored))
			return false;
		bound = p->a;
	}
	return true;
}
