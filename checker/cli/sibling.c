// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cli/sibling.h"

#include "facts/intern.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What handlers return and are called by, besides the functions of the model. */
static const char *const handler_types[] = { "irqreturn_t", "irq_handler_t" };

struct scan {
	const char *at, *end;
	bool outside; /* the line began with a word in its first column: no function's body does */
	bool is_static;
	void (*word)(void *context, uint64_t hash, bool defined);
	void *context;
};

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static int by_value(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void add(struct il_hashes *hashes, uint64_t hash)
{
	uint32_t at = il_array_add(&hashes->words, 1);

	hashes->words.at[at] = hash;
}

static bool has(const struct il_hashes *hashes, uint64_t hash)
{
	return hashes->words.count && bsearch(&hash, hashes->words.at, hashes->words.count, sizeof(hash), by_value);
}

static void sort(struct il_hashes *hashes)
{
	if (hashes->words.count)
		qsort(hashes->words.at, hashes->words.count, sizeof(uint64_t), by_value);
}

/* Returns where the comment, literal or single character at @at ends. */
static const char *skip(const char *at, const char *end)
{
	const char *close;

	if (end - at >= 2 && at[0] == '/' && at[1] == '*') {
		close = memmem(at + 2, (size_t)(end - at) - 2, "*/", 2);
		return close ? close + 2 : end;
	}
	if (end - at >= 2 && at[0] == '/' && at[1] == '/') {
		close = memchr(at, '\n', (size_t)(end - at));
		return close ? close : end;
	}
	if (*at != '"' && *at != '\'')
		return at + 1;
	for (close = at + 1; close < end && *close != *at && *close != '\n'; close++)
		close += *close == '\\' && close + 1 < end;
	return close < end && *close == *at ? close + 1 : close;
}

/* Returns where the parenthesis that opens at @at is closed. */
static const char *skip_parentheses(const char *at, const char *end)
{
	int depth = 0;

	while (at < end) {
		depth += (*at == '(') - (*at == ')');
		at = skip(at, end);
		if (depth == 0)
			break;
	}
	return at;
}

/* Returns whether a body follows the parameters that open at @at, attributes aside. */
static bool is_definition(const char *at, const char *end)
{
	at = skip_parentheses(at, end);
	while (at < end && *at != '{') {
		if (isspace((unsigned char)*at) || *at == '/') {
			at = skip(at, end);
		} else if (end - at > 2 && at[0] == '_' && at[1] == '_') {
			while (at < end && is_word(*at))
				at++;
			if (at < end && *at == '(')
				at = skip_parentheses(at, end);
		} else {
			return false;
		}
	}
	return at < end;
}

static void take_word(struct scan *scan)
{
	const char *start = scan->at;

	while (scan->at < scan->end && is_word(*scan->at))
		scan->at++;
	size_t length = (size_t)(scan->at - start);
	if (scan->outside && length == 6 && memcmp(start, "static", 6) == 0)
		scan->is_static = true;
	const char *next = scan->at;
	while (next < scan->end && (*next == ' ' || *next == '\t'))
		next++;
	bool defined =
		scan->outside && !scan->is_static && next < scan->end && *next == '(' && is_definition(next, scan->end);
	if (!isdigit((unsigned char)*start))
		scan->word(scan->context, il_hash(start, length), defined);
}

static void scan_text(struct scan *scan)
{
	bool line_start = true;

	while (scan->at < scan->end) {
		if (line_start) {
			scan->outside = is_word(*scan->at);
			scan->is_static = false;
		}
		line_start = *scan->at == '\n';
		if (is_word(*scan->at))
			take_word(scan);
		else
			scan->at = skip(scan->at, scan->end);
	}
}

/* Calls @word for every word of @file.  Returns false when it cannot be read: errno tells. */
static bool scan_file(const char *file, void (*word)(void *context, uint64_t hash, bool defined), void *context)
{
	IL_ARRAY(char) text = { 0 };
	char block[65536];
	size_t got;
	FILE *stream = fopen(file, "r");

	if (!stream)
		return false;
	while ((got = fread(block, 1, sizeof(block), stream)) > 0) {
		uint32_t at = il_array_add(&text, (uint32_t)got);
		memcpy(text.at + at, block, got);
	}
	bool read_all = !ferror(stream);
	fclose(stream);
	struct scan scan = { .at = text.at, .end = text.at + text.count, .word = word, .context = context };
	if (text.count)
		scan_text(&scan);
	il_array_fini(&text);
	return read_all;
}

static bool is_about_interrupts(const struct il_look *look, uint64_t hash)
{
	for (size_t i = 0; i < sizeof(handler_types) / sizeof(handler_types[0]); i++) {
		if (hash == il_hash(handler_types[i], strlen(handler_types[i])))
			return true;
	}
	return has(&look->apis, hash);
}

void il_look_init(struct il_look *look, const struct il_model *model)
{
#define ADD_NAMES(member)                                                                                              \
	for (uint32_t i = 0; i < model->member.count; i++)                                                             \
		add(&look->apis, il_hash(model->member.at[i].name, strlen(model->member.at[i].name)));
	ADD_NAMES(requests)
	ADD_NAMES(frees)
	ADD_NAMES(controls)
#undef ADD_NAMES
	sort(&look->apis);
}

static void take_in(void *context, uint64_t hash, bool defined)
{
	struct il_look *look = context;

	add(&look->mentioned, hash);
	if (defined)
		add(&look->defined, hash);
	look->handles = look->handles || is_about_interrupts(look, hash);
}

void il_look_add(struct il_look *look, const char *file)
{
	scan_file(file, take_in, look);
}

void il_look_sort(struct il_look *look)
{
	sort(&look->mentioned);
	sort(&look->defined);
}

struct comparison {
	const struct il_look *look;
	bool handles, neighbour;
};

static void compare(void *context, uint64_t hash, bool defined)
{
	struct comparison *comparison = context;
	const struct il_look *look = comparison->look;

	comparison->handles = comparison->handles || is_about_interrupts(look, hash);
	comparison->neighbour =
		comparison->neighbour || has(&look->defined, hash) || (defined && has(&look->mentioned, hash));
}

unsigned il_look_at(const struct il_look *look, const char *file)
{
	struct comparison comparison = { .look = look };

	errno = 0;
	if (!scan_file(file, compare, &comparison))
		return errno == ENOENT ? 0 : IL_RELEVANT_MAX;
	/* Two files without interrupts meet in a third at most, which is relevant by itself. */
	bool neighbour = comparison.neighbour && (look->handles || comparison.handles);
	return (neighbour ? IL_RELEVANT_NEIGHBOUR : 0) | (comparison.handles ? IL_RELEVANT_LINES : 0);
}

void il_look_fini(struct il_look *look)
{
	il_array_fini(&look->apis.words);
	il_array_fini(&look->mentioned.words);
	il_array_fini(&look->defined.words);
}
