// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "facts/path.h"

#include "facts/unit.h"

static struct il_path node(const struct il_unit *unit, uint32_t path)
{
	return unit->paths.at[path];
}

static uint32_t make(struct il_unit *unit, enum il_path_op op, uint32_t a, uint32_t symbol, uint32_t type)
{
	struct il_path key = { .op = (uint8_t)op, .a = a, .symbol = symbol, .type = type };

	return il_path_id(unit, &key);
}

/* Cuts @value to the width and sign of @type, as a conversion to it would. */
static int64_t wrapped(const struct il_unit *unit, int64_t value, uint32_t type)
{
	const struct il_type *t = &unit->types.at[type];
	uint32_t bits = t->bits;

	if (bits == 0 || bits >= 64 || t->kind == IL_TYPE_POINTER)
		return value;
	uint64_t mask = ((uint64_t)1 << bits) - 1;
	uint64_t low = (uint64_t)value & mask;
	if ((t->flags & IL_TYPE_SIGNED) && (low >> (bits - 1)))
		low |= ~mask;
	return (int64_t)low;
}

uint32_t il_path_constant(struct il_unit *unit, int64_t value, uint32_t type, uint32_t name)
{
	struct il_path key = {
		.op = IL_PATH_CONSTANT, .symbol = name, .type = type, .value = wrapped(unit, value, type)
	};

	return il_path_id(unit, &key);
}

uint32_t il_path_string(struct il_unit *unit, uint32_t text, uint32_t type)
{
	return make(unit, IL_PATH_STRING, 0, text, type);
}

uint32_t il_path_variable(struct il_unit *unit, uint32_t variable)
{
	return make(unit, IL_PATH_VARIABLE, 0, variable, unit->variables.at[variable].type);
}

uint32_t il_path_function(struct il_unit *unit, uint32_t function)
{
	return make(unit, IL_PATH_FUNCTION, 0, function, 0);
}

uint32_t il_path_result(struct il_unit *unit, uint32_t event, uint32_t type)
{
	return make(unit, IL_PATH_RESULT, 0, event, type);
}

uint32_t il_path_field(struct il_unit *unit, uint32_t object, uint32_t field)
{
	if (!object)
		return 0;
	return make(unit, IL_PATH_FIELD, object, field, unit->fields.at[field].type);
}

uint32_t il_path_index(struct il_unit *unit, uint32_t object, uint32_t index, uint32_t type)
{
	struct il_path inner = node(unit, object);
	int64_t zero;

	if (!object)
		return 0;
	/* p[0] is *p; but the first of a device's registers has a name, too. */
	bool is_register = node(unit, index).symbol && unit->types.at[type].kind == IL_TYPE_VOID;
	if (inner.op == IL_PATH_DEREF && il_path_is_constant(unit, index, &zero) && zero == 0 &&
	    unit->types.at[inner.type].kind != IL_TYPE_ARRAY && !is_register)
		return object;
	/* (&x[0])[i] is x[i] */
	if (inner.op == IL_PATH_INDEX && il_path_is_constant(unit, inner.b, &zero) && zero == 0 &&
	    unit->types.at[inner.type].kind != IL_TYPE_ARRAY)
		object = inner.a;
	struct il_path key = { .op = IL_PATH_INDEX, .a = object, .b = index, .type = type };
	return il_path_id(unit, &key);
}

uint32_t il_path_deref(struct il_unit *unit, uint32_t pointer, uint32_t type)
{
	struct il_path inner = node(unit, pointer);

	if (!pointer)
		return 0;
	if (inner.op == IL_PATH_ADDRESS)
		return inner.a;
	return make(unit, IL_PATH_DEREF, pointer, 0, type);
}

uint32_t il_path_address(struct il_unit *unit, uint32_t object, uint32_t type)
{
	struct il_path inner = node(unit, object);

	if (!object)
		return 0;
	if (inner.op == IL_PATH_DEREF)
		return inner.a;
	if (inner.op == IL_PATH_FUNCTION)
		return object;
	return make(unit, IL_PATH_ADDRESS, object, 0, type);
}

uint32_t il_path_member(struct il_unit *unit, uint32_t outer, uint32_t field)
{
	return make(unit, IL_PATH_MEMBER, outer, field, unit->fields.at[field].type);
}

