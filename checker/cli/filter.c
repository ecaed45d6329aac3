// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cli/filter.h"

#include "cli/scan.h"
#include "facts/intern.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Words of handlers; of the annotations that tell what functions do; and comments that speak to us. */
static const char *const telling_words[] = { "irqreturn_t", "irqreturn",  "irq_handler_t",
					     "IRQ_HANDLED", "IRQ_RETVAL", "IRQ_WAKE_THREAD" };
static const char *const telling_texts[] = { "irqlint::", "NOLINT" };

struct reading {
	struct il_filter *filter;
	const struct il_entry *entry; /* whose flags say where headers are */
	bool matters;
};

static int by_value(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void add_word(struct il_filter *filter, const char *word)
{
	uint32_t at = il_array_add(&filter->words.words, 1);

	filter->words.words.at[at] = il_hash(word, strlen(word));
}

void il_filter_init(struct il_filter *filter, const struct il_model *model)
{
	*filter = (struct il_filter) { .by_name = json_object() };
#define ADD_NAMES(member, type, word)                                                                                  \
	for (uint32_t i = 0; i < model->member.count; i++)                                                             \
		add_word(filter, model->member.at[i].name);
	IL_MODEL_TABLES(ADD_NAMES)
#undef ADD_NAMES
	for (size_t i = 0; i < sizeof(telling_words) / sizeof(telling_words[0]); i++)
		add_word(filter, telling_words[i]);
	qsort(filter->words.words.at, filter->words.words.count, sizeof(uint64_t), by_value);
}

void il_filter_fini(struct il_filter *filter)
{
	il_array_fini(&filter->words.words);
	for (uint32_t i = 0; i < filter->files.count; i++)
		il_array_fini(&filter->files.at[i].includes);
	il_array_fini(&filter->files);
	json_decref(filter->by_name);
	il_arena_fini(&filter->arena);
}

static void take_word(void *context, uint64_t hash, bool defined)
{
	struct reading *reading = context;
	const struct il_hashes *words = &reading->filter->words;

	(void)defined;
	reading->matters =
		reading->matters || bsearch(&hash, words->words.at, words->words.count, sizeof(hash), by_value);
}

static bool has_telling_text(const struct il_scan_text *text)
{
	for (size_t i = 0; i < sizeof(telling_texts) / sizeof(telling_texts[0]); i++) {
		if (text->bytes.count &&
		    memmem(text->bytes.at, text->bytes.count, telling_texts[i], strlen(telling_texts[i])))
			return true;
	}
	return false;
}

/* Returns the file that @name is included from, from within @from; NULL when it is not found. */
static const char *find_header(struct reading *reading, const char *from, const char *name, bool quoted)
{
	const struct il_entry *entry = reading->entry;
	struct il_arena *arena = &reading->filter->arena;

	if (quoted) {
		const char *beside = il_arena_text(arena, from, (size_t)(strrchr(from, '/') - from));
		const char *file = il_absolute_name(arena, beside, name);
		if (access(file, R_OK) == 0)
			return file;
	}
	for (size_t i = 0; i < entry->argument_count; i++) {
		const char *word = entry->arguments[i], *directory = NULL;
		if (strcmp(word, "-I") == 0 && i + 1 < entry->argument_count)
			directory = entry->arguments[++i];
		else if (strncmp(word, "-I", 2) == 0)
			directory = word + 2;
		if (!directory)
			continue;
		const char *file = il_absolute_name(arena, il_absolute_name(arena, entry->directory, directory), name);
		if (access(file, R_OK) == 0)
			return file;
	}
	return NULL;
}

/* Returns the index of @name; own ones are known by another key. */
static uint32_t file_of(struct il_filter *filter, const char *name, bool own)
{
	char key[4096];

	snprintf(key, sizeof(key), "%c%s", own ? '"' : '<', name);
	const json_t *known = json_object_get(filter->by_name, key);
	if (known)
		return (uint32_t)json_integer_value(known);
	uint32_t at = il_array_add(&filter->files, 1);
	filter->files.at[at].name = il_arena_text(&filter->arena, name, strlen(name));
	filter->files.at[at].own = own;
	json_object_set_new(filter->by_name, key, json_integer(at));
	return at;
}

/* Adds what a line of @file includes, if it does. */
static void take_line(struct reading *reading, uint32_t file, const char *at, const char *end)
{
	char name[256];

	while (at < end && (*at == ' ' || *at == '\t' || *at == '#'))
		at++;
	if (end - at < 9 || strncmp(at, "include", 7) != 0)
		return;
	for (at += 7; at < end && (*at == ' ' || *at == '\t'); at++)
		;
	const char *close = at < end && (*at == '<' || *at == '"')
				    ? memchr(at + 1, *at == '<' ? '>' : '"', (size_t)(end - at - 1))
				    : NULL;
	if (!close || (size_t)(close - at) > sizeof(name))
		return;
	bool quoted = *at == '"';
	memcpy(name, at + 1, (size_t)(close - at - 1));
	name[close - at - 1] = '\0';
	const char *header = find_header(reading, reading->filter->files.at[file].name, name, quoted);
	if (!header)
		return;
	uint32_t included = file_of(reading->filter, header, quoted);
	struct il_filter_file *includer = &reading->filter->files.at[file];
	uint32_t next = il_array_add(&includer->includes, 1);
	includer->includes.at[next] = included;
}

static void read_file(struct reading *reading, uint32_t file)
{
	struct il_filter *filter = reading->filter;
	struct il_scan_text text = { 0 };
	bool matters = !il_scan_read(filter->files.at[file].name, &text) || has_telling_text(&text);

	if (!matters && filter->files.at[file].own) {
		reading->matters = false;
		il_scan_words(&text, take_word, reading);
		matters = reading->matters;
	}
	filter->files.at[file].matters = matters;
	filter->files.at[file].read = true;
	const char *at = text.bytes.at, *end = at ? at + text.bytes.count : at;
	while (!matters && at < end) {
		const char *line = memchr(at, '\n', (size_t)(end - at));
		const char *stop = line ? line : end;
		if (*at == '#' || *at == ' ' || *at == '\t')
			take_line(reading, file, at, stop);
		at = stop + 1;
	}
	il_array_fini(&text.bytes);
}

/* Returns whether @file or anything that it includes matters. */
static bool file_matters(struct reading *reading, const char *name)
{
	struct il_filter *filter = reading->filter;
	IL_ARRAY(uint32_t) open = { 0 };
	uint32_t visit = ++filter->visits, at = il_array_add(&open, 1);
	bool matters = false;

	open.at[at] = file_of(filter, name, true);
	while (open.count && !matters) {
		uint32_t next = open.at[--open.count];
		if (filter->files.at[next].visited == visit)
			continue;
		filter->files.at[next].visited = visit;
		if (!filter->files.at[next].read)
			read_file(reading, next);
		const struct il_filter_file *file = &filter->files.at[next];
		matters = file->matters;
		uint32_t more = file->includes.count;
		at = il_array_add(&open, more);
		if (more)
			memcpy(open.at + at, file->includes.at, more * sizeof(*open.at));
	}
	il_array_fini(&open);
	return matters;
}

bool il_filter_matters(struct il_filter *filter, const struct il_module *module)
{
	for (uint32_t i = 0; i < module->count; i++) {
		struct reading reading = { filter, module->members[i].entry, false };
		if (file_matters(&reading, module->members[i].entry->file))
			return true;
	}
	return false;
}
