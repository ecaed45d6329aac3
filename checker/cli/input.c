// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cli/command.h"

#include "cli/config.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int il_usage_error(const char *format, ...)
{
	va_list arguments;

	fprintf(stderr, "irqlint: error: ");
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fprintf(stderr, "\n");
	return IL_EXIT_USAGE;
}

unsigned il_default_jobs(void)
{
	long processors = sysconf(_SC_NPROCESSORS_ONLN);

	return processors > 0 ? (unsigned)processors : 1;
}

bool il_read_jobs(const char *text, unsigned *ret_jobs)
{
	enum { JOBS_MAX = 4096 };
	char *end;
	unsigned long jobs = strtoul(text, &end, 10);

	if (*end || jobs == 0 || jobs > JOBS_MAX) {
		il_usage_error("-j takes a number of processes, not '%s'", text);
		return false;
	}
	*ret_jobs = (unsigned)jobs;
	return true;
}

/* Looks for compile_commands.json beside @file and in the directories above. */
static char *nearest_database(struct il_input *input, const char *file)
{
	char directory[4096];

	if (!getcwd(directory, sizeof(directory)))
		return NULL;
	char *at = il_absolute_name(&input->database.arena, directory, file);
	for (char *slash = strrchr(at, '/'); slash; slash = strrchr(at, '/')) {
		*slash = '\0';
		char *candidate = il_absolute_name(&input->database.arena, *at ? at : "/", "compile_commands.json");
		if (access(candidate, R_OK) == 0)
			return candidate;
	}
	return NULL;
}

/* Makes room for @count entries that are chosen. */
static void make_room(struct il_input *input, size_t count)
{
	input->chosen = calloc(count + 1, sizeof(struct il_entry *));
	if (!input->chosen)
		abort();
}

static void choose(struct il_input *input, const struct il_entry *entry)
{
	input->chosen[input->chosen_count++] = entry;
}

/* For a database that has nothing but what was asked for. */
static void choose_all(struct il_input *input)
{
	make_room(input, input->database.entries.count);
	for (uint32_t i = 0; i < input->database.entries.count; i++)
		choose(input, &input->database.entries.at[i]);
}

static int from_database(struct il_input *input, char **files, int file_count, const char *name)
{
	struct il_error error;

	if (!il_database_read(&input->database, name, &error)) {
		fprintf(stderr, "irqlint: %s\n", error.text);
		return IL_EXIT_USAGE;
	}
	uint32_t total = input->database.entries.count;
	make_room(input, total > (size_t)file_count ? total : (size_t)file_count);
	for (uint32_t i = 0; file_count == 0 && i < total; i++)
		choose(input, &input->database.entries.at[i]);
	for (int i = 0; i < file_count; i++) {
		const struct il_entry *entry = il_database_find(&input->database, files[i]);
		if (entry) {
			choose(input, entry);
		} else if (access(files[i], R_OK) != 0) {
			fprintf(stderr, "irqlint: %s: error: cannot read: No such file or directory\n", files[i]);
			input->missing++;
		} else {
			fprintf(stderr, "irqlint: %s: error: not in the compile database %s\n", files[i], name);
			input->missing++;
		}
	}
	return IL_EXIT_CLEAN;
}

/* Stored facts need no flags: entries without arguments. */
static int from_stored(struct il_input *input, char **files, int file_count)
{
	for (int i = 0; i < file_count; i++) {
		if (!il_store_is_facts(files[i]))
			return il_usage_error("%s: no stored facts; sources and facts are checked in runs of their own",
					      files[i]);
		il_database_add_stored(&input->database, files[i]);
	}
	choose_all(input);
	return IL_EXIT_CLEAN;
}

/*
 * Reads what the nearest irqlint.yaml of the first file says of compile commands.
 * Returns: -1 and perhaps a database, or the exit code after saying what is wrong.
 */
static int from_config(struct il_input *input, struct il_config *config, char **files, int file_count,
		       const char **database_name)
{
	char directory[4096], name[PATH_MAX], problem[512];

	if (*database_name || file_count == 0 || !getcwd(directory, sizeof(directory)))
		return -1;
	char *file = il_absolute_name(&input->database.arena, directory, files[0]);
	if (!il_config_find(file, name, sizeof(name)))
		return -1;
	if (!il_config_read(config, name, problem, sizeof(problem))) {
		fprintf(stderr, "irqlint: %s\n", problem);
		return IL_EXIT_USAGE;
	}
	if (config->database)
		*database_name = il_arena_text(&input->database.arena, config->database, strlen(config->database));
	return -1;
}

/* Files that are there and that no database has are compiled as the configuration says. */
static int from_config_flags(struct il_input *input, const struct il_config *config, char **files, int file_count)
{
	char directory[4096];

	if (!getcwd(directory, sizeof(directory)))
		snprintf(directory, sizeof(directory), "/");
	for (int i = 0; i < file_count; i++) {
		const char *file = il_absolute_name(&input->database.arena, directory, files[i]);
		il_database_add_in(&input->database, config->directory, file, config->flags.at, config->flags.count);
	}
	input->from_flags = true;
	choose_all(input);
	return IL_EXIT_CLEAN;
}

int il_input_init(struct il_input *input, char **files, int file_count, char **flags, int flag_count,
		  const char *database_name)
{
	*input = (struct il_input) { 0 };
	if (flags && database_name)
		return il_usage_error("-p and flags behind '--' exclude each other");
	if (flags && file_count == 0)
		return il_usage_error("no files to check before '--'");
	if (flags) {
		input->from_flags = true;
		for (int i = 0; i < file_count; i++)
			il_database_add(&input->database, files[i], (const char *const *)flags, (size_t)flag_count);
		choose_all(input);
		return IL_EXIT_CLEAN;
	}
	if (!database_name && file_count > 0 && il_store_is_facts(files[0]))
		return from_stored(input, files, file_count);
	if (!database_name && file_count == 0)
		return il_usage_error("nothing to do: name files, or a compile database with -p");
	struct il_config config = { 0 };
	int code = from_config(input, &config, files, file_count, &database_name);
	if (!database_name && code < 0)
		database_name = nearest_database(input, files[0]);
	if (!database_name && code < 0 && config.flags.count)
		code = from_config_flags(input, &config, files, file_count);
	il_config_fini(&config);
	if (code >= 0)
		return code;
	if (!database_name)
		return il_usage_error("%s: no compile_commands.json in its directory or above; name one with -p, "
				      "or give the compiler's flags behind '--'",
				      files[0]);
	return from_database(input, files, file_count, database_name);
}

void il_input_fini(struct il_input *input)
{
	free(input->chosen);
	il_database_fini(&input->database);
}
