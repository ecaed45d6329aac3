// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * What is known of values in a moment: constants in locals, results of calls, and flags.
 *
 * Flags are known by their field alone, whichever object they are in; bits of a word each by
 * itself.  A value that is not known is path 0.
 */
#include "engine/bits.h"
#include "engine/moment.h"

#include <stdlib.h>
#include <string.h>

/* What stands for a failure and for a pointer, where only that much is known. */
enum { SOME_ERRNO = -22, SOME_POINTER = 1, VALUE_DEPTH_MAX = 12 };

/* Signed, as errnos are. */
static uint32_t constant(struct il_unit *unit, int64_t value)
{
	struct il_type number = { .kind = IL_TYPE_INTEGER, .flags = IL_TYPE_SIGNED, .bits = 64 };

	return il_path_constant(unit, value, il_type_id(unit, &number), 0);
}

/* The result of a call is kept with the function that makes it. */
static uint32_t result_cell(struct il_walk *walk, uint32_t event)
{
	struct il_unit *unit = walk->engine->unit;
	uint32_t function = il_path_function(unit, il_event_function(walk->engine, event));

	return il_path_index(unit, function, constant(unit, event), 0);
}

uint32_t il_flag_of_field(struct il_unit *unit, uint32_t field)
{
	return il_path_member(unit, 0, field);
}

static uint32_t bit_cell(struct il_unit *unit, uint32_t field, int64_t bit)
{
	return il_path_index(unit, il_flag_of_field(unit, field), constant(unit, bit), 0);
}

/* The flag that a call such as test_bit(BIT, &card->flags) is about; 0: none that is followed. */
uint32_t il_flag_of_call(struct il_walk *walk, uint32_t event)
{
	struct il_unit *unit = walk->engine->unit;
	const struct il_event call = unit->events.at[event];

	for (int8_t i = 0; i < 2 && (uint32_t)i < call.argument_count; i++) {
		uint32_t object = il_pointee(unit, il_argument_path(unit, event, i));
		uint32_t field = il_place_field(unit, object);
		int64_t bit;
		if (!field || !walk->guarding[field])
			continue;
		if (i == 1 && il_path_is_constant(unit, il_argument_path(unit, event, 0), &bit))
			return bit_cell(unit, field, bit);
		return il_flag_of_field(unit, field);
	}
	return 0;
}

static uint32_t value(struct il_walk *walk, const struct il_moment *moment, uint32_t frame, uint32_t path, int depth);

static uint32_t value_of_variable(struct il_walk *walk, const struct il_moment *moment, uint32_t frame, uint32_t path,
				  int depth)
{
	const struct il_unit *unit = walk->engine->unit;
	uint32_t id = unit->paths.at[path].symbol, held;
	const struct il_variable *variable = &unit->variables.at[id];

	if (il_state_get(&moment->values, path, &held))
		return held;
	if (variable->kind == IL_VARIABLE_PARAM) {
		const struct il_frame *f = &walk->life->terms.frames.at[frame];
		uint32_t given = f->function == variable->function && variable->index < f->argument_count
					 ? walk->life->terms.arguments.at[f->first_argument + variable->index]
					 : 0;
		int64_t known;
		if (given && il_path_is_constant(unit, given, &known))
			return given;
		uint8_t op = unit->paths.at[given].op;
		return op == IL_PATH_ADDRESS || op == IL_PATH_FUNCTION ? constant(walk->engine->unit, SOME_POINTER) : 0;
	}
	uint32_t definition = id < walk->engine->definition.count ? walk->engine->definition.at[id] : 0;
	return definition ? value(walk, moment, frame, definition, depth + 1) : 0;
}

static uint32_t value_of_result(struct il_walk *walk, const struct il_moment *moment, uint32_t frame, uint32_t event,
				int depth)
{
	struct il_unit *unit = walk->engine->unit;
	const char *name = il_callee_name(walk->engine, event);
	uint32_t held;

	if (il_state_get(&moment->values, result_cell(walk, event), &held))
		return held;
	if (il_model_returns_second(name)) {
		uint32_t second = value(walk, moment, frame, il_argument_path(unit, event, 1), depth + 1);
		return second ? second : constant(unit, SOME_ERRNO);
	}
	if (il_model_is_errno(name))
		return constant(unit, SOME_ERRNO);
	uint32_t first = il_argument_path(unit, event, 0);
	if (il_model_encodes(name)) {
		uint32_t given = value(walk, moment, frame, first, depth + 1);
		return given ? given : constant(unit, SOME_ERRNO);
	}
	if (il_model_tells_failure(name)) {
		uint32_t given = value(walk, moment, frame, first, depth + 1);
		int64_t number;
		return given && il_path_is_constant(unit, given, &number) ? constant(unit, number < 0) : 0;
	}
	uint32_t cell = il_model_tests(name) ? il_flag_of_call(walk, event) : 0;
	const struct il_flag *flag = cell ? il_flags_get(&moment->joined.flags, cell) : NULL;
	return flag ? flag->known : 0;
}

