// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Findings that are known already: a text file with one line a finding, sorted, so that versions of it
 * are compared and merged as other texts are.
 */
#ifndef IL_CLI_BASELINE_H
#define IL_CLI_BASELINE_H

#include <jansson.h>
#include <stdbool.h>

struct il_baseline;

struct il_baseline *il_baseline_create(void);

/*
 * Adds what @file has.
 * Returns: whether it could be read; says on standard error what is wrong.
 */
bool il_baseline_read(struct il_baseline *baseline, const char *file);

/* Accepts: NULL. */
void il_baseline_destroy(struct il_baseline *baseline);

/*
 * Takes the findings out of @list that @baseline has, and calls those that stay "new" in the key
 * "baseline".  Returns how many were taken out.
 */
size_t il_baseline_filter(const struct il_baseline *baseline, json_t *list);

/* Adds the findings of @list that are not there yet, with names relative to @root.  Returns how many. */
size_t il_baseline_add(struct il_baseline *baseline, const json_t *list, const char *root);

/* What a run has looked at, and so could have found. */
struct il_coverage {
	const json_t *findings;
	const json_t *files; /* object with the analysed files as keys; NULL: every file there is */
	const char *root;    /* that names in baselines are relative to */
};

/* Takes out what was looked at and is found no more.  Returns how many. */
size_t il_baseline_prune(struct il_baseline *baseline, const struct il_coverage *coverage);

/* Returns how many entries il_baseline_prune() would take out. */
size_t il_baseline_stale(const struct il_baseline *baseline, const struct il_coverage *coverage);

/* Replaces @file whole or not at all.  Returns: whether it was written; says on standard error why not. */
bool il_baseline_write(struct il_baseline *baseline, const char *file);

#endif
