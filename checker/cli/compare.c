// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* irqlint compare: the findings of two runs, by their fingerprints. */
#include "cli/command.h"
#include "cli/manual.h"
#include "cli/options.h"
#include "cli/report.h"
#include "rules/rule.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*
 * Adds the findings of @list that @others has, or has not, to @outcome, and calls them @state.
 * Returns how many they are.
 */
static size_t take(json_t *outcome, const json_t *list, const json_t *others, bool there, const char *state)
{
	json_t *known = json_object(), *finding;
	size_t i, count = 0;

	json_array_foreach (others, i, finding)
		json_object_set_new(known, il_finding_text(finding, "fingerprint"), json_true());
	json_array_foreach (list, i, finding) {
		if ((json_object_get(known, il_finding_text(finding, "fingerprint")) != NULL) != there)
			continue;
		json_object_set_new(finding, "baseline", json_string(state));
		json_array_append(outcome, finding);
		count++;
	}
	json_decref(known);
	return count;
}

static bool write_all(const struct il_options *options, const json_t *findings)
{
	char directory[PATH_MAX] = "", root[PATH_MAX];
	bool *enabled = calloc(il_rule_count + 1, sizeof(bool));
	json_t *problems = json_array();

	if (!enabled)
		abort();
	if (!getcwd(directory, sizeof(directory)))
		directory[0] = '\0';
	il_outcome_root(options->root ? options->root : directory, root, sizeof(root));
	for (size_t i = 0; i < il_rule_count; i++)
		enabled[i] = true;
	struct il_outcome outcome = { findings, problems, enabled, root, directory, il_sources_create(), true };
	bool written = il_outputs_write(options, &outcome);
	il_sources_destroy(outcome.sources);
	json_decref(problems);
	free(enabled);
	return written;
}

static int compare(const struct il_options *options, const json_t *before, const json_t *after)
{
	json_t *outcome = json_array();
	size_t news = take(outcome, after, before, false, "new");
	size_t unchanged = take(outcome, after, before, true, "unchanged");
	size_t gone = take(outcome, before, after, false, "absent");

	il_report_arrange(outcome);
	bool written = write_all(options, outcome);
	json_decref(outcome);
	fprintf(stderr, "irqlint: %zu new, %zu gone, %zu unchanged\n", news, gone, unchanged);
	if (!written)
		return IL_EXIT_USAGE;
	return news ? IL_EXIT_FINDINGS : IL_EXIT_CLEAN;
}

int il_command_compare(int count, char **words)
{
	struct il_options options;
	int code = il_options_read(&options, "compare", count, words);

	if (code >= 0)
		return code;
	if (options.file_count != 2 || options.flags)
		return il_usage(il_manual_find("compare"), count, words);
	json_t *before = il_report_read(options.files[0]), *after = before ? il_report_read(options.files[1]) : NULL;
	code = after ? compare(&options, before, after) : IL_EXIT_USAGE;
	json_decref(before);
	json_decref(after);
	return code;
}