static uint32_t value(struct il_walk *walk, const struct il_moment *moment, uint32_t frame, uint32_t path, int depth)
{
	struct il_unit *unit = walk->engine->unit;
	const struct il_path p = unit->paths.at[path];

	if (!path || depth > VALUE_DEPTH_MAX)
		return 0;
	switch ((enum il_path_op)p.op) {
	case IL_PATH_CONSTANT: return path;
	case IL_PATH_STRING:
	case IL_PATH_FUNCTION:
	case IL_PATH_ADDRESS: return constant(unit, SOME_POINTER);
	case IL_PATH_CAST: return value(walk, moment, frame, p.a, depth + 1);
	case IL_PATH_VARIABLE: return value_of_variable(walk, moment, frame, path, depth);
	case IL_PATH_RESULT: return value_of_result(walk, moment, frame, p.symbol, depth);
	case IL_PATH_FIELD: {
		const struct il_flag *flag =
			il_flags_get(&moment->joined.flags, il_flag_of_field(unit, il_place_field(unit, path)));
		return flag ? flag->known : 0;
	}
	case IL_PATH_UNARY: {
		uint32_t a = value(walk, moment, frame, p.a, depth + 1);
		return a ? il_path_unary(unit, (enum il_operator)p.code, a, p.type) : 0;
	}
	case IL_PATH_BINARY: {
		uint32_t a = value(walk, moment, frame, p.a, depth + 1), b = value(walk, moment, frame, p.b, depth + 1);
		return a && b ? il_path_binary(unit, (enum il_operator)p.code, a, b, p.type) : 0;
	}
	case IL_PATH_SELECT: {
		uint32_t a = value(walk, moment, frame, p.a, depth + 1);
		int64_t truth;
		return a && il_path_is_constant(unit, a, &truth)
			       ? value(walk, moment, frame, truth ? p.b : p.c, depth + 1)
			       : 0;
	}
	default: return 0;
	}
}

/* Returns @path when it is a constant, else 0. */
static uint32_t only_constant(const struct il_unit *unit, uint32_t path)
{
	int64_t ignored;

	return path && il_path_is_constant(unit, path, &ignored) ? path : 0;
}

uint32_t il_moment_value(struct il_walk *walk, const struct il_moment *moment, uint32_t frame, uint32_t path)
{
	return only_constant(walk->engine->unit, value(walk, moment, frame, path, 0));
}

/* One failure is like another: telling errnos apart would only multiply moments. */
static uint32_t without_errno(struct il_unit *unit, uint32_t known)
{
	int64_t number;

	return known && il_path_is_constant(unit, known, &number) && number < 0 ? constant(unit, SOME_ERRNO) : known;
}

static void set(struct il_walk *walk, struct il_moment *moment, uint32_t cell, uint32_t known)
{
	known = without_errno(walk->engine->unit, known);
	if (!il_state_set(&moment->values, cell, known))
		walk->engine->stats.walk_limit_hits++;
}

static void set_flag(struct il_walk *walk, struct il_moment *moment, struct il_flag flag)
{
	int64_t number;

	if (flag.known && il_path_is_constant(walk->engine->unit, flag.known, &number))
		flag.bits = (uint64_t)number;
	if (!il_flags_set(&moment->joined.flags, flag))
		walk->engine->stats.walk_limit_hits++;
}

/* Where values are read. */
struct reading {
	struct il_walk *walk;
	const struct il_moment *moment;
	uint32_t frame;
};

