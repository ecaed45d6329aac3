// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A directory for files that are gone when the command ends, however it does. */
#ifndef IL_CLI_SCRATCH_H
#define IL_CLI_SCRATCH_H

#include <signal.h>
#include <stdbool.h>

/* A zeroed one is closed. */
struct il_scratch {
	char *directory; /* owned */
	sigset_t before;
};

/*
 * Makes the directory, in $TMPDIR or /tmp.  Until il_scratch_fini() SIGINT and SIGTERM are held
 * back; il_pool_run() lets them through and returns.
 * Context: process.  Returns: true, or false after saying on standard error why not.
 */
bool il_scratch_init(struct il_scratch *scratch);

/* Removes the directory with all that is in it.  Accepts: a zeroed one. */
void il_scratch_fini(struct il_scratch *scratch);

#endif
