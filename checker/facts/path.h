// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Access paths: what an expression denotes, as a hash-consed term.
 *
 * Terms are rooted in a variable, a function, a call result or a constant, and keep record and
 * field identity, so `p->irq` and `q->irq` share a field but not a base.  Equal terms have equal
 * ids.  A term says how to reach a value; what the value is depends on the moment it is read.
 */
#ifndef IL_FACTS_PATH_H
#define IL_FACTS_PATH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum il_path_op {
	IL_PATH_NONE,	   /* not known */
	IL_PATH_CONSTANT,  /* @value; @symbol: what it was written as: enumerator, macro, or several, as A + B */
	IL_PATH_STRING,	   /* @symbol: text of the literal */
	IL_PATH_VARIABLE,  /* @symbol: variable */
	IL_PATH_FUNCTION,  /* @symbol: function */
	IL_PATH_RESULT,	   /* @symbol: event whose result this is */
	IL_PATH_FIELD,	   /* of object @a; @symbol: field */
	IL_PATH_INDEX,	   /* element @b of object @a */
	IL_PATH_DEREF,	   /* object that pointer @a points to */
	IL_PATH_ADDRESS,   /* address of object @a */
	IL_PATH_CONTAINER, /* container_of(@a, record of @type, member chain @b) */
	IL_PATH_CAST,	   /* @a as pointer @type, unless that is void *, or as the signed integer @type */
	IL_PATH_UNARY,	   /* @code (enum il_operator) of @a */
	IL_PATH_BINARY,	   /* @a @code @b */
	IL_PATH_SELECT,	   /* @a ? @b : @c */
	IL_PATH_MEMBER,	   /* chain for IL_PATH_CONTAINER: field @symbol within @a (or none) */
	IL_PATH_OPCOUNT,
};

enum il_operator {
	IL_OP_NONE,
	IL_OP_NOT,	  /* !a */
	IL_OP_COMPLEMENT, /* ~a */
	IL_OP_NEGATE,	  /* -a */
	IL_OP_ADD,
	IL_OP_SUB,
	IL_OP_MUL,
	IL_OP_DIV,
	IL_OP_MOD,
	IL_OP_SHL,
	IL_OP_SHR,
	IL_OP_AND,
	IL_OP_OR,
	IL_OP_XOR,
	IL_OP_EQ,
	IL_OP_NE,
	IL_OP_LT,
	IL_OP_LE,
	IL_OP_GT,
	IL_OP_GE,
	IL_OP_BOTH,   /* a && b */
	IL_OP_EITHER, /* a || b */
	IL_OP_COUNT,
};

struct il_path {
	uint8_t op;
	uint8_t code;	/* enum il_operator */
	uint16_t flags; /* none so far; keeps the struct free of padding */
	uint32_t a, b, c;
	uint32_t symbol;
	uint32_t type; /* of the value */
	int64_t value;
};

struct il_unit;

/*
 * The only ways to make a path.  They keep terms canonical: *&x is x, &*p is p, x[0][i] is x[i]
 * where x[0] is no array, container_of(&p->m, T, m) is p, !(a < b) is a >= b,
 * and operations on constants are done.
 */
uint32_t il_path_constant(struct il_unit *unit, int64_t value, uint32_t type, uint32_t name);
uint32_t il_path_string(struct il_unit *unit, uint32_t text, uint32_t type);
uint32_t il_path_variable(struct il_unit *unit, uint32_t variable);
uint32_t il_path_function(struct il_unit *unit, uint32_t function);
uint32_t il_path_result(struct il_unit *unit, uint32_t event, uint32_t type);
uint32_t il_path_field(struct il_unit *unit, uint32_t object, uint32_t field);
uint32_t il_path_index(struct il_unit *unit, uint32_t object, uint32_t index, uint32_t type);
uint32_t il_path_deref(struct il_unit *unit, uint32_t pointer, uint32_t type);
uint32_t il_path_address(struct il_unit *unit, uint32_t object, uint32_t type);
uint32_t il_path_member(struct il_unit *unit, uint32_t outer, uint32_t field);
uint32_t il_path_container(struct il_unit *unit, uint32_t pointer, uint32_t member, uint32_t type);
uint32_t il_path_cast(struct il_unit *unit, uint32_t operand, uint32_t type);
uint32_t il_path_unary(struct il_unit *unit, enum il_operator code, uint32_t a, uint32_t type);
uint32_t il_path_binary(struct il_unit *unit, enum il_operator code, uint32_t a, uint32_t b, uint32_t type);
uint32_t il_path_select(struct il_unit *unit, uint32_t a, uint32_t b, uint32_t c, uint32_t type);

/* Makes the node of @like again over other operands; used to substitute in a term. */
uint32_t il_path_rebuild(struct il_unit *unit, const struct il_path *like, uint32_t a, uint32_t b, uint32_t c);

/* Returns @path without the casts around it. */
uint32_t il_path_strip(const struct il_unit *unit, uint32_t path);

/* Returns true and @ret_value when @path, casts aside, is a constant. */
bool il_path_is_constant(const struct il_unit *unit, uint32_t path, int64_t *ret_value);

/*
 * Writes @path as C text into @buffer, cut at @size; results of calls are written as the call
 * without its arguments.  Returns @buffer.
 */
char *il_path_text(const struct il_unit *unit, uint32_t path, char *buffer, size_t size);

/* As il_path_text(), with results as %N, N counted from the function's first event @base. */
char *il_path_text_numbered(const struct il_unit *unit, uint32_t path, uint32_t base, char *buffer, size_t size);

#ifdef __cplusplus
}
#endif

#endif
