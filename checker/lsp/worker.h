// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * The process that looks at one document, again and again.  It answers requests in their order, each a
 * framed JSON object:
 *   version  of the document; comes back as it is
 *   text     of the document; without it the file on disk
 *   unsaved  what other documents hold, by file
 *   headers  the same of those that this one reads
 * with what il_analyse_file() returns (cli/analyse.h), and
 *   version  of the request
 *   notes    what is to be shown beside requests of lines, see lsp/notes.h
 *   inputs   names of the files that were read, when they are known
 * And without being asked it says { "again": true } when more is known of other files of the module than at
 * its last answer.
 */
#ifndef IL_LSP_WORKER_H
#define IL_LSP_WORKER_H

#include "cli/options.h"
#include "cli/database.h"

/* Everything is borrowed. */
struct il_worker_task {
	const struct il_entry *entry;	  /* how the file is compiled */
	struct il_database *database;	  /* that it is an entry of */
	const struct il_options *options; /* as for `irqlint check` */
};

/*
 * Works until @in ends.
 * Context: a process of its own.  Returns: the exit code.
 */
int il_worker_run(const struct il_worker_task *task, int in, int out);

#endif
