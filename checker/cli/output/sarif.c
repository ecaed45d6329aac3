// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* SARIF 2.1.0, with what GitHub's code scanning asks for beyond the standard. */
#include "cli/output/formats.h"
#include "rules/rule.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* GitHub cuts the texts of rules there. */
enum { TEXT_MAX = 1024 };

/* Returns @text up to TEXT_MAX bytes, ended at a character. */
static json_t *cut(const char *text)
{
	size_t length = strlen(text);

	if (length > TEXT_MAX)
		length = TEXT_MAX;
	while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80)
		length--;
	return json_stringn(text, length);
}

static json_t *help_of(const struct il_rule *rule)
{
	return json_pack("{s:s++++, s:s++++}", "text", rule->what, "\n\n", rule->why,
			 "\n\nHow to silence it: ", rule->silence, "markdown", rule->what, "\n\n**Why it is a bug.** ",
			 rule->why, "\n\n**How to silence it.** ", rule->silence);
}

/* Returns irq-bad-flags as IrqBadFlags, the form that SARIF wants for a name beside the id. */
static json_t *friendly_name(const char *id)
{
	char name[64];
	size_t used = 0;
	bool start = true;

	for (; *id && used + 1 < sizeof(name); id++) {
		if (*id != '-')
			name[used++] = start && *id >= 'a' && *id <= 'z' ? (char)(*id - 'a' + 'A') : *id;
		start = *id == '-';
	}
	return json_stringn(name, used);
}

static json_t *describe_rule(const struct il_rule *rule)
{
	bool is_error = rule->severity == IL_SEVERITY_ERROR;
	const char *precision = rule->status == IL_STATUS_STABLE ? "high" : "medium";

	return json_pack("{s:s, s:o, s:{s:o}, s:{s:o}, s:o, s:{s:s}, s:{s:[s,s], s:s, s:s}}", "id", rule->name, "name",
			 friendly_name(rule->name), "shortDescription", "text", cut(rule->summary), "fullDescription",
			 "text", cut(rule->what), "help", help_of(rule), "defaultConfiguration", "level",
			 is_error ? "error" : "warning", "properties", "tags", "interrupts", rule->family, "precision",
			 precision, "problem.severity", is_error ? "error" : "warning");
}

/* Returns the descriptions of the rules that were run; @ret_indices has a place for each rule. */
static json_t *describe_rules(const struct il_outcome *outcome, int *ret_indices)
{
	json_t *rules = json_array();

	for (size_t i = 0; i < il_rule_count; i++) {
		if (!outcome->enabled[i] || !il_rule_runs(&il_rules[i]))
			continue;
		ret_indices[i] = (int)json_array_size(rules);
		json_array_append_new(rules, describe_rule(&il_rules[i]));
	}
	return rules;
}

static bool is_plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || strchr("/-._~+,@=", c);
}

/* Returns @before and @path as a URI does it. */
static json_t *uri_of(const char *before, const char *path)
{
	static const char digits[] = "0123456789ABCDEF";
	size_t used = strlen(before);
	char *text = malloc(used + 3 * strlen(path) + 1);
	json_t *uri;

	if (!text)
		abort();
	memcpy(text, before, used);
	for (; *path; path++) {
		unsigned char byte = (unsigned char)*path;
		if (is_plain(*path)) {
			text[used++] = *path;
			continue;
		}
		text[used++] = '%';
		text[used++] = digits[byte >> 4];
		text[used++] = digits[byte & 0xF];
	}
	uri = json_stringn(text, used);
	free(text);
	return uri;
}

/* A base ends with a slash, else its last part is not one. */
static json_t *root_uri(const char *root)
{
	json_t *uri = uri_of("file://", root), *whole;

	whole = json_pack("s+", json_string_value(uri), "/");
	json_decref(uri);
	return whole;
}