/* Returns which bits what is read at @path may have. */
static uint64_t read_bits(void *context, uint32_t path, int depth)
{
	const struct reading *r = context;
	struct il_unit *unit = r->walk->engine->unit;
	const struct il_path p = unit->paths.at[path];
	uint32_t known = il_moment_value(r->walk, r->moment, r->frame, path);
	int64_t number;

	if (known && il_path_is_constant(unit, known, &number))
		return (uint64_t)number;
	if (p.op == IL_PATH_VARIABLE && p.symbol < r->walk->engine->definition.count)
		return il_bits(unit, r->walk->engine->definition.at[p.symbol], read_bits, context, depth + 1);
	uint32_t field = p.op == IL_PATH_FIELD ? il_place_field(unit, path) : 0;
	/* Of other fields nobody keeps what they are. */
	if (!field || !r->walk->guarding[field])
		return IL_BITS_ANY;
	const struct il_flags *flags = &r->moment->joined.flags;
	const struct il_flag *flag = il_flags_get(flags, il_flag_of_field(unit, field));
	return flag ? flag->bits : flags->zeroed ? 0 : IL_BITS_ANY;
}

struct field_of {
	const struct il_unit *unit;
	uint32_t field;
};

static bool reads_field(void *context, uint32_t path)
{
	const struct field_of *f = context;
	const struct il_path *p = &f->unit->paths.at[path];

	return (p->op == IL_PATH_FIELD && p->symbol == f->field) || (p->a && reads_field(context, p->a)) ||
	       (p->b && reads_field(context, p->b)) || (p->c && reads_field(context, p->c));
}

void il_moment_assign(struct il_walk *walk, struct il_moment *moment, uint32_t frame, const struct il_event *event)
{
	struct il_unit *unit = walk->engine->unit;
	const struct il_path target = unit->paths.at[event->target];

	if (target.op == IL_PATH_VARIABLE) {
		const struct il_path v = unit->paths.at[event->value];
		/* Results that are put together are a failure when one of them is. */
		bool loops = (event->flags & IL_EVENT_COMPOUND) != 0 && !(v.op == IL_PATH_BINARY && v.code == IL_OP_OR);
		if (walk->tracked[target.symbol])
			set(walk, moment, event->target,
			    loops ? 0 : il_moment_value(walk, moment, frame, event->value));
		return;
	}
	uint32_t field = il_place_field(unit, event->target);
	if (!field)
		return;
	struct field_of changed = { unit, field };
	il_state_forget_facts(&moment->values, reads_field, &changed);
	if (!walk->guarding[field])
		return;
	struct reading reading = { walk, moment, frame };
	struct il_flag flag = {
		.cell = il_flag_of_field(unit, field),
		.known = il_moment_value(walk, moment, frame, event->value),
	};
	flag.bits = il_bits(unit, event->value, read_bits, &reading, 0);
	/* `flags |= READY` on memory that was never set: the bits that are known to be 1. */
	const struct il_path v = unit->paths.at[event->value];
	if (!flag.known && v.op == IL_PATH_BINARY && v.code == IL_OP_OR && walk->begins &&
	    !il_flags_get(&moment->joined.flags, flag.cell))
		flag.known = il_moment_value(walk, moment, frame, v.b);
	set_flag(walk, moment, flag);
}

void il_moment_flag(struct il_walk *walk, struct il_moment *moment, uint32_t frame, uint32_t event)
{
	struct il_unit *unit = walk->engine->unit;
	const char *name = il_callee_name(walk->engine, event);
	struct il_flag flag = { .cell = il_flag_of_call(walk, event), .bits = IL_BITS_ANY };

	if (!flag.cell || il_model_effects(name))
		return;
	if (strcmp(name, "atomic_set") == 0) {
		flag.known = il_moment_value(walk, moment, frame, il_argument_path(unit, event, 1));
		set_flag(walk, moment, flag);
		return;
	}
	bool sets = strstr(name, "set_bit") != NULL, clears = strstr(name, "clear_bit") != NULL;
	bool one = unit->paths.at[flag.cell].op == IL_PATH_INDEX;
	if ((il_model_tests(name) && !sets && !clears) || (clears && !one))
		return;
	/* Some bit of a word. */
	sets = sets && one;
	flag.known = sets ? constant(unit, 1) : clears ? constant(unit, 0) : 0;
	set_flag(walk, moment, flag);
}

