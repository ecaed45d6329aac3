// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The facts of another file of the module, whoever has them or makes them. */
#ifndef IL_LSP_KIN_H
#define IL_LSP_KIN_H

#include "cli/ahead.h"
#include "cli/module.h"

#include <jansson.h>
#include <sys/types.h>

struct il_kin {
	const struct il_entry *entry;
	struct il_unit *unit; /* owned; NULL: not known, or it does not parse */
	uint64_t state;	      /* of what @unit came from; 0: of nothing */
	pid_t process;	      /* 0: none */
	int done;	      /* file that ends with the process */
	int facts;	      /* file that it writes to */
	bool waits;	      /* for a process */
};

/* What facts are made with. */
struct il_kin_means {
	struct il_recall *recall;
	const struct il_ahead *ahead;
	const json_t *unsaved; /* texts by file, or NULL */
};

/*
 * Finds out whether the facts of @kin are still those of the file; takes newer ones from the cache, or has it
 * wait for a process.
 * Returns: whether there are other facts now.
 */
bool il_kin_refresh(struct il_kin *kin, const struct il_kin_means *means);

/* Starts a process that makes facts.  Context: a process that has no threads. */
void il_kin_start(struct il_kin *kin, const struct il_kin_means *means);

/* Takes what the process has made, which has ended.  Returns whether there are other facts now. */
bool il_kin_finish(struct il_kin *kin);

/* Ends its process, too. */
void il_kin_fini(struct il_kin *kin);

#endif
