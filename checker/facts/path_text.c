// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Access paths as C text, for messages and dumps. */
#include "facts/path.h"

#include "facts/unit.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* A term nested deeper than this is cut to "...": nobody reads such an expression. */
enum { TEXT_DEPTH_MAX = 12, NO_BASE = UINT32_MAX };

struct text {
	const struct il_unit *unit;
	char *buffer;
	size_t size, length;
	uint32_t base; /* event that numbers count from, or NO_BASE */
};

static const char *const operators[IL_OP_COUNT] = {
	[IL_OP_NOT] = "!",     [IL_OP_COMPLEMENT] = "~", [IL_OP_NEGATE] = "-", [IL_OP_ADD] = "+",  [IL_OP_SUB] = "-",
	[IL_OP_MUL] = "*",     [IL_OP_DIV] = "/",	 [IL_OP_MOD] = "%",    [IL_OP_SHL] = "<<", [IL_OP_SHR] = ">>",
	[IL_OP_AND] = "&",     [IL_OP_OR] = "|",	 [IL_OP_XOR] = "^",    [IL_OP_EQ] = "==",  [IL_OP_NE] = "!=",
	[IL_OP_LT] = "<",      [IL_OP_LE] = "<=",	 [IL_OP_GT] = ">",     [IL_OP_GE] = ">=",  [IL_OP_BOTH] = "&&",
	[IL_OP_EITHER] = "||",
};

