// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* irqlint check: the rules over files, in parallel. */
#include "clang/parse.h"
#include "cli/command.h"
#include "cli/fixes.h"
#include "cli/job.h"
#include "cli/report.h"
#include "facts/suppress.h"
#include "rules/rule.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { OUTPUTS_MAX = 16, MODELS_MAX = 16, PROBLEM_MAX = 512 };

struct output {
	void (*write)(const json_t *list, FILE *stream);
	const char *file; /* "-": standard output */
};

struct options {
	const char *database, *rules, *confidence, *kernel, *fixes;
	const char *models[MODELS_MAX];
	int model_count;
	bool preview, stats, fix;
	unsigned jobs;
	struct output outputs[OUTPUTS_MAX];
	int output_count;
};

struct check {
	const struct options *options;
	struct il_selection selection;
	struct il_model *model;
	const char *root;
	json_t *findings; /* of all files */
	size_t done, total, failed, unreadable;
	bool crashed;
	json_t *stats; /* sums by name */
};

static const char usage[] = "usage: irqlint check [options] FILE... -- FLAGS...\n"
			    "       irqlint check [options] [-p DIR] [FILE...]\n"
			    "\n"
			    "Checks C files that register interrupt handlers.  Flags come from behind '--' or\n"
			    "from a compile_commands.json; without FILEs every file in it is checked.\n"
			    "\n"
			    "  -p DIR                 compile_commands.json, or the directory that holds it\n"
			    "  -j N                   files at a time (default: processors)\n"
			    "  --rules LIST           default, all, or names: irq-a,irq-b or +irq-a,-irq-b\n"
			    "  --preview              preview rules as well\n"
			    "  --confidence LEVEL     lowest that is reported: possible, likely (default), certain\n"
			    "  --model FILE           what functions of your own mean (YAML); may be repeated\n"
			    "  --kernel X.Y           version the code is for (default: that of the built tree, or\n"
			    "                         the newest)\n"
			    "  --fix                  mends in the sources what can be mended with certainty\n"
			    "  --export-fixes FILE    writes those fixes for clang-apply-replacements instead\n"
			    "  --output FORMAT[=FILE] text or json; may be repeated (default: text)\n"
			    "  --stats                what was looked at and which limits were hit, on standard error\n"
			    "\n"
			    "exit: 0 clean, 1 findings, 2 usage or nothing readable, 3 part not analysed\n";

static void take_finding(void *context, const struct il_unit *unit, const struct il_finding *finding)
{
	const struct il_place *place = &unit->places.at[finding->main.place];

	if (!il_suppressed(unit, place->file, place->line, finding->rule->name))
		json_array_append_new(context, il_report_encode(unit, finding));
}

static void set_number(json_t *object, const char *key, double value)
{
	json_object_set_new(object, key, json_real(value));
}

