// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* GitLab's Code Quality report: one array, also when there is nothing in it. */
#include "cli/output/formats.h"

#include <string.h>

/* How sure a finding is has no place of its own there, so it lowers the severity. */
static const char *severity_of(const json_t *finding)
{
	if (strcmp(il_finding_text(finding, "confidence"), "possible") == 0)
		return "info";
	return il_finding_is_error(finding) ? "major" : "minor";
}

void il_write_gitlab(const struct il_outcome *outcome, FILE *stream)
{
	json_t *report = json_array(), *finding;
	size_t i;

	json_array_foreach (outcome->findings, i, finding) {
		const char *file = il_outcome_below(il_finding_text(finding, "file"), outcome->root);
		json_array_append_new(report, json_pack("{s:s, s:s, s:s, s:s, s:{s:s, s:{s:I}}}", "description",
							il_finding_text(finding, "message"), "check_name",
							il_finding_text(finding, "rule"), "fingerprint",
							il_finding_text(finding, "fingerprint"), "severity",
							severity_of(finding), "location", "path", file, "lines",
							"begin", (json_int_t)il_finding_number(finding, "line")));
	}
	json_dumpf(report, stream, JSON_INDENT(2));
	fputc('\n', stream);
	json_decref(report);
}