/* Returns what the conditions around @block say of @path, of which nothing else is known; 0: nothing. */
static uint32_t value_by_guards(struct il_walk *walk, uint32_t block, uint32_t path)
{
	struct il_unit *unit = walk->engine->unit;
	bool is_pointer = unit->types.at[unit->paths.at[path].type].kind == IL_TYPE_POINTER;
	uint32_t count;
	const struct il_fact *facts = il_guards_at(&walk->life->needs.guards, block, &count);
	int64_t with;

	for (uint32_t i = 0; i < count; i++) {
		const struct il_path p = unit->paths.at[facts[i].path];
		if (facts[i].path == path && (!is_pointer || !facts[i].holds))
			return constant(unit, facts[i].holds ? SOME_ERRNO : 0);
		if (p.op == IL_PATH_RESULT && il_model_tells_failure(il_callee_name(walk->engine, p.symbol)) &&
		    il_path_strip(unit, il_argument_path(unit, p.symbol, 0)) == path && facts[i].holds)
			return constant(unit, SOME_ERRNO);
		if (p.op == IL_PATH_BINARY && p.a == path && il_path_is_constant(unit, p.b, &with) && with == 0 &&
		    (p.code == IL_OP_LT || p.code == IL_OP_GE) && (facts[i].holds != 0) == (p.code == IL_OP_LT))
			return constant(unit, SOME_ERRNO);
	}
	uint8_t op = unit->paths.at[path].op;
	return is_pointer && (op == IL_PATH_VARIABLE || op == IL_PATH_FIELD) ? constant(unit, SOME_POINTER) : 0;
}

uint32_t il_moment_returned(struct il_walk *walk, const struct il_moment *moment, uint32_t frame, uint32_t event)
{
	const struct il_event e = walk->engine->unit->events.at[event];
	uint32_t known = il_moment_value(walk, moment, frame, e.value);

	return known ? known : value_by_guards(walk, e.block, il_path_strip(walk->engine->unit, e.value));
}

void il_moment_set_returned(struct il_walk *walk, struct il_moment *moment, uint32_t function, uint32_t known)
{
	set(walk, moment, il_path_function(walk->engine->unit, function), known);
}

void il_moment_set_number(struct il_walk *walk, struct il_moment *moment, uint32_t event, int64_t number)
{
	il_moment_set_result(walk, moment, event, constant(walk->engine->unit, number));
}

void il_moment_set_result(struct il_walk *walk, struct il_moment *moment, uint32_t event, uint32_t known)
{
	set(walk, moment, result_cell(walk, event), known);
}

/* What a test says of the local that it tests; comparisons are with 0. */
static void learn(struct il_walk *walk, struct il_moment *moment, uint32_t test, bool holds)
{
	struct il_unit *unit = walk->engine->unit;
	const struct il_path p = unit->paths.at[test];
	uint32_t variable = test;
	bool is_pointer = unit->types.at[p.type].kind == IL_TYPE_POINTER;
	int64_t known = !holds ? 0 : is_pointer ? SOME_POINTER : SOME_ERRNO, with;

	if (p.op == IL_PATH_BINARY && il_path_is_constant(unit, p.b, &with)) {
		variable = il_path_strip(unit, p.a);
		if (with == 0 && (p.code == IL_OP_LT || p.code == IL_OP_LE))
			known = holds ? SOME_ERRNO : p.code == IL_OP_LE;
		else if (with == 0 && (p.code == IL_OP_GT || p.code == IL_OP_GE))
			known = holds ? p.code == IL_OP_GT : SOME_ERRNO;
		else if (p.code == IL_OP_EQ && holds)
			known = with;
		else
			return;
	}
	if (p.op == IL_PATH_RESULT && il_model_tells_failure(il_callee_name(walk->engine, p.symbol))) {
		variable = il_path_strip(unit, il_argument_path(unit, p.symbol, 0));
		known = holds ? SOME_ERRNO : SOME_POINTER;
	}
	const struct il_path v = unit->paths.at[variable];
	if (v.op == IL_PATH_VARIABLE && walk->tracked[v.symbol])
		set(walk, moment, variable, constant(unit, known));
}

/* Returns whether @term is the number of a live line, or its cookie: neither is 0, or NULL. */
static bool is_of_live_line(const struct il_walk *walk, const struct il_moment *moment, uint32_t term)
{
	const struct il_unit *unit = walk->engine->unit;

	for (uint32_t r = 0; term && r < walk->life->registrations.count - walk->base; r++) {
		const struct il_registration *registration = il_registration(walk, r);
		if ((moment->live >> r & 1) && !registration->in_loop &&
		    (il_same_term(unit, registration->line, term) || il_same_term(unit, registration->cookie, term)))
			return true;
	}
	return false;
}

