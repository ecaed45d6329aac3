// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Can the controller of a line be missing when it is looked up, and does anybody try again? */
#ifndef IL_ENGINE_DEFERRAL_H
#define IL_ENGINE_DEFERRAL_H

#include "engine/engine.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Callers are followed this far. */
enum { IL_REACH_DEPTH_MAX = 4 };

/*
 * Returns whether the unit's platform drivers bind devices by their name only: such devices have
 * no firmware node, and their lines are numbers.
 */
bool il_binds_by_name(const struct il_engine *engine);

/*
 * Returns whether @function, or one that leads to it, takes what the device above keeps: that
 * device's driver is there, and with it the controller that its parts are wired to.
 */
bool il_asks_parent(struct il_engine *engine, uint32_t function);

/* Returns whether @function only runs once, at boot, out of a table that the linker collects. */
bool il_runs_at_boot(const struct il_engine *engine, uint32_t function);

#ifdef __cplusplus
}
#endif

#endif
