// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What is new among the findings of a run: by the lines that changed, by what was known before. */
#ifndef IL_CLI_NOVELTY_H
#define IL_CLI_NOVELTY_H

#include "cli/baseline.h"
#include "cli/changes.h"
#include "cli/command.h"
#include "cli/options.h"

struct il_novelty {
	const struct il_options *options;
	struct il_changes *changes;   /* NULL: lines do not matter */
	struct il_baseline *baseline; /* NULL: nothing is known */
};

/*
 * Reads the patch, asks git, reads the baseline: what @options name of them.
 * @root: what names of files in patches and baselines are relative to; borrowed until the end.
 * Context: process; says on standard error what is wrong.
 * Returns: whether all could be read.
 */
bool il_novelty_init(struct il_novelty *ret_novelty, const struct il_options *options, const char *root);

/* Accepts: a zeroed one. */
void il_novelty_fini(struct il_novelty *novelty);

/* When the user named no files, leaves those of @input that can have news. */
void il_novelty_choose(const struct il_novelty *novelty, struct il_input *input);

/*
 * Takes out of @findings what is no news, or writes the baseline that was asked for, which leaves none.
 * Returns: whether what was to be written was.
 */
bool il_novelty_apply(struct il_novelty *novelty, json_t *findings, const struct il_coverage *coverage);

#endif
