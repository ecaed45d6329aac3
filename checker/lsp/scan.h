// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The process that looks at a whole database, as `irqlint check` does. */
#ifndef IL_LSP_SCAN_H
#define IL_LSP_SCAN_H

#include "cli/options.h"
#include "lsp/hand.h"

/* Everything is borrowed. */
struct il_scan_task {
	const struct il_options *options; /* as for `irqlint check` */
	const json_t *databases;	  /* names */
	bool known_only;		  /* what earlier runs found out */
};

/*
 * Starts it.  It sends objects: first several with "done" and "total", how many jobs of how many are done; or
 * with "problem", what was not looked at and why; then one with "findings", and ends.
 */
bool il_scan_start(struct il_hand *hand, struct il_scan_task *task);

#endif
