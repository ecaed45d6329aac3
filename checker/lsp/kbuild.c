// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "lsp/kbuild.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

/* Returns whether the command of @file, which lies in @below of a tree, is in @tree. */
static bool is_there(const char *tree, const char *below, const char *file, char *ret_directory, size_t size)
{
	const char *base = strrchr(file, '/') + 1, *dot = strrchr(base, '.');
	char name[2 * PATH_MAX];

	snprintf(ret_directory, size, "%s%s", tree, below);
	snprintf(name, sizeof(name), "%s/.%.*s.o.cmd", ret_directory, (int)(dot ? dot - base : 0), base);
	return dot && access(name, R_OK) == 0;
}

bool il_kbuild_find(const char *file, const char *build, char *ret_directory, size_t size)
{
	static const char *const trees[] = { "", "/build", "/out", "/obj", "/O" };
	char directory[PATH_MAX], tree[2 * PATH_MAX];
	int length = (int)(strrchr(file, '/') - file);

	snprintf(directory, sizeof(directory), "%.*s", length, file);
	for (int at = length; at >= 0; at--) {
		if (at && at < length && directory[at] != '/')
			continue;
		if (build && is_there(build, directory + at, file, ret_directory, size))
			return true;
		for (size_t i = 0; i < sizeof(trees) / sizeof(trees[0]); i++) {
			snprintf(tree, sizeof(tree), "%.*s%s", at, directory, trees[i]);
			if (is_there(tree, directory + at, file, ret_directory, size))
				return true;
		}
	}
	return false;
}

/*
 * Returns the directory that the command ran in.  @object is the name of the object there; one with an
 * absolute name is of a module outside of the tree, whose build began in the tree of the running kernel.
 */
static char *working_directory(struct il_arena *arena, const char *directory, const char *object)
{
	const char *slash = strrchr(object, '/');
	size_t below = slash ? (size_t)(slash - object) : 0, length = strlen(directory);
	char tree[PATH_MAX];
	struct utsname kernel;

	if (*object == '/') {
		if (uname(&kernel) == 0) {
			snprintf(tree, sizeof(tree), "/lib/modules/%s/build", kernel.release);
			if (access(tree, X_OK) == 0)
				return il_arena_text(arena, tree, strlen(tree));
		}
	} else if (below && below < length && directory[length - below - 1] == '/' &&
		   strncmp(directory + length - below, object, below) == 0) {
		return il_arena_text(arena, directory, length - below - 1);
	}
	return il_arena_text(arena, directory, length);
}

/* make spells # so that it does not begin a comment, and $ so that it does not begin a variable. */
static void unescape(char *text)
{
	static const char pound[] = "$(pound)";
	char *out = text;

	while (*text) {
		if (strncmp(text, pound, strlen(pound)) == 0) {
			*out++ = '#';
			text += strlen(pound);
			continue;
		}
		text += (*text == '\\' && text[1] == '#') || (*text == '$' && text[1] == '$');
		*out++ = *text++;
	}
	*out = '\0';
}

/*
 * Takes the command of a line `savedcmd_OBJECT.o := COMMAND SOURCE.c ; more`.
 * Returns false when it is none.
 */
static bool take_line(struct il_database *database, const char *directory, char *line)
{
	static const char *const starts[] = { "savedcmd_", "cmd_" };
	char *assigned = strstr(line, " := ");
	const char *object = NULL;

	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]) && !object; i++) {
		if (strncmp(line, starts[i], strlen(starts[i])) == 0)
			object = line + strlen(starts[i]);
	}
	if (!object || !assigned || object > assigned)
		return false;
	*assigned = '\0';
	char *command = assigned + strlen(" := "), *end = strstr(command, " ; ");
	if (end)
		*end = '\0';
	size_t length = strlen(command);
	while (length && strchr(" \n", command[length - 1]))
		command[--length] = '\0';
	char *source = strrchr(command, ' ');
	if (!source || length < 2 || strcmp(command + length - 2, ".c") != 0)
		return false;
	unescape(command);
	source = strrchr(command, ' ');
	return il_database_add_command(database, working_directory(&database->arena, directory, object), source + 1,
				       command);
}

bool il_kbuild_read(struct il_database *database, const char *directory, struct il_error *ret_error)
{
	static const char end[] = ".o.cmd";
	DIR *stream = opendir(directory);
	const struct dirent *entry;
	char name[2 * PATH_MAX];

	while (stream && (entry = readdir(stream))) {
		size_t length = strlen(entry->d_name), room = 0;
		char *line = NULL;
		if (entry->d_name[0] != '.' || length <= strlen(end) ||
		    strcmp(entry->d_name + length - strlen(end), end) != 0)
			continue;
		snprintf(name, sizeof(name), "%s/%s", directory, entry->d_name);
		FILE *file = fopen(name, "r");
		if (file && getline(&line, &room, file) > 0)
			take_line(database, directory, line);
		if (file)
			fclose(file);
		free(line);
	}
	if (stream)
		closedir(stream);
	il_database_sort(database);
	if (database->entries.count == 0)
		snprintf(ret_error->text, sizeof(ret_error->text), "%s: error: no command of Kbuild can be read",
			 directory);
	return database->entries.count > 0;
}
