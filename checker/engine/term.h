// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * What expressions of a called function mean to the one who began the calls.
 *
 * A frame is a function with the arguments it was called with.  The term of a path in a frame has
 * parameters replaced by arguments, locals that have one definition by it, and calls of functions
 * that only return an expression by that expression; so `to_card(work)->lock` in a work and
 * `card->lock` in probe() become one term.  Terms are paths of the unit.
 */
#ifndef IL_ENGINE_TERM_H
#define IL_ENGINE_TERM_H

#include "engine/identity.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Calls, definitions and returned expressions inside each other are followed this far. */
enum { IL_TERM_DEPTH_MAX = 25, IL_FRAME_ARGUMENTS_MAX = 16 };

struct il_frame {
	uint32_t function;
	uint32_t first_argument, argument_count;
};

/* What is kept with a device: `dev->driver_data` is @value. */
struct il_kept {
	uint32_t place, value; /* terms */
};

struct il_terms {
	struct il_engine *engine; /* borrowed */
	IL_ARRAY(struct il_frame) frames;
	IL_ARRAY(uint32_t) arguments;
	struct il_index frame_index;
	IL_ARRAY(struct il_term_memo) memo;
	struct il_index memo_index;
	IL_ARRAY(uint32_t) returned; /* by function: the one expression that it returns, or 0 */
	IL_ARRAY(struct il_kept) kept;
};

/* An answer of il_term(), which is asked again and again for the same. */
struct il_term_memo {
	uint32_t frame, path, term;
};

/* Context: any.  Borrows @engine until il_terms_fini(). */
void il_terms_init(struct il_terms *terms, struct il_engine *engine);
void il_terms_fini(struct il_terms *terms);

/* Returns the frame of @function called with @arguments, terms; equal ones are one. */
uint32_t il_frame(struct il_terms *terms, uint32_t function, const uint32_t *arguments, uint32_t count);

/* Returns the frame of a function that nobody of the unit calls: its parameters are themselves. */
uint32_t il_frame_of_entry(struct il_terms *terms, uint32_t function);

/* Returns the frame of the callee of call @event, made in @frame, if it is @function. */
uint32_t il_frame_of_call(struct il_terms *terms, uint32_t frame, uint32_t event, uint32_t function);

/* Returns the term of @path in @frame. */
uint32_t il_term(struct il_terms *terms, uint32_t frame, uint32_t path);

/* Says that @place, a device's driver_data, is @value from now on for all terms that are asked. */
void il_terms_keep(struct il_terms *terms, uint32_t place, uint32_t value);

/* Forgets what was kept with devices. */
void il_terms_forget(struct il_terms *terms);

/* Returns the innermost field of place @term that is not of a core object; 0: none. */
uint32_t il_place_field(const struct il_unit *unit, uint32_t term);

/* Returns whether @path says where in, or behind, another place (its a) something is. */
static inline bool il_place_is_in_another(const struct il_path *path)
{
	return path->op == IL_PATH_FIELD || path->op == IL_PATH_INDEX || path->op == IL_PATH_DEREF ||
	       path->op == IL_PATH_CAST || path->op == IL_PATH_ADDRESS;
}

/* Returns @term without fields of core objects: of x->work.entry it is x->work. */
uint32_t il_place_object(const struct il_unit *unit, uint32_t term);

/* Returns the object that a pointer that is the value of @term points to, as a place. */
uint32_t il_pointee(struct il_unit *unit, uint32_t term);

/* Returns whether two terms are the same but for what pointers are taken for. */
bool il_same_term(const struct il_unit *unit, uint32_t a, uint32_t b);

/*
 * Returns whether two places, reached from different functions, are the same place in memory:
 * the same term is; the same field, reached through the same fields, is unless both are known to
 * be parts of different objects.
 */
enum il_match il_match_places(const struct il_unit *unit, uint32_t a, uint32_t b);

/* Returns whether place @inner lies in object @outer or in memory reached through it. */
bool il_reached_through(const struct il_unit *unit, uint32_t inner, uint32_t outer);

#ifdef __cplusplus
}
#endif

#endif
