// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cli/patch.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

/*
 * INVARIANT(counted): inside of a hunk, which is as long as its head says, lines are text whatever
 * they look like; a text may well begin with "++ ".
 */
struct patch {
	const struct il_patch_reader *reader;
	char *file;	  /* of the new side; NULL: none was named, or the file is gone there */
	int64_t line;	  /* the next one of the new side */
	int64_t old, new; /* lines of the hunk that are still to come, by side */
	int64_t number;	  /* of the line of the patch */
	size_t hunks;
};

/* Puts the text of the C string at @text in its place; git quotes names with unusual bytes. */
static void unquote(char *text)
{
	char *to = text;
	const char *from = text + 1;

	while (*from && *from != '"') {
		if (*from != '\\') {
			*to++ = *from++;
			continue;
		}
		from++;
		if (*from >= '0' && *from <= '7') {
			char *end = NULL, digits[4] = "";
			memcpy(digits, from, strnlen(from, 3));
			*to++ = (char)strtol(digits, &end, 8);
			from += end - digits;
		} else if (*from) {
			*to++ = *from == 't' ? '\t' : *from == 'n' ? '\n' : *from;
			from++;
		}
	}
	*to = '\0';
}

static void take_name(struct patch *patch, const char *text)
{
	free(patch->file);
	patch->file = strdup(text);
	if (!patch->file)
		abort();
	if (*patch->file == '"')
		unquote(patch->file);
	else
		patch->file[strcspn(patch->file, "\t")] = '\0'; /* a date may follow */
	if (strcmp(patch->file, "/dev/null") == 0) {
		free(patch->file);
		patch->file = NULL;
	}
}

/* Reads "@@ -1,2 +3,4 @@"; a count that is left out is one. */
static bool take_head(struct patch *patch, const char *text)
{
	int64_t old_first;
	int used = 0;

	patch->old = patch->new = 1;
	if (sscanf(text, "@@ -%" SCNd64 "%n", &old_first, &used) != 1 || !used)
		return false;
	text += used;
	if (*text == ',')
		patch->old = strtoll(text + 1, (char **)&text, 10);
	used = 0;
	if (sscanf(text, " +%" SCNd64 "%n", &patch->line, &used) != 1 || !used)
		return false;
	text += used;
	if (*text == ',')
		patch->new = strtoll(text + 1, (char **)&text, 10);
	/* Nothing is left of it there: the line before it is named. */
	if (patch->new == 0)
		patch->line++;
	patch->hunks++;
	return strncmp(text, " @@", 3) == 0 && patch->old >= 0 && patch->new >= 0;
}

static void touch(const struct patch *patch, int64_t first, int64_t last)
{
	if (patch->file)
		patch->reader->touched(patch->reader->context, patch->file, first < 1 ? 1 : first, last);
}

/* Returns whether a line that begins with @mark can be in a hunk. */
static bool take_text(struct patch *patch, char mark)
{
	switch (mark) {
	case '+':
		touch(patch, patch->line, patch->line);
		patch->line++;
		patch->new --;
		return true;
	case '-':
		touch(patch, patch->line - 1, patch->line);
		patch->old--;
		return true;
	case ' ':
	case '\0': /* some mailers take blanks at the end away */
		patch->line++;
		patch->old--;
		patch->new --;
		return true;
	default: return mark == '\\';
	}
}

static bool take_line(struct patch *patch, char *text)
{
	patch->number++;
	text[strcspn(text, "\r\n")] = '\0';
	/* SAFETY(counted): only between hunks is a line looked at as a whole. */
	if (patch->old > 0 || patch->new > 0)
		return take_text(patch, *text);
	if (strncmp(text, "+++ ", 4) == 0)
		take_name(patch, text + 4);
	else if (strncmp(text, "@@ ", 3) == 0)
		return take_head(patch, text);
	return true;
}

bool il_patch_read(FILE *stream, const struct il_patch_reader *reader, char *ret_problem, size_t size)
{
	struct patch patch = { .reader = reader };
	char *text = NULL;
	size_t room = 0;
	bool good = true;

	while (good && getline(&text, &room, stream) >= 0)
		good = take_line(&patch, text);
	free(text);
	free(patch.file);
	if (!good)
		snprintf(ret_problem, size, "line %" PRId64 " is no line of a unified diff", patch.number);
	else if (ferror(stream) || patch.old > 0 || patch.new > 0)
		snprintf(ret_problem, size, "it ends within a hunk");
	else if (!patch.hunks)
		snprintf(ret_problem, size, "there is no hunk of a unified diff in it");
	return good && patch.hunks && !ferror(stream) && patch.old <= 0 && patch.new <= 0;
}
