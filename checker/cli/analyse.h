// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * What the workers of `irqlint check` do: parse a file, or link the files of a module, and run the
 * rules.  What comes of it travels as JSON:
 *   findings  as of il_report_encode()
 *   unused    suppressions in vain: { "file", "line", "rules" }
 *   stats     numbers by name
 *   problem   what is wrong with an annotation
 *   errors    of files: { "text", "unreadable", "asked" }; there is nothing else when all failed
 *   key       of facts that were kept, as text
 *   contents  what il_contents_decode() takes
 *   cache     why something could not be kept
 */
#ifndef IL_CLI_ANALYSE_H
#define IL_CLI_ANALYSE_H

#include "cli/ahead.h"
#include "cli/module.h"
#include "rules/rule.h"

#include <jansson.h>

/* What all workers of a run share. */
struct il_analysis {
	struct il_selection selection;
	struct il_model *model;
	bool kernel_given;	      /* by the user: else it is that of the built tree */
	const char *root;	      /* of file names */
	const char *facts;	      /* where those of a single file are kept besides, or NULL */
	uint64_t key;		      /* of all the above but the root */
	struct il_recall *recall;     /* what earlier runs found out; NULL: nothing */
	const struct il_ahead *ahead; /* headers compiled ahead; NULL: none */
	/* What is to be told of the unit besides, as "notes" of what comes of it; NULL: nothing.  May add paths. */
	json_t *(*notes)(struct il_unit *unit, const struct il_model *model);
};

/* Each runs in a process of its own and returns a value that is owned by the caller. */

/* The rules over the only file of @module, or over stored facts. */
json_t *il_analyse_file(const struct il_analysis *analysis, const struct il_module *module);

/* No rules yet: stores the facts of @member where it says. */
json_t *il_analyse_store(const struct il_analysis *analysis, struct il_member *member);

/*
 * The rules over what is stored of @module, linked.  When not all members are asked for, only
 * findings that lie in, or lead through, those that are.
 */
json_t *il_analyse_module(const struct il_analysis *analysis, const struct il_module *module);

/*
 * The same over @units, one for each member, NULL for those that are not known: of a file alone they are
 * not linked, and paths are added.
 * Context: process.  Borrows @units.
 */
json_t *il_analyse_units(const struct il_analysis *analysis, const struct il_module *module, struct il_unit **units);

/*
 * Returns the key of what comes of @module; 0 when the facts of a file that was asked for are not
 * known by a key.
 */
uint64_t il_analyse_key(const struct il_analysis *analysis, const struct il_module *module);

#endif
