// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cli/output/formats.h"

#include "rules/rule.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static const struct il_format formats[] = {
	{ "text", true, il_write_text },      { "json", true, il_write_json },
	{ "sarif", true, il_write_sarif },    { "gitlab", false, il_write_gitlab },
	{ "github", false, il_write_github }, { "checkstyle", false, il_write_checkstyle },
	{ "junit", false, il_write_junit },   { "rdjson", false, il_write_rdjson },
	{ "smatch", false, il_write_smatch }, { "html", false, il_write_html },
};

enum { FORMATS = sizeof(formats) / sizeof(formats[0]) };

const struct il_format *il_format_find(const char *name, size_t length)
{
	for (size_t i = 0; i < FORMATS; i++) {
		if (strlen(formats[i].name) == length && strncmp(formats[i].name, name, length) == 0)
			return &formats[i];
	}
	return NULL;
}

const char *il_format_name(size_t index)
{
	return index < FORMATS ? formats[index].name : NULL;
}

void il_format_names(char *ret_names, size_t size)
{
	size_t used = 0;

	ret_names[0] = '\0';
	for (size_t i = 0; i < FORMATS && used < size; i++) {
		const char *before = i == 0 ? "" : i + 1 < FORMATS ? ", " : " or ";
		int length = snprintf(ret_names + used, size - used, "%s%s", before, formats[i].name);
		used += length > 0 ? (size_t)length : 0;
	}
}

void il_outcome_root(const char *directory, char *ret_root, size_t size)
{
	char name[4096 + 8];
	struct stat status;
	size_t length = strlen(directory);

	while (length > 0) {
		snprintf(name, sizeof(name), "%.*s/.git", (int)length, directory);
		if (stat(name, &status) == 0) {
			snprintf(ret_root, size, "%.*s", (int)length, directory);
			return;
		}
		do {
			length--;
		} while (length > 0 && directory[length] != '/');
	}
	snprintf(ret_root, size, "%s", directory);
}

const char *il_outcome_below(const char *file, const char *directory)
{
	size_t length = strlen(directory);

	return length && strncmp(file, directory, length) == 0 && file[length] == '/' ? file + length + 1 : file;
}

const char *il_finding_text(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "";
}

int64_t il_finding_number(const json_t *object, const char *key)
{
	return json_integer_value(json_object_get(object, key));
}

bool il_finding_is_error(const json_t *finding)
{
	return strcmp(il_finding_text(finding, "severity"), "error") == 0;
}

static bool is_same_place(const json_t *x, const json_t *y)
{
	return il_finding_number(x, "line") == il_finding_number(y, "line") &&
	       json_equal(json_object_get(x, "file"), json_object_get(y, "file"));
}

json_t *il_finding_steps(const json_t *finding)
{
	json_t *trace = json_object_get(finding, "trace"), *steps = json_array(), *step;
	bool told = json_array_size(trace) == 0;
	size_t i, before = (size_t)il_finding_number(finding, "step");

	json_array_foreach (trace, i, step)
		told = told || is_same_place(step, finding);
	json_array_foreach (trace, i, step) {
		if (i == before && !told)
			json_array_append(steps, (json_t *)(uintptr_t)finding);
		json_array_append(steps, step);
	}
	if (i == before && !told)
		json_array_append(steps, (json_t *)(uintptr_t)finding);
	return steps;
}

void il_write_xml(const char *text, FILE *stream)
{
	for (; *text; text++) {
		switch (*text) {
		case '&': fputs("&amp;", stream); break;
		case '<': fputs("&lt;", stream); break;
		case '>': fputs("&gt;", stream); break;
		case '"': fputs("&quot;", stream); break;
		case '\n':
		case '\t': fputc(*text, stream); break;
		default: fputc((unsigned char)*text < ' ' ? '?' : *text, stream); break;
		}
	}
}

void il_write_json_line(const json_t *object, FILE *stream)
{
	json_dumpf(object, stream, JSON_COMPACT);
	fputc('\n', stream);
}
