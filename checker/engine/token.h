// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Objects that are used up, in states of the value flow.
 *
 * The value of such an object is a token, which says what call made it what it is: one that used it
 * up, and with it every copy, or one that may have written it.  So whether an object is used up is
 * asked as the value of any variable is.
 * For flow.c.
 */
#ifndef IL_ENGINE_TOKEN_H
#define IL_ENGINE_TOKEN_H

#include "engine/promise.h"
#include "engine/state.h"

/* What @event does to objects of linear types; @before is the state before it, @state the one behind. */
void il_token_event(struct il_engine *engine, const struct il_state *before, struct il_state *state, uint32_t event);

/* Returns the call that made the object with value @value what it is; 0: not known. */
uint32_t il_token_call(const struct il_engine *engine, uint32_t value);

/* Returns the object that @argument points to, as a place; 0: not known. */
uint32_t il_token_object(struct il_engine *engine, uint32_t argument);

#endif
