// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cli/scan.h"

#include "facts/intern.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

struct scan {
	const char *at, *end;
	bool outside; /* the line began with a word in its first column: no function's body does */
	bool is_static;
	il_word_found *word;
	void *context;
};

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
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

bool il_scan_read(const char *file, struct il_scan_text *text)
{
	char block[65536];
	size_t got;
	FILE *stream = fopen(file, "r");

	if (!stream)
		return false;
	while ((got = fread(block, 1, sizeof(block), stream)) > 0) {
		uint32_t at = il_array_add(&text->bytes, (uint32_t)got);
		memcpy(text->bytes.at + at, block, got);
	}
	bool read_all = !ferror(stream);
	fclose(stream);
	return read_all;
}

void il_scan_words(const struct il_scan_text *text, il_word_found *word, void *context)
{
	struct scan scan = { .at = text->bytes.at, .word = word, .context = context };

	if (text->bytes.count == 0)
		return;
	scan.end = scan.at + text->bytes.count;
	scan_text(&scan);
}

bool il_scan_file(const char *file, il_word_found *word, void *context)
{
	struct il_scan_text text = { 0 };
	bool read_all = il_scan_read(file, &text);

	il_scan_words(&text, word, context);
	il_array_fini(&text.bytes);
	return read_all;
}
