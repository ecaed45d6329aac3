// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Which bits of a value may be set, when not all that it is made of is known. */
#ifndef IL_ENGINE_BITS_H
#define IL_ENGINE_BITS_H

#include "facts/unit.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Nothing is known. */
#define IL_BITS_ANY UINT64_MAX

/* Returns the bits of what is read at @path: a variable, a field, the result of a call. */
typedef uint64_t il_bits_reader(void *context, uint32_t path, int depth);

/*
 * Returns the bits that the value of @path may have; what it is computed from is asked of @read.
 * Context: any.
 */
uint64_t il_bits(const struct il_unit *unit, uint32_t path, il_bits_reader *read, void *context, int depth);

#ifdef __cplusplus
}
#endif

#endif
