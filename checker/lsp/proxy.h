// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Two language servers that look like one, for editors that have one server a file: another, usually
 * clangd, and irqlint's own, which runs in a process of its own and is told what the editor says as if
 * there were no other.
 */
#ifndef IL_LSP_PROXY_H
#define IL_LSP_PROXY_H

#include <stdio.h>

/*
 * Serves the client on @in and @out until it says that it ends, or is gone.  @first and @second are the
 * words of the commands, which end in NULL: the other server's and ours.  When one of the two ends the
 * client is told, and the other goes on alone.
 * Context: process.  @log: of all messages of the client, or NULL.  Returns: the exit code.
 */
int il_proxy_run(int in, int out, char *const *first, char *const *second, FILE *log);

#endif