static json_t *artifact_of(const struct il_outcome *outcome, const char *file)
{
	const char *below = il_outcome_below(file, outcome->root);

	if (below == file)
		return json_pack("{s:o}", "uri", uri_of("file://", file));
	return json_pack("{s:o, s:s}", "uri", uri_of("", below), "uriBaseId", "SRCROOT");
}

/*
 * The region stays on its first line: GitHub annotates a pull request only when it changes every line
 * of the region.
 */
static json_t *region_of(const struct il_outcome *outcome, const json_t *object)
{
	const char *file = il_finding_text(object, "file");
	uint32_t line = (uint32_t)il_finding_number(object, "line");
	uint32_t byte = (uint32_t)il_finding_number(object, "column");
	int64_t bytes = il_finding_number(object, "length");
	size_t length;
	const char *text = il_source_line(outcome->sources, file, line, &length);
	json_t *region = json_pack("{s:i, s:i}", "startLine", (int)line, "startColumn",
				   (int)il_source_column(outcome->sources, file, line, byte));

	if (text && bytes > 0 && byte > 0 && byte - 1 < length) {
		size_t end = byte - 1 + (size_t)bytes;
		uint32_t last = (uint32_t)(end < length ? end : length) + 1;
		json_object_set_new(region, "endColumn",
				    json_integer(il_source_column(outcome->sources, file, line, last)));
	}
	if (text)
		json_object_set_new(region, "snippet", json_pack("{s:s%}", "text", text, length));
	return region;
}

static json_t *location_of(const struct il_outcome *outcome, const json_t *object)
{
	json_t *location =
		json_pack("{s:{s:o, s:o}}", "physicalLocation", "artifactLocation",
			  artifact_of(outcome, il_finding_text(object, "file")), "region", region_of(outcome, object));
	const char *function = il_finding_text(object, "function");

	if (*function)
		json_object_set_new(location, "logicalLocations",
				    json_pack("[{s:s, s:s}]", "name", function, "kind", "function"));
	return location;
}

static json_t *told_location(const struct il_outcome *outcome, const json_t *step)
{
	json_t *location = location_of(outcome, step);

	json_object_set_new(location, "message", json_pack("{s:s}", "text", il_finding_text(step, "message")));
	return location;
}

/* The steps are in the order in which they happen, which is what a code flow is. */
static void add_trace(const struct il_outcome *outcome, const json_t *finding, json_t *result)
{
	json_t *flow = json_array(), *related = json_array(), *steps = il_finding_steps(finding), *step;
	size_t i;

	json_array_foreach (steps, i, step) {
		json_t *location = told_location(outcome, step);
		json_array_append_new(flow,
				      json_pack("{s:O, s:i}", "location", location, "executionOrder", (int)i + 1));
		json_object_set_new(location, "id", json_integer((json_int_t)i + 1));
		json_array_append_new(related, location);
	}
	if (json_array_size(flow)) {
		json_object_set_new(result, "codeFlows", json_pack("[{s:[{s:O}]}]", "threadFlows", "locations", flow));
		json_object_set(result, "relatedLocations", related);
	}
	json_decref(flow);
	json_decref(related);
	json_decref(steps);
}

/* Returns the replacement of @fix, or NULL when its file is gone. */
static json_t *replacement_of(const struct il_outcome *outcome, const json_t *fix)
{
	const char *file = il_finding_text(fix, "file");
	size_t offset = (size_t)il_finding_number(fix, "offset"), length = (size_t)il_finding_number(fix, "length");
	struct il_position start, end;

	if (!il_source_position(outcome->sources, file, offset, &start) ||
	    !il_source_position(outcome->sources, file, offset + length, &end))
		return NULL;
	return json_pack("{s:{s:i, s:i, s:i, s:i}, s:{s:s}}", "deletedRegion", "startLine", (int)start.line,
			 "startColumn", (int)start.column, "endLine", (int)end.line, "endColumn", (int)end.column,
			 "insertedContent", "text", il_finding_text(fix, "text"));
}

