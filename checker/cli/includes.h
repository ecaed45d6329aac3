// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Which headers files have in common, and which of their flags matter to headers. */
#ifndef IL_CLI_INCLUDES_H
#define IL_CLI_INCLUDES_H

#include "cli/database.h"

/* In how many commands of one tree each -I occurs. */
struct il_include_counts {
	IL_ARRAY(uint64_t) words; /* hashes of tree and word, sorted, with repetitions */
	IL_ARRAY(uint64_t) trees; /* hashes, sorted, with repetitions */
};

void il_include_counts_init(struct il_include_counts *counts, const struct il_entry *const *entries, size_t count);
void il_include_counts_fini(struct il_include_counts *counts);

/*
 * Returns the words of @entry without those that are its own and mean nothing to headers of others:
 * its file and output, warnings, directories at the end of the search that few commands have; and
 * with the name of its module replaced.  Equal results mean that headers read alike, provided that
 * they are found.
 */
const char *const *il_shared_arguments(const struct il_include_counts *counts, struct il_arena *arena,
				       const struct il_entry *entry, size_t *ret_count);

/* Returns the headers that several of the files include, the most included first. */
const char **il_most_included(struct il_arena *arena, const struct il_entry *const *entries, size_t count,
			      size_t *ret_count);

#endif
