// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Other programs, and files that are installed with this one. */
#ifndef IL_CLI_PROGRAM_H
#define IL_CLI_PROGRAM_H

#include <stdio.h>

/*
 * Runs the program of @words, which end in NULL, with our standard streams, and waits for it.
 * Context: process.  SIGINT and SIGTERM, which the caller holds back, are passed on to it.
 * Returns: its exit code; IL_EXIT_INTERRUPTED when we were asked to end; 70 when it was killed or
 * cannot be run, after saying so on standard error.
 */
int il_program_run(char *const *words);

/*
 * Runs the program of @words, which end in NULL and are looked for in PATH, and waits for it.
 * Context: process.
 * Returns: what it wrote to standard output, to be closed by the caller.  Without @ret_code NULL when it
 * could not be run or failed, after it said why itself; with @ret_code what it wrote to standard error is
 * there as well, and NULL means that there is no such program.
 */
FILE *il_program_output(char *const *words, int *ret_code);

/* Returns: the path of @name in the directory of this program; owned by the caller. */
char *il_program_beside(const char *name);

/* Returns: where include/kernel and include/irqrt are; owned by the caller. */
char *il_program_headers(void);

#endif
