// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * How a file is compiled, found without being told: by the database of the settings; by a
 * compile_commands.json in a directory above the file, or in `build` there; by what Kbuild leaves beside
 * an object; by what the nearest irqlint.yaml says.
 */
#ifndef IL_LSP_FLAGS_H
#define IL_LSP_FLAGS_H

#include "cli/database.h"
#include "lsp/settings.h"

/* A database that was read, or what is wrong with it. */
struct il_known_database {
	char *name;		     /* file, or directory of Kbuild's */
	struct il_database database; /* without entries when it cannot be read */
	char *problem;		     /* or NULL */
	int64_t modified, size, inode;
};

struct il_flag_finder {
	const struct il_settings *settings; /* borrowed */
	IL_ARRAY(struct il_known_database *) known;
};

/* How a file is compiled; all of it is owned by the finder. */
struct il_flag_source {
	const struct il_entry *entry;
	struct il_database *database; /* that it is an entry of */
};

void il_flag_finder_init(struct il_flag_finder *finder, const struct il_settings *settings);

/* Forgets everything.  Context: no il_flag_source of before is used any more. */
void il_flag_finder_fini(struct il_flag_finder *finder);

/* Returns whether something has changed on disk since it was read: then it is time for another finder. */
bool il_flag_finder_is_old(const struct il_flag_finder *finder);

/*
 * Finds how @file, absolute, is compiled.
 * Returns: true and @ret_source; else false and a sentence in @ret_problem that says what to do about it.
 */
bool il_flag_find(struct il_flag_finder *finder, const char *file, struct il_flag_source *ret_source, char *ret_problem,
		  size_t size);

/*
 * Fills @ret_name with the database of @directory: the one that the nearest irqlint.yaml names, else the nearest
 * compile_commands.json at it or above.  Returns whether there is one.
 */
bool il_flag_database_of(struct il_flag_finder *finder, const char *directory, char *ret_name, size_t size);

/* Reads @name as il_database_read() does, at most once.  Returns: the database, or NULL when it cannot be read. */
struct il_database *il_flag_database(struct il_flag_finder *finder, const char *name);

#endif
