// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Does the cost of the analysis grow with the program, or faster?  Links 1, 10, 100 ... of the
 * stored facts that are named, as if they were one program, runs the rules, and compares the time a
 * unit with that of the same units one by one.  Only the ratio means something on another machine.
 *
 * usage: bench_scale FACTS...
 */
#include "facts/link.h"
#include "facts/store.h"
#include "rules/rule.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct bench {
	struct il_selection selection;
	struct il_model *model;
	struct il_unit **units;
	double *alone; /* ms of the rules, by unit */
};

static double cpu_ms(void)
{
	struct timespec now = { 0 };

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void count(void *context, const struct il_unit *unit, const struct il_finding *finding)
{
	(void)unit;
	(void)finding;
	++*(unsigned *)context;
}

/* Returns the milliseconds that the rules take for the first @number of @units as one. */
static double run(const struct bench *bench, struct il_unit *const *units, uint32_t number, double *ret_link,
		  unsigned *ret_findings)
{
	struct il_stats stats;
	struct il_sink sink = { count, ret_findings };

	*ret_findings = 0;
	double start = cpu_ms();
	struct il_unit *linked = il_link((const struct il_unit *const *)units, number);
	double middle = cpu_ms();
	il_check_unit(linked, bench->model, &bench->selection, &sink, &stats);
	double end = cpu_ms();
	il_unit_destroy(linked);
	*ret_link = middle - start;
	return end - middle;
}

static void measure(const struct bench *bench, uint32_t number)
{
	unsigned findings;
	double link, alone = 0;
	double together = run(bench, bench->units, number, &link, &findings);

	for (uint32_t i = 0; i < number; i++)
		alone += bench->alone[i];
	printf("%6u units: link %6.2f ms, rules %6.2f ms a unit, one by one %6.2f ms: %5.2fx; %u findings\n", number,
	       link / number, together / number, alone / number, together / alone, findings);
}

/* Returns whether all could be read. */
static bool read_all(struct bench *bench, char **files, uint32_t number)
{
	struct il_error error;
	unsigned findings;
	double link;

	for (uint32_t i = 0; i < number; i++) {
		bench->units[i] = il_store_read(files[i], NULL, &error);
		if (!bench->units[i]) {
			fprintf(stderr, "bench_scale: error: %s\n", error.text);
			return false;
		}
		bench->alone[i] = run(bench, &bench->units[i], 1, &link, &findings);
	}
	return true;
}

int main(int argument_count, char **arguments)
{
	uint32_t files = (uint32_t)argument_count - 1;
	struct bench bench = {
		.selection = { calloc(il_rule_count, sizeof(bool)), IL_CONFIDENCE_LIKELY },
		.model = il_model_create(),
		.units = calloc(files + 1, sizeof(struct il_unit *)),
		.alone = calloc(files + 1, sizeof(double)),
	};

	if (!bench.selection.enabled || !bench.units || !bench.alone)
		abort();
	if (!files)
		fprintf(stderr, "usage: bench_scale FACTS...\n");
	for (size_t i = 0; i < il_rule_count; i++)
		bench.selection.enabled[i] = true;
	bool good = files && read_all(&bench, arguments + 1, files);
	for (uint32_t number = 1; number <= files && good; number *= 10)
		measure(&bench, number);
	for (uint32_t i = 0; i < files; i++)
		il_unit_destroy(bench.units[i]);
	free(bench.units);
	free(bench.alone);
	free(bench.selection.enabled);
	il_model_destroy(bench.model);
	return good ? 0 : 2;
}
