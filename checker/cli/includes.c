// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cli/includes.h"

#include "cli/ahead.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Files include at their beginning. */
enum { BEGINNING = 32768 };

static int by_value(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Returns how many words a -I at @at has, 0: there is none. */
static size_t directory_words(const struct il_entry *entry, size_t at)
{
	const char *word = entry->arguments[at];

	if (strncmp(word, "-I", 2) != 0)
		return 0;
	return word[2] || at + 1 == entry->argument_count ? 1 : 2;
}

/* The directory is the last word of the flag, in one word with it or not. */
static uint64_t directory_key(uint64_t tree, const struct il_entry *entry, size_t at)
{
	size_t words = directory_words(entry, at);

	return il_key_text(tree, entry->arguments[at + words - 1] + (words == 1 ? 2 : 0));
}

/* Commands of one build for one machine begin their search alike. */
static uint64_t tree_of(const struct il_entry *entry)
{
	uint64_t tree = il_key_text(0, entry->directory);

	for (size_t i = 0; i < entry->argument_count; i++) {
		if (directory_words(entry, i))
			return directory_key(tree, entry, i);
	}
	return tree;
}

void il_include_counts_init(struct il_include_counts *counts, const struct il_entry *const *entries, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		uint64_t tree = tree_of(entries[i]);
		uint32_t at = il_array_add(&counts->trees, 1);
		counts->trees.at[at] = tree;
		for (size_t k = 0; k < entries[i]->argument_count; k++) {
			if (!directory_words(entries[i], k))
				continue;
			at = il_array_add(&counts->words, 1);
			counts->words.at[at] = directory_key(tree, entries[i], k);
		}
	}
	if (counts->trees.count)
		qsort(counts->trees.at, counts->trees.count, sizeof(uint64_t), by_value);
	if (counts->words.count)
		qsort(counts->words.at, counts->words.count, sizeof(uint64_t), by_value);
}

void il_include_counts_fini(struct il_include_counts *counts)
{
	il_array_fini(&counts->words);
	il_array_fini(&counts->trees);
}

/* Returns how often @value is among the @count sorted @values. */
static size_t occurrences(const uint64_t *values, size_t count, uint64_t value)
{
	size_t ends[2];

	for (int end = 0; end < 2; end++) {
		size_t low = 0, high = count;
		while (low < high) {
			size_t middle = low + (high - low) / 2;
			if (values[middle] < value || (end && values[middle] == value))
				low = middle + 1;
			else
				high = middle;
		}
		ends[end] = low;
	}
	return ends[1] - ends[0];
}

/*
 * Returns from which -I on directories are the file's own.  Without others behind them a header that
 * is found before is found there whatever follows.
 */
static size_t own_directories(const struct il_include_counts *counts, const struct il_entry *entry)
{
	uint64_t tree = tree_of(entry);
	size_t commands = occurrences(counts->trees.at, counts->trees.count, tree), shared = 0;
	bool closed = false, own = false;

	for (size_t i = 0; i < entry->argument_count; i++) {
		const char *word = entry->arguments[i];
		closed = closed || strcmp(word, "-nostdinc") == 0;
		if (strncmp(word, "-isystem", 8) == 0 || strncmp(word, "-idirafter", 10) == 0)
			return entry->argument_count;
		if (!directory_words(entry, i))
			continue;
		own = own ||
		      2 * occurrences(counts->words.at, counts->words.count, directory_key(tree, entry, i)) <= commands;
		shared += !own;
	}
	return closed ? shared : entry->argument_count;
}

static bool is_own(const struct il_entry *entry, const char *word)
{
	const char *slash = strrchr(entry->file, '/');
	size_t length = strlen(word), base = strlen(slash + 1);
	bool named = word[0] != '-' && length >= base && strcmp(word + length - base, slash + 1) == 0;

	return named || strcmp(word, "-c") == 0 || strncmp(word, "-Wp,-M", 6) == 0 ||
	       (strncmp(word, "-W", 2) == 0 && !strchr(word, ','));
}

/* Returns @word, with another value if it names the module: headers only hand that on. */
static const char *neutral(struct il_arena *arena, const char *word)
{
	static const char *const names[] = { "-DKBUILD_MODNAME=", "-DKBUILD_BASENAME=", "-DKBUILD_MODFILE=",
					     "-D__KBUILD_MODNAME=" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		size_t length = strlen(names[i]);
		if (strncmp(word, names[i], length) != 0)
			continue;
		const char *value = word[length] == '"' ? "\"irqlint\"" : "kmod_irqlint";
		size_t size = length + strlen(value) + 1;
		char *text = il_arena_alloc(arena, size);
		snprintf(text, size, "%s%s", names[i], value);
		return text;
	}
	return word;
}