static double cpu_ms(void)
{
	struct timespec now = { 0 };

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* Puts the file's facts together.  Returns an object with the reason when there are none. */
static json_t *get_unit(const struct check *check, const struct il_entry *entry, struct il_unit **ret_unit,
			struct il_parse_times *ret_times)
{
	struct il_command command = {
		.directory = entry->directory,
		.file = entry->file,
		.arguments = entry->arguments,
		.argument_count = entry->argument_count,
		.root = check->root,
	};
	struct il_error error;
	enum il_parse_status status;
	char text[sizeof(error.text) + 8];

	*ret_unit = NULL;
	*ret_times = (struct il_parse_times) { 0 };
	if (entry->argument_count == 0) {
		*ret_unit = il_store_read(entry->file, il_llvm_version(), &error);
		if (*ret_unit)
			return NULL;
		snprintf(text, sizeof(text), "error: %s", error.text);
		return json_pack("{s:s, s:b}", "error", text, "unreadable", 1);
	}
	status = il_parse(&command, ret_unit, ret_times, &error);
	if (status == IL_PARSE_OK)
		return NULL;
	return json_pack("{s:s, s:b}", "error", error.text, "unreadable", status == IL_PARSE_UNREADABLE);
}

/* The tree that a file is built in says which kernel it is for, unless the user does. */
static uint32_t kernel_of_tree(const char *directory)
{
	char name[4096], text[64] = "";
	uint32_t version = 0;

	snprintf(name, sizeof(name), "%s/include/config/kernel.release", directory);
	FILE *stream = fopen(name, "r");
	if (!stream)
		return 0;
	if (fgets(text, sizeof(text), stream))
		il_kernel_from_text(text, &version);
	fclose(stream);
	return version;
}

static json_t *numbers_of(const struct il_stats *stats, const struct il_parse_times *times, const struct il_unit *unit)
{
	json_t *numbers = json_object();

	set_number(numbers, "parse_ms", times->parse_ms);
	set_number(numbers, "lower_ms", times->lower_ms);
	set_number(numbers, "functions", stats->functions);
	set_number(numbers, "events", stats->events);
	set_number(numbers, "requests", stats->requests);
	set_number(numbers, "flow_states", stats->flow_states);
	set_number(numbers, "limit_flow_states", stats->flow_limit_hits);
	set_number(numbers, "limit_wrapper_depth", stats->caller_limit_hits);
	set_number(numbers, "limit_lowering", unit->limit_hits);
	return numbers;
}

/* Runs in the worker's process. */
static json_t *check_file(void *context, const struct il_entry *entry)
{
	const struct check *check = context;
	struct il_parse_times times;
	struct il_unit *unit;
	json_t *value = get_unit(check, entry, &unit, &times);

	if (value)
		return value;
	double start = cpu_ms();
	json_t *findings = json_array();
	struct il_sink sink = { take_finding, findings };
	struct il_stats stats;
	if (!check->options->kernel)
		check->model->kernel = kernel_of_tree(entry->directory);
	il_check_unit(unit, check->model, &check->selection, &sink, &stats);
	json_t *numbers = numbers_of(&stats, &times, unit);
	set_number(numbers, "analyse_ms", cpu_ms() - start);
	value = json_object();
	json_object_set_new(value, "findings", findings);
	json_object_set_new(value, "stats", numbers);
	if (*stats.problem)
		json_object_set_new(value, "problem", json_string(stats.problem));
	il_unit_destroy(unit);
	return value;
}

static void show_progress(const struct check *check)
{
	if (isatty(STDERR_FILENO) && check->total > 1)
		fprintf(stderr, "\r[%zu/%zu]%s", check->done, check->total,
			check->done == check->total ? "\r\033[K" : "");
}

static void take_result(void *context, const struct il_job_result *result)
{
	struct check *check = context;
	const char *error = json_string_value(json_object_get(result->value, "error"));
	const char *key;
	json_t *number;

	check->done++;
	if (!result->value) {
		fprintf(stderr, "irqlint: %s: error: internal error: %s\n", result->entry->file, result->crash);
		check->failed++;
		check->crashed = true;
	} else if (error) {
		fprintf(stderr, "irqlint: %s\n", error);
		check->failed++;
		check->unreadable += json_is_true(json_object_get(result->value, "unreadable"));
	} else {
		const char *problem = json_string_value(json_object_get(result->value, "problem"));
		if (problem) {
			fprintf(stderr, "irqlint: %s: error: %s\n", result->entry->file, problem);
			check->failed++;
		}
		json_array_extend(check->findings, json_object_get(result->value, "findings"));
		json_object_foreach (json_object_get(result->value, "stats"), key, number)
			set_number(check->stats, key,
				   json_number_value(json_object_get(check->stats, key)) + json_real_value(number));
	}
	show_progress(check);
}

static bool write_outputs(const struct options *options, const json_t *findings)
{
	for (int i = 0; i < options->output_count; i++) {
		const struct output *output = &options->outputs[i];
		bool to_file = strcmp(output->file, "-") != 0;
		FILE *stream = to_file ? fopen(output->file, "w") : stdout;
		if (stream)
			output->write(findings, stream);
		if (!stream || fflush(stream) != 0 || (to_file && fclose(stream) != 0)) {
			il_usage_error("%s: cannot write: %s", output->file, strerror(errno));
			return false;
		}
	}
	return true;
}

static void write_stats(const struct check *check)
{
	const char *key;
	json_t *number;

	fprintf(stderr, "stats: files=%zu", check->done - check->failed);
	json_object_foreach (check->stats, key, number) {
		size_t length = strlen(key);
		bool time = length > 3 && strcmp(key + length - 3, "_ms") == 0;
		fprintf(stderr, time ? " %s=%.1f" : " %s=%.0f", key, json_real_value(number));
	}
	fprintf(stderr, "\n");
}

static int conclude(struct check *check, const struct il_input *input, bool finished)
{
	size_t failed = check->failed + input->missing;

	il_report_arrange(check->findings);
	bool written = write_outputs(check->options, check->findings);
	if (check->options->fixes)
		written = il_fixes_export(check->findings, check->options->fixes) && written;
	if (check->options->fix)
		written = il_fixes_apply(check->findings) && written;
	size_t found = json_array_size(check->findings);
	if (check->options->stats)
		write_stats(check);
	if (failed)
		fprintf(stderr, "irqlint: %zu of %zu files could not be analysed\n", failed,
			check->total + input->missing);
	if (!finished)
		return IL_EXIT_INTERRUPTED;
	if (!written || (failed == check->total + input->missing && failed == check->unreadable + input->missing))
		return IL_EXIT_USAGE;
	if (failed)
		return IL_EXIT_PARTIAL;
	return found ? IL_EXIT_FINDINGS : IL_EXIT_CLEAN;
}

/* Returns whether rules and model could be set up; says on standard error what is wrong. */
static bool prepare(struct check *check)
{
	const struct options *options = check->options;
	char problem[PROBLEM_MAX];

	check->model = il_model_create();
	check->selection.enabled = calloc(il_rule_count + 1, sizeof(bool));
	if (!check->selection.enabled)
		abort();
	if (!il_confidence_from_name(options->confidence, &check->selection.confidence)) {
		il_usage_error("unknown confidence '%s': one of possible, likely, certain", options->confidence);
		return false;
	}
	if (!il_select_rules(&check->selection, options->rules, options->preview, problem, sizeof(problem))) {
		il_usage_error("%s", problem);
		return false;
	}
	if (options->kernel && !il_kernel_from_text(options->kernel, &check->model->kernel)) {
		il_usage_error("--kernel takes a version such as 6.12, not '%s'", options->kernel);
		return false;
	}
	for (int i = 0; i < options->model_count; i++) {
		if (!il_model_load(check->model, options->models[i], problem, sizeof(problem))) {
			fprintf(stderr, "irqlint: %s\n", problem);
			return false;
		}
	}
	return true;
}

static int run(const struct options *options, struct il_input *input)
{
	struct check check = { .options = options, .total = input->chosen_count };
	int code = IL_EXIT_USAGE;

	if (prepare(&check)) {
		check.root = il_database_root(&input->database);
		check.findings = json_array();
		check.stats = json_object();
		struct il_pool pool = { check_file, take_result, &check, options->jobs };
		bool finished = il_pool_run(&pool, input->chosen, input->chosen_count);
		code = conclude(&check, input, finished);
		json_decref(check.findings);
		json_decref(check.stats);
	}
	il_model_destroy(check.model);
	free(check.selection.enabled);
	return code;
}

static bool add_output(struct options *options, const char *text)
{
	const char *equals = strchr(text, '=');
	size_t length = equals ? (size_t)(equals - text) : strlen(text);
	struct output *output = &options->outputs[options->output_count];

	if (options->output_count == OUTPUTS_MAX)
		return false;
	if (length == 4 && strncmp(text, "text", 4) == 0)
		output->write = il_report_text;
	else if (length == 4 && strncmp(text, "json", 4) == 0)
		output->write = il_report_json;
	else
		return false;
	output->file = equals ? equals + 1 : "-";
	options->output_count++;
	return *output->file != '\0';
}

enum {
	OPTION_RULES = 256,
	OPTION_PREVIEW,
	OPTION_CONFIDENCE,
	OPTION_OUTPUT,
	OPTION_STATS,
	OPTION_MODEL,
	OPTION_KERNEL,
	OPTION_FIX,
	OPTION_EXPORT_FIXES,
};

static const struct option long_options[] = {
	{ "rules", required_argument, NULL, OPTION_RULES },
	{ "preview", no_argument, NULL, OPTION_PREVIEW },
	{ "confidence", required_argument, NULL, OPTION_CONFIDENCE },
	{ "output", required_argument, NULL, OPTION_OUTPUT },
	{ "stats", no_argument, NULL, OPTION_STATS },
	{ "model", required_argument, NULL, OPTION_MODEL },
	{ "kernel", required_argument, NULL, OPTION_KERNEL },
	{ "fix", no_argument, NULL, OPTION_FIX },
	{ "export-fixes", required_argument, NULL, OPTION_EXPORT_FIXES },
	{ "help", no_argument, NULL, 'h' },
	{ 0 },
};

/* Returns -1 to go on, or the exit code. */
static int take_option(struct options *options, int option)
{
	switch (option) {
	case 'p': options->database = optarg; return -1;
	case 'j': return il_read_jobs(optarg, &options->jobs) ? -1 : IL_EXIT_USAGE;
	case OPTION_RULES: options->rules = optarg; return -1;
	case OPTION_PREVIEW: options->preview = true; return -1;
	case OPTION_CONFIDENCE: options->confidence = optarg; return -1;
	case OPTION_STATS: options->stats = true; return -1;
	case OPTION_KERNEL: options->kernel = optarg; return -1;
	case OPTION_FIX: options->fix = true; return -1;
	case OPTION_EXPORT_FIXES: options->fixes = optarg; return -1;
	case OPTION_MODEL:
		if (options->model_count == MODELS_MAX)
			return il_usage_error("more than %d models", MODELS_MAX);
		options->models[options->model_count++] = optarg;
		return -1;
	case OPTION_OUTPUT:
		if (!add_output(options, optarg))
			return il_usage_error("unknown output '%s': text or json, with =FILE or without", optarg);
		return -1;
	case 'h': fputs(usage, stdout); return IL_EXIT_CLEAN;
	default: fputs(usage, stderr); return IL_EXIT_USAGE;
	}
}

int il_command_check(int count, char **words)
{
	struct options options = { .rules = "default", .confidence = "likely", .jobs = il_default_jobs() };
	struct il_input input;
	int separator = 1, option, code;

	while (separator < count && strcmp(words[separator], "--") != 0)
		separator++;
	optind = 1;
	/* What stands behind `--` is the compiler's. */
	while ((option = getopt_long(separator, words, "p:j:h", long_options, NULL)) != -1) {
		code = take_option(&options, option);
		if (code >= 0)
			return code;
	}
	if (options.output_count == 0)
		add_output(&options, "text");
	bool has_flags = separator < count;
	code = il_input_init(&input, words + optind, separator - optind, has_flags ? words + separator + 1 : NULL,
			     has_flags ? count - separator - 1 : 0, options.database);
	if (code == IL_EXIT_CLEAN)
		code = run(&options, &input);
	il_input_fini(&input);
	return code;
}
