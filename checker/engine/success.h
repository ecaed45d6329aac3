// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The ways on from a request that has succeeded, and from one that has failed. */
#ifndef IL_ENGINE_SUCCESS_H
#define IL_ENGINE_SUCCESS_H

#include "engine/engine.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Returns the block that follows @block when call @event has returned 0; 0 when the condition
 * at its end is about something else, or when nothing follows.
 */
uint32_t il_block_on_success(struct il_engine *engine, uint32_t block, uint32_t event);

/* As il_block_on_success(), when the call has returned a negative errno. */
uint32_t il_block_on_failure(struct il_engine *engine, uint32_t block, uint32_t event);

/* Returns whether event @later can be reached from call @event when that has returned 0. */
bool il_reached_on_success(struct il_engine *engine, uint32_t event, uint32_t later);

/* As il_reached_on_success(), when the call has returned a negative errno. */
bool il_reached_on_failure(struct il_engine *engine, uint32_t event, uint32_t later);

/* Returns whether @event can happen again after it has happened, in a loop. */
bool il_is_repeated(struct il_engine *engine, uint32_t event);

#ifdef __cplusplus
}
#endif

#endif