/* Returns the object that @object is the member @chain of, or 0 when it is another one. */
static uint32_t without_members(const struct il_unit *unit, uint32_t object, uint32_t chain)
{
	while (chain) {
		struct il_path member = node(unit, chain);
		struct il_path field = node(unit, object);
		if (field.op != IL_PATH_FIELD || field.symbol != member.symbol)
			return 0;
		object = field.a;
		chain = member.a;
	}
	return object;
}

uint32_t il_path_container(struct il_unit *unit, uint32_t pointer, uint32_t member, uint32_t type)
{
	uint32_t stripped = il_path_strip(unit, pointer);

	if (!pointer)
		return 0;
	if (node(unit, stripped).op == IL_PATH_ADDRESS) {
		uint32_t object = without_members(unit, node(unit, stripped).a, member);
		if (object)
			return il_path_address(unit, object, type);
	}
	struct il_path key = { .op = IL_PATH_CONTAINER, .a = stripped, .b = member, .type = type };
	return il_path_id(unit, &key);
}

/* An unsigned value that is taken for a signed one of its size may be tested for being negative. */
static bool makes_signed(const struct il_unit *unit, uint32_t from, uint32_t to)
{
	const struct il_type *a = &unit->types.at[from], *b = &unit->types.at[to];

	return a->kind == IL_TYPE_INTEGER && b->kind == IL_TYPE_INTEGER && !(a->flags & IL_TYPE_SIGNED) &&
	       (b->flags & IL_TYPE_SIGNED) && a->bits == b->bits;
}

/* Pointers that differ in what may be done with the record only. */
static bool point_to_one_record(const struct il_unit *unit, uint32_t a, uint32_t b)
{
	const struct il_type *p = &unit->types.at[a], *q = &unit->types.at[b];

	if (p->kind != IL_TYPE_POINTER || q->kind != IL_TYPE_POINTER)
		return false;
	p = &unit->types.at[p->target];
	q = &unit->types.at[q->target];
	return p->kind == IL_TYPE_RECORD && q->kind == IL_TYPE_RECORD && p->record && p->record == q->record;
}

uint32_t il_path_cast(struct il_unit *unit, uint32_t operand, uint32_t type)
{
	struct il_path inner = node(unit, operand);

	if (!operand || inner.type == type || point_to_one_record(unit, inner.type, type))
		return operand;
	if (inner.op == IL_PATH_CONSTANT)
		return il_path_constant(unit, inner.value, type, inner.symbol);
	if (unit->types.at[type].kind != IL_TYPE_POINTER)
		return makes_signed(unit, inner.type, type) ? make(unit, IL_PATH_CAST, operand, 0, type) : operand;
	/* void * forgets what was known; the term does not. */
	if (unit->types.at[unit->types.at[type].target].kind == IL_TYPE_VOID &&
	    unit->types.at[inner.type].kind == IL_TYPE_POINTER)
		return operand;
	if (inner.op == IL_PATH_CAST)
		return il_path_cast(unit, inner.a, type);
	return make(unit, IL_PATH_CAST, operand, 0, type);
}

/* Returns the comparison that holds when @code does not, or IL_OP_NONE. */
static enum il_operator opposite(uint8_t code)
{
	static const enum il_operator opposites[IL_OP_COUNT] = {
		[IL_OP_EQ] = IL_OP_NE, [IL_OP_NE] = IL_OP_EQ, [IL_OP_LT] = IL_OP_GE,
		[IL_OP_GE] = IL_OP_LT, [IL_OP_GT] = IL_OP_LE, [IL_OP_LE] = IL_OP_GT,
	};

	return opposites[code];
}

uint32_t il_path_unary(struct il_unit *unit, enum il_operator code, uint32_t a, uint32_t type)
{
	struct il_path key = { .op = IL_PATH_UNARY, .code = (uint8_t)code, .a = a, .type = type };
	int64_t value;

	if (il_path_is_constant(unit, a, &value)) {
		if (code == IL_OP_NOT)
			return il_path_constant(unit, !value, type, 0);
		if (code == IL_OP_COMPLEMENT)
			return il_path_constant(unit, ~value, type, 0);
		if (code == IL_OP_NEGATE)
			return il_path_constant(unit, (int64_t)(0 - (uint64_t)value), type, 0);
	}
	struct il_path inner = node(unit, a);
	if (code == IL_OP_NOT && inner.op == IL_PATH_BINARY && opposite(inner.code))
		return il_path_binary(unit, opposite(inner.code), inner.a, inner.b, inner.type);
	return il_path_id(unit, &key);
}

