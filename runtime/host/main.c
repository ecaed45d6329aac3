// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * irqlint-host: runs a driver that was compiled as a shared object for the simulated machine.
 * 'irqlint witness' compiles one and calls this.
 */
#include "host/missing.h"
#include "host/report.h"
#include "host/scenario.h"
#include "host/script.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

enum exit_code { EXIT_SURVIVED = 0, EXIT_TRAPPED = 1, EXIT_USAGE = 2, EXIT_BOUND = 3, EXIT_INTERNAL = 70 };

struct options {
	struct plan plan;
	const char *replay;
	const char *object;
	const char *device;
	bool json;
	bool hash; /* print the hash of one schedule's trace */
};

static const char usage[] =
	"usage: irqlint-host [--bound I,P] [--seeds N] [--seed S] [--kernel X.Y] [--every-access] [--all-rules]\n"
	"                    [--json] [--device FILE] [--replay TEXT] [--hash] DRIVER.so\n";

static bool parse_pair(const char *text, char separator, unsigned *a, unsigned *b)
{
	char *end;

	*a = (unsigned)strtoul(text, &end, 10);
	if (end == text || *end != separator)
		return false;
	text = end + 1;
	*b = (unsigned)strtoul(text, &end, 10);
	return end != text && !*end;
}

static bool parse(int count, char **words, struct options *options)
{
	static const struct option known[] = {
		{ "bound", required_argument, NULL, 'b' },
		{ "seeds", required_argument, NULL, 'n' },
		{ "seed", required_argument, NULL, 's' },
		{ "kernel", required_argument, NULL, 'k' },
		{ "every-access", no_argument, NULL, 'e' },
		{ "all-rules", no_argument, NULL, 'a' },
		{ "json", no_argument, NULL, 'j' },
		{ "replay", required_argument, NULL, 'r' },
		{ "hash", no_argument, NULL, 'h' },
		{ "device", required_argument, NULL, 'd' },
		{ 0 },
	};
	struct plan *plan = &options->plan;
	unsigned major, minor;
	int letter;

	while ((letter = getopt_long(count, words, "", known, NULL)) != -1) {
		switch (letter) {
		case 'b':
			if (!parse_pair(optarg, ',', &plan->bound.interrupts, &plan->bound.preemptions))
				return false;
			break;
		case 'n': plan->seeds = (unsigned)strtoul(optarg, NULL, 10); break;
		case 's': plan->seed = strtoull(optarg, NULL, 10); break;
		case 'k':
			if (!parse_pair(optarg, '.', &major, &minor) || minor > 99)
				return false;
			plan->kernel = major * 100 + minor;
			break;
		case 'e': plan->every_access = true; break;
		case 'a': plan->all_rules = true; break;
		case 'j': options->json = true; break;
		case 'r': options->replay = optarg; break;
		case 'h': options->hash = true; break;
		case 'd': options->device = optarg; break;
		default: return false;
		}
	}
	options->object = optind + 1 == count ? words[optind] : NULL;
	return options->object != NULL;
}

/* Shortens the schedule of @finding and runs it once more, to tell how it came about. */
static void explain(struct search *search, struct symbols *symbols, struct finding *finding)
{
	struct trace trace = { 0 };

	search_minimise(search, finding);
	report_finding(stdout, symbols, finding);
	if (!world->hopeless && search_replay(search, &finding->setting, finding->replay, &trace) == OUTCOME_TRAPPED)
		report_timeline(stdout, symbols, &trace, &world->trap);
	report_replay(stdout, finding);
	trace_fini(&trace);
}

/* Whether an earlier finding is of the same rule in the same line: one line has several accesses. */
static bool is_told(struct symbols *symbols, const struct verdict *verdict, unsigned index)
{
	const struct trap *trap = &verdict->findings[index].trap;
	struct symbol at = trap_symbol(symbols, trap);

	for (unsigned i = 0; i < index; i++) {
		const struct trap *other = &verdict->findings[i].trap;
		struct symbol there = trap_symbol(symbols, other);

		if (strcmp(trap->rule, other->rule) == 0 && at.line && at.line == there.line &&
		    strcmp(at.file, there.file) == 0)
			return true;
	}
	return false;
}

