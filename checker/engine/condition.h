// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Under which conditions a handler gets to what it needs: chains in il_needs.conditions, from the innermost
 * outwards, in terms of the one who began the calls.
 */
#ifndef IL_ENGINE_CONDITION_H
#define IL_ENGINE_CONDITION_H

#include "engine/need.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Returns the conditions of @block, of a function that is walked in @frame, added to those around: @outer. */
uint32_t il_guard_of_block(struct il_needs *needs, uint32_t frame, uint32_t block, uint32_t outer);

/* Returns whether all conditions from @few outwards are among those from @many outwards. */
bool il_guards_within(const struct il_needs *needs, uint32_t few, uint32_t many);

/* Returns whether one of the conditions from @guard outwards asks the driver's memory. */
bool il_guard_asks_flag(const struct il_needs *needs, uint32_t guard);

/* Returns whether one of them depends on something else than that, as on a register of the device. */
bool il_guard_asks_device(const struct il_needs *needs, uint32_t guard);

#ifdef __cplusplus
}
#endif

#endif
