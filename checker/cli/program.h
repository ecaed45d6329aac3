// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Other programs, and files that are installed with this one. */
#ifndef IL_CLI_PROGRAM_H
#define IL_CLI_PROGRAM_H

/*
 * Runs the program of @words, which end in NULL, with our standard streams, and waits for it.
 * Context: process.  SIGINT and SIGTERM, which the caller holds back, are passed on to it.
 * Returns: its exit code; IL_EXIT_INTERRUPTED when we were asked to end; 70 when it was killed or
 * cannot be run, after saying so on standard error.
 */
int il_program_run(char *const *words);

/* Returns: the path of @name in the directory of this program; owned by the caller. */
char *il_program_beside(const char *name);

/* Returns: where include/kernel and include/irqrt are; owned by the caller. */
char *il_program_headers(void);

#endif
