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

/* A function that hands a parameter on is followed this far. */
enum { IL_PROMISE_DEPTH_MAX = 4 };

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

#ifdef __cplusplus
}
#endif

#endif
