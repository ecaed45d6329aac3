// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cli/baseline.h"

#include "cli/command.h"
#include "cli/output/output.h"
#include "facts/arena.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char heading[] =
	"# Findings that are known: fingerprint, rule, file, function, comment, with tabs between.\n";

enum column { FINGERPRINT, RULE, FILE_NAME, FUNCTION, COMMENT, COLUMNS };

/* The columns of a line, ended each, in one text that the first of them owns. */
struct entry {
	char *columns[COLUMNS];
};

struct il_baseline {
	IL_ARRAY(struct entry) entries;
	json_t *known; /* fingerprints, as keys */
};

struct il_baseline *il_baseline_create(void)
{
	struct il_baseline *baseline = calloc(1, sizeof(*baseline));

	if (!baseline)
		abort();
	baseline->known = json_object();
	return baseline;
}

void il_baseline_destroy(struct il_baseline *baseline)
{
	if (!baseline)
		return;
	for (uint32_t i = 0; i < baseline->entries.count; i++)
		free(baseline->entries.at[i].columns[FINGERPRINT]);
	il_array_fini(&baseline->entries);
	json_decref(baseline->known);
	free(baseline);
}

/* Owns: @line.  Returns: whether it has what an entry needs; the comment may be missing. */
static bool add_line(struct il_baseline *baseline, char *line)
{
	struct entry entry = { { line } };
	size_t found = 1;

	for (char *at = line; found < COLUMNS && (at = strchr(at, '\t')); found++) {
		*at++ = '\0';
		entry.columns[found] = at;
	}
	if (found < COMMENT || !*line || json_object_get(baseline->known, line)) {
		bool doubled = found >= COMMENT && *line;
		free(line);
		return doubled;
	}
	if (found == COMMENT)
		entry.columns[COMMENT] = line + strlen(line); /* empty */
	uint32_t at = il_array_add(&baseline->entries, 1);
	baseline->entries.at[at] = entry;
	json_object_set_new(baseline->known, line, json_true());
	return true;
}

bool il_baseline_read(struct il_baseline *baseline, const char *file)
{
	FILE *stream = fopen(file, "r");
	char *line = NULL;
	size_t room = 0, number = 0;
	bool good = stream != NULL;

	if (!stream)
		il_usage_error("%s: cannot be read: %s", file, strerror(errno));
	while (good && getline(&line, &room, stream) >= 0) {
		number++;
		line[strcspn(line, "\r\n")] = '\0';
		if (*line == '\0' || *line == '#')
			continue;
		char *copy = strdup(line);
		if (!copy)
			abort();
		good = add_line(baseline, copy);
		if (!good)
			il_usage_error("%s:%zu: is no line of a baseline: fingerprint, rule, file and function "
				       "with tabs between",
				       file, number);
	}
	if (stream && ferror(stream)) {
		good = false;
		il_usage_error("%s: cannot be read: %s", file, strerror(errno));
	}
	free(line);
	if (stream)
		fclose(stream);
	return good;
}

size_t il_baseline_filter(const struct il_baseline *baseline, json_t *list)
{
	size_t before = json_array_size(list);

	for (size_t i = before; i-- > 0;) {
		json_t *finding = json_array_get(list, i);
		if (json_object_get(baseline->known, il_finding_text(finding, "fingerprint")))
			json_array_remove(list, i);
		else
			json_object_set_new(finding, "baseline", json_string("new"));
	}
	return before - json_array_size(list);
}

size_t il_baseline_add(struct il_baseline *baseline, const json_t *list, const char *root)
{
	uint32_t before = baseline->entries.count;
	json_t *finding;
	size_t i;

	json_array_foreach (list, i, finding) {
		char *line;
		if (asprintf(&line, "%s\t%s\t%s\t%s\t", il_finding_text(finding, "fingerprint"),
			     il_finding_text(finding, "rule"), il_outcome_below(il_finding_text(finding, "file"), root),
			     il_finding_text(finding, "function")) < 0)
			abort();
		add_line(baseline, line);
	}
	return baseline->entries.count - before;
}

static bool is_covered(const struct entry *entry, const struct il_coverage *coverage)
{
	char path[2 * 4096];

	if (!coverage->files)
		return true;
	snprintf(path, sizeof(path), "%s%s%s", *entry->columns[FILE_NAME] == '/' ? "" : coverage->root,
		 *entry->columns[FILE_NAME] == '/' ? "" : "/", entry->columns[FILE_NAME]);
	return json_object_get(coverage->files, path) || access(path, F_OK) != 0;
}

/* Returns the fingerprints of @list as keys; owned by the caller. */
static json_t *fingerprints_of(const json_t *list)
{
	json_t *found = json_object(), *finding;
	size_t i;

	json_array_foreach (list, i, finding)
		json_object_set_new(found, il_finding_text(finding, "fingerprint"), json_true());
	return found;
}

size_t il_baseline_stale(const struct il_baseline *baseline, const struct il_coverage *coverage)
{
	json_t *found = fingerprints_of(coverage->findings);
	size_t count = 0;

	for (uint32_t i = 0; i < baseline->entries.count; i++) {
		const struct entry *entry = &baseline->entries.at[i];
		count += !json_object_get(found, entry->columns[FINGERPRINT]) && is_covered(entry, coverage);
	}
	json_decref(found);
	return count;
}

size_t il_baseline_prune(struct il_baseline *baseline, const struct il_coverage *coverage)
{
	json_t *found = fingerprints_of(coverage->findings);
	uint32_t kept = 0, before = baseline->entries.count;

	for (uint32_t i = 0; i < before; i++) {
		struct entry *entry = &baseline->entries.at[i];
		if (json_object_get(found, entry->columns[FINGERPRINT]) || !is_covered(entry, coverage)) {
			baseline->entries.at[kept++] = *entry;
			continue;
		}
		json_object_del(baseline->known, entry->columns[FINGERPRINT]);
		free(entry->columns[FINGERPRINT]);
	}
	baseline->entries.count = kept;
	json_decref(found);
	return before - kept;
}

/* Entries of a file and a rule stand together, so that a version's changes are read at a glance. */
static int compare(const void *a, const void *b)
{
	static const enum column order[] = { FILE_NAME, RULE, FUNCTION, FINGERPRINT };
	const struct entry *x = a, *y = b;
	int difference = 0;

	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]) && !difference; i++)
		difference = strcmp(x->columns[order[i]], y->columns[order[i]]);
	return difference;
}

static void write_entries(const struct il_baseline *baseline, FILE *stream)
{
	fputs(heading, stream);
	for (uint32_t i = 0; i < baseline->entries.count; i++) {
		char *const *columns = baseline->entries.at[i].columns;
		fprintf(stream, "%s\t%s\t%s\t%s%s%s\n", columns[FINGERPRINT], columns[RULE], columns[FILE_NAME],
			columns[FUNCTION], *columns[COMMENT] ? "\t" : "", columns[COMMENT]);
	}
}

bool il_baseline_write(struct il_baseline *baseline, const char *file)
{
	char *beside;

	if (baseline->entries.count)
		qsort(baseline->entries.at, baseline->entries.count, sizeof(struct entry), compare);
	if (asprintf(&beside, "%s.new", file) < 0)
		abort();
	FILE *stream = fopen(beside, "w");
	bool good = stream != NULL;
	if (stream) {
		write_entries(baseline, stream);
		good = !ferror(stream);
		good = fclose(stream) == 0 && good;
		good = good && rename(beside, file) == 0;
	}
	if (!good) {
		il_usage_error("%s: cannot write: %s", file, strerror(errno));
		unlink(beside);
	}
	free(beside);
	return good;
}
