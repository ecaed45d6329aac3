// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* One file for a browser, with everything in it: the findings, how each comes about, and the sources. */
#include "cli/output/formats.h"

#include "cli/output/timeline.h"
#include "rules/rule.h"

#include <inttypes.h>
#include <string.h>

enum { EXCERPT_LINES = 3, /* around the line itself */ TAB_STOP = 8, COLUMNS_MAX = 1024 };

static const char style[] =
	":root{color-scheme:light dark;--line:#8884;--mark:#fd06;--bad:#c22;--dim:#777}"
	"body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem}"
	"h1{font-size:1.5rem}h2{font-size:1.1rem;margin:2.5rem 0 .5rem;overflow-wrap:anywhere}"
	"code,pre,svg{font-family:ui-monospace,Menlo,Consolas,monospace}"
	"table{border-collapse:collapse}td,th{text-align:left;padding:.15rem 1rem .15rem 0;vertical-align:top}"
	"td.n{text-align:right}"
	"details{border:1px solid var(--line);border-radius:6px;margin:.6rem 0;padding:.5rem 1rem}"
	"summary{cursor:pointer;overflow-wrap:anywhere}summary b{color:var(--bad)}"
	".rule,.sure,.where{color:var(--dim);font-size:.85em}"
	"pre{border-left:3px solid var(--line);margin:.3rem 0 1rem;padding:.2rem .8rem;overflow-x:auto;"
	"font-size:13px}"
	"pre mark{background:var(--mark);color:inherit;display:inline-block;min-width:100%}"
	"pre i{color:var(--dim);font-style:normal;user-select:none}"
	".picture{overflow-x:auto}svg{font-size:12px;margin:.5rem 0}"
	"svg text{fill:currentColor}svg .lane{stroke:var(--line);stroke-width:2}"
	"svg .step{fill:currentColor}svg .hit{fill:var(--bad)}svg path{fill:none;stroke:var(--dim)}"
	"svg .number{fill:Canvas;font-weight:bold}"
	"ol{padding-left:1.4rem}";

/* Writes a line of source; tabs are spelled out, as the number before the line would move their stops. */
static void write_source(const char *source, size_t length, FILE *stream)
{
	char text[COLUMNS_MAX];
	size_t used = 0;

	for (size_t i = 0; i < length && used + TAB_STOP < sizeof(text); i++) {
		size_t next = source[i] == '\t' ? used + TAB_STOP - used % TAB_STOP : used + 1;
		text[used] = source[i];
		if (source[i] == '\t')
			memset(text + used, ' ', next - used);
		used = next;
	}
	text[used] = '\0';
	il_write_xml(text, stream);
}

/* Writes a text of a rule's page; what stands between backquotes there is code. */
static void write_prose(const char *text, FILE *stream)
{
	bool code = false;
	char character[2] = "";

	for (; *text; text++) {
		if (*text == '`') {
			code = !code;
			fputs(code ? "<code>" : "</code>", stream);
			continue;
		}
		character[0] = *text;
		il_write_xml(character, stream);
	}
	fputs(code ? "</code>" : "", stream);
}

static void write_excerpt(const struct il_outcome *outcome, const json_t *object, FILE *stream)
{
	const char *file = il_finding_text(object, "file");
	int64_t line = il_finding_number(object, "line");
	int64_t first = line > EXCERPT_LINES ? line - EXCERPT_LINES : 1;
	size_t length;

	fputs("<pre>", stream);
	for (int64_t i = first; i <= line + EXCERPT_LINES; i++) {
		const char *source = il_source_line(outcome->sources, file, (uint32_t)i, &length);
		if (!source)
			break;
		fprintf(stream, "%s<i>%5" PRId64 "  </i>", i == line ? "<mark>" : "", i);
		write_source(source, length, stream);
		fputs(i == line ? "</mark>\n" : "\n", stream);
	}
	fputs("</pre>\n", stream);
}

static void write_where(const struct il_outcome *outcome, const json_t *object, FILE *stream)
{
	const char *function = il_finding_text(object, "function");

	fputs("<span class=\"where\">", stream);
	il_write_xml(il_outcome_below(il_finding_text(object, "file"), outcome->root), stream);
	fprintf(stream, ":%" PRId64, il_finding_number(object, "line"));
	if (*function) {
		fputs(" in ", stream);
		il_write_xml(function, stream);
		fputs("()", stream);
	}
	fputs("</span>\n", stream);
}

