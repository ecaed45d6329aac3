// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cli/database.h"

#include "cli/database_text.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static char *copy(struct il_database *database, const char *text)
{
	return il_arena_text(&database->arena, text, strlen(text));
}

char *il_absolute_name(struct il_arena *arena, const char *directory, const char *name)
{
	size_t size = strlen(directory) + strlen(name) + 2;
	char *joined = il_arena_alloc(arena, size);
	char *out = il_arena_alloc(arena, size);
	size_t used = 0;
	char *rest = joined;

	snprintf(joined, size, "%s/%s", name[0] == '/' ? "" : directory, name);
	for (char *part = strsep(&rest, "/"); part; part = strsep(&rest, "/")) {
		if (*part == '\0' || strcmp(part, ".") == 0)
			continue;
		if (strcmp(part, "..") == 0) {
			while (used && out[--used] != '/')
				;
			continue;
		}
		out[used++] = '/';
		memcpy(out + used, part, strlen(part));
		used += strlen(part);
	}
	if (used == 0)
		out[used++] = '/';
	out[used] = '\0';
	return out;
}

static bool take_arguments(struct il_database *database, struct il_entry *entry, const json_t *list)
{
	size_t count = json_array_size(list);
	const char **words = il_arena_alloc(&database->arena, (count + 1) * sizeof(*words));

	for (size_t i = 0; i < count; i++) {
		const char *word = json_string_value(json_array_get(list, i));
		if (!word)
			return false;
		words[i] = copy(database, word);
	}
	entry->arguments = words;
	entry->argument_count = count;
	return count > 0;
}

static bool take_command(struct il_database *database, struct il_entry *entry, const char *command)
{
	char *text = copy(database, command);
	/* A word and its separator take two characters at least. */
	const char **words = il_arena_alloc(&database->arena, (strlen(command) / 2 + 2) * sizeof(*words));

	entry->argument_count = il_command_split(text, words);
	entry->arguments = words;
	return entry->argument_count > 0;
}

/* Returns NULL, or what is wrong with the entry. */
static const char *take_entry(struct il_database *database, const json_t *object, const char *base)
{
	const char *file = json_string_value(json_object_get(object, "file"));
	const char *directory = json_string_value(json_object_get(object, "directory"));
	const char *command = json_string_value(json_object_get(object, "command"));
	const json_t *arguments = json_object_get(object, "arguments");
	struct il_entry entry = { 0 };

	if (!json_is_object(object))
		return "is no object";
	if (!file || !*file)
		return "has no \"file\"";
	if (!directory || !*directory)
		return "has no \"directory\"";
	entry.directory = il_absolute_name(&database->arena, base, directory);
	entry.file = il_absolute_name(&database->arena, entry.directory, file);
	if (json_is_array(arguments)) {
		if (!take_arguments(database, &entry, arguments))
			return "has \"arguments\" that are no list of words";
	} else if (!command) {
		return "has neither \"arguments\" nor \"command\"";
	} else if (!take_command(database, &entry, command)) {
		return "has a \"command\" that is empty or has an open quote";
	}
	uint32_t at = il_array_add(&database->entries, 1);
	database->entries.at[at] = entry;
	return NULL;
}

static bool take_entries(struct il_database *database, const json_t *list, const char *name, struct il_error *error)
{
	char *base = il_absolute_name(&database->arena, "/", name);

	*strrchr(base, '/') = '\0';
	if (!json_is_array(list)) {
		snprintf(error->text, sizeof(error->text), "%s: error: a compile database is a list of entries", name);
		return false;
	}
	for (size_t i = 0; i < json_array_size(list); i++) {
		const char *problem = take_entry(database, json_array_get(list, i), base);
		if (problem) {
			snprintf(error->text, sizeof(error->text), "%s: error: entry %zu %s", name, i + 1, problem);
			return false;
		}
	}
	if (json_array_size(list) == 0) {
		snprintf(error->text, sizeof(error->text), "%s: error: the compile database is empty", name);
		return false;
	}
	return true;
}

static int by_file(const void *a, const void *b)
{
	const struct il_entry *x = a, *y = b;

	return strcmp(x->file, y->file);
}

/*
 * Databases of whole kernels have tens of megabytes.  Returns NULL and no problem when all entries were read
 * without a tree of JSON values.
 */
static json_t *load_whole(struct il_database *database, const char *file, json_error_t *problem)
{
	int descriptor = open(file, O_RDONLY | O_CLOEXEC);
	struct stat status;
	json_t *list = NULL;

	if (descriptor < 0 || fstat(descriptor, &status) != 0 || status.st_size == 0) {
		snprintf(problem->text, sizeof(problem->text), "the file is empty");
		problem->line = problem->column = 1;
	} else {
		void *bytes = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, descriptor, 0);
		if (bytes == MAP_FAILED) {
			snprintf(problem->text, sizeof(problem->text), "%s", strerror(errno));
			problem->line = problem->column = 1;
		} else {
			char *base = il_absolute_name(&database->arena, "/", file);
			*strrchr(base, '/') = '\0';
			problem->text[0] = '\0';
			if (!il_database_scan(database, bytes, (size_t)status.st_size, base)) {
				database->entries.count = 0;
				list = json_loadb(bytes, (size_t)status.st_size, 0, problem);
			}
			munmap(bytes, (size_t)status.st_size);
		}
	}
	if (descriptor >= 0)
		close(descriptor);
	return list;
}

