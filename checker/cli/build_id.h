// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Which build of irqlint runs, and of the libraries it is made of. */
#ifndef IL_CLI_BUILD_ID_H
#define IL_CLI_BUILD_ID_H

#include <stdint.h>

/*
 * Returns a key of the identities that the linker gave to the program and to every library that is
 * loaded; 0 when the program has none.
 */
uint64_t il_build_id(void);

#endif