static void tell(struct search *search, struct symbols *symbols, struct verdict *verdict, bool json)
{
	for (unsigned i = 0; i < verdict->count; i++) {
		struct finding *finding = &verdict->findings[i];

		if (is_told(symbols, verdict, i))
			continue;
		if (json) {
			search_minimise(search, finding);
			report_json(stdout, symbols, finding);
		} else {
			explain(search, symbols, finding);
		}
	}
	if (verdict->more && !json)
		puts("and others of other kinds or places");
}

static int run_search(struct search *search, struct symbols *symbols, const struct options *options)
{
	struct verdict *verdict = calloc(1, sizeof(*verdict));
	int code;

	if (!verdict)
		return EXIT_INTERNAL;
	if (order_is_watched)
		scenarios_walk(search, &options->plan, verdict);
	else
		scenarios_search(search, &options->plan, verdict);
	tell(search, symbols, verdict, options->json);
	report_summary(stdout, verdict, options->json);
	code = verdict->count ? EXIT_TRAPPED : verdict->cut || verdict->strayed ? EXIT_BOUND : EXIT_SURVIVED;
	free(verdict);
	return code;
}

static int run_replay(struct search *search, struct symbols *symbols, const struct options *options)
{
	struct finding finding = { 0 };
	struct trace trace = { 0 };
	const char *picks, *error = setting_parse(options->replay, &finding.setting, &picks);
	enum outcome outcome;

	error = error ? error : choices_parse(&world->choices, picks);
	if (error || strlen(picks) >= sizeof(finding.replay)) {
		fprintf(stderr, "irqlint: '%s' cannot be replayed: %s\n", options->replay,
			error ? error : "it is too long");
		return EXIT_USAGE;
	}
	strcpy(finding.replay, picks);
	outcome = search_replay(search, &finding.setting, picks, &trace);
	finding.trap = world->trap;
	if (options->hash)
		printf("trace %016llx, %zu events\n", (unsigned long long)trace_hash(&trace), trace.count);
	if (outcome == OUTCOME_TRAPPED) {
		report_finding(stdout, symbols, &finding);
		report_timeline(stdout, symbols, &trace, &finding.trap);
	} else {
		printf("%s\n", outcome == OUTCOME_CUT ? run->limit : "survived");
	}
	if (world->choices.strayed || world->choices.count < world->choices.planned)
		fputs("irqlint: the driver is not the one this schedule is from: some of its steps do not exist\n",
		      stderr);
	trace_fini(&trace);
	return outcome == OUTCOME_TRAPPED ? EXIT_TRAPPED : outcome == OUTCOME_CUT ? EXIT_BOUND : EXIT_SURVIVED;
}

/* Returns: false after saying what is wrong with the description. */
static bool read_device(const char *path)
{
	char error[512];

	if (!path || script_load(path, &world->script, error, sizeof(error)))
		return true;
	fprintf(stderr, "irqlint: %s\n", error);
	return false;
}

int main(int count, char **words)
{
	struct options options = { .plan = { .bound = { 2, 1 }, .kernel = 612 }, .replay = getenv("IRQRT_REPLAY") };
	struct search search;
	struct symbols symbols;
	struct driver driver = { 0 };
	const char *error;
	char *missing;
	int code;

	if (!parse(count, words, &options)) {
		fputs(usage, stderr);
		return EXIT_USAGE;
	}
	if (!search_init(&search)) {
		fputs("irqlint: no memory for the simulated machine\n", stderr);
		return EXIT_INTERNAL;
	}
	missing = missing_symbols(options.object);
	if (missing) {
		fprintf(stderr, "irqlint: %s: the runtime does not implement %s\n", options.object, missing);
		free(missing);
		search_fini(&search);
		return EXIT_USAGE;
	}
	error = read_device(options.device) ? NULL : "";
	error = error ? error : driver_load(&driver, options.object, &search);
	if (error) {
		if (*error)
			fprintf(stderr, "irqlint: %s: %s\n", options.object, error);
		driver_unload(&driver);
		search_fini(&search);
		return EXIT_USAGE;
	}
	symbols_open(&symbols, options.object);
	scenario_set(&driver);
	code = options.replay ? run_replay(&search, &symbols, &options) : run_search(&search, &symbols, &options);
	symbols_close(&symbols);
	driver_unload(&driver);
	search_fini(&search);
	return code;
}
