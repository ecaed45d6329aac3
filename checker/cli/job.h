// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Work on many files at once: each file in a process of its own, so that a crash costs one file
 * and nothing that one file leaves behind reaches the next.
 */
#ifndef IL_CLI_JOB_H
#define IL_CLI_JOB_H

#include "cli/database.h"

#include <jansson.h>

/* What came of one file. */
struct il_job_result {
	const struct il_entry *entry; /* borrowed */
	json_t *value;		      /* what the work returned; owned by the pool; NULL when it crashed */
	const char *crash;	      /* how the process ended when @value is NULL */
};

struct il_pool {
	/* Runs in a process of its own.  Returns: a value that the pool owns. */
	json_t *(*work)(void *context, const struct il_entry *entry);
	/* Runs in the calling process, in the order in which files are finished. */
	void (*done)(void *context, const struct il_job_result *result);
	void *context;
	unsigned jobs;				/* processes at a time, at least 1 */
	IL_ARRAY(const struct il_entry *) next; /* of il_pool_add(), not started yet */
};

/* Adds work to a running pool, from within @done; it is started before what is left. */
void il_pool_add(struct il_pool *pool, const struct il_entry *entry);

/*
 * Runs the work over all @entries.  Context: process.  SIGINT and SIGTERM reach it even when the
 * caller holds them back, who can so clean up whenever they come.
 * Returns: true, or false when it was interrupted (SIGINT, SIGTERM); all processes have ended then.
 */
bool il_pool_run(struct il_pool *pool, const struct il_entry *const *entries, size_t count);

#endif
