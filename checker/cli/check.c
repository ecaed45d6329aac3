// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* irqlint check: the rules over files, module by module and in parallel. */
#include "cli/check.h"

#include "cli/ahead.h"
#include "cli/analyse.h"
#include "cli/command.h"
#include "cli/filter.h"
#include "cli/fixes.h"
#include "cli/job.h"
#include "cli/manual.h"
#include "cli/module.h"
#include "cli/novelty.h"
#include "cli/options.h"
#include "cli/report.h"
#include "cli/scratch.h"
#include "cli/setup.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PROBLEM_MAX = 512 };

struct check {
	const struct il_options *options;
	struct il_setups setups;
	struct il_modules modules;
	struct il_recall recall;
	struct il_ahead ahead;
	struct il_scratch scratch; /* facts of files whose module has several, headers compiled ahead */
	struct il_pool pool;
	json_t *findings; /* of all files */
	json_t *problems; /* sentences, as they were said */
	json_t *covered;  /* files that were analysed, as keys */
	json_t *stats;	  /* sums by name */
	struct il_novelty novelty;
	char directory[PATH_MAX], root[PATH_MAX];
	size_t done, total;	 /* jobs */
	size_t analysed, failed; /* files */
	size_t asked_failed, unreadable;
	bool alone; /* files with flags from the command line */
};

static void set_number(json_t *object, const char *key, double value)
{
	json_object_set_new(object, key, json_real(value));
}

/* Returns the file whose configuration is that of the module: the first that was asked for. */
static const char *module_file(const struct il_module *module)
{
	for (uint32_t i = 0; i < module->count; i++) {
		if (module->members[i].asked)
			return module->members[i].entry->file;
	}
	return module->members[0].entry->file;
}

static struct il_analysis analysis_of(struct check *check, const struct il_module *module)
{
	struct il_analysis analysis = il_setup_of(&check->setups, module_file(module))->analysis;

	analysis.recall = &check->recall;
	analysis.ahead = &check->ahead;
	return analysis;
}

/* Runs in the worker's process. */
static json_t *work(void *context, const struct il_entry *entry)
{
	struct check *check = context;
	struct il_module *module = il_module_of(&check->modules, entry);
	const struct il_analysis analysis = analysis_of(check, module);

	if (module->count == 1)
		return il_analyse_file(&analysis, module);
	if (module->waiting == 0)
		return il_analyse_module(&analysis, module);
	return il_analyse_store(&analysis, il_member_of(module, entry));
}

static void show_progress(const struct check *check)
{
	if (check->options->progress)
		check->options->progress(check->options->progress_context, check->done, check->total);
	else if (isatty(STDERR_FILENO) && check->total > 1)
		fprintf(stderr, "\r[%zu/%zu]%s", check->done, check->total,
			check->done == check->total ? "\r\033[K" : "");
}

static void add_stats(struct check *check, const json_t *value)
{
	const char *key;
	json_t *number;

	json_object_foreach (json_object_get(value, "stats"), key, number)
		set_number(check->stats, key,
			   json_number_value(json_object_get(check->stats, key)) + json_real_value(number));
}

static void count_failure(struct check *check, bool asked, bool unreadable)
{
	check->failed++;
	check->asked_failed += asked;
	check->unreadable += asked && unreadable;
}

/* Says what could not be analysed, at once to the reader and in the end in the formats. */
__attribute__((format(printf, 2, 3))) static void tell(struct check *check, const char *format, ...)
{
	char text[PATH_MAX + PROBLEM_MAX];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	fprintf(stderr, "irqlint: %s\n", text);
	json_array_append_new(check->problems, json_string(text));
}

static void tell_crash(struct check *check, const struct il_member *member, const char *crash)
{
	tell(check, "%s: error: internal error: %s", member->entry->file, crash);
	count_failure(check, member->asked, false);
}

/* Returns how many files of @result could not be read or parsed; each is named. */
static size_t tell_errors(struct check *check, const struct il_job_result *result, bool asked)
{
	const json_t *errors = json_object_get(result->value, "errors");
	size_t i;
	json_t *error;

	json_array_foreach (errors, i, error) {
		json_object_del(check->covered, result->entry->file);
		tell(check, "%s", json_string_value(json_object_get(error, "text")));
		count_failure(check, asked && json_is_true(json_object_get(error, "asked")),
			      json_is_true(json_object_get(error, "unreadable")));
	}
	return json_array_size(errors);
}

