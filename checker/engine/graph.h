// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Who calls whom: through function pointers in records, and later, through works and timers. */
#ifndef IL_ENGINE_GRAPH_H
#define IL_ENGINE_GRAPH_H

#include "engine/term.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A pointer that holds one of more functions than this is not followed; stats count it. */
enum { IL_TARGETS_MAX = 8 };

/* A function that a field of some record holds. */
struct il_holding {
	uint32_t field, function;
};

/* What runs later: an object that is armed calls a function. */
struct il_callback {
	uint32_t field; /* that is the object */
	uint32_t place; /* path of the object in the function that sets it up; without core parts */
	uint32_t function, event;
	uint32_t data; /* path of the argument, where the function gets one that is not the object */
};

struct il_graph {
	struct il_engine *engine;		/* borrowed */
	IL_ARRAY(struct il_holding) holdings;	/* sorted */
	IL_ARRAY(struct il_callback) callbacks; /* sorted by field */
};

/* Context: any.  Borrows @engine until il_graph_fini(). */
void il_graph_init(struct il_graph *graph, struct il_engine *engine);
void il_graph_fini(struct il_graph *graph);

/* Returns the functions of the unit that call @event may enter, in @ret_targets, and their number. */
uint32_t il_call_targets(struct il_graph *graph, uint32_t event, uint32_t ret_targets[IL_TARGETS_MAX]);

/*
 * Returns the functions that @path, in @caller, may be, in @ret_functions, and their number: through
 * `?:`, definitions of locals, fields of tables, and the address of a table of handlers.  Functions of
 * other modules than the caller's are left out.
 */
uint32_t il_functions_of(struct il_graph *graph, uint32_t path, uint32_t caller,
			 uint32_t ret_functions[IL_TARGETS_MAX]);

/*
 * Returns the functions that fields called @name hold in the module of @caller, in @ret_functions, and
 * their number.
 */
uint32_t il_functions_held(const struct il_graph *graph, const char *name, uint32_t caller,
			   uint32_t ret_functions[IL_TARGETS_MAX]);

/* Returns the first callback of objects in @field and their number. */
const struct il_callback *il_callbacks_of(const struct il_graph *graph, uint32_t field, uint32_t *ret_count);

#ifdef __cplusplus
}
#endif

#endif
