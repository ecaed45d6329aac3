// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The formats in XML: Checkstyle's for warning collectors, JUnit's for CIs that only know tests. */
#include "cli/output/formats.h"
#include "rules/rule.h"

#include <inttypes.h>
#include <string.h>

static void write_attribute(const char *name, const char *value, FILE *stream)
{
	fprintf(stream, " %s=\"", name);
	il_write_xml(value, stream);
	fputc('"', stream);
}

/* Findings are in order of their files, so that each file is opened once. */
void il_write_checkstyle(const struct il_outcome *outcome, FILE *stream)
{
	const char *open = NULL;
	char source[128];
	size_t i;
	json_t *finding;

	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n", stream);
	json_array_foreach (outcome->findings, i, finding) {
		const char *file = il_finding_text(finding, "file");
		if (!open || strcmp(open, file) != 0) {
			fputs(open ? " </file>\n <file" : " <file", stream);
			write_attribute("name", il_outcome_below(file, outcome->root), stream);
			fputs(">\n", stream);
			open = file;
		}
		fprintf(stream, "  <error line=\"%" PRId64 "\" column=\"%" PRId64 "\"",
			il_finding_number(finding, "line"), il_finding_number(finding, "column"));
		write_attribute("severity", il_finding_text(finding, "severity"), stream);
		write_attribute("message", il_finding_text(finding, "message"), stream);
		snprintf(source, sizeof(source), "irqlint.%s", il_finding_text(finding, "rule"));
		write_attribute("source", source, stream);
		fputs("/>\n", stream);
	}
	fputs(open ? " </file>\n</checkstyle>\n" : "</checkstyle>\n", stream);
}

static void write_failure(const struct il_outcome *outcome, const json_t *finding, FILE *stream)
{
	const char *file = il_outcome_below(il_finding_text(finding, "file"), outcome->root);
	char name[4096];
	size_t k;
	json_t *step;

	snprintf(name, sizeof(name), "%s:%" PRId64, file, il_finding_number(finding, "line"));
	fputs("  <testcase", stream);
	write_attribute("classname", il_finding_text(finding, "rule"), stream);
	write_attribute("name", name, stream);
	fputs("><failure", stream);
	write_attribute("message", il_finding_text(finding, "message"), stream);
	fputc('>', stream);
	json_array_foreach (json_object_get(finding, "trace"), k, step) {
		il_write_xml(il_outcome_below(il_finding_text(step, "file"), outcome->root), stream);
		fprintf(stream, ":%" PRId64 ": ", il_finding_number(step, "line"));
		il_write_xml(il_finding_text(step, "message"), stream);
		fputc('\n', stream);
	}
	fputs("</failure></testcase>\n", stream);
}

/* A rule that was run and found nothing is a test that passed. */
static void write_suite(const struct il_outcome *outcome, const char *rule, FILE *stream)
{
	size_t i, count = 0;
	json_t *finding;

	json_array_foreach (outcome->findings, i, finding)
		count += strcmp(il_finding_text(finding, "rule"), rule) == 0;
	fprintf(stream, " <testsuite name=\"%s\" tests=\"%zu\" failures=\"%zu\" errors=\"0\">\n", rule,
		count ? count : 1, count);
	json_array_foreach (outcome->findings, i, finding) {
		if (strcmp(il_finding_text(finding, "rule"), rule) == 0)
			write_failure(outcome, finding, stream);
	}
	if (!count)
		fprintf(stream, "  <testcase classname=\"%s\" name=\"%s\"/>\n", rule, rule);
	fputs(" </testsuite>\n", stream);
}

/* What could not be analysed is no test that passed. */
static void write_problems(const struct il_outcome *outcome, FILE *stream)
{
	size_t i, count = json_array_size(outcome->problems);
	json_t *problem;

	if (!count)
		return;
	fprintf(stream, " <testsuite name=\"irqlint\" tests=\"%zu\" failures=\"0\" errors=\"%zu\">\n", count, count);
	json_array_foreach (outcome->problems, i, problem) {
		fprintf(stream, "  <testcase classname=\"irqlint\" name=\"analysis %zu\"><error", i + 1);
		write_attribute("message", json_string_value(problem), stream);
		fputs("/></testcase>\n", stream);
	}
	fputs(" </testsuite>\n", stream);
}

void il_write_junit(const struct il_outcome *outcome, FILE *stream)
{
	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"irqlint\">\n", stream);
	for (size_t i = 0; i < il_rule_count; i++) {
		if (outcome->enabled[i] && il_rule_runs(&il_rules[i]))
			write_suite(outcome, il_rules[i].name, stream);
	}
	write_problems(outcome, stream);
	fputs("</testsuites>\n", stream);
}
