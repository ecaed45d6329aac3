// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cli/database_text.h"

#include "facts/intern.h"

#include <stdlib.h>
#include <string.h>

struct word {
	const char *text;
	size_t length;
};

struct scan {
	struct il_database *database;
	const char *at, *end, *base;
	IL_ARRAY(const char *) words;	  /* all that were met, each once */
	struct il_index index;		  /* of them */
	IL_ARRAY(char) plain;		  /* a word whose escapes were taken out */
	IL_ARRAY(const char *) arguments; /* of the entry that is read */
	const char *given, *directory;	  /* the last directory, as written and absolute */
};

size_t il_command_split(char *text, const char **words)
{
	size_t count = 0;
	char *in = text, *out = text;

	for (;;) {
		while (*in == ' ' || *in == '\t' || *in == '\n')
			in++;
		if (!*in)
			return count;
		words[count++] = out;
		char quote = '\0';
		for (; *in && (quote || (*in != ' ' && *in != '\t' && *in != '\n')); in++) {
			if (quote == *in) {
				quote = '\0';
			} else if (!quote && (*in == '\'' || *in == '"')) {
				quote = *in;
			} else if (*in == '\\' && quote != '\'' && in[1]) {
				if (quote && in[1] != '"' && in[1] != '\\' && in[1] != '$' && in[1] != '`')
					*out++ = '\\';
				*out++ = *++in;
			} else {
				*out++ = *in;
			}
		}
		if (quote)
			return 0;
		bool last = !*in;
		in += !last;
		*out++ = '\0';
		if (last)
			return count;
	}
}

static uint64_t hash_of(const void *values, uint32_t id)
{
	const char *text = ((const char *const *)values)[id];

	return il_hash(text, strlen(text));
}

static bool is_equal(const void *values, uint32_t id, const void *key)
{
	const char *text = ((const char *const *)values)[id];
	const struct word *word = key;

	return strncmp(text, word->text, word->length) == 0 && text[word->length] == '\0';
}

/* Returns a copy of @word that is owned by the database; equal ones have one. */
static const char *keep(struct scan *scan, struct word word)
{
	const struct il_index_ops ops = { hash_of, is_equal, scan->words.at, scan->words.count };
	uint64_t hash = il_hash(word.text, word.length);
	uint32_t id;

	if (il_index_find(&scan->index, &ops, hash, &word, &id))
		return scan->words.at[id];
	il_index_add(&scan->index, &ops, hash, scan->words.count);
	id = il_array_add(&scan->words, 1);
	scan->words.at[id] = il_arena_text(&scan->database->arena, word.text, word.length);
	return scan->words.at[id];
}

static void skip_blanks(struct scan *scan)
{
	while (scan->at < scan->end &&
	       (*scan->at == ' ' || *scan->at == '\n' || *scan->at == '\t' || *scan->at == '\r'))
		scan->at++;
}

/* Takes @c, with blanks before it.  Returns whether it is there. */
static bool take(struct scan *scan, char c)
{
	skip_blanks(scan);
	if (scan->at == scan->end || *scan->at != c)
		return false;
	scan->at++;
	return true;
}

/* Returns what the escape \@c stands for; 0 for one that is not read here. */
static char escaped(char c)
{
	switch (c) {
	case '"':
	case '\\':
	case '/': return c;
	case 'n': return '\n';
	case 't': return '\t';
	default: return '\0';
	}
}

/* Reads the rest of a string that has escapes; @start is where it begins. */
static bool read_escapes(struct scan *scan, const char *start, struct word *ret_word)
{
	size_t length = (size_t)(scan->at - start);

	scan->plain.count = 0;
	il_array_add(&scan->plain, (uint32_t)length);
	if (length)
		memcpy(scan->plain.at, start, length);
	while (scan->at < scan->end && *scan->at != '"') {
		char c = *scan->at++;
		if (c == '\\')
			c = scan->at < scan->end ? escaped(*scan->at++) : '\0';
		else if ((signed char)c < ' ')
			return false;
		if (!c)
			return false;
		uint32_t at = il_array_add(&scan->plain, 1);
		scan->plain.at[at] = c;
	}
	if (scan->at == scan->end)
		return false;
	scan->at++;
	*ret_word = (struct word) { scan->plain.at, scan->plain.count };
	return true;
}