bool il_database_read(struct il_database *database, const char *name, struct il_error *ret_error)
{
	char directory[4096];
	json_error_t problem;
	struct stat status;

	if (!getcwd(directory, sizeof(directory))) {
		snprintf(ret_error->text, sizeof(ret_error->text), "error: the working directory: %s", strerror(errno));
		return false;
	}
	char *file = il_absolute_name(&database->arena, directory, name);
	if (stat(file, &status) == 0 && S_ISDIR(status.st_mode))
		file = il_absolute_name(&database->arena, file, "compile_commands.json");
	if (access(file, R_OK) != 0) {
		snprintf(ret_error->text, sizeof(ret_error->text), "%s: error: cannot read the compile database: %s",
			 file, strerror(errno));
		return false;
	}
	json_t *list = load_whole(database, file, &problem);
	if (!list && *problem.text) {
		snprintf(ret_error->text, sizeof(ret_error->text),
			 "%s:%d:%d: error: the compile database is no JSON: %s", file, problem.line, problem.column,
			 problem.text);
		return false;
	}
	bool taken = !list || take_entries(database, list, file, ret_error);
	json_decref(list);
	if (taken)
		il_database_sort(database);
	return taken;
}

void il_database_sort(struct il_database *database)
{
	if (database->entries.count)
		qsort(database->entries.at, database->entries.count, sizeof(struct il_entry), by_file);
}

bool il_database_add_command(struct il_database *database, const char *directory, const char *file, const char *command)
{
	struct il_entry entry = { .directory = copy(database, directory) };

	entry.file = il_absolute_name(&database->arena, directory, file);
	if (!take_command(database, &entry, command))
		return false;
	uint32_t at = il_array_add(&database->entries, 1);
	database->entries.at[at] = entry;
	return true;
}

void il_database_add_in(struct il_database *database, const char *directory, const char *file, const char *const *flags,
			size_t flag_count)
{
	const char **words = il_arena_alloc(&database->arena, (flag_count + 2) * sizeof(*words));

	words[0] = "clang";
	for (size_t i = 0; i < flag_count; i++)
		words[i + 1] = copy(database, flags[i]);
	char *absolute = il_absolute_name(&database->arena, directory, file);
	words[flag_count + 1] = absolute;
	uint32_t at = il_array_add(&database->entries, 1);
	database->entries.at[at] = (struct il_entry) {
		.directory = copy(database, directory),
		.file = absolute,
		.arguments = words,
		.argument_count = flag_count + 2,
	};
}

void il_database_add(struct il_database *database, const char *file, const char *const *flags, size_t flag_count)
{
	char directory[4096];

	if (!getcwd(directory, sizeof(directory)))
		snprintf(directory, sizeof(directory), "/");
	il_database_add_in(database, directory, file, flags, flag_count);
}

void il_database_add_stored(struct il_database *database, const char *file)
{
	char directory[4096];

	if (!getcwd(directory, sizeof(directory)))
		directory[0] = '\0';
	uint32_t at = il_array_add(&database->entries, 1);
	database->entries.at[at].directory = "";
	database->entries.at[at].file = il_absolute_name(&database->arena, directory, file);
}

const struct il_entry *il_database_find(const struct il_database *database, const char *file)
{
	struct il_arena scratch = { 0 };
	char directory[4096];
	const struct il_entry *found = NULL;

	if (!getcwd(directory, sizeof(directory)))
		return NULL;
	struct il_entry key = { .file = il_absolute_name(&scratch, directory, file) };
	found = bsearch(&key, database->entries.at, database->entries.count, sizeof(key), by_file);
	/* The database may have been written through a link. */
	for (uint32_t i = 0; !found && i < database->entries.count; i++) {
		struct stat a, b;
		const char *base = strrchr(key.file, '/');
		if (strcmp(strrchr(database->entries.at[i].file, '/'), base) == 0 && stat(key.file, &a) == 0 &&
		    stat(database->entries.at[i].file, &b) == 0 && a.st_ino == b.st_ino && a.st_dev == b.st_dev)
			found = &database->entries.at[i];
	}
	il_arena_fini(&scratch);
	return found;
}

const char *il_database_root(struct il_database *database)
{
	if (database->entries.count == 0)
		return "/";
	char *root = copy(database, database->entries.at[0].file);

	*strrchr(root, '/') = '\0';
	for (uint32_t i = 1; i < database->entries.count; i++) {
		const char *file = database->entries.at[i].file;
		while (*root && (strncmp(file, root, strlen(root)) != 0 || file[strlen(root)] != '/'))
			*strrchr(root, '/') = '\0';
	}
	return *root ? root : "/";
}

void il_database_fini(struct il_database *database)
{
	il_array_fini(&database->entries);
	il_arena_fini(&database->arena);
}
