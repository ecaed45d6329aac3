// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "lsp/header.h"

#include "cli/recall.h"
#include "cli/scan.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Sources that are read for the sake of one header. */
enum { SOURCES_MAX = 500 };

static bool is_header(const char *file)
{
	const char *dot = strrchr(file, '.');

	return dot && strcmp(dot, ".h") == 0;
}

bool il_header_is_read(const struct il_tab *tab, const char *file)
{
	const json_t *input;
	size_t i;

	json_array_foreach (tab->inputs, i, input) {
		if (file && json_is_string(input) && strcmp(json_string_value(input), file) == 0)
			return true;
	}
	return false;
}

/* Returns whether @text includes a file called @base, in whatever directory. */
static bool includes(const char *text, size_t size, const char *base)
{
	size_t length = strlen(base);
	const char *end = text + size, *found;

	while ((found = memmem(text, (size_t)(end - text), base, length))) {
		const char *line = found;
		while (line > text && line[-1] != '\n')
			line--;
		bool ends = found + length < end && (found[length] == '"' || found[length] == '>');
		bool begins = found > text && strchr("/\"<", found[-1]);
		line += strspn(line, " \t");
		if (ends && begins && *line == '#' && memmem(line, (size_t)(found - line), "include", 7))
			return true;
		text = found + length;
	}
	return false;
}

static bool take(struct il_tab *tab, const struct il_flag_source *source, struct il_flag_source *ret_source)
{
	*ret_source = *source;
	free(tab->through);
	tab->through = strdup(source->entry->file);
	return true;
}

static bool find_open(struct il_server *server, struct il_tab *tab, const char *base, struct il_flag_source *ret_source)
{
	for (int said = 1; said >= 0; said--) {
		for (uint32_t i = 0; i < server->tabs.count; i++) {
			const struct il_tab *other = server->tabs.at[i];
			const struct il_document *document = other->document;
			if (other == tab || !other->source.entry || other->through)
				continue;
			/* What was read is certain, what is written need not be that file. */
			if (said ? il_header_is_read(other, tab->document->file)
				 : document->text.count && includes(document->text.at, document->text.count, base))
				return take(tab, &other->source, ret_source);
		}
	}
	return false;
}

/* Returns how many directories @file and @other have in common. */
static unsigned nearness(const char *file, const char *other)
{
	unsigned common = 0;

	for (; *file && *file == *other; file++, other++)
		common += *file == '/';
	return common;
}

struct candidate {
	const struct il_entry *entry;
	unsigned nearness;
};

static int by_nearness(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->nearness != y->nearness)
		return x->nearness > y->nearness ? -1 : 1;
	return (x->entry > y->entry) - (x->entry < y->entry);
}

/* Returns the entries of @database, the nearest to @file first; owned by the caller. */
static struct candidate *candidates_of(const struct il_database *database, const char *file)
{
	struct candidate *candidates = calloc(database->entries.count + 1, sizeof(*candidates));

	if (!candidates)
		abort();
	for (uint32_t i = 0; i < database->entries.count; i++)
		candidates[i] =
			(struct candidate) { &database->entries.at[i], nearness(file, database->entries.at[i].file) };
	qsort(candidates, database->entries.count, sizeof(*candidates), by_nearness);
	return candidates;
}

/* Returns the first of @count candidates whose text includes a file called @base, or NULL. */
static const struct il_entry *find_text(const struct candidate *candidates, uint32_t count, const char *base)
{
	const struct il_entry *found = NULL;

	for (uint32_t i = 0; i < count && !found; i++) {
		struct il_scan_text text = { { 0 } };
		if (il_scan_read(candidates[i].entry->file, &text) && text.bytes.count &&
		    includes(text.bytes.at, text.bytes.count, base))
			found = candidates[i].entry;
		il_array_fini(&text.bytes);
	}
	return found;
}

/* Returns the first of @count candidates that read @file when it was parsed last, or NULL. */
static const struct il_entry *find_input(struct il_database *database, const struct candidate *candidates,
					 uint32_t count, const char *file, bool cache)
{
	const struct il_entry *found = NULL;
	struct il_recall recall;

	il_recall_init(&recall, il_database_root(database), cache);
	for (uint32_t i = 0; i < count && !found; i++) {
		if (il_recall_has_input(&recall, candidates[i].entry, file))
			found = candidates[i].entry;
	}
	il_recall_fini(&recall);
	return found;
}

/* Returns the entry of @database that includes @file and is nearest to it, or NULL. */
static const struct il_entry *find_entry(struct il_database *database, const char *file, bool cache)
{
	struct candidate *candidates = candidates_of(database, file);
	uint32_t count = database->entries.count < SOURCES_MAX ? database->entries.count : SOURCES_MAX;
	const struct il_entry *found = find_text(candidates, count, strrchr(file, '/') + 1);

	/* It may be included by another header. */
	if (!found && count)
		found = find_input(database, candidates, count, file, cache);
	free(candidates);
	return found;
}

bool il_header_find(struct il_server *server, struct il_tab *tab, struct il_flag_source *ret_source, char *ret_problem,
		    size_t size)
{
	const char *file = tab->document->file, *base = strrchr(file, '/') + 1;

	if (!is_header(file))
		return false;
	if (find_open(server, tab, base, ret_source))
		return true;
	for (uint32_t i = 0; i < server->finder.known.count; i++) {
		struct il_database *database = &server->finder.known.at[i]->database;
		struct il_flag_source source = { find_entry(database, file, !server->settings.options.no_cache),
						 database };
		if (source.entry)
			return take(tab, &source, ret_source);
	}
	snprintf(ret_problem, size,
		 "irqlint looks at a header through a file that includes it, and knows none: open one, or see that it "
		 "is in a compile_commands.json above");
	return false;
}
