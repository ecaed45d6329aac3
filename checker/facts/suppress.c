// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "facts/suppress.h"

#include <ctype.h>
#include <fnmatch.h>
#include <string.h>

enum { RULE_GLOB_MAX = 128 }; /* a longer glob names no rule */

struct scan {
	struct il_unit *unit;
	uint32_t file;
	const char *at, *end;
	uint32_t line;
};

static bool starts_with(const struct scan *scan, const char *word)
{
	size_t length = strlen(word);

	return (size_t)(scan->end - scan->at) >= length && memcmp(scan->at, word, length) == 0;
}

static uint32_t rule_list(struct scan *scan)
{
	if (scan->at == scan->end || *scan->at != '(')
		return 0;
	const char *first = scan->at + 1;
	const char *close = first;
	while (close < scan->end && *close != ')' && *close != '\n')
		close++;
	if (close == scan->end || *close != ')')
		return 0;
	scan->at = close;
	return il_string_n(scan->unit, first, (size_t)(close - first));
}

static void add(struct scan *scan, enum il_suppression_kind kind, uint32_t line, uint32_t last, uint32_t rules)
{
	uint32_t id = il_array_add(&scan->unit->suppressions, 1);

	scan->unit->suppressions.at[id] = (struct il_suppression) {
		.file = scan->file,
		.kind = kind,
		.line = line,
		.last = last,
		.rules = rules,
		.place_line = scan->line,
	};
}

/* Ends the newest open range with the same rules; an END without BEGIN suppresses nothing. */
static void end_range(struct scan *scan, uint32_t rules, uint32_t first)
{
	for (uint32_t i = scan->unit->suppressions.count; i-- > first;) {
		struct il_suppression *s = &scan->unit->suppressions.at[i];
		if (s->kind == IL_SUPPRESS_RANGE && s->last == UINT32_MAX && s->rules == rules) {
			s->last = scan->line;
			return;
		}
	}
}

static void comment(struct scan *scan, uint32_t first)
{
	if (starts_with(scan, "NOLINTNEXTLINE")) {
		scan->at += strlen("NOLINTNEXTLINE");
		uint32_t rules = rule_list(scan);
		add(scan, IL_SUPPRESS_RANGE, scan->line + 1, scan->line + 1, rules);
	} else if (starts_with(scan, "NOLINTBEGIN")) {
		scan->at += strlen("NOLINTBEGIN");
		uint32_t rules = rule_list(scan);
		add(scan, IL_SUPPRESS_RANGE, scan->line, UINT32_MAX, rules);
	} else if (starts_with(scan, "NOLINTEND")) {
		scan->at += strlen("NOLINTEND");
		end_range(scan, rule_list(scan), first);
	} else {
		scan->at += strlen("NOLINT");
		uint32_t rules = rule_list(scan);
		add(scan, IL_SUPPRESS_LINE, scan->line, scan->line, rules);
	}
}

void il_suppress_scan(struct il_unit *unit, uint32_t file, const char *text, size_t length)
{
	struct scan scan = { .unit = unit, .file = file, .at = text, .end = text + length, .line = 1 };
	uint32_t first = unit->suppressions.count;

	/* Most files hold no such comment; look for one before counting lines. */
	if (!memmem(text, length, "NOLINT", strlen("NOLINT")))
		return;
	while (scan.at < scan.end) {
		if (*scan.at == 'N' && starts_with(&scan, "NOLINT")) {
			comment(&scan, first);
			continue;
		}
		if (*scan.at == '\n')
			scan.line++;
		scan.at++;
	}
}

bool il_glob_list_matches(const char *globs, const char *rule)
{
	while (*globs) {
		char glob[RULE_GLOB_MAX];
		while (isspace((unsigned char)*globs) || *globs == ',')
			globs++;
		size_t length = strcspn(globs, ",");
		size_t used = length;
		while (used && isspace((unsigned char)globs[used - 1]))
			used--;
		if (used && used < sizeof(glob)) {
			memcpy(glob, globs, used);
			glob[used] = '\0';
			if (fnmatch(glob, rule, 0) == 0)
				return true;
		}
		globs += length;
	}
	return false;
}

uint32_t il_suppression_next(const struct il_unit *unit, uint32_t after, uint32_t file, uint32_t line, const char *rule)
{
	for (uint32_t i = after + 1; i < unit->suppressions.count; i++) {
		const struct il_suppression *s = &unit->suppressions.at[i];
		bool closed = s->last != UINT32_MAX; /* clang-tidy ignores a BEGIN without END */
		if (s->file == file && closed && s->line <= line && line <= s->last &&
		    (!s->rules || il_glob_list_matches(il_text(unit, s->rules), rule)))
			return i;
	}
	return 0;
}

bool il_suppressed(const struct il_unit *unit, uint32_t file, uint32_t line, const char *rule)
{
	return il_suppression_next(unit, 0, file, line, rule) != 0;
}
