// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The commands of irqlint and what they share. */
#ifndef IL_CLI_COMMAND_H
#define IL_CLI_COMMAND_H

#include "cli/database.h"

#include <stdbool.h>

/* Exit codes; part of the interface. */
enum il_exit {
	IL_EXIT_CLEAN = 0,
	IL_EXIT_FINDINGS = 1,
	IL_EXIT_USAGE = 2,   /* usage, configuration, or nothing readable */
	IL_EXIT_PARTIAL = 3, /* part of the work could not be analysed */
	IL_EXIT_INTERRUPTED = 130,
};

/* Each takes the words from its own name on and returns the exit code. */
int il_command_check(int count, char **words);
int il_command_baseline(int count, char **words);
int il_command_config(int count, char **words);
int il_command_completion(int count, char **words);
int il_command_man(int count, char **words);
int il_command_kbuild(int count, char **words);
int il_command_link(int count, char **words);
int il_command_lsp(int count, char **words);
int il_command_compare(int count, char **words);
int il_command_doctor(int count, char **words);
int il_command_facts(int count, char **words);
int il_command_rules(int count, char **words);
int il_command_explain(int count, char **words);
int il_command_witness(int count, char **words);

/*
 * Writes the skeleton of a commit message for the finding of @file that has @fingerprint.
 * Returns: the exit code.
 */
int il_commit_message(const char *fingerprint, const char *file);

/* What is to be looked at: files with flags, or entries of a compile database. */
struct il_input {
	struct il_database database;
	const struct il_entry **chosen; /* entries of the database */
	size_t chosen_count;
	size_t missing;	 /* files that were asked for and are not there; each was named */
	bool from_flags; /* the flags are those behind `--` */
};

/*
 * Puts the input together.  @files: as named by the user; @flags: behind `--`, or NULL without it;
 * @database_name: of -p, or NULL: then the nearest compile_commands.json upward of the first file.
 * Context: process; says on standard error what is wrong.
 * Returns: IL_EXIT_CLEAN, or the exit code.
 */
int il_input_init(struct il_input *input, char **files, int file_count, char **flags, int flag_count,
		  const char *database_name);
void il_input_fini(struct il_input *input);

/* Returns how many processes are run at a time unless -j says otherwise. */
unsigned il_default_jobs(void);

/* Reads the argument of -j.  Returns false after saying on standard error what is wrong. */
bool il_read_jobs(const char *text, unsigned *ret_jobs);

/* Says "irqlint: ..." on standard error and returns IL_EXIT_USAGE. */
int il_usage_error(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
