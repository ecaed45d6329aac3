// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What `irqlint check` does, for the commands that do it in other words. */
#ifndef IL_CLI_CHECK_H
#define IL_CLI_CHECK_H

#include "cli/options.h"

/* How the names of facts end that `irqlint kbuild` leaves for `irqlint link`. */
#define IL_KBUILD_FACTS ".irqlint"

/* Checks what @options name.  Context: process.  Returns: the exit code. */
int il_check(const struct il_options *options);

#endif
