// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Files that are looked at together: those that become one module, whose functions call each
 * other and share their records.
 */
#ifndef IL_CLI_MODULE_H
#define IL_CLI_MODULE_H

#include "cli/command.h"
#include "model/model.h"

/* More files than this are not read for the sake of those that were asked for; stats count it. */
enum { IL_SIBLINGS_MAX = 64 };

struct il_member {
	const struct il_entry *entry;
	bool asked;	   /* else it is only there to understand those that are */
	bool stored;	   /* its facts are in @facts */
	bool kept;	   /* and stay there */
	const char *facts; /* file */
	uint64_t key;	   /* of its facts, when they are kept; else 0 */
};

/* INVARIANT (facts): stored facts and sources are never in one module. */
struct il_module {
	struct il_member *members; /* sorted by file; the first stands for the module */
	uint32_t count;
	uint32_t waiting; /* members whose facts are still to be stored, if it has several */
	bool known;	  /* what comes of it is known from an earlier run: there is nothing to do */
};

struct il_modules {
	IL_ARRAY(struct il_module) at;
	uint32_t *of; /* by entry of the database: its module + 1, or 0 */
	const struct il_database *database;
	size_t asked, files; /* members of all modules */
	size_t limit_hits;   /* modules of which files were left out */
	struct il_arena arena;
};

/*
 * Puts the entries of @input that are chosen, and those that matter to them, into modules: by the
 * name that Kbuild gives in the flags, else by their directory; files with flags from the command
 * line and without a name are alone.
 * Context: process.  Borrows @input until il_modules_fini().
 */
void il_modules_init(struct il_modules *modules, const struct il_input *input, const struct il_model *model);

/* Takes the facts of @member to be in @file, which stays there, under @key. */
void il_modules_keep(struct il_modules *modules, struct il_member *member, const char *file, uint64_t key);

/* Returns whether there is a module of several sources: their facts have to be kept for a while. */
bool il_modules_need_scratch(const struct il_modules *modules);

/* Returns the @ret_count entries that are still to be parsed, owned by the caller. */
const struct il_entry **il_modules_unparsed(const struct il_modules *modules, size_t *ret_count);

/*
 * Returns the @ret_count entries to begin with, owned by the caller, files of a module side by
 * side.  The facts of a module of several sources will be in @directory.
 */
const struct il_entry **il_modules_start(struct il_modules *modules, const char *directory, size_t *ret_count);

/* Returns the module of @entry, or NULL. */
struct il_module *il_module_of(const struct il_modules *modules, const struct il_entry *entry);

/* Returns the member of @module that is @entry. */
struct il_member *il_member_of(struct il_module *module, const struct il_entry *entry);

void il_modules_fini(struct il_modules *modules);

#endif
