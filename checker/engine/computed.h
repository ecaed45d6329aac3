// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Functions that do nothing but compute: `return card->revision > 2;`.  Two calls with the same
 * argument are one condition, and so is the expression itself.
 */
#ifndef IL_ENGINE_COMPUTED_H
#define IL_ENGINE_COMPUTED_H

#include "engine/engine.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Returns what the call @event computes from its arguments, in terms of the function that calls;
 * 0 when its function does anything else, or returns the same whatever it is given.
 */
uint32_t il_computed(struct il_engine *engine, uint32_t event);

#ifdef __cplusplus
}
#endif

#endif