/* With flags from the command line other files of the module, which might need it, are not looked at. */
static void tell_unused(const struct check *check, const json_t *value)
{
	json_t *unused;
	size_t i;

	json_array_foreach (json_object_get(value, "unused"), i, unused) {
		if (!check->alone)
			fprintf(stderr, "irqlint: %s:%d: NOLINT(%s) is of no use any more\n",
				il_outcome_below(il_finding_text(unused, "file"), check->directory),
				(int)il_finding_number(unused, "line"), il_finding_text(unused, "rules"));
	}
}

/* Takes what rules said of @count files. */
static void take_findings(struct check *check, const struct il_job_result *result, size_t count)
{
	const char *problem = json_string_value(json_object_get(result->value, "problem"));

	if (problem) {
		tell(check, "%s: error: %s", result->entry->file, problem);
		count_failure(check, true, false);
	}
	check->analysed += count - (problem && count);
	json_array_extend(check->findings, json_object_get(result->value, "findings"));
	add_stats(check, result->value);
	tell_unused(check, result->value);
}

static void keep_facts(struct check *check, struct il_member *member, uint64_t key)
{
	char name[IL_CACHE_NAME_MAX];

	il_recall_facts_name(&check->recall, key, name);
	il_modules_keep(&check->modules, member, name, key);
}

/* The facts of a file are stored, or are not; after the last one of a module it is linked. */
static void take_stored(struct check *check, struct il_module *module, const struct il_job_result *result)
{
	struct il_member *member = il_member_of(module, result->entry);
	const char *key = json_string_value(json_object_get(result->value, "key"));
	bool any_asked = false;

	if (!result->value)
		tell_crash(check, member, result->crash);
	else if (key)
		keep_facts(check, member, strtoull(key, NULL, 16));
	else
		member->stored = tell_errors(check, result, member->asked) == 0;
	add_stats(check, result->value);
	module->waiting -= !member->kept;
	for (uint32_t i = 0; i < module->count; i++)
		any_asked = any_asked || (module->members[i].asked && module->members[i].stored);
	if (module->waiting || !any_asked)
		return;
	check->total++;
	il_pool_add(&check->pool, module->members[0].entry);
}

static void take_checked(struct check *check, struct il_module *module, const struct il_job_result *result)
{
	size_t count = 0;

	for (uint32_t i = 0; i < module->count; i++) {
		const struct il_member *member = &module->members[i];
		bool there = module->count == 1 || member->stored;
		count += there;
		if (!result->value && there)
			tell_crash(check, member, result->crash);
		/* What is linked is not needed any more; a user's own facts stay. */
		if (member->facts && !member->kept && member->entry->argument_count)
			unlink(member->facts);
		if (result->value && there)
			json_object_set_new(check->covered, member->entry->file, json_true());
	}
	if (result->value)
		take_findings(check, result, count - tell_errors(check, result, true));
}

static void take_result(void *context, const struct il_job_result *result)
{
	struct check *check = context;
	struct il_module *module = il_module_of(&check->modules, result->entry);

	const char *problem = json_string_value(json_object_get(result->value, "cache"));

	check->done++;
	il_contents_decode(&check->recall.contents, json_object_get(result->value, "contents"));
	if (problem)
		il_cache_fail(&check->recall.cache, problem);
	if (module->waiting)
		take_stored(check, module, result);
	else
		take_checked(check, module, result);
	show_progress(check);
}

/* Returns whether all outputs could be written. */
static bool write_outcome(const struct check *check, bool finished)
{
	struct il_outcome outcome = {
		.findings = check->findings,
		.problems = check->problems,
		.enabled = check->setups.enabled,
		.root = check->root,
		.directory = check->directory,
		.sources = il_sources_create(),
		.finished = finished,
	};
	bool written = il_outputs_write(check->options, &outcome);

	il_sources_destroy(outcome.sources);
	return written;
}

