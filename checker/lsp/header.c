// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "lsp/header.h"

#include "cli/scan.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Sources that are read for the sake of one header. */
enum { SOURCES_MAX = 2000 };

static bool is_header(const char *file)
{
	const char *dot = strrchr(file, '.');

	return dot && strcmp(dot, ".h") == 0;
}

static bool has_input(const struct il_tab *tab, const char *file)
{
	const json_t *input;
	size_t i;

	json_array_foreach (tab->inputs, i, input) {
		if (json_is_string(input) && strcmp(json_string_value(input), file) == 0)
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
			if (said ? has_input(other, tab->document->file)
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

/* Returns the entry of @database that includes the header and is nearest to it, or NULL. */
static const struct il_entry *find_entry(const struct il_database *database, const char *file, const char *base)
{
	const struct il_entry *best = NULL;
	unsigned best_nearness = 0, read = 0;

	for (uint32_t i = 0; i < database->entries.count && read < SOURCES_MAX; i++) {
		const struct il_entry *entry = &database->entries.at[i];
		struct il_scan_text text = { { 0 } };
		unsigned near = nearness(file, entry->file);
		if (best && near <= best_nearness)
			continue;
		read++;
		if (il_scan_read(entry->file, &text) && text.bytes.count &&
		    includes(text.bytes.at, text.bytes.count, base)) {
			best = entry;
			best_nearness = near;
		}
		il_array_fini(&text.bytes);
	}
	return best;
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
		struct il_flag_source source = { find_entry(database, file, base), database };
		if (source.entry)
			return take(tab, &source, ret_source);
	}
	snprintf(ret_problem, size,
		 "irqlint looks at a header through a file that includes it, and knows none: open one, or see that it "
		 "is in a compile_commands.json above");
	return false;
}
