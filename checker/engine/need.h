// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * What a handler needs: everything that it, and what it sets off, dereferences, locks, wakes or
 * arms, in terms of its own parameters, and under which conditions.
 */
#ifndef IL_ENGINE_NEED_H
#define IL_ENGINE_NEED_H

#include "engine/graph.h"
#include "engine/guard.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
	IL_NEEDS_MAX = 400,	  /* of one handler; what it needs beyond that is not seen */
	IL_NEED_VISITS_MAX = 600, /* functions, each in its frames, that one handler enters */
	IL_NEED_CALLS_MAX = 8,	  /* calls inside each other that are followed */
	IL_WHOLE_FIELD = -1,
};

/* A condition on the way to a use; chained to the ones around it. */
struct il_guard {
	uint32_t term;
	bool holds;
	uint32_t outer; /* guard, or 0 */
};

/*
 * One use of a place.  Of kinds IL_OBJECT_MEMORY and IL_OBJECT_DATA, the place holds a pointer that is
 * followed; of the other kinds, it is the object that is used.
 */
struct il_need {
	enum il_object object;
	bool arms;	   /* its callback runs later */
	bool after_status; /* behind a test of something that is not the driver's own memory */
	bool after_flag;   /* behind a test of the driver's own memory */
	bool own_queue;	   /* a work that is put on a queue of the driver */
	bool null_is_fine; /* the pointer is given to a function that does nothing with NULL */
	uint32_t term;	   /* place */
	uint32_t spelled;  /* the same, as the function that uses it says it */
	uint32_t queue;	   /* that a work is put on: pointer, a term; or 0 */
	uint32_t event;
	uint32_t guard;
	uint32_t via; /* need that arms what uses it, plus one; 0: the handler itself does */
	uint32_t calls[IL_NEED_CALLS_MAX];
	uint32_t call_count;
};

/* The handler, or with @later what it sets off, fills a field, or sets @bit of it. */
struct il_fill_in {
	uint32_t field;
	int64_t bit; /* IL_WHOLE_FIELD: all of it */
	uint32_t guard;
	uint64_t bits; /* that it may set */
	bool later;
};

struct il_handler_needs {
	uint32_t function;
	uint32_t first, count; /* needs */
	uint32_t first_fill, fill_count;
};

struct il_needs {
	struct il_engine *engine; /* borrowed */
	struct il_terms *terms;	  /* borrowed */
	struct il_graph *graph;	  /* borrowed */
	struct il_guards guards;
	IL_ARRAY(struct il_need) needs;
	IL_ARRAY(struct il_guard) conditions; /* 0: none */
	IL_ARRAY(struct il_fill_in) fills;    /* fields that the handler itself fills */
	bool *requests;			      /* by function: it makes a request */
	bool *entered;			      /* by function: a handler, or what it sets off, runs it */
	IL_ARRAY(struct il_handler_needs) handlers;
};

/* Context: any.  Borrows everything until il_needs_fini(). */
void il_needs_init(struct il_needs *needs, struct il_terms *terms, struct il_graph *graph);
void il_needs_fini(struct il_needs *needs);

/* Returns what handler or thread function @function needs, an index of il_needs.handlers. */
uint32_t il_needs_of(struct il_needs *needs, uint32_t function);

/* Returns whether the handler, or what it sets off, fills @field itself. */
bool il_handler_fills(const struct il_needs *needs, const struct il_handler_needs *handler, uint32_t field);

#ifdef __cplusplus
}
#endif

#endif
