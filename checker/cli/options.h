// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What a user can say to `irqlint check` and to the commands that run it. */
#ifndef IL_CLI_OPTIONS_H
#define IL_CLI_OPTIONS_H

#include "cli/output/output.h"

#include <stdio.h>

enum { IL_OUTPUTS_MAX = 16, IL_MODELS_MAX = 16 };

struct il_output {
	const struct il_format *format;
	const char *file; /* "-": standard output */
};

/* What becomes of a baseline. */
enum il_baseline_action { IL_BASELINE_COMPARE, IL_BASELINE_CREATE, IL_BASELINE_UPDATE, IL_BASELINE_PRUNE };

/* Texts are borrowed from the command line; NULL: it says nothing. */
struct il_options {
	const char *database, *rules, *confidence, *kernel, *fixes, *root;
	const char *new_from, *patch, *baseline, *config;
	enum il_baseline_action action;
	const char *models[IL_MODELS_MAX];
	int model_count;
	bool preview, stats, fix, no_config, no_cache, no_pch, no_filter, werror;
	const char *facts; /* where those of the one file are kept, besides */
	bool to_error;	   /* what would go to standard output goes to standard error */
	bool known_only;   /* what earlier runs found out and kept; nothing is parsed */
	/* Is told how many jobs of how many are done; NULL: standard error is, if it is a terminal. */
	void (*progress)(void *context, size_t done, size_t total);
	void *progress_context;
	FILE *complaints; /* where it is said what is wrong with a configuration; NULL: standard error */
	unsigned jobs;
	struct il_output outputs[IL_OUTPUTS_MAX];
	int output_count;
	char **files; /* what is to be checked, as named */
	int file_count;
	char **flags; /* the compiler's, behind `--`; NULL without it */
	int flag_count;
};

/*
 * Reads the command line of @command, one that has options of check, into @ret_options; its first
 * word is skipped.
 * Context: process; prints the help that is asked for, and what is wrong.
 * Returns: -1 to go on, or the exit code.
 */
int il_options_read(struct il_options *ret_options, const char *command, int count, char **words);

/*
 * Writes @outcome in all formats that were asked for.
 * Returns: whether all could be written; says on standard error which could not.
 */
bool il_outputs_write(const struct il_options *options, const struct il_outcome *outcome);

#endif
