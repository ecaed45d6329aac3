// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * What the workers of `irqlint check` do: parse a file, or link the files of a module, and run the
 * rules.  What comes of it travels as JSON:
 *   findings  as of il_report_encode()
 *   unused    suppressions in vain: { "file", "line", "rules" }
 *   stats     numbers by name
 *   problem   what is wrong with an annotation
 *   errors    of files: { "text", "unreadable", "asked" }; there is nothing else when all failed
 */
#ifndef IL_CLI_ANALYSE_H
#define IL_CLI_ANALYSE_H

#include "cli/module.h"
#include "rules/rule.h"

#include <jansson.h>

/* What all workers of a run share. */
struct il_analysis {
	struct il_selection selection;
	struct il_model *model;
	bool kernel_given; /* by the user: else it is that of the built tree */
	const char *root;  /* of file names */
	const char *facts; /* where those of a single file are kept, or NULL */
};

/* Each runs in a process of its own and returns a value that is owned by the caller. */

/* The rules over one file, or over stored facts. */
json_t *il_analyse_file(const struct il_analysis *analysis, const struct il_entry *entry);

/* No rules yet: stores the facts of @member where it says. */
json_t *il_analyse_store(const struct il_analysis *analysis, const struct il_member *member);

/*
 * The rules over what is stored of @module, linked.  When not all members are asked for, only
 * findings that lie in, or lead through, those that are.
 */
json_t *il_analyse_module(const struct il_analysis *analysis, const struct il_module *module);

#endif
