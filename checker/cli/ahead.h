// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Headers that are compiled ahead for many files: most of what parsing a kernel file costs is the
 * same hundred headers.  Files whose flags mean the same to headers form a group and share theirs.
 */
#ifndef IL_CLI_AHEAD_H
#define IL_CLI_AHEAD_H

#include "cli/recall.h"

enum {
	IL_AHEAD_FILES_MIN = 4,	    /* files of a group for which compiling headers pays */
	IL_AHEAD_HEADERS_MAX = 200, /* of the most included ones */
	/* Of so many files one includes a header that is compiled ahead: others rather disturb. */
	IL_AHEAD_SHARE = 100,
};

struct il_ahead_group {
	struct il_entry command; /* without what is a file's own; its file does not exist */
	uint64_t key;
	const struct il_entry **members; /* to be parsed; in the arena */
	size_t member_count;
	const char *compiled; /* file; NULL: none */
};

struct il_ahead {
	IL_ARRAY(struct il_ahead_group) groups;
	const struct il_entry *first; /* of the database */
	uint32_t *of;		      /* by entry of the database: its group + 1, or 0 */
	size_t built, reused;	      /* groups */
	struct il_arena arena;
};

/*
 * Groups the @count @entries of @database that are to be parsed, and gets compiled headers for
 * groups that earlier runs have some for or that are large enough: in the cache of @recall, else in
 * directory @scratch; NULL: only those that are in the cache.
 * Context: process; runs up to @jobs processes at a time.  Borrows @database.
 * Returns: false when it was interrupted.
 */
bool il_ahead_init(struct il_ahead *ahead, const struct il_database *database, const struct il_entry *const *entries,
		   size_t count, struct il_recall *recall, const char *scratch, unsigned jobs);

/*
 * Takes what earlier runs have compiled for the files of @database that have flags like @entry.
 * Context: process.  Borrows @database.
 */
void il_ahead_recall(struct il_ahead *ahead, const struct il_database *database, const struct il_entry *entry,
		     struct il_recall *recall);

/*
 * Compiles headers for those files and keeps them for later, unless that was done, they are few, or @recall
 * keeps nothing.
 * Context: process; takes seconds.
 */
void il_ahead_compile(const struct il_database *database, const struct il_entry *entry, struct il_recall *recall);

/* Returns the file of compiled headers for @entry, or NULL.  Accepts: a zeroed @ahead. */
const char *il_ahead_of(const struct il_ahead *ahead, const struct il_entry *entry);

void il_ahead_fini(struct il_ahead *ahead);

#endif
