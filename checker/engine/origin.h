// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Where a line comes from, and so how it may be wired. */
#ifndef IL_ENGINE_ORIGIN_H
#define IL_ENGINE_ORIGIN_H

#include "engine/engine.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Returns the origin of the line @path: through locals and through fields
 * that the unit sets from one kind of source only.
 */
enum il_origin il_line_origin(struct il_engine *engine, uint32_t path);

/* Returns the look-up whose result @path, casts aside, is; NULL when it is none. */
const struct il_line_api *il_line_lookup(const struct il_engine *engine, uint32_t path);

/*
 * Returns what is known of the record that @path names the device in, as in &pdev->dev or
 * pdev->dev; NULL for other paths.
 */
const struct il_device_record *il_device_of(const struct il_unit *unit, uint32_t path);

/* Returns the record whose device @path is the parent of, or NULL. */
const struct il_device_record *il_device_child(const struct il_unit *unit, uint32_t path);

/* Returns the event that copies a whole device into the object @path is the address of, or 0. */
uint32_t il_device_copy(const struct il_engine *engine, uint32_t path);

#ifdef __cplusplus
}
#endif

#endif