bool il_moment_assume(struct il_walk *walk, struct il_moment *moment, uint32_t frame, uint32_t condition, bool holds)
{
	struct il_unit *unit = walk->engine->unit;
	uint32_t test = il_plain_test(unit, condition, &holds);
	uint32_t known = il_moment_value(walk, moment, frame, test);
	int64_t truth;

	if (known && il_path_is_constant(unit, known, &truth))
		return (truth != 0) == holds;
	learn(walk, moment, test, holds);
	const struct il_path p = unit->paths.at[test];
	if (p.op != IL_PATH_FIELD)
		return true;
	uint32_t term = il_term(&walk->life->terms, frame, test);
	if (!holds && is_of_live_line(walk, moment, il_path_strip(unit, term)))
		return false;
	return !walk->tested[p.symbol] || !term || il_state_assume(&moment->values, term, holds);
}

/* Returns whether @cell is of @function: nobody can ask for it once that has returned. */
static bool is_of(const struct il_engine *engine, uint32_t cell, uint32_t function)
{
	const struct il_path *p = &engine->unit->paths.at[cell];

	if (p->op == IL_PATH_VARIABLE)
		return engine->unit->variables.at[p->symbol].function == function;
	if (p->op == IL_PATH_INDEX)
		p = &engine->unit->paths.at[p->a];
	return p->op == IL_PATH_FUNCTION && p->symbol == function;
}

/* Returns whether @cell is of some function, not a flag. */
static bool is_local(const struct il_engine *engine, uint32_t cell)
{
	const struct il_path *p = &engine->unit->paths.at[cell];

	return p->op == IL_PATH_VARIABLE || p->op == IL_PATH_FUNCTION || p->op == IL_PATH_INDEX;
}

/* What the caller knows of its own values is nothing to the function that it calls. */
void il_moment_enter(struct il_walk *walk, const struct il_moment *outside, struct il_moment *ret_inside)
{
	struct il_state *state = &ret_inside->values;
	uint32_t kept = 0;

	*ret_inside = *outside;
	ret_inside->joined.returned = 0;
	ret_inside->joined.turn = 0;
	for (uint32_t i = 0; i < state->cell_count; i++) {
		if (!is_local(walk->engine, state->cells[i].path))
			state->cells[kept++] = state->cells[i];
	}
	memset(&state->cells[kept], 0, (state->cell_count - kept) * sizeof(state->cells[0]));
	state->cell_count = kept;
}

void il_moment_return(struct il_walk *walk, const struct il_moment *outside, struct il_moment *inside)
{
	if (!inside->joined.turn)
		inside->joined.turn = outside->joined.turn;
	for (uint32_t i = 0; i < outside->values.cell_count; i++) {
		if (is_local(walk->engine, outside->values.cells[i].path))
			set(walk, inside, outside->values.cells[i].path, outside->values.cells[i].value);
	}
}

/* Results are tested right behind the call, or kept in a variable, but for those that a `?:` chooses. */
void il_moment_forget_results(struct il_walk *walk, struct il_moment *moment)
{
	struct il_state *state = &moment->values;
	uint32_t kept = 0;

	for (uint32_t i = 0; i < state->cell_count; i++) {
		const struct il_path *cell = &walk->engine->unit->paths.at[state->cells[i].path];
		int64_t event;
		if (cell->op != IL_PATH_INDEX ||
		    (il_path_is_constant(walk->engine->unit, cell->b, &event) && walk->chosen[event]))
			state->cells[kept++] = state->cells[i];
	}
	memset(&state->cells[kept], 0, (state->cell_count - kept) * sizeof(state->cells[0]));
	state->cell_count = kept;
}

void il_moment_leave(struct il_walk *walk, struct il_moment *moment, uint32_t function)
{
	struct il_state *state = &moment->values;
	uint32_t kept = 0;

	for (uint32_t i = 0; i < state->cell_count; i++) {
		if (!is_of(walk->engine, state->cells[i].path, function))
			state->cells[kept++] = state->cells[i];
	}
	memset(&state->cells[kept], 0, (state->cell_count - kept) * sizeof(state->cells[0]));
	state->cell_count = kept;
}