static void put(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void put(struct text *text, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	int wanted = vsnprintf(text->buffer + text->length, text->size - text->length, format, arguments);
	va_end(arguments);
	if (wanted < 0)
		return;
	text->length += (size_t)wanted;
	if (text->length >= text->size)
		text->length = text->size - 1;
}

static void path(struct text *text, uint32_t id, int depth);

static void operand(struct text *text, uint32_t id, int depth)
{
	uint8_t op = text->unit->paths.at[id].op;
	bool compound = op == IL_PATH_BINARY || op == IL_PATH_SELECT || op == IL_PATH_CAST;

	put(text, compound ? "(" : "");
	path(text, id, depth);
	put(text, compound ? ")" : "");
}

static void constant(struct text *text, const struct il_path *p)
{
	const struct il_type *type = &text->unit->types.at[p->type];

	if (p->symbol)
		put(text, "%s", il_text(text->unit, p->symbol));
	else if (type->kind == IL_TYPE_POINTER && p->value == 0)
		put(text, "NULL");
	else if (p->value > 9)
		put(text, "0x%" PRIx64, (uint64_t)p->value);
	else
		put(text, "%" PRId64, p->value);
}

static void string(struct text *text, const char *literal)
{
	put(text, "\"");
	for (const char *c = literal; *c; c++) {
		if (*c == '\n')
			put(text, "\\n");
		else if (*c == '"' || *c == '\\')
			put(text, "\\%c", *c);
		else if ((unsigned char)*c < ' ')
			put(text, "\\%03o", (unsigned char)*c);
		else
			put(text, "%c", *c);
	}
	put(text, "\"");
}

static void result(struct text *text, uint32_t event, int depth)
{
	const struct il_event *e = &text->unit->events.at[event];

	if (text->base != NO_BASE) {
		put(text, "%%%" PRIu32, event - text->base + 1);
	} else if (e->callee) {
		put(text, "%s()", il_text(text->unit, text->unit->functions.at[e->callee].name));
	} else {
		operand(text, e->target, depth);
		put(text, "()");
	}
}

static void object_field(struct text *text, const struct il_path *p, int depth)
{
	const struct il_path *object = &text->unit->paths.at[p->a];
	bool arrow = object->op == IL_PATH_DEREF;

	operand(text, arrow ? object->a : p->a, depth);
	put(text, "%s%s", arrow ? "->" : ".", il_text(text->unit, text->unit->fields.at[p->symbol].name));
}

static void element(struct text *text, const struct il_path *p, int depth)
{
	const struct il_path *object = &text->unit->paths.at[p->a];

	operand(text, object->op == IL_PATH_DEREF ? object->a : p->a, depth);
	put(text, "[");
	path(text, p->b, depth);
	put(text, "]");
}

/* &x[0] is written x when x is an array: that is what the source says. */
static void address(struct text *text, const struct il_path *p, int depth)
{
	const struct il_path *object = &text->unit->paths.at[p->a];
	int64_t zero;
	bool first = object->op == IL_PATH_INDEX && il_path_is_constant(text->unit, object->b, &zero) && zero == 0;

	if (first && !text->unit->paths.at[object->b].symbol) {
		operand(text, object->a, depth);
		return;
	}
	put(text, "&");
	operand(text, p->a, depth);
}

static void member(struct text *text, uint32_t id, int depth)
{
	const struct il_path *p = &text->unit->paths.at[id];

	if (p->a && depth < TEXT_DEPTH_MAX) {
		member(text, p->a, depth + 1);
		put(text, ".");
	}
	put(text, "%s", il_text(text->unit, text->unit->fields.at[p->symbol].name));
}

static void container(struct text *text, const struct il_path *p, int depth)
{
	uint32_t record = text->unit->types.at[p->type].target;

	put(text, "container_of(");
	path(text, p->a, depth);
	put(text, ", %s, ", il_text(text->unit, text->unit->types.at[record].name));
	member(text, p->b, depth);
	put(text, ")");
}

static void operation(struct text *text, const struct il_path *p, int depth)
{
	if (p->op == IL_PATH_UNARY) {
		put(text, "%s", operators[p->code]);
		operand(text, p->a, depth);
		return;
	}
	operand(text, p->a, depth);
	put(text, " %s ", p->op == IL_PATH_SELECT ? "?" : operators[p->code]);
	operand(text, p->b, depth);
	if (p->op == IL_PATH_SELECT) {
		put(text, " : ");
		operand(text, p->c, depth);
	}
}

static void path(struct text *text, uint32_t id, int depth)
{
	const struct il_path *p = &text->unit->paths.at[id];

	if (++depth > TEXT_DEPTH_MAX) {
		put(text, "...");
		return;
	}
	switch ((enum il_path_op)p->op) {
	case IL_PATH_NONE:
	case IL_PATH_OPCOUNT: put(text, "?"); break;
	case IL_PATH_CONSTANT: constant(text, p); break;
	case IL_PATH_STRING: string(text, il_text(text->unit, p->symbol)); break;
	case IL_PATH_VARIABLE: put(text, "%s", il_text(text->unit, text->unit->variables.at[p->symbol].name)); break;
	case IL_PATH_FUNCTION: put(text, "%s", il_text(text->unit, text->unit->functions.at[p->symbol].name)); break;
	case IL_PATH_RESULT: result(text, p->symbol, depth); break;
	case IL_PATH_FIELD: object_field(text, p, depth); break;
	case IL_PATH_INDEX: element(text, p, depth); break;
	case IL_PATH_DEREF:
		put(text, "*");
		operand(text, p->a, depth);
		break;
	case IL_PATH_ADDRESS: address(text, p, depth); break;
	case IL_PATH_CONTAINER: container(text, p, depth); break;
	case IL_PATH_MEMBER: member(text, id, depth); break;
	case IL_PATH_CAST:
		put(text, "(%s)", il_text(text->unit, text->unit->types.at[p->type].name));
		operand(text, p->a, depth);
		break;
	case IL_PATH_UNARY:
	case IL_PATH_BINARY:
	case IL_PATH_SELECT: operation(text, p, depth); break;
	}
}

char *il_path_text_numbered(const struct il_unit *unit, uint32_t id, uint32_t base, char *buffer, size_t size)
{
	struct text text = { .unit = unit, .buffer = buffer, .size = size, .base = base };

	buffer[0] = '\0';
	path(&text, id, 0);
	return buffer;
}

char *il_path_text(const struct il_unit *unit, uint32_t id, char *buffer, size_t size)
{
	return il_path_text_numbered(unit, id, NO_BASE, buffer, size);
}
