// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Descriptions of devices, from JSON files. */
#ifndef IRQRT_HOST_SCRIPT_H
#define IRQRT_HOST_SCRIPT_H

#include "core/script.h"

#include <stddef.h>

/*
 * Reads the description of a device:
 *
 *   { "line": "level",
 *     "registers": { "0x00": { "status": "0x1", "clear": "write-one" },
 *                    "0x04": { "enables": "0x00" },
 *                    "0x08": { "values": [ "0x80", 0 ] },
 *                    "0x0c": {} } }
 *
 * "line" is "edge" when it is missing; "clear" is "write-one", "write-zero" or "read"; "masks" holds
 * back what "enables" lets through.  Numbers are JSON's or text in C's notation.
 * Returns: false after writing to @ret_error what is wrong, with the place.
 */
bool script_load(const char *path, struct script *ret_script, char *ret_error, size_t size);

#endif
