// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * The facts of one translation unit: what the engine knows of a C file.
 *
 * Plain structs in arrays, linked by index.  No pointer and no Clang type, so a unit can be
 * written to disk, read on another machine and linked with others.
 *
 * INVARIANT (zero is none):  element 0 of every table stands for "none" or "not known".
 * INVARIANT (in bounds):     every index is smaller than the count of the table it points into;
 *                            il_unit_check() tells.
 * INVARIANT (append only):   elements are never changed or moved to another index once the
 *                            function they belong to is complete; the engine may append paths.
 */
#ifndef IL_FACTS_UNIT_H
#define IL_FACTS_UNIT_H

#include "facts/arena.h"
#include "facts/intern.h"
#include "facts/path.h"

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

enum il_file_kind {
	IL_FILE_HEADER, /* found through the include path: somebody else's interface */
	IL_FILE_DRIVER, /* beside the main file or below: part of the driver */
	IL_FILE_MAIN,
};

struct il_file {
	uint32_t name;	 /* string; relative to the unit's root when below it, else absolute */
	uint32_t kind;	 /* enum il_file_kind */
	uint32_t module; /* string; in a unit that was linked, of a main file's unit */
};

/*
 * A source range, in the file where the user wrote it.  For code out of a macro that is where
 * the outermost macro is used; @spelled is where the token itself stands, in the macro's text.
 * Lines and columns count from 1, columns and offsets in bytes.
 */
struct il_place {
	uint32_t file;
	uint32_t line, column;
	uint32_t offset, length; /* of the range; length 0 when it does not lie in one file */
	uint32_t macro;		 /* string: the outermost macro, or none */
	uint32_t spelled;	 /* place, or none */
};

enum il_type_kind {
	IL_TYPE_NONE,
	IL_TYPE_VOID,
	IL_TYPE_BOOL,
	IL_TYPE_INTEGER,
	IL_TYPE_FLOAT,
	IL_TYPE_ENUM,
	IL_TYPE_POINTER,
	IL_TYPE_ARRAY,
	IL_TYPE_RECORD,
	IL_TYPE_FUNCTION,
};

enum il_type_flags {
	IL_TYPE_CONST = 1,
	IL_TYPE_VOLATILE = 2,
	IL_TYPE_SIGNED = 4,
	IL_TYPE_CHAR = 8, /* char in its three kinds: may point at anything */
};

/* Types are canonical: typedefs are looked through, except that @name keeps what was written. */
struct il_type {
	uint16_t kind;
	uint16_t flags;
	uint32_t bits;	 /* of an integer, enum, bool or float */
	uint32_t name;	 /* string: the type as C text */
	uint32_t target; /* type: pointee, element, or result of a function */
	uint32_t record; /* record, for IL_TYPE_RECORD */
	uint32_t count;	 /* elements of an array, 0 when not known */
};

enum il_record_flags {
	IL_RECORD_UNION = 1,
	IL_RECORD_COMPLETE = 2, /* its fields are in the unit */
};

/* Members of anonymous members count as fields of the named record around them. */
struct il_record {
	uint32_t name;
	uint32_t flags;
	uint32_t place;
	uint32_t first_field, field_count;
};

enum il_field_flags {
	IL_FIELD_FIRST = 1, /* at offset 0: its address is the record's */
	IL_FIELD_BITS = 2,
};

struct il_field {
	uint32_t record;
	uint32_t name;
	uint32_t type;
	uint32_t flags;
};

enum il_variable_kind { IL_VARIABLE_NONE, IL_VARIABLE_PARAM, IL_VARIABLE_LOCAL, IL_VARIABLE_GLOBAL };

enum il_variable_flags {
	IL_VARIABLE_STATIC = 1,	   /* storage, for locals; linkage, for globals */
	IL_VARIABLE_ADDRESSED = 2, /* its address is taken: writes through pointers reach it */
	IL_VARIABLE_CONST = 4,
	IL_VARIABLE_INITIALISED = 8, /* has initialisers in this unit */
};

struct il_variable {
	uint32_t name;
	uint32_t type;
	uint32_t kind;
	uint32_t flags;
	uint32_t function; /* of params and locals */
	uint32_t index;	   /* of a param, from 0 */
	uint32_t place;
	uint32_t section; /* string */
};

enum il_function_flags {
	IL_FUNCTION_DEFINED = 1, /* its blocks are in the unit */
	IL_FUNCTION_STATIC = 2,
	IL_FUNCTION_INLINE = 4,
	IL_FUNCTION_NORETURN = 8,
	IL_FUNCTION_VARIADIC = 16,
	IL_FUNCTION_MUST_CHECK = 32,
	IL_FUNCTION_HAS_BODY = 64, /* somewhere in the unit, lowered or not */
};

struct il_function {
	uint32_t name;
	uint32_t flags;
	uint32_t place; /* of its name */
	uint32_t type;	/* what it returns */
	uint32_t section;
	uint32_t first_param, param_count; /* variables */
	uint32_t first_block, block_count;
	uint32_t entry;			   /* block */
	uint32_t first_event, event_count; /* of all its blocks together */
	uint32_t end_line;
};

enum il_branch {
	IL_BRANCH_NONE, /* at most one edge */
	IL_BRANCH_TEST, /* edges IL_EDGE_TRUE and IL_EDGE_FALSE */
	IL_BRANCH_SWITCH,
	IL_BRANCH_ANY, /* asm goto, computed goto: any edge may be taken */
};

struct il_block {
	uint32_t function;
	uint32_t first_event, event_count;
	uint32_t branch;    /* enum il_branch */
	uint32_t condition; /* path; valid after the block's last event */
	uint32_t place;	    /* of the condition */
	uint32_t first_edge, edge_count;
};

