// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* reviewdog's diagnostic format, with fixes as suggestions.  It counts columns in bytes, as facts do. */
#include "cli/output/formats.h"

static json_t *position(int64_t line, int64_t column)
{
	return json_pack("{s:I, s:I}", "line", (json_int_t)line, "column", (json_int_t)column);
}

static json_t *location_of(const struct il_outcome *outcome, const json_t *object)
{
	const char *file = il_outcome_below(il_finding_text(object, "file"), outcome->root);

	return json_pack("{s:s, s:{s:o}}", "path", file, "range", "start",
			 position(il_finding_number(object, "line"), il_finding_number(object, "column")));
}

/* Suggestions apply to the file of the diagnostic; a fix that reaches into another one is left out. */
static json_t *suggestions_of(const struct il_outcome *outcome, const json_t *finding)
{
	json_t *suggestions = json_array(), *fix;
	const char *file = il_finding_text(finding, "file");
	size_t i;

	json_array_foreach (json_object_get(finding, "fixes"), i, fix) {
		struct il_position start, end;
		size_t offset = (size_t)il_finding_number(fix, "offset");
		size_t length = (size_t)il_finding_number(fix, "length");
		bool same = json_equal(json_object_get(fix, "file"), json_object_get(finding, "file"));
		if (!same || !il_source_position(outcome->sources, file, offset, &start) ||
		    !il_source_position(outcome->sources, file, offset + length, &end)) {
			json_array_clear(suggestions);
			break;
		}
		json_array_append_new(suggestions,
				      json_pack("{s:{s:o, s:o}, s:s}", "range", "start",
						position(start.line, start.byte), "end", position(end.line, end.byte),
						"text", il_finding_text(fix, "text")));
	}
	return suggestions;
}

static json_t *diagnostic_of(const struct il_outcome *outcome, const json_t *finding)
{
	json_t *related = json_array(), *suggestions = suggestions_of(outcome, finding), *step;
	json_t *diagnostic =
		json_pack("{s:s, s:o, s:s, s:{s:s}}", "message", il_finding_text(finding, "message"), "location",
			  location_of(outcome, finding), "severity", il_finding_is_error(finding) ? "ERROR" : "WARNING",
			  "code", "value", il_finding_text(finding, "rule"));
	size_t i;

	json_array_foreach (json_object_get(finding, "trace"), i, step)
		json_array_append_new(related, json_pack("{s:s, s:o}", "message", il_finding_text(step, "message"),
							 "location", location_of(outcome, step)));
	if (json_array_size(related))
		json_object_set(diagnostic, "relatedLocations", related);
	if (json_array_size(suggestions))
		json_object_set(diagnostic, "suggestions", suggestions);
	json_decref(related);
	json_decref(suggestions);
	return diagnostic;
}

void il_write_rdjson(const struct il_outcome *outcome, FILE *stream)
{
	json_t *diagnostics = json_array(), *finding;
	size_t i;

	json_array_foreach (outcome->findings, i, finding)
		json_array_append_new(diagnostics, diagnostic_of(outcome, finding));
	json_t *report = json_pack("{s:{s:s}, s:o}", "source", "name", "irqlint", "diagnostics", diagnostics);
	il_write_json_line(report, stream);
	json_decref(report);
}
