// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * What a file is checked with: the nearest irqlint.yaml, and what the command line says instead.
 * Files with one configuration share a set-up.
 */
#ifndef IL_CLI_SETUP_H
#define IL_CLI_SETUP_H

#include "cli/analyse.h"
#include "cli/config.h"
#include "cli/options.h"

struct il_setup {
	struct il_config config; /* a zeroed name: none */
	struct il_analysis analysis;
};

struct il_setups {
	const struct il_options *options;
	struct il_recall *recall; /* whose root is that of file names */
	IL_ARRAY(struct il_setup *) all;
	json_t *by_directory;	/* index in all, by directory of files */
	struct il_model *model; /* of all set-ups together, to look for what a module needs */
	bool *enabled;		/* by rule: whether any set-up has it */
};

/*
 * Prepares the set-ups of @entries.
 * Context: process; says on standard error what is wrong with a configuration or with @options.
 * Returns: whether all is right.
 */
bool il_setups_init(struct il_setups *ret_setups, const struct il_options *options, struct il_recall *recall,
		    const struct il_entry *const *entries, size_t count);

/* Accepts: a zeroed one. */
void il_setups_fini(struct il_setups *setups);

/*
 * Returns the set-up of @file, absolute; NULL when its configuration is wrong, which is said on
 * standard error.  For files of il_setups_init() that is known before.
 */
struct il_setup *il_setup_of(struct il_setups *setups, const char *file);

/* Takes the findings out of @list that configurations excuse, with a reason each. */
void il_setups_excuse(struct il_setups *setups, json_t *list);

/* Says on standard error which suppressions of configurations are of no use, after everything was checked. */
void il_setups_tell_unused(const struct il_setups *setups);

#endif