static void write_steps(const struct il_outcome *outcome, const json_t *finding, FILE *stream)
{
	json_t *steps = il_finding_steps(finding), *step;
	size_t k;

	fputs("<ol>\n", stream);
	json_array_foreach (steps, k, step) {
		fputs("<li>", stream);
		il_write_xml(il_finding_text(step, "message"), stream);
		fputs("<br>", stream);
		write_where(outcome, step, stream);
		write_excerpt(outcome, step, stream);
		fputs("</li>\n", stream);
	}
	fputs("</ol>\n", stream);
	json_decref(steps);
}

static void write_finding(const struct il_outcome *outcome, const json_t *finding, FILE *stream)
{
	const struct il_rule *rule = il_rule_find(il_finding_text(finding, "rule"));
	bool has_trace = json_array_size(json_object_get(finding, "trace")) > 0;

	fprintf(stream, "<details id=\"%s\" open><summary><b>%" PRId64 "</b> ", il_finding_text(finding, "fingerprint"),
		il_finding_number(finding, "line"));
	il_write_xml(il_finding_text(finding, "message"), stream);
	fprintf(stream, " <span class=\"rule\"><code>%s</code></span> <span class=\"sure\">%s</span></summary>\n",
		il_finding_text(finding, "rule"), il_finding_text(finding, "confidence"));
	if (!has_trace) {
		write_where(outcome, finding, stream);
		write_excerpt(outcome, finding, stream);
	} else {
		fputs("<div class=\"picture\">\n", stream);
		il_write_timeline(finding, stream);
		fputs("</div>\n", stream);
		write_steps(outcome, finding, stream);
	}
	if (rule) {
		fputs("<p class=\"rule\">", stream);
		write_prose(rule->why, stream);
		fputs("</p>\n", stream);
	}
	fputs("</details>\n", stream);
}

static void write_table(const struct il_outcome *outcome, FILE *stream)
{
	size_t k;
	json_t *finding;

	fputs("<table><tr><th>rule<th>findings<th></tr>\n", stream);
	for (size_t i = 0; i < il_rule_count; i++) {
		size_t count = 0;
		json_array_foreach (outcome->findings, k, finding)
			count += strcmp(il_finding_text(finding, "rule"), il_rules[i].name) == 0;
		if (!count)
			continue;
		fprintf(stream, "<tr><td><code>%s</code><td class=\"n\">%zu<td>", il_rules[i].name, count);
		il_write_xml(il_rules[i].summary, stream);
		fputs("</tr>\n", stream);
	}
	fputs("</table>\n", stream);
}

static void write_problems(const struct il_outcome *outcome, FILE *stream)
{
	size_t i;
	json_t *problem;

	if (json_array_size(outcome->problems) == 0 && outcome->finished)
		return;
	fputs("<h2>Not analysed</h2>\n<ul>\n", stream);
	if (!outcome->finished)
		fputs("<li>the run was interrupted</li>\n", stream);
	json_array_foreach (outcome->problems, i, problem) {
		fputs("<li>", stream);
		il_write_xml(json_string_value(problem), stream);
		fputs("</li>\n", stream);
	}
	fputs("</ul>\n", stream);
}

void il_write_html(const struct il_outcome *outcome, FILE *stream)
{
	size_t i, count = json_array_size(outcome->findings);
	const char *open = "";
	json_t *finding;

	fprintf(stream,
		"<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
		"<meta name=\"viewport\" content=\"width=device-width\">\n<title>irqlint: %zu finding%s</title>\n"
		"<style>%s</style></head><body>\n<h1>irqlint: %zu finding%s</h1>\n",
		count, count == 1 ? "" : "s", style, count, count == 1 ? "" : "s");
	if (count)
		write_table(outcome, stream);
	write_problems(outcome, stream);
	json_array_foreach (outcome->findings, i, finding) {
		const char *file = il_finding_text(finding, "file");
		if (strcmp(open, file) != 0) {
			fputs("<h2><code>", stream);
			il_write_xml(il_outcome_below(file, outcome->root), stream);
			fputs("</code></h2>\n", stream);
			open = file;
		}
		write_finding(outcome, finding, stream);
	}
	fprintf(stream, "<p class=\"rule\">irqlint %s</p>\n</body></html>\n", IL_VERSION);
}
