// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cli/report.h"

#include "cli/command.h"
#include "cli/output/utf8.h"
#include "rules/rule.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* Names in sources and of files need not be UTF-8, which JSON has to be. */
static void set_text(json_t *object, const char *key, const char *text)
{
	json_t *value = json_string(text);

	if (!value) {
		char *mended = strdup(text);
		if (!mended)
			abort();
		il_utf8_mend(mended, strlen(mended));
		value = json_string(mended);
		free(mended);
	}
	json_object_set_new(object, key, value);
}

static void set_file(json_t *object, const struct il_unit *unit, uint32_t file)
{
	const char *name = il_text(unit, unit->files.at[file].name);
	const char *root = il_text(unit, unit->root);
	char absolute[4096];

	snprintf(absolute, sizeof(absolute), "%s%s%s", *name == '/' ? "" : root,
		 *name == '/' || (*root && root[strlen(root) - 1] == '/') ? "" : "/", name);
	set_text(object, "file", absolute);
}

static void set_fixes(json_t *object, const struct il_unit *unit, const struct il_finding *finding)
{
	json_t *fixes = json_array();

	for (uint32_t i = 0; i < finding->edit_count; i++) {
		const struct il_edit *edit = &finding->edits[i];
		json_t *fix = json_pack("{s:i, s:i, s:s}", "offset", (int)edit->offset, "length", (int)edit->length,
					"text", edit->text);
		set_file(fix, unit, edit->file);
		json_array_append_new(fixes, fix);
	}
	if (finding->edit_count)
		json_object_set(object, "fixes", fixes);
	json_decref(fixes);
}

static void set_place(json_t *object, const struct il_unit *unit, const struct il_step *step)
{
	const struct il_place *place = &unit->places.at[step->place];
	const char *function = il_text(unit, unit->functions.at[step->function].name);

	set_file(object, unit, place->file);
	json_object_set_new(object, "line", json_integer(place->line));
	json_object_set_new(object, "column", json_integer(place->column));
	set_text(object, "function", function);
	set_text(object, "message", step->message);
}

/* A range that begins and ends in different files has no length, and no place in the report. */
static void set_range(json_t *object, const struct il_place *place)
{
	if (!place->length)
		return;
	json_object_set_new(object, "offset", json_integer(place->offset));
	json_object_set_new(object, "length", json_integer(place->length));
}

json_t *il_report_encode(const struct il_unit *unit, const struct il_finding *finding)
{
	json_t *object = json_object(), *trace = json_array();
	char fingerprint[32];

	snprintf(fingerprint, sizeof(fingerprint), "%016" PRIx64, il_finding_fingerprint(unit, finding));
	json_object_set_new(object, "rule", json_string(finding->rule->name));
	json_object_set_new(object, "severity", json_string(il_severity_name(finding->rule->severity)));
	json_object_set_new(object, "confidence", json_string(il_confidence_name(finding->confidence)));
	set_place(object, unit, &finding->main);
	set_range(object, &unit->places.at[finding->main.place]);
	json_object_set_new(object, "fingerprint", json_string(fingerprint));
	for (uint32_t i = 0; i < finding->trace_count; i++) {
		json_t *step = json_object();
		set_place(step, unit, &finding->trace[i]);
		json_array_append_new(trace, step);
	}
	if (finding->trace_count)
		json_object_set_new(object, "step", json_integer(finding->before));
	json_object_set_new(object, "trace", trace);
	set_fixes(object, unit, finding);
	return object;
}

json_t *il_report_place(const struct il_unit *unit, uint32_t place)
{
	const struct il_place *at = &unit->places.at[place];
	json_t *object = json_object();

	set_file(object, unit, at->file);
	json_object_set_new(object, "line", json_integer(at->line));
	json_object_set_new(object, "column", json_integer(at->column));
	set_range(object, at);
	return object;
}

json_t *il_report_suppression(const struct il_unit *unit, const struct il_suppression *suppression)
{
	json_t *object = json_object();

	set_file(object, unit, suppression->file);
	json_object_set_new(object, "line", json_integer(suppression->place_line));
	set_text(object, "rules", il_text(unit, suppression->rules));
	return object;
}

