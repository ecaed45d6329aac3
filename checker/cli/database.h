// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Compile commands: of a compile_commands.json, or from the command line behind `--`. */
#ifndef IL_CLI_DATABASE_H
#define IL_CLI_DATABASE_H

#include "facts/arena.h"
#include "facts/store.h"

struct il_entry {
	const char *directory;
	const char *file; /* absolute */
	const char *const *arguments;
	size_t argument_count;
};

struct il_database {
	IL_ARRAY(struct il_entry) entries; /* in the database's order */
	struct il_arena arena;		   /* owns all texts */
};

/*
 * Reads @name: a compile_commands.json, or a directory that holds one.
 * Context: process.  Returns: true, or false and @ret_error, which names file, entry and reason.
 */
bool il_database_read(struct il_database *database, const char *name, struct il_error *ret_error);

/* Adds a command for @file with the flags given. */
void il_database_add(struct il_database *database, const char *file, const char *const *flags, size_t flag_count);

/* The same for a compiler that runs in @directory. */
void il_database_add_in(struct il_database *database, const char *directory, const char *file, const char *const *flags,
			size_t flag_count);

/*
 * Adds @command, as a shell would read it, for @file; names start from @directory.
 * Returns: false when the command is empty or has an open quote.
 */
bool il_database_add_command(struct il_database *database, const char *directory, const char *file,
			     const char *command);

/* Puts the entries in the order of their files, in which il_database_find() needs them. */
void il_database_sort(struct il_database *database);

/* Adds stored facts: an entry without arguments. */
void il_database_add_stored(struct il_database *database, const char *file);

/* Returns the entry of @file (any spelling of its name), or NULL. */
const struct il_entry *il_database_find(const struct il_database *database, const char *file);

/* Returns the directory that all files of the database lie below; owned by the database. */
const char *il_database_root(struct il_database *database);

/* Accepts: a zeroed database. */
void il_database_fini(struct il_database *database);

/* Returns @name made absolute from @directory, without . and .. ; owned by @arena. */
char *il_absolute_name(struct il_arena *arena, const char *directory, const char *name);

#endif
