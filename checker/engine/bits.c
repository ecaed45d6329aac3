// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "engine/bits.h"

enum { BITS_DEPTH_MAX = 16, WORD_BITS = 64 };

/* What is shifted by a number that is not known may be anywhere. */
static uint64_t shifted(const struct il_unit *unit, const struct il_path *p, uint64_t a)
{
	int64_t by;

	if (a == 0)
		return 0;
	if (a == IL_BITS_ANY || !il_path_is_constant(unit, p->b, &by) || by < 0 || by >= WORD_BITS)
		return IL_BITS_ANY;
	return p->code == IL_OP_SHL ? a << by : a >> by;
}

static uint64_t of_binary(const struct il_unit *unit, uint32_t path, il_bits_reader *read, void *context, int depth)
{
	const struct il_path p = unit->paths.at[path];

	if (p.code >= IL_OP_EQ)
		return 1;
	uint64_t a = il_bits(unit, p.a, read, context, depth + 1);
	if (p.code == IL_OP_SHL || p.code == IL_OP_SHR)
		return shifted(unit, &p, a);
	uint64_t b = il_bits(unit, p.b, read, context, depth + 1);
	switch ((enum il_operator)p.code) {
	case IL_OP_AND: return a & b;
	case IL_OP_OR:
	case IL_OP_XOR: return a | b;
	case IL_OP_MUL: return a == 0 || b == 0 ? 0 : IL_BITS_ANY;
	default: return IL_BITS_ANY;
	}
}

uint64_t il_bits(const struct il_unit *unit, uint32_t path, il_bits_reader *read, void *context, int depth)
{
	const struct il_path p = unit->paths.at[path];
	int64_t value;

	if (!path || depth > BITS_DEPTH_MAX)
		return IL_BITS_ANY;
	if (il_path_is_constant(unit, path, &value))
		return (uint64_t)value;
	switch ((enum il_path_op)p.op) {
	case IL_PATH_CAST: return il_bits(unit, p.a, read, context, depth + 1);
	case IL_PATH_UNARY: return p.code == IL_OP_NOT ? 1 : IL_BITS_ANY;
	case IL_PATH_BINARY: return of_binary(unit, path, read, context, depth);
	case IL_PATH_SELECT:
		return il_bits(unit, p.b, read, context, depth + 1) | il_bits(unit, p.c, read, context, depth + 1);
	default: return read(context, path, depth + 1);
	}
}
