// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cli/output/timeline.h"

#include "cli/output/output.h"

#include <inttypes.h>
#include <string.h>

/* In pixels; a character of the fixed font is CHARACTER wide at most. */
enum { LANE = 30, ROW = 34, TOP = 14, LEFT = 16, RADIUS = 9, CHARACTER = 8, LANES_MAX = 16, TEXT_GAP = 24 };

struct lanes {
	const char *functions[LANES_MAX];
	int count;
};

/* Functions beyond the last lane share it. */
static int lane_of(struct lanes *lanes, const char *function)
{
	for (int i = 0; i < lanes->count; i++) {
		if (strcmp(lanes->functions[i], function) == 0)
			return i;
	}
	if (lanes->count == LANES_MAX)
		return LANES_MAX - 1;
	lanes->functions[lanes->count] = function;
	return lanes->count++;
}

static int x_of(int lane)
{
	return LEFT + lane * LANE;
}

static int y_of(size_t row)
{
	return TOP + (int)row * ROW;
}

/* A lane lasts from the first step in it to the last. */
static void write_lanes(const json_t *steps, struct lanes *lanes, FILE *stream)
{
	size_t k;
	json_t *step;

	for (int lane = 0; lane < lanes->count; lane++) {
		size_t first = SIZE_MAX, last = 0;
		json_array_foreach (steps, k, step) {
			if (lane_of(lanes, il_finding_text(step, "function")) != lane)
				continue;
			first = first == SIZE_MAX ? k : first;
			last = k;
		}
		fprintf(stream, "<line class=\"lane\" x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\"/>\n", x_of(lane),
			x_of(lane), y_of(first), y_of(last));
	}
}

static void write_path(const json_t *steps, struct lanes *lanes, FILE *stream)
{
	size_t k;
	json_t *step;

	fputs("<path d=\"", stream);
	json_array_foreach (steps, k, step)
		fprintf(stream, "%c%d %d ", k ? 'L' : 'M', x_of(lane_of(lanes, il_finding_text(step, "function"))),
			y_of(k));
	fputs("\"/>\n", stream);
}

static void write_step(const json_t *step, size_t row, int x, int text_x, bool is_hit, FILE *stream)
{
	const char *function = il_finding_text(step, "function");

	fprintf(stream,
		"<circle class=\"%s\" cx=\"%d\" cy=\"%d\" r=\"%d\"/><text class=\"number\" text-anchor=\"middle\" "
		"x=\"%d\" y=\"%d\">%zu</text>\n<text x=\"%d\" y=\"%d\">",
		is_hit ? "hit" : "step", x, y_of(row), RADIUS, x, y_of(row) + 4, row + 1, text_x, y_of(row) + 4);
	il_write_xml(function, stream);
	fprintf(stream, "%s:%" PRId64 "  ", *function ? "()" : "", il_finding_number(step, "line"));
	il_write_xml(il_finding_text(step, "message"), stream);
	fputs("</text>\n", stream);
}

void il_write_timeline(const json_t *finding, FILE *stream)
{
	struct lanes lanes = { .count = 0 };
	json_t *steps = il_finding_steps(finding), *step;
	size_t k, longest = 0, count = json_array_size(steps);

	json_array_foreach (steps, k, step) {
		size_t length = strlen(il_finding_text(step, "function")) + strlen(il_finding_text(step, "message"));
		longest = length > longest ? length : longest;
		lane_of(&lanes, il_finding_text(step, "function"));
	}
	int text_x = x_of(lanes.count - 1) + TEXT_GAP;
	int width = text_x + (int)(longest + 12) * CHARACTER, height = y_of(count);
	fprintf(stream,
		"<svg role=\"img\" aria-label=\"order of events\" width=\"%d\" height=\"%d\" "
		"viewBox=\"0 0 %d %d\">\n",
		width, height, width, height);
	write_lanes(steps, &lanes, stream);
	write_path(steps, &lanes, stream);
	json_array_foreach (steps, k, step) {
		int64_t line = il_finding_number(step, "line");
		bool is_hit = line == il_finding_number(finding, "line") &&
			      json_equal(json_object_get(step, "file"), json_object_get(finding, "file"));
		write_step(step, k, x_of(lane_of(&lanes, il_finding_text(step, "function"))), text_x, is_hit, stream);
	}
	fputs("</svg>\n", stream);
	json_decref(steps);
}
