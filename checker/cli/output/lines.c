// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The formats that are lines: for people, for scripts, for kernel bots, and for GitHub's log. */
#include "cli/output/formats.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What switches a terminal's colours; empty texts where there are none. */
struct colours {
	const char *place, *warning, *note, *off;
};

static struct colours colours_of(FILE *stream)
{
	const char *no_color = getenv("NO_COLOR"), *terminal = getenv("TERM");
	bool plain = (no_color && *no_color) || !terminal || strcmp(terminal, "dumb") == 0;

	if (plain || !isatty(fileno(stream)))
		return (struct colours) { "", "", "", "" };
	return (struct colours) { "\033[1m", "\033[1;35m", "\033[1;36m", "\033[0m" };
}

static void write_place(const json_t *object, const struct il_outcome *outcome, const struct colours *colours,
			FILE *stream)
{
	fprintf(stream, "%s%s:%" PRId64 ":%" PRId64 ":%s ", colours->place,
		il_outcome_below(il_finding_text(object, "file"), outcome->directory),
		il_finding_number(object, "line"), il_finding_number(object, "column"), colours->off);
}

/* As compilers say it, so that editors find the places.  Notes avoid the words that bots count. */
void il_write_text(const struct il_outcome *outcome, FILE *stream)
{
	struct colours colours = colours_of(stream);
	size_t i, k;
	json_t *finding, *step;

	json_array_foreach (outcome->findings, i, finding) {
		const char *state = il_finding_text(finding, "baseline");
		if (strcmp(state, "unchanged") == 0)
			continue;
		write_place(finding, outcome, &colours, stream);
		if (strcmp(state, "absent") == 0) {
			fprintf(stream, "gone: %s [%s]\n", il_finding_text(finding, "message"),
				il_finding_text(finding, "rule"));
			continue;
		}
		fprintf(stream, "%swarning:%s %s [%s]\n", colours.warning, colours.off,
			il_finding_text(finding, "message"), il_finding_text(finding, "rule"));
		json_array_foreach (json_object_get(finding, "trace"), k, step) {
			write_place(step, outcome, &colours, stream);
			fprintf(stream, "%snote:%s %s\n", colours.note, colours.off, il_finding_text(step, "message"));
		}
	}
}

/* One object a line: the interface for scripts. */
void il_write_json(const struct il_outcome *outcome, FILE *stream)
{
	size_t i;
	json_t *finding;

	json_array_foreach (outcome->findings, i, finding)
		il_write_json_line(finding, stream);
}

/* As Smatch says it, which kernel robots read: one line a finding, no notes. */
void il_write_smatch(const struct il_outcome *outcome, FILE *stream)
{
	size_t i;
	json_t *finding;

	json_array_foreach (outcome->findings, i, finding)
		fprintf(stream, "%s:%" PRId64 " %s() %s: %s [%s]\n",
			il_outcome_below(il_finding_text(finding, "file"), outcome->root),
			il_finding_number(finding, "line"), il_finding_text(finding, "function"),
			il_finding_is_error(finding) ? "error" : "warn", il_finding_text(finding, "message"),
			il_finding_text(finding, "rule"));
}

/* A workflow command ends at the line's end, and its properties at a colon or comma. */
static void write_command_text(const char *text, bool is_property, FILE *stream)
{
	for (; *text; text++) {
		if (strchr("%\r\n", *text) || (is_property && strchr(":,", *text)))
			fprintf(stream, "%%%02X", (unsigned char)*text);
		else
			fputc(*text, stream);
	}
}

/* Commands that GitHub turns into annotations when a workflow's log has them. */
void il_write_github(const struct il_outcome *outcome, FILE *stream)
{
	size_t i;
	json_t *finding;

	json_array_foreach (outcome->findings, i, finding) {
		fprintf(stream, "::%s file=", il_finding_is_error(finding) ? "error" : "warning");
		write_command_text(il_outcome_below(il_finding_text(finding, "file"), outcome->root), true, stream);
		fprintf(stream, ",line=%" PRId64 ",col=%" PRId64 ",title=%s::", il_finding_number(finding, "line"),
			il_finding_number(finding, "column"), il_finding_text(finding, "rule"));
		write_command_text(il_finding_text(finding, "message"), false, stream);
		fputc('\n', stream);
	}
}