/* Leaves the findings that are news.  Returns whether a baseline that was asked for was written. */
static bool keep_news(struct check *check, bool complete)
{
	const struct il_coverage coverage = {
		.findings = check->findings,
		.files = complete ? NULL : check->covered,
		.root = check->root,
	};

	return il_novelty_apply(&check->novelty, check->findings, &coverage);
}

static void write_stats(const struct check *check)
{
	const char *key;
	json_t *number;

	fprintf(stderr, "stats: files=%zu", check->analysed);
	json_object_foreach (check->stats, key, number) {
		size_t length = strlen(key);
		bool time = length > 3 && strcmp(key + length - 3, "_ms") == 0;
		fprintf(stderr, time ? " %s=%.1f" : " %s=%.0f", key, json_real_value(number));
	}
	fprintf(stderr, "\n");
}

static int conclude(struct check *check, const struct il_input *input, bool finished)
{
	size_t failed = check->failed + input->missing, asked = check->modules.asked + input->missing;
	bool none_asked = asked > 0 && check->asked_failed + input->missing == asked;

	il_report_arrange(check->findings);
	bool everything = finished && !failed && check->options->file_count == 0 && !check->novelty.changes;
	il_setups_excuse(&check->setups, check->findings);
	if (everything)
		il_setups_tell_unused(&check->setups);
	bool written = keep_news(check, everything);
	written = write_outcome(check, finished) && written;
	if (check->options->fixes)
		written = il_fixes_export(check->findings, check->options->fixes) && written;
	if (check->options->fix)
		written = il_fixes_apply(check->findings) && written;
	size_t found = json_array_size(check->findings);
	if (check->options->stats)
		write_stats(check);
	if (failed)
		fprintf(stderr, "irqlint: %zu of %zu files could not be analysed\n", failed,
			check->modules.files + input->missing);
	if (!finished)
		return IL_EXIT_INTERRUPTED;
	if (!written || (none_asked && check->unreadable + input->missing == asked))
		return IL_EXIT_USAGE;
	if (failed)
		return IL_EXIT_PARTIAL;
	return found ? IL_EXIT_FINDINGS : IL_EXIT_CLEAN;
}

/* In a run over everything, modules that cannot have to do with interrupts are done by looking at their text. */
static void filter_modules(struct check *check)
{
	struct il_filter filter;
	size_t skipped = 0;

	il_filter_init(&filter, check->setups.model);
	for (uint32_t i = 0; i < check->modules.at.count; i++) {
		struct il_module *module = &check->modules.at.at[i];
		if (module->members[0].entry->argument_count == 0 || il_filter_matters(&filter, module))
			continue;
		module->known = true;
		skipped += module->count;
		for (uint32_t k = 0; k < module->count; k++)
			json_object_set_new(check->covered, module->members[k].entry->file, json_true());
	}
	il_filter_fini(&filter);
	check->analysed += skipped;
	set_number(check->stats, "skipped", (double)skipped);
}

/* Takes what is known of modules from earlier runs, and of their files otherwise. */
static void recall_modules(struct check *check)
{
	double facts = 0, results = 0;

	for (uint32_t i = 0; i < check->modules.at.count; i++) {
		struct il_module *module = &check->modules.at.at[i];
		for (uint32_t k = 0; k < module->count; k++) {
			struct il_member *member = &module->members[k];
			uint64_t key =
				member->entry->argument_count ? il_recall_facts(&check->recall, member->entry) : 0;
			if (key)
				keep_facts(check, member, key);
			facts += key != 0;
		}
		if (module->known)
			continue;
		const struct il_analysis analysis = analysis_of(check, module);
		uint64_t key = il_analyse_key(&analysis, module);
		json_t *value = key && !analysis.facts ? il_recall_result(&check->recall, key) : NULL;
		if (!value)
			continue;
		const struct il_job_result result = { .entry = module->members[0].entry, .value = value };
		take_checked(check, module, &result);
		module->known = true;
		results++;
		json_decref(value);
	}
	set_number(check->stats, "facts_recalled", facts);
	set_number(check->stats, "modules_recalled", results);
}

