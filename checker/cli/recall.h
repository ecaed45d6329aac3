// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * What earlier runs found out: the facts of files, findings of modules and headers compiled ahead.
 *
 * A file's inputs are known by name from the last time it was parsed; its facts are kept under a
 * key of the command and of the contents of all these inputs, findings under a key of the facts
 * they come from and of what was asked.  So nothing that is found is older than what it came from.
 */
#ifndef IL_CLI_RECALL_H
#define IL_CLI_RECALL_H

#include "clang/parse.h"
#include "cli/content.h"
#include "cli/database.h"

struct il_recall {
	struct il_cache cache;
	struct il_contents contents;
	uint64_t tool;	  /* key of this program and of its LLVM */
	const char *root; /* that file names in facts are relative to */
};

/* @enabled: else nothing is found and nothing kept. */
void il_recall_init(struct il_recall *recall, const char *root, bool enabled);

/* Keeps what is left to be kept, and says what could not be.  Accepts: a zeroed one. */
void il_recall_fini(struct il_recall *recall);

/* Returns the key of what @entry is, whatever its inputs hold. */
uint64_t il_recall_command(const struct il_recall *recall, const struct il_entry *entry);

/*
 * Returns the key of @command with what its inputs hold now; 0 when they are not known or one
 * cannot be read.
 */
uint64_t il_recall_key(struct il_recall *recall, uint64_t command);

/*
 * Keeps which inputs @command has.  Returns the key with what they hold; 0 when nothing must be kept
 * under it, as one has changed since the run began.
 */
uint64_t il_recall_inputs(struct il_recall *recall, uint64_t command, const struct il_inputs *inputs);

/* Adds the names of what @entry had read when its facts were kept. */
void il_recall_names(const struct il_recall *recall, const struct il_entry *entry, struct il_inputs *inputs);

/* Returns whether @file was an input of @entry when that was parsed last. */
bool il_recall_has_input(const struct il_recall *recall, const struct il_entry *entry, const char *file);

/* Returns the key of the facts of @entry, if they are there, else 0. */
uint64_t il_recall_facts(struct il_recall *recall, const struct il_entry *entry);

/* Keeps @unit.  Returns the key of its facts, 0 when they could not be kept. */
uint64_t il_recall_keep_facts(struct il_recall *recall, const struct il_entry *entry, const struct il_unit *unit,
			      const struct il_inputs *inputs);

/* Returns the file of facts. */
void il_recall_facts_name(const struct il_recall *recall, uint64_t key, char name[IL_CACHE_NAME_MAX]);

/* Returns what was kept under @key, owned by the caller, or NULL. */
json_t *il_recall_result(const struct il_recall *recall, uint64_t key);
void il_recall_keep_result(struct il_recall *recall, uint64_t key, const json_t *value);

#endif
