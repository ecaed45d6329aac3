// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Which declarations of several units mean the same: one half of il_link(), for link.c only.
 *
 * A symbol is a record, function or global variable of the result.  Its facts come from the first
 * unit that has them; parameters and other locals go with their function and are no symbols.
 */
#ifndef IL_FACTS_LINK_SYMBOLS_H
#define IL_FACTS_LINK_SYMBOLS_H

#include "facts/unit.h"

/* A unit on its way into the result.  Arrays are by the ids that the unit has. */
struct il_link_unit {
	const struct il_unit *unit;
	uint32_t *record_symbols, *function_symbols, *variable_symbols; /* 0: none */
	/* Ids in the result. */
	uint32_t *strings, *files, *places, *types, *records, *fields, *functions, *variables;
	uint32_t *paths, *blocks, *events;
};

enum il_symbol_sort {
	IL_SYMBOL_RECORD,
	IL_SYMBOL_FUNCTION,
	IL_SYMBOL_VARIABLE,
	IL_SYMBOL_SORTS,
};

/* Equal keys of several units are one symbol; in one unit @nth tells them apart.  No padding. */
struct il_symbol_key {
	uint32_t sort;
	uint32_t level; /* enum level of link_symbols.c */
	uint32_t name;	/* string of the result */
	uint32_t file, line, column;
	uint32_t shape[3]; /* what must agree besides */
	uint32_t nth;
};

struct il_symbol {
	struct il_symbol_key key;
	uint32_t unit, element; /* that the facts come from */
	uint32_t claimed;	/* the last unit that has it, + 1 */
	uint32_t definition;	/* of a name: the symbol that defines it */
	uint32_t flags;		/* of variables: those that any unit sets */
	uint32_t id;		/* in the result; 0: none yet */
};

/* A zeroed one is empty. */
struct il_symbols {
	IL_ARRAY(struct il_symbol) at; /* 0 is none */
	struct il_index index;
};

/*
 * Finds the symbols of all @units, in whose order they are claimed.
 * Fills in their record_symbols, function_symbols and variable_symbols; needs strings and files.
 */
void il_symbols_collect(struct il_symbols *symbols, struct il_link_unit *units, uint32_t count);

void il_symbols_fini(struct il_symbols *symbols);

#endif
