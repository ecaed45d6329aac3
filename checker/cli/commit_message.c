// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * irqlint explain --commit-msg: what the kernel's guidelines for researchers want a report to say:
 * the problem, how it is reached, what comes of it, and what found it.
 */
#include "cli/command.h"
#include "cli/output/output.h"
#include "cli/program.h"
#include "cli/report.h"
#include "rules/rule.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { COLUMNS = 72 };

/* Writes @text as mails have it; what the rules' pages mark as code is plain. */
static void write_wrapped(const char *text)
{
	int column = 0;

	while (*text) {
		int length = (int)strcspn(text, " \n");
		if (column > 0 && column + 1 + length > COLUMNS) {
			putchar('\n');
			column = 0;
		} else if (column > 0) {
			putchar(' ');
			column++;
		}
		for (int i = 0; i < length; i++) {
			if (text[i] != '`')
				putchar(text[i]);
		}
		column += length;
		text += length;
		text += strspn(text, " \n");
	}
	putchar('\n');
}

/* Writes which commit the line that is reported comes from; a person has to see whether it is to blame. */
static void write_origin(const char *root, const json_t *finding)
{
	char range[64], line[512], *end;
	const char *file = il_outcome_below(il_finding_text(finding, "file"), root);

	snprintf(range, sizeof(range), "-L%" PRId64 ",+1", il_finding_number(finding, "line"));
	char *const blame[] = { "git", "-C", (char *)root, "blame", "-s", "-l", range, "--", (char *)file, NULL };
	FILE *stream = il_program_output(blame, NULL);
	bool read = stream && fgets(line, sizeof(line), stream);
	if (stream)
		fclose(stream);
	if (!read || !(end = strchr(line, ' ')))
		return;
	*end = '\0';
	char *const show[] = { "git",
			       "-C",
			       (char *)root,
			       "log",
			       "-1",
			       "--abbrev=12",
			       "--format=Fixes: %h (\"%s\")",
			       line + (*line == '^'),
			       NULL };
	stream = il_program_output(show, NULL);
	if (stream && fgets(line, sizeof(line), stream))
		printf("%s", line);
	if (stream)
		fclose(stream);
}

static void write_message(const json_t *finding)
{
	const struct il_rule *rule = il_rule_find(il_finding_text(finding, "rule"));
	char directory[PATH_MAX] = "", root[PATH_MAX], text[2048];
	json_t *steps = il_finding_steps(finding), *step;
	size_t i;

	if (!getcwd(directory, sizeof(directory)))
		directory[0] = '\0';
	il_outcome_root(directory, root, sizeof(root));
	const char *file = il_outcome_below(il_finding_text(finding, "file"), root);
	printf("<subsystem>: <driver>: <what the change does>\n\n");
	snprintf(text, sizeof(text), "In %s(), %s.", il_finding_text(finding, "function"),
		 il_finding_text(finding, "message"));
	write_wrapped(text);
	if (rule) {
		putchar('\n');
		write_wrapped(rule->why);
	}
	if (json_array_size(steps))
		printf("\nIt is reached like this:\n\n");
	json_array_foreach (steps, i, step)
		printf("  %zu. %s:%" PRId64 ": %s(): %s\n", i + 1,
		       il_outcome_below(il_finding_text(step, "file"), root), il_finding_number(step, "line"),
		       il_finding_text(step, "function"), il_finding_text(step, "message"));
	printf("\n<What the change does about it, and how it was tested.>\n\n");
	printf("Found by irqlint %s (%s, confidence %s), a static analysis tool,\nwhich reported:\n\n  %s:%" PRId64
	       ": %s\n\n",
	       IL_VERSION, il_finding_text(finding, "rule"), il_finding_text(finding, "confidence"), file,
	       il_finding_number(finding, "line"), il_finding_text(finding, "message"));
	write_origin(root, finding);
	printf("Signed-off-by: <you>\n");
	json_decref(steps);
}

int il_commit_message(const char *fingerprint, const char *file)
{
	json_t *list = il_report_read(file), *finding;
	size_t i;

	if (!list)
		return IL_EXIT_USAGE;
	json_array_foreach (list, i, finding) {
		if (strcmp(il_finding_text(finding, "fingerprint"), fingerprint) != 0)
			continue;
		write_message(finding);
		json_decref(list);
		return IL_EXIT_CLEAN;
	}
	json_decref(list);
	return il_usage_error("%s: no finding in it has the fingerprint %s", file, fingerprint);
}
