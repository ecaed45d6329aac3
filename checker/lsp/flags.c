// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "lsp/flags.h"

#include "cli/config.h"
#include "lsp/kbuild.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void il_flag_finder_init(struct il_flag_finder *finder, const struct il_settings *settings)
{
	*finder = (struct il_flag_finder) { .settings = settings };
}

void il_flag_finder_fini(struct il_flag_finder *finder)
{
	for (uint32_t i = 0; i < finder->known.count; i++) {
		struct il_known_database *known = finder->known.at[i];
		il_database_fini(&known->database);
		free(known->name);
		free(known->problem);
		free(known);
	}
	il_array_fini(&finder->known);
}

static void note_state(struct il_known_database *known)
{
	struct stat status;

	if (stat(known->name, &status) != 0)
		return;
	known->modified = (int64_t)status.st_mtim.tv_sec * 1000000000 + status.st_mtim.tv_nsec;
	known->size = status.st_size;
	known->inode = (int64_t)status.st_ino;
}

bool il_flag_finder_is_old(const struct il_flag_finder *finder)
{
	for (uint32_t i = 0; i < finder->known.count; i++) {
		const struct il_known_database *known = finder->known.at[i];
		struct il_known_database now = { .name = known->name };
		note_state(&now);
		if (now.modified != known->modified || now.size != known->size || now.inode != known->inode)
			return true;
	}
	return false;
}

/* Returns what is known of @name, which @read fills in if it is new. */
static struct il_known_database *get(struct il_flag_finder *finder, const char *name,
				     bool (*read)(struct il_database *database, const char *name,
						  struct il_error *ret_error))
{
	struct il_error error = { "" };

	for (uint32_t i = 0; i < finder->known.count; i++) {
		if (strcmp(finder->known.at[i]->name, name) == 0)
			return finder->known.at[i];
	}
	struct il_known_database *known = calloc(1, sizeof(*known));
	if (!known)
		abort();
	known->name = strdup(name);
	note_state(known);
	if (!read(&known->database, name, &error)) {
		il_database_fini(&known->database);
		known->database = (struct il_database) { 0 };
		known->problem = strdup(error.text);
	}
	uint32_t at = il_array_add(&finder->known, 1);
	finder->known.at[at] = known;
	return known;
}

struct il_database *il_flag_database(struct il_flag_finder *finder, const char *name)
{
	struct il_known_database *known = get(finder, name, il_database_read);

	return known->problem ? NULL : &known->database;
}

static bool find_in(struct il_known_database *known, const char *file, struct il_flag_source *ret_source)
{
	const struct il_entry *entry = known->database.entries.count ? il_database_find(&known->database, file) : NULL;

	if (entry)
		*ret_source = (struct il_flag_source) { entry, &known->database };
	return entry != NULL;
}

/* Takes the last part of @directory away.  Returns false when there was none. */
static bool go_up(char *directory)
{
	char *slash = strrchr(directory, '/');

	if (!slash)
		return false;
	*slash = '\0';
	return true;
}

static bool database_in(const char *directory, const char *below, char *ret_name, size_t size)
{
	struct stat status;

	snprintf(ret_name, size, "%s%s/compile_commands.json", directory, below);
	return stat(ret_name, &status) == 0 && S_ISREG(status.st_mode);
}

static bool database_near(const char *directory, char *ret_name, size_t size)
{
	char at[PATH_MAX];

	snprintf(at, sizeof(at), "%s", directory);
	do {
		if (database_in(at, "", ret_name, size) || database_in(at, "/build", ret_name, size))
			return true;
	} while (go_up(at));
	return false;
}

static bool is_source(const char *file)
{
	const char *dot = strrchr(file, '.');

	return dot && strcmp(dot, ".c") == 0;
}

/* What was looked at in vain, for the sentence about it. */
struct search {
	const char *file;
	char seen[PATH_MAX]; /* the first database that does not have the file */
	const char *broken;  /* what is wrong with the first one that cannot be read */
};

static bool try_database(struct il_flag_finder *finder, struct search *search, const char *name,
			 struct il_flag_source *ret_source)
{
	struct il_known_database *known = get(finder, name, il_database_read);