enum il_edge_kind { IL_EDGE_ALWAYS, IL_EDGE_TRUE, IL_EDGE_FALSE, IL_EDGE_CASE, IL_EDGE_DEFAULT };

struct il_edge {
	uint32_t target; /* block */
	uint32_t kind;
	int64_t low, high; /* of a case, both inclusive */
};

enum il_event_kind {
	IL_EVENT_NONE,
	IL_EVENT_CALL,	  /* @callee or, through a pointer, @target */
	IL_EVENT_ASSIGN,  /* @target = @value */
	IL_EVENT_RETURN,  /* @value, none in a void function */
	IL_EVENT_CLEANUP, /* __attribute__((cleanup)): @callee on the address of a variable */
};

enum il_event_flags {
	IL_EVENT_MACRO = 1,    /* a primitive that is a macro: one event, whatever it expands to */
	IL_EVENT_COMPOUND = 2, /* assignment of the kind |=, ++; @value holds the operation */
	IL_EVENT_INITIAL = 4,  /* initialiser of a local */
	IL_EVENT_ZEROES = 8,   /* initialiser that also clears what it does not name */
};

struct il_event {
	uint16_t kind;
	uint16_t flags;
	uint32_t block;
	uint32_t place;
	uint32_t callee; /* function */
	uint32_t target; /* path */
	uint32_t value;	 /* path */
	uint32_t first_argument, argument_count;
};

struct il_argument {
	uint32_t path;
	uint32_t place;
};

/* One scalar of a static initialiser: field or element @target of a variable is @value. */
struct il_initialiser {
	uint32_t variable;
	uint32_t target; /* path */
	uint32_t value;	 /* path */
	uint32_t place;
};

enum il_annotated { IL_ANNOTATED_FUNCTION, IL_ANNOTATED_VARIABLE, IL_ANNOTATED_FIELD, IL_ANNOTATED_RECORD };

/* __attribute__((annotate("..."))) */
struct il_annotation {
	uint32_t kind;	 /* enum il_annotated */
	uint32_t target; /* function, variable, field or record */
	uint32_t text;
};

enum il_suppression_kind {
	IL_SUPPRESS_LINE,  /* NOLINT: findings on @line */
	IL_SUPPRESS_RANGE, /* NOLINTNEXTLINE, NOLINTBEGIN ... NOLINTEND: @line to @last */
};

struct il_suppression {
	uint32_t file;
	uint32_t kind;
	uint32_t line, last;
	uint32_t rules;	     /* string: comma separated globs, empty: all */
	uint32_t place_line; /* where the comment stands */
};

/* Every table of a unit: X(member, type).  Storing, checking and freeing go through this list. */
#define IL_UNIT_TABLES(X)                                                                                              \
	X(files, struct il_file)                                                                                       \
	X(places, struct il_place)                                                                                     \
	X(types, struct il_type)                                                                                       \
	X(records, struct il_record)                                                                                   \
	X(fields, struct il_field)                                                                                     \
	X(variables, struct il_variable)                                                                               \
	X(paths, struct il_path)                                                                                       \
	X(functions, struct il_function)                                                                               \
	X(blocks, struct il_block)                                                                                     \
	X(edges, struct il_edge)                                                                                       \
	X(events, struct il_event)                                                                                     \
	X(arguments, struct il_argument)                                                                               \
	X(initialisers, struct il_initialiser)                                                                         \
	X(annotations, struct il_annotation)                                                                           \
	X(suppressions, struct il_suppression)

struct il_unit {
	/* What was analysed; strings. */
	uint32_t root;	      /* directory that relative file names start from */
	uint32_t main_file;   /* name as in @files */
	uint32_t module;      /* __KBUILD_MODNAME of the flags, or none */
	uint32_t target;      /* target triple */
	uint32_t error_count; /* of the parse: facts of a broken file are not complete */
	uint32_t limit_hits;  /* constructs left out because a limit of the lowering was reached */

#define IL_DECLARE_TABLE(member, type) IL_ARRAY(type) member;
	IL_UNIT_TABLES(IL_DECLARE_TABLE)
#undef IL_DECLARE_TABLE

	/* Strings: id -> text. */
	IL_ARRAY(const char *) strings;
	struct il_arena arena; /* owns the texts */

	struct il_index string_index, path_index, place_index, type_index;
};

/* Context: any.  Returns: a unit with the none-elements in place, owned by the caller. */
struct il_unit *il_unit_create(void);

/* Accepts: NULL. */
void il_unit_destroy(struct il_unit *unit);

/* Returns the id of @text; equal texts have equal ids and the empty text is 0. */
uint32_t il_string(struct il_unit *unit, const char *text);
uint32_t il_string_n(struct il_unit *unit, const char *text, size_t length);

/* Returns the text of @id, "" for none.  Borrowed until the unit is destroyed. */
const char *il_text(const struct il_unit *unit, uint32_t id);

/* Interned values: equal ones have equal ids. */
uint32_t il_place_id(struct il_unit *unit, const struct il_place *place);
uint32_t il_type_id(struct il_unit *unit, const struct il_type *type);
uint32_t il_path_id(struct il_unit *unit,
		    const struct il_path *path); /* for path.c: the il_path_ functions keep terms canonical */

/*
 * Returns true when every index of @unit is in bounds and every range ordered; else false, with
 * the table and element in @ret_problem (a static or unit-owned text of at most @size bytes).
 */
bool il_unit_check(const struct il_unit *unit, char *ret_problem, size_t size);

#ifdef __cplusplus
}
#endif

#endif