const char *const *il_shared_arguments(const struct il_include_counts *counts, struct il_arena *arena,
				       const struct il_entry *entry, size_t *ret_count)
{
	const char **words = il_arena_alloc(arena, (entry->argument_count + 1) * sizeof(*words));
	size_t own = own_directories(counts, entry), directories = 0, count = 0;

	for (size_t i = 0; i < entry->argument_count; i++) {
		const char *word = entry->arguments[i];
		if (i > 0 && strcmp(word, "-o") == 0) {
			i++;
			continue;
		}
		if (i > 0 && is_own(entry, word))
			continue;
		if (directory_words(entry, i) && directories++ >= own) {
			i += directory_words(entry, i) - 1;
			continue;
		}
		words[count++] = neutral(arena, word);
	}
	*ret_count = count;
	return words;
}

/* Headers that define names which other headers leave to others: whoever includes none of these means those. */
static bool is_special(const char *name)
{
	static const char prefix[] = "linux/io-64-nonatomic-";

	return strncmp(name, prefix, sizeof(prefix) - 1) == 0;
}

struct included {
	const char *name;
	size_t files;
	const struct il_entry *last;
};

struct tally {
	struct il_arena *arena;
	IL_ARRAY(struct included) headers;
	struct il_index index;
};

static uint64_t hash_header(const void *values, uint32_t id)
{
	const struct included *headers = values;

	return il_hash(headers[id].name, strlen(headers[id].name));
}

static bool equal_header(const void *values, uint32_t id, const void *key)
{
	const struct included *headers = values;

	return strcmp(headers[id].name, key) == 0;
}

static void count_header(struct tally *tally, const struct il_entry *entry, const char *name, size_t length)
{
	char text[256];
	uint32_t id;

	if (length >= sizeof(text) || length == 0)
		return;
	memcpy(text, name, length);
	text[length] = '\0';
	struct il_index_ops ops = { hash_header, equal_header, tally->headers.at, tally->headers.count };
	uint64_t hash = il_hash(text, length);
	if (!il_index_find(&tally->index, &ops, hash, text, &id)) {
		il_index_add(&tally->index, &ops, hash, tally->headers.count);
		id = il_array_add(&tally->headers, 1);
		tally->headers.at[id].name = il_arena_text(tally->arena, text, length);
	}
	struct included *header = &tally->headers.at[id];
	header->files += header->last != entry;
	header->last = entry;
}

/* Counts what a line includes, if it does. */
static void count_line(struct tally *tally, const struct il_entry *entry, const char *at)
{
	while (*at == ' ' || *at == '\t')
		at++;
	if (*at++ != '#')
		return;
	while (*at == ' ' || *at == '\t')
		at++;
	if (strncmp(at, "include", 7) != 0)
		return;
	at += 7;
	while (*at == ' ' || *at == '\t')
		at++;
	char close = *at == '<' ? '>' : *at == '"' ? '"' : '\0';
	size_t length = close ? strcspn(at + 1, "<>\"\n") : 0;
	if (close && at[1 + length] == close)
		count_header(tally, entry, at + 1, length);
}

static int by_files(const void *a, const void *b)
{
	const struct included *x = a, *y = b;

	if (x->files != y->files)
		return x->files > y->files ? -1 : 1;
	return strcmp(x->name, y->name);
}

const char **il_most_included(struct il_arena *arena, const struct il_entry *const *entries, size_t count,
			      size_t *ret_count)
{
	struct tally tally = { .arena = arena };
	const char **names = il_arena_alloc(arena, IL_AHEAD_HEADERS_MAX * sizeof(*names));
	char *text = malloc(BEGINNING + 1);

	if (!text)
		abort();
	for (size_t i = 0; i < count; i++) {
		FILE *stream = fopen(entries[i]->file, "r");
		size_t got = stream ? fread(text, 1, BEGINNING, stream) : 0;
		if (stream)
			fclose(stream);
		text[got] = '\0';
		for (char *line = text; line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL)
			count_line(&tally, entries[i], line);
	}
	free(text);
	if (tally.headers.count)
		qsort(tally.headers.at, tally.headers.count, sizeof(*tally.headers.at), by_files);
	*ret_count = 0;
	for (uint32_t i = 0; i < tally.headers.count && i < IL_AHEAD_HEADERS_MAX; i++) {
		const struct included *header = &tally.headers.at[i];
		if (header->files > 1 && header->files * IL_AHEAD_SHARE >= count && !is_special(header->name))
			names[(*ret_count)++] = header->name;
	}
	il_array_fini(&tally.headers);
	il_index_fini(&tally.index);
	return names;
}
