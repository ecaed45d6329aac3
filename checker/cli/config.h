// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * irqlint.yaml, which holds for the files in its directory and below, unless there is one nearer:
 *
 *     rules: [default, -irq-trigger-override]
 *     preview: true
 *     confidence: likely
 *     kernel: 6.12
 *     models: [acme.yaml]
 *     database: ../build           # that has the compile commands of these files
 *     flags: [-std=gnu11, -Iinclude]  # how they are compiled when no database says
 *     suppressions:
 *       - rule: irq-bad-flags
 *         file: acme/legacy*.c
 *         reason: the controller shares by design
 *       - fingerprint: d21ed956770573fa
 *         reason: firmware masks the line
 */
#ifndef IL_CLI_CONFIG_H
#define IL_CLI_CONFIG_H

#include "facts/arena.h"

#include <jansson.h>
#include <stdbool.h>

#define IL_CONFIG_NAME "irqlint.yaml"

/* INVARIANT(named): it names a fingerprint, a rule or a file, and it has a reason. */
struct il_excuse {
	const char *fingerprint, *rule, *file, *reason; /* the first three may be NULL; rule and file are globs */
	size_t line;
	bool used;
};

/* What is not said is NULL, or -1 for preview. */
struct il_config {
	const char *name;      /* absolute */
	const char *directory; /* that names in it are relative to */
	const char *rules, *confidence, *kernel;
	int preview;
	const char *database;	       /* absolute */
	IL_ARRAY(const char *) models; /* absolute */
	IL_ARRAY(const char *) flags;
	IL_ARRAY(struct il_excuse) excuses;
	struct il_arena arena; /* owns all texts */
};

/*
 * Reads @name, absolute, into @ret_config, which the caller ends with il_config_fini() either way.
 * Returns: true, or false and the sentence in @ret_problem.  Values are checked by who uses them.
 */
bool il_config_read(struct il_config *ret_config, const char *name, char *ret_problem, size_t size);
void il_config_fini(struct il_config *config);

/* Fills @ret_name with the configuration that is nearest to @file, absolute.  Returns whether there is one. */
bool il_config_find(const char *file, char *ret_name, size_t size);

/* Returns whether @finding is excused, and remembers by what. */
bool il_config_excuses(struct il_config *config, const json_t *finding);

#endif
