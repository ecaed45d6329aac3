// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Does the cost of the analysis grow with the program, or faster?  Links 1, 10, 100 ... of the
 * stored facts that are named, as if they were one module, runs the rules, and prints the time a
 * unit.  Only the growth means something on another machine.
 *
 * usage: bench_scale FACTS...
 */
#include "facts/link.h"
#include "facts/store.h"
#include "rules/rule.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

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

static int measure(char **files, uint32_t number)
{
	struct il_unit **units = calloc(number, sizeof(struct il_unit *));
	struct il_selection selection = { calloc(il_rule_count, sizeof(bool)), IL_CONFIDENCE_LIKELY };
	struct il_model *model = il_model_create();
	struct il_stats stats;
	struct il_error error;
	unsigned findings = 0;
	struct il_sink sink = { count, &findings };

	if (!units || !selection.enabled)
		abort();
	for (uint32_t i = 0; i < number; i++) {
		units[i] = il_store_read(files[i], NULL, &error);
		if (!units[i]) {
			fprintf(stderr, "bench_scale: error: %s\n", error.text);
			return 2;
		}
	}
	for (size_t i = 0; i < il_rule_count; i++)
		selection.enabled[i] = true;
	double start = cpu_ms();
	struct il_unit *linked = il_link((const struct il_unit *const *)units, number);
	double middle = cpu_ms();
	il_check_unit(linked, model, &selection, &sink, &stats);
	double end = cpu_ms();
	printf("%6u units: link %7.2f ms, rules %7.2f ms a unit; %u findings\n", number, (middle - start) / number,
	       (end - middle) / number, findings);
	il_unit_destroy(linked);
	for (uint32_t i = 0; i < number; i++)
		il_unit_destroy(units[i]);
	free(units);
	free(selection.enabled);
	il_model_destroy(model);
	return 0;
}

int main(int argument_count, char **arguments)
{
	uint32_t files = (uint32_t)argument_count - 1;
	int code = files ? 0 : 2;

	if (!files)
		fprintf(stderr, "usage: bench_scale FACTS...\n");
	for (uint32_t number = 1; number <= files && code == 0; number *= 10)
		code = measure(arguments + 1, number);
	return code;
}