/* Reads a string of plain ASCII; it is borrowed until the next one. */
static bool read_string(struct scan *scan, struct word *ret_word)
{
	if (!take(scan, '"'))
		return false;
	const char *start = scan->at;
	/* Control characters and what is no ASCII are left to others, who know which of it is right. */
	while (scan->at < scan->end && *scan->at != '"' && *scan->at != '\\' && (signed char)*scan->at >= ' ')
		scan->at++;
	if (scan->at == scan->end)
		return false;
	if (*scan->at != '"')
		return *scan->at == '\\' && read_escapes(scan, start, ret_word);
	*ret_word = (struct word) { start, (size_t)(scan->at++ - start) };
	return true;
}

static bool read_arguments(struct scan *scan)
{
	struct word word;

	scan->arguments.count = 0;
	if (!take(scan, '['))
		return false;
	do {
		if (!read_string(scan, &word))
			return false;
		uint32_t at = il_array_add(&scan->arguments, 1);
		scan->arguments.at[at] = keep(scan, word);
	} while (take(scan, ','));
	return take(scan, ']');
}

/* Reads a command for a shell. */
static bool read_command(struct scan *scan)
{
	struct word command;

	if (!read_string(scan, &command))
		return false;
	char *text = strndup(command.text, command.length);
	/* A word and its separator take two characters at least. */
	const char **words = calloc(command.length / 2 + 2, sizeof(*words));
	if (!text || !words)
		abort();
	size_t count = il_command_split(text, words);
	for (size_t i = 0; i < count; i++) {
		uint32_t at = il_array_add(&scan->arguments, 1);
		scan->arguments.at[at] = keep(scan, (struct word) { words[i], strlen(words[i]) });
	}
	free(words);
	free(text);
	return count > 0;
}

static bool is_key(struct word word, const char *key)
{
	return word.length == strlen(key) && memcmp(word.text, key, word.length) == 0;
}

static void add_entry(struct scan *scan, const char *directory, const char *file)
{
	struct il_arena *arena = &scan->database->arena;
	size_t size = scan->arguments.count * sizeof(const char *);
	const char **arguments = il_arena_alloc(arena, size + sizeof(*arguments));

	memcpy(arguments, scan->arguments.at, size);
	if (directory != scan->given) {
		scan->given = directory;
		scan->directory = il_absolute_name(arena, scan->base, directory);
	}
	uint32_t at = il_array_add(&scan->database->entries, 1);
	scan->database->entries.at[at] = (struct il_entry) {
		.directory = scan->directory,
		.file = il_absolute_name(arena, scan->directory, file),
		.arguments = arguments,
		.argument_count = scan->arguments.count,
	};
}

static bool read_entry(struct scan *scan)
{
	const char *directory = NULL, *file = NULL;
	struct word key, value;

	scan->arguments.count = 0;
	if (!take(scan, '{'))
		return false;
	do {
		if (!read_string(scan, &key) || !take(scan, ':'))
			return false;
		bool is_directory = is_key(key, "directory"), is_file = is_key(key, "file");
		bool is_list = is_key(key, "arguments");
		/* What is said twice is not for here. */
		if (is_list || is_key(key, "command")) {
			if (scan->arguments.count || !(is_list ? read_arguments(scan) : read_command(scan)))
				return false;
			continue;
		}
		if ((is_directory && directory) || (is_file && file) || !read_string(scan, &value))
			return false;
		if (is_directory)
			directory = keep(scan, value);
		else if (is_file)
			file = keep(scan, value);
	} while (take(scan, ','));
	if (!directory || !*directory || !file || !*file || !scan->arguments.count || !take(scan, '}'))
		return false;
	add_entry(scan, directory, file);
	return true;
}

bool il_database_scan(struct il_database *database, const char *text, size_t size, const char *base)
{
	struct scan scan = { .database = database, .at = text, .end = text + size, .base = base };
	bool good = take(&scan, '[');

	while (good && (good = read_entry(&scan)) && take(&scan, ','))
		;
	good = good && take(&scan, ']');
	skip_blanks(&scan);
	good = good && scan.at == scan.end;
	il_array_fini(&scan.words);
	il_index_fini(&scan.index);
	il_array_fini(&scan.plain);
	il_array_fini(&scan.arguments);
	return good;
}