	if (find_in(known, search->file, ret_source))
		return true;
	if (known->problem && !search->broken)
		search->broken = known->problem;
	else if (!known->problem && !*search->seen)
		snprintf(search->seen, sizeof(search->seen), "%s", name);
	return false;
}

static bool try_databases(struct il_flag_finder *finder, struct search *search, struct il_flag_source *ret_source)
{
	static const char *const below[] = { "", "/build" };
	char at[PATH_MAX], name[PATH_MAX];

	snprintf(at, sizeof(at), "%s", search->file);
	while (go_up(at)) {
		for (size_t i = 0; i < sizeof(below) / sizeof(below[0]); i++) {
			if (database_in(at, below[i], name, sizeof(name)) &&
			    try_database(finder, search, name, ret_source))
				return true;
		}
	}
	return false;
}

static bool try_kbuild(struct il_flag_finder *finder, struct search *search, struct il_flag_source *ret_source)
{
	char directory[PATH_MAX];

	return il_kbuild_find(search->file, finder->settings->build, directory, sizeof(directory)) &&
	       find_in(get(finder, directory, il_kbuild_read), search->file, ret_source);
}

static bool read_nothing(struct il_database *database, const char *name, struct il_error *ret_error)
{
	(void)database;
	(void)name;
	(void)ret_error;
	return true;
}

/* Has the file compiled with the flags of @config, on its own. */
static bool try_flags(struct il_flag_finder *finder, const struct search *search, const struct il_config *config,
		      struct il_flag_source *ret_source)
{
	char name[2 * PATH_MAX];

	if (!config->flags.count || !is_source(search->file))
		return false;
	/* No file has a name with such a character in the midst of two. */
	snprintf(name, sizeof(name), "%s\n%s", config->name, search->file);
	struct il_known_database *known = get(finder, name, read_nothing);
	if (!known->database.entries.count)
		il_database_add_in(&known->database, config->directory, search->file, config->flags.at,
				   config->flags.count);
	return find_in(known, search->file, ret_source);
}

/* Reads what the nearest irqlint.yaml says, if there is one; what is wrong with it is told by who uses it. */
static void read_config(struct il_flag_finder *finder, const char *file, struct il_config *config)
{
	const struct il_options *options = &finder->settings->options;
	char name[PATH_MAX], problem[512];

	if (options->config ? !realpath(options->config, name) : !il_config_find(file, name, sizeof(name)))
		return;
	/* It is noticed when that changes. */
	get(finder, name, read_nothing);
	if (!il_config_read(config, name, problem, sizeof(problem))) {
		config->database = NULL;
		config->flags.count = 0;
	}
}

static bool find(struct il_flag_finder *finder, struct search *search, struct il_flag_source *ret_source)
{
	const char *given = finder->settings->options.database;
	struct il_config config = { 0 };

	read_config(finder, search->file, &config);
	if (!given)
		given = config.database;
	bool found = given ? try_database(finder, search, given, ret_source)
			   : try_databases(finder, search, ret_source) || try_kbuild(finder, search, ret_source) ||
				     try_flags(finder, search, &config, ret_source);
	il_config_fini(&config);
	return found;
}

bool il_flag_database_of(struct il_flag_finder *finder, const char *directory, char *ret_name, size_t size)
{
	struct il_config config = { 0 };
	char file[PATH_MAX];

	/* Of any file in it. */
	snprintf(file, sizeof(file), "%s/.", directory);
	read_config(finder, file, &config);
	if (config.database)
		snprintf(ret_name, size, "%s", config.database);
	bool found = config.database || database_near(directory, ret_name, size);
	il_config_fini(&config);
	return found;
}

bool il_flag_find(struct il_flag_finder *finder, const char *file, struct il_flag_source *ret_source, char *ret_problem,
		  size_t size)
{
	struct search search = { .file = file };

	if (find(finder, &search, ret_source))
		return true;
	if (search.broken)
		snprintf(ret_problem, size, "%s", search.broken);
	else if (*search.seen)
		snprintf(ret_problem, size,
			 "irqlint does not know how this file is compiled: it is not in %s; build it and make the "
			 "database again",
			 search.seen);
	else
		snprintf(
			ret_problem, size,
			"irqlint does not know how this file is compiled: there is no compile_commands.json above it, "
			"and nothing that Kbuild left beside it; make one, or name one in the setting 'database' or in "
			"irqlint.yaml");
	return false;
}