/* Returns the exit code. */
static int check_modules(struct check *check, const struct il_input *input)
{
	size_t count, unparsed;

	if (check->options->file_count == 0 && !check->options->no_filter)
		filter_modules(check);
	recall_modules(check);
	if (check->options->known_only)
		return conclude(check, input, true);
	const struct il_entry **sources = il_modules_unparsed(&check->modules, &unparsed);
	bool scratch = il_modules_need_scratch(&check->modules) || unparsed >= IL_AHEAD_FILES_MIN;
	if (scratch && !il_scratch_init(&check->scratch)) {
		free(sources);
		return IL_EXIT_USAGE;
	}
	bool finished =
		check->options->no_pch || il_ahead_init(&check->ahead, &input->database, sources, unparsed,
							&check->recall, check->scratch.directory, check->options->jobs);
	free(sources);
	const struct il_entry **entries = il_modules_start(&check->modules, check->scratch.directory, &count);
	check->total = count;
	finished = finished && il_pool_run(&check->pool, entries, count);
	free(entries);
	il_scratch_fini(&check->scratch);
	set_number(check->stats, "headers_built", (double)check->ahead.built);
	set_number(check->stats, "headers_reused", (double)check->ahead.reused);
	set_number(check->stats, "limit_siblings", (double)check->modules.limit_hits);
	return conclude(check, input, finished);
}

/* Finds out where the run takes place and what is known of it.  Returns whether it can go on. */
static bool locate(struct check *check)
{
	const char *given = check->options->root;

	if (!getcwd(check->directory, sizeof(check->directory)))
		check->directory[0] = '\0';
	if (given && !realpath(given, check->root)) {
		il_usage_error("%s: no such directory", given);
		return false;
	}
	if (!given)
		il_outcome_root(check->directory, check->root, sizeof(check->root));
	return il_novelty_init(&check->novelty, check->options, check->root);
}

static bool set_up(struct check *check, struct il_input *input)
{
	il_novelty_choose(&check->novelty, input);
	il_recall_init(&check->recall, il_database_root(&input->database), !check->options->no_cache);
	return il_setups_init(&check->setups, check->options, &check->recall, input->chosen, input->chosen_count);
}

static int run(const struct il_options *options, struct il_input *input)
{
	struct check *check = calloc(1, sizeof(*check));
	int code = IL_EXIT_USAGE;

	if (!check)
		abort();
	check->options = options;
	if (locate(check) && set_up(check, input)) {
		check->alone = input->from_flags;
		check->findings = json_array();
		check->problems = json_array();
		check->covered = json_object();
		check->stats = json_object();
		check->pool =
			(struct il_pool) { .work = work, .done = take_result, .context = check, .jobs = options->jobs };
		il_modules_init(&check->modules, input, check->setups.model);
		code = check_modules(check, input);
	}
	json_decref(check->findings);
	json_decref(check->problems);
	json_decref(check->covered);
	json_decref(check->stats);
	il_ahead_fini(&check->ahead);
	il_recall_fini(&check->recall);
	il_novelty_fini(&check->novelty);
	il_modules_fini(&check->modules);
	il_setups_fini(&check->setups);
	free(check);
	return code;
}

int il_check(const struct il_options *options)
{
	struct il_input input;
	int code = il_input_init(&input, options->files, options->file_count, options->flags, options->flag_count,
				 options->database);

	if (code == IL_EXIT_CLEAN)
		code = run(options, &input);
	il_input_fini(&input);
	return code;
}

int il_command_check(int count, char **words)
{
	struct il_options options;
	int code = il_options_read(&options, "check", count, words);

	return code >= 0 ? code : il_check(&options);
}

int il_command_baseline(int count, char **words)
{
	static const char *const verbs[] = {
		[IL_BASELINE_CREATE] = "create", [IL_BASELINE_UPDATE] = "update", [IL_BASELINE_PRUNE] = "prune"
	};
	struct il_options options;

	for (int i = IL_BASELINE_CREATE; count > 1 && i <= IL_BASELINE_PRUNE; i++) {
		if (strcmp(words[1], verbs[i]) != 0)
			continue;
		int code = il_options_read(&options, "baseline", count - 1, words + 1);
		if (code >= 0)
			return code;
		options.action = (enum il_baseline_action)i;
		if (!options.baseline)
			options.baseline = "irqlint.baseline";
		return il_check(&options);
	}
	return il_usage(il_manual_find("baseline"), count, words);
}