static void add_fixes(const struct il_outcome *outcome, const json_t *finding, json_t *result)
{
	json_t *changes = json_array(), *fix;
	size_t i;

	json_array_foreach (json_object_get(finding, "fixes"), i, fix) {
		json_t *replacement = replacement_of(outcome, fix);
		if (!replacement) {
			json_array_clear(changes);
			break;
		}
		json_array_append_new(changes, json_pack("{s:o, s:[o]}", "artifactLocation",
							 artifact_of(outcome, il_finding_text(fix, "file")),
							 "replacements", replacement));
	}
	if (json_array_size(changes))
		json_object_set_new(result, "fixes",
				    json_pack("[{s:{s:s}, s:O}]", "description", "text", "mend what is reported",
					      "artifactChanges", changes));
	json_decref(changes);
}

static json_t *fingerprints_of(const struct il_outcome *outcome, const json_t *finding)
{
	const char *hash = il_source_line_hash(outcome->sources, il_finding_text(finding, "file"),
					       (uint32_t)il_finding_number(finding, "line"));

	return json_pack("{s:s, s:s*}", "irqlint/v1", il_finding_text(finding, "fingerprint"),
			 "primaryLocationLineHash", hash);
}

static json_t *result_of(const struct il_outcome *outcome, const json_t *finding, const int *indices)
{
	const struct il_rule *rule = il_rule_find(il_finding_text(finding, "rule"));
	json_t *result = json_pack(
		"{s:s, s:s, s:{s:s}, s:[o], s:o, s:{s:s}}", "ruleId", il_finding_text(finding, "rule"), "level",
		il_finding_is_error(finding) ? "error" : "warning", "message", "text",
		il_finding_text(finding, "message"), "locations", location_of(outcome, finding), "partialFingerprints",
		fingerprints_of(outcome, finding), "properties", "confidence", il_finding_text(finding, "confidence"));
	const char *baseline = il_finding_text(finding, "baseline");

	if (rule)
		json_object_set_new(result, "ruleIndex", json_integer(indices[rule - il_rules]));
	if (*baseline)
		json_object_set_new(result, "baselineState", json_string(baseline));
	add_trace(outcome, finding, result);
	add_fixes(outcome, finding, result);
	return result;
}

static json_t *invocation_of(const struct il_outcome *outcome)
{
	json_t *notifications = json_array(), *problem;
	size_t i;

	json_array_foreach (outcome->problems, i, problem)
		json_array_append_new(notifications,
				      json_pack("{s:s, s:{s:O}}", "level", "error", "message", "text", problem));
	return json_pack("{s:b, s:o}", "executionSuccessful",
			 outcome->finished && json_array_size(outcome->problems) == 0, "toolExecutionNotifications",
			 notifications);
}

void il_write_sarif(const struct il_outcome *outcome, FILE *stream)
{
	int *indices = calloc(il_rule_count + 1, sizeof(int));
	json_t *results = json_array(), *finding;
	size_t i;

	if (!indices)
		abort();
	json_t *rules = describe_rules(outcome, indices);
	json_array_foreach (outcome->findings, i, finding)
		json_array_append_new(results, result_of(outcome, finding, indices));
	json_t *driver = json_pack("{s:s, s:s, s:s, s:o}", "name", "irqlint", "version", IL_VERSION, "semanticVersion",
				   IL_VERSION, "rules", rules);
	json_t *run = json_pack("{s:{s:o}, s:{s:s}, s:s, s:{s:{s:o}}, s:[o], s:o}", "tool", "driver", driver,
				"automationDetails", "id", "irqlint/", "columnKind", "unicodeCodePoints",
				"originalUriBaseIds", "SRCROOT", "uri", root_uri(outcome->root), "invocations",
				invocation_of(outcome), "results", results);
	json_t *log = json_pack("{s:s, s:s, s:[o]}", "$schema", "https://json.schemastore.org/sarif-2.1.0.json",
				"version", "2.1.0", "runs", run);
	json_dumpf(log, stream, JSON_INDENT(1));
	fputc('\n', stream);
	json_decref(log);
	free(indices);
}