/* Returns false where C leaves the result undefined. */
static bool fold(enum il_operator code, int64_t a, int64_t b, bool is_signed, int64_t *ret_value)
{
	uint64_t x = (uint64_t)a, y = (uint64_t)b;

	switch (code) {
	case IL_OP_ADD: *ret_value = (int64_t)(x + y); return true;
	case IL_OP_SUB: *ret_value = (int64_t)(x - y); return true;
	case IL_OP_MUL: *ret_value = (int64_t)(x * y); return true;
	case IL_OP_SHL: *ret_value = y < 64 ? (int64_t)(x << y) : 0; return y < 64;
	case IL_OP_SHR:
		if (y >= 64)
			return false;
		*ret_value = (int64_t)(x >> y);
		if (is_signed && a < 0 && y > 0)
			*ret_value = (int64_t)(x >> y | ~(uint64_t)0 << (64 - y));
		return true;
	case IL_OP_AND: *ret_value = (int64_t)(x & y); return true;
	case IL_OP_OR: *ret_value = (int64_t)(x | y); return true;
	case IL_OP_XOR: *ret_value = (int64_t)(x ^ y); return true;
	case IL_OP_EQ: *ret_value = a == b; return true;
	case IL_OP_NE: *ret_value = a != b; return true;
	case IL_OP_LT: *ret_value = is_signed ? a < b : x < y; return true;
	case IL_OP_LE: *ret_value = is_signed ? a <= b : x <= y; return true;
	case IL_OP_GT: *ret_value = is_signed ? a > b : x > y; return true;
	case IL_OP_GE: *ret_value = is_signed ? a >= b : x >= y; return true;
	case IL_OP_BOTH: *ret_value = a && b; return true;
	case IL_OP_EITHER: *ret_value = a || b; return true;
	default: return false;
	}
}

uint32_t il_path_binary(struct il_unit *unit, enum il_operator code, uint32_t a, uint32_t b, uint32_t type)
{
	int64_t x, y, value;

	if (il_path_is_constant(unit, a, &x) && il_path_is_constant(unit, b, &y)) {
		bool is_signed = unit->types.at[node(unit, a).type].flags & IL_TYPE_SIGNED;
		if (fold(code, x, y, is_signed, &value))
			return il_path_constant(unit, value, type, 0);
	}
	struct il_path key = { .op = IL_PATH_BINARY, .code = (uint8_t)code, .a = a, .b = b, .type = type };
	return il_path_id(unit, &key);
}

uint32_t il_path_select(struct il_unit *unit, uint32_t a, uint32_t b, uint32_t c, uint32_t type)
{
	int64_t value;

	if (il_path_is_constant(unit, a, &value))
		return value ? b : c;
	if (b == c)
		return b;
	struct il_path key = { .op = IL_PATH_SELECT, .a = a, .b = b, .c = c, .type = type };
	return il_path_id(unit, &key);
}

uint32_t il_path_rebuild(struct il_unit *unit, const struct il_path *like, uint32_t a, uint32_t b, uint32_t c)
{
	struct il_path old = *like; /* @like may lie in the table that grows below */

	switch ((enum il_path_op)old.op) {
	case IL_PATH_FIELD: return il_path_field(unit, a, old.symbol);
	case IL_PATH_INDEX: return il_path_index(unit, a, b, old.type);
	case IL_PATH_DEREF: return il_path_deref(unit, a, old.type);
	case IL_PATH_ADDRESS: return il_path_address(unit, a, old.type);
	case IL_PATH_CONTAINER: return il_path_container(unit, a, old.b, old.type);
	case IL_PATH_CAST: return il_path_cast(unit, a, old.type);
	case IL_PATH_UNARY: return il_path_unary(unit, (enum il_operator)old.code, a, old.type);
	case IL_PATH_BINARY: return il_path_binary(unit, (enum il_operator)old.code, a, b, old.type);
	case IL_PATH_SELECT: return il_path_select(unit, a, b, c, old.type);
	default: return il_path_id(unit, &old);
	}
}

uint32_t il_path_strip(const struct il_unit *unit, uint32_t path)
{
	while (node(unit, path).op == IL_PATH_CAST)
		path = node(unit, path).a;
	return path;
}

bool il_path_is_constant(const struct il_unit *unit, uint32_t path, int64_t *ret_value)
{
	struct il_path p = node(unit, il_path_strip(unit, path));

	if (p.op != IL_PATH_CONSTANT)
		return false;
	*ret_value = p.value;
	return true;
}