static const char *text_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "";
}

static int64_t number_of(const json_t *object, const char *key)
{
	return json_integer_value(json_object_get(object, key));
}

static int compare_numbers(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

/* Order of what is one finding when it is equal. */
static int compare(const json_t *x, const json_t *y)
{
	int order = strcmp(text_of(x, "file"), text_of(y, "file"));

	if (!order)
		order = compare_numbers(number_of(x, "line"), number_of(y, "line"));
	if (!order)
		order = compare_numbers(number_of(x, "column"), number_of(y, "column"));
	if (!order)
		order = strcmp(text_of(x, "rule"), text_of(y, "rule"));
	return order ? order : strcmp(text_of(x, "message"), text_of(y, "message"));
}

/*
 * The same finding may come from several files, with a trace of its own in each: the one that is
 * kept must not depend on who was first.
 */
static int compare_all(const void *a, const void *b)
{
	const json_t *x = *(json_t *const *)a, *y = *(json_t *const *)b;
	int order = compare(x, y);

	if (order)
		return order;
	char *first = json_dumps(x, JSON_COMPACT), *second = json_dumps(y, JSON_COMPACT);
	if (!first || !second)
		abort();
	order = strcmp(first, second);
	free(first);
	free(second);
	return order;
}

/* A finding's fingerprint is that of its text; the second of a kind in a function is told apart. */
static void number_fingerprints(json_t **sorted, size_t count)
{
	json_t *seen = json_object();

	for (size_t i = 0; i < count; i++) {
		const char *fingerprint = text_of(sorted[i], "fingerprint");
		int64_t occurrence = json_integer_value(json_object_get(seen, fingerprint)) + 1;
		char numbered[64];
		json_object_set_new(seen, fingerprint, json_integer(occurrence));
		if (occurrence > 1) {
			snprintf(numbered, sizeof(numbered), "%s-%" PRId64, fingerprint, occurrence);
			json_object_set_new(sorted[i], "fingerprint", json_string(numbered));
		}
	}
	json_decref(seen);
}

void il_report_arrange(json_t *list)
{
	size_t count = json_array_size(list), kept = 0;
	json_t **sorted = calloc(count + 1, sizeof(json_t *));

	if (!sorted)
		abort();
	for (size_t i = 0; i < count; i++)
		sorted[i] = json_incref(json_array_get(list, i));
	json_array_clear(list);
	qsort(sorted, count, sizeof(*sorted), compare_all);
	for (size_t i = 0; i < count; i++) {
		if (kept && compare(sorted[kept - 1], sorted[i]) == 0)
			json_decref(sorted[i]);
		else
			sorted[kept++] = sorted[i];
	}
	number_fingerprints(sorted, kept);
	for (size_t i = 0; i < kept; i++)
		json_array_append_new(list, sorted[i]);
	free(sorted);
}

static bool is_finding(const json_t *object)
{
	return json_is_string(json_object_get(object, "rule")) && json_is_string(json_object_get(object, "file")) &&
	       json_is_string(json_object_get(object, "message")) && json_is_integer(json_object_get(object, "line")) &&
	       json_is_string(json_object_get(object, "fingerprint"));
}

json_t *il_report_read(const char *file)
{
	FILE *stream = fopen(file, "r");
	json_t *list = json_array();
	char *line = NULL;
	size_t room = 0, number = 0;
	bool good = stream != NULL;

	if (!stream)
		il_usage_error("%s: cannot be read: %s", file, strerror(errno));
	while (good && getline(&line, &room, stream) >= 0) {
		json_t *finding = json_loads(line, 0, NULL);
		number++;
		good = is_finding(finding);
		if (!good)
			il_usage_error("%s:%zu: is no finding as --output json writes it", file, number);
		json_array_append_new(list, finding);
	}
	free(line);
	if (stream)
		fclose(stream);
	if (good)
		return list;
	json_decref(list);
	return NULL;
}
