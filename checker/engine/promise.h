// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * What annotations promise of types, parameters and functions: include/irqrt/annotate.h.  Rules of
 * typed registrations ask here and know no function by its name.
 */
#ifndef IL_ENGINE_PROMISE_H
#define IL_ENGINE_PROMISE_H

#include "engine/engine.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A function that hands a parameter on, and members in members, are followed this far. */
enum { IL_PROMISE_DEPTH_MAX = 4, IL_PINNED_DEPTH_MAX = 8 };

/* Returns whether nothing is promised in the unit, as in most. */
bool il_promises_nothing(const struct il_engine *engine);

/* Returns whether an annotation says @promise of parameter @index of @function. */
bool il_promises(const struct il_engine *engine, uint32_t function, uint32_t index, enum il_promise promise);

/* Returns the first parameter of @function of which @promise is said, or IL_NO_ARGUMENT. */
int8_t il_promised_parameter(const struct il_engine *engine, uint32_t function, enum il_promise promise);

/*
 * Returns whether every call of @function uses up what parameter @index points to: an annotation says
 * so, or it is handed on to such a function on all paths.
 */
bool il_consumes(const struct il_engine *engine, uint32_t function, uint32_t index);

/* Returns whether @type is a record that functions use up. */
bool il_is_linear(const struct il_engine *engine, uint32_t type);

/* Returns whether @field is a handler of the tables that requests are given. */
bool il_is_handler_field(const struct il_engine *engine, uint32_t field);

/* Returns whether an object of @type stays where it was made: an annotation says so of it, or of a member. */
bool il_is_pinned(const struct il_engine *engine, uint32_t type);

/*
 * Returns the first argument of call @event that points to a pinned object which the call makes, by
 * using something up; or IL_NO_ARGUMENT.
 */
int8_t il_made_argument(const struct il_engine *engine, uint32_t event);

#ifdef __cplusplus
}
#endif

#endif
