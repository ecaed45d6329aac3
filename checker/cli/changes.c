// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cli/changes.h"

#include "cli/command.h"
#include "cli/patch.h"
#include "cli/program.h"
#include "facts/arena.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LAST_LINE INT64_MAX

/* A file of the new side; one that is named again comes again. */
struct changed_file {
	char *named, *real; /* owned; real is NULL for what is not below the root */
};

struct range {
	uint32_t file;
	int64_t first, last;
};

struct il_changes {
	const char *root;
	IL_ARRAY(struct changed_file) files;
	IL_ARRAY(struct range) ranges;
};

static struct il_changes *create(const char *root)
{
	struct il_changes *changes = calloc(1, sizeof(*changes));

	if (!changes)
		abort();
	changes->root = root;
	return changes;
}

void il_changes_destroy(struct il_changes *changes)
{
	if (!changes)
		return;
	for (uint32_t i = 0; i < changes->files.count; i++) {
		free(changes->files.at[i].named);
		free(changes->files.at[i].real);
	}
	il_array_fini(&changes->files);
	il_array_fini(&changes->ranges);
	free(changes);
}

/* Returns the real name of @name below the root, owned by the caller, or NULL when it is not there. */
static char *real_name(const struct il_changes *changes, const char *name)
{
	char path[2 * PATH_MAX];

	snprintf(path, sizeof(path), "%s%s%s", *name == '/' ? "" : changes->root, *name == '/' ? "" : "/", name);
	return realpath(path, NULL);
}

/* Patches name files with the a/ and b/ of git, or without; both are looked for, as patch -p1 and -p0 do. */
static struct changed_file get_file(const struct il_changes *changes, const char *name)
{
	const char *slash = *name == '/' ? NULL : strchr(name, '/');
	struct changed_file file = { strdup(name), slash ? real_name(changes, slash + 1) : NULL };

	if (!file.named)
		abort();
	if (!file.real)
		file.real = real_name(changes, name);
	return file;
}

static void add_range(void *context, const char *name, int64_t first, int64_t last)
{
	struct il_changes *changes = context;
	uint32_t count = changes->files.count;

	if (count == 0 || strcmp(changes->files.at[count - 1].named, name) != 0) {
		count = il_array_add(&changes->files, 1) + 1;
		changes->files.at[count - 1] = get_file(changes, name);
	}
	if (!changes->files.at[count - 1].real)
		return;
	uint32_t at = il_array_add(&changes->ranges, 1);
	changes->ranges.at[at] = (struct range) { count - 1, first, last };
}

static bool read_patch(struct il_changes *changes, FILE *stream, const char *name)
{
	const struct il_patch_reader reader = { add_range, changes };
	char problem[128];

	if (!il_patch_read(stream, &reader, problem, sizeof(problem))) {
		il_usage_error("%s: cannot be read: %s", name, problem);
		return false;
	}
	if (changes->files.count && changes->ranges.count == 0) {
		il_usage_error("%s: none of its files is below %s", name, changes->root);
		return false;
	}
	return true;
}

bool il_changes_from_patch(const char *name, const char *root, struct il_changes **ret_changes)
{
	bool is_input = strcmp(name, "-") == 0;
	FILE *stream = is_input ? stdin : fopen(name, "r");

	if (!stream) {
		il_usage_error("%s: cannot be read: %s", name, strerror(errno));
		return false;
	}
	struct il_changes *changes = create(root);
	bool good = read_patch(changes, stream, is_input ? "standard input" : name);
	if (!is_input)
		fclose(stream);
	if (good)
		*ret_changes = changes;
	else
		il_changes_destroy(changes);
	return good;
}

/* A file that git does not know yet is new as a whole. */
static bool add_unknown(struct il_changes *changes)
{
	char *words[] = {
		"git", "-C", (char *)changes->root, "ls-files", "--others", "--exclude-standard", "-z", NULL
	};
	FILE *stream = il_program_output(words, NULL);
	char *name = NULL, path[2 * PATH_MAX];
	size_t room = 0;

	if (!stream)
		return false;
	while (getdelim(&name, &room, '\0', stream) > 0) {
		snprintf(path, sizeof(path), "%s/%s", changes->root, name);
		add_range(changes, path, 1, LAST_LINE);
	}
	free(name);
	fclose(stream);
	return true;
}

bool il_changes_since(const char *revision, const char *root, struct il_changes **ret_changes)
{
	char *words[] = { "git",
			  "-C",
			  (char *)root,
			  "-c",
			  "core.quotePath=false",
			  "diff",
			  "--no-color",
			  "--no-ext-diff",
			  "--no-renames",
			  "--relative",
			  "-U0",
			  "--src-prefix=a/",
			  "--dst-prefix=b/",
			  "--merge-base",
			  (char *)revision,
			  "--",
			  NULL };
	FILE *stream = *revision == '-' ? NULL : il_program_output(words, NULL);
	struct il_changes *changes = create(root);
	bool good = stream != NULL;

	if (stream && fgetc(stream) != EOF) {
		rewind(stream);
		good = read_patch(changes, stream, "git's diff");
	}
	if (stream)
		fclose(stream);
	good = good && add_unknown(changes);
	if (!good) {
		il_usage_error("--new-from: git does not tell what changed since '%s' in %s", revision, root);
		il_changes_destroy(changes);
		return false;
	}
	*ret_changes = changes;
	return true;
}

bool il_changes_has_file(const struct il_changes *changes, const char *file)
{
	char *real = realpath(file, NULL);
	bool found = false;

	for (uint32_t i = 0; real && i < changes->files.count && !found; i++) {
		const struct changed_file *changed = &changes->files.at[i];
		found = changed->real && strcmp(changed->real, real) == 0;
	}
	free(real);
	return found;
}

bool il_changes_has_header(const struct il_changes *changes)
{
	for (uint32_t i = 0; i < changes->files.count; i++) {
		const char *real = changes->files.at[i].real;
		size_t length = real ? strlen(real) : 0;
		if (length > 2 && strcmp(real + length - 2, ".h") == 0)
			return true;
	}
	return false;
}

static bool touches(const struct il_changes *changes, const json_t *place)
{
	const char *file = json_string_value(json_object_get(place, "file"));
	int64_t line = json_integer_value(json_object_get(place, "line"));
	char real[PATH_MAX];

	if (!file || !realpath(file, real))
		return false;
	for (uint32_t i = 0; i < changes->ranges.count; i++) {
		const struct range *range = &changes->ranges.at[i];
		if (line >= range->first && line <= range->last &&
		    strcmp(changes->files.at[range->file].real, real) == 0)
			return true;
	}
	return false;
}

void il_changes_filter(const struct il_changes *changes, json_t *list)
{
	for (size_t i = json_array_size(list); i-- > 0;) {
		const json_t *finding = json_array_get(list, i);
		bool touched = touches(changes, finding);
		size_t k;
		json_t *step;
		json_array_foreach (json_object_get(finding, "trace"), k, step)
			touched = touched || touches(changes, step);
		if (!touched)
			json_array_remove(list, i);
	}
}
