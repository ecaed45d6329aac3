// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* irqlint facts: what the checker sees of a file. */
#include "clang/parse.h"
#include "cli/ahead.h"
#include "cli/command.h"
#include "cli/job.h"
#include "cli/manual.h"
#include "cli/scratch.h"
#include "facts/dump.h"
#include "facts/store.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static int show_stored(const char *file)
{
	struct il_error error;
	struct il_unit *unit = il_store_read(file, il_llvm_version(), &error);

	if (!unit) {
		fprintf(stderr, "irqlint: error: %s\n", error.text);
		return IL_EXIT_USAGE;
	}
	il_dump(unit, stdout);
	il_unit_destroy(unit);
	return IL_EXIT_CLEAN;
}

/* Returns what il_parse() returned; the facts are NULL and @ret_error tells when it failed. */
static enum il_parse_status parse(const struct il_entry *entry, const char *root, const char *headers,
				  struct il_unit **ret_unit, struct il_error *ret_error)
{
	struct il_command command = {
		.directory = entry->directory,
		.file = entry->file,
		.arguments = entry->arguments,
		.argument_count = entry->argument_count,
		.root = root,
		.headers = headers,
	};
	struct il_parse_times times;

	return il_parse(&command, ret_unit, NULL, &times, ret_error);
}

static int show_or_store(struct il_input *input, bool dump, const char *output)
{
	struct il_error error;
	struct il_unit *unit;
	enum il_parse_status status = parse(input->chosen[0], il_database_root(&input->database), NULL, &unit, &error);
	int code = IL_EXIT_CLEAN;

	if (status != IL_PARSE_OK) {
		fprintf(stderr, "irqlint: %s\n", error.text);
		return status == IL_PARSE_UNREADABLE ? IL_EXIT_USAGE : IL_EXIT_PARTIAL;
	}
	if (output && !il_store_write(unit, output, il_llvm_version(), &error)) {
		fprintf(stderr, "irqlint: error: %s\n", error.text);
		code = IL_EXIT_USAGE;
	}
	if (dump)
		il_dump(unit, stdout);
	il_unit_destroy(unit);
	return code;
}

struct storing {
	const char *directory;
	struct il_recall recall; /* only of headers compiled ahead */
	struct il_ahead ahead;
	size_t failed;
};

/* Runs in the worker's process.  Returns an object, with what went wrong if anything did. */
static json_t *store_file(void *context, const struct il_entry *entry)
{
	const struct storing *storing = context;
	struct il_error error;
	struct il_unit *unit;
	char name[4096];

	if (parse(entry, storing->recall.root, il_ahead_of(&storing->ahead, entry), &unit, &error) != IL_PARSE_OK)
		return json_pack("{s:s}", "problem", error.text);
	/* One file may be built in several ways, and files of several directories have one name. */
	const char *base = strrchr(entry->file, '/');
	uint64_t identity = il_hash(entry->file, strlen(entry->file));
	for (size_t i = 0; i < entry->argument_count; i++)
		identity = identity * 31 + il_hash(entry->arguments[i], strlen(entry->arguments[i]));
	snprintf(name, sizeof(name), "%s/%s.%016" PRIx64 ".facts", storing->directory, base ? base + 1 : entry->file,
		 identity);
	bool written = il_store_write(unit, name, il_llvm_version(), &error);
	il_unit_destroy(unit);
	return written ? json_object() : json_pack("{s:s+}", "problem", "error: ", error.text);
}

static void take_stored(void *context, const struct il_job_result *result)
{
	struct storing *storing = context;
	const char *problem =
		result->value ? json_string_value(json_object_get(result->value, "problem")) : result->crash;

	if (!problem)
		return;
	if (!result->value)
		fprintf(stderr, "irqlint: %s: error: internal error: %s\n", result->entry->file, problem);
	else
		fprintf(stderr, "irqlint: %s\n", problem);
	storing->failed++;
}

static bool run_all(struct storing *storing, const struct il_input *input, unsigned jobs, bool no_pch)
{
	struct il_pool pool = { .work = store_file, .done = take_stored, .context = storing, .jobs = jobs };
	struct il_scratch scratch = { 0 };
	bool finished = true;

	if (!no_pch && input->chosen_count >= IL_AHEAD_FILES_MIN && il_scratch_init(&scratch))
		finished = il_ahead_init(&storing->ahead, &input->database, input->chosen, input->chosen_count,
					 &storing->recall, scratch.directory, jobs);
	finished = finished && il_pool_run(&pool, input->chosen, input->chosen_count);
	il_scratch_fini(&scratch);
	il_ahead_fini(&storing->ahead);
	return finished;
}

static int store_all(struct il_input *input, const char *directory, unsigned jobs, bool no_pch)
{
	struct storing storing = { .directory = directory };

	il_recall_init(&storing.recall, il_database_root(&input->database), !no_pch);
	bool finished = run_all(&storing, input, jobs, no_pch);
	il_recall_fini(&storing.recall);
	if (!finished)
		return IL_EXIT_INTERRUPTED;
	if (storing.failed + input->missing)
		fprintf(stderr, "irqlint: the facts of %zu of %zu files could not be stored\n",
			storing.failed + input->missing, input->chosen_count + input->missing);
	return storing.failed + input->missing ? IL_EXIT_PARTIAL : IL_EXIT_CLEAN;
}

static bool is_directory(const char *name)
{
	struct stat status;

	return name && stat(name, &status) == 0 && S_ISDIR(status.st_mode);
}

struct facts_options {
	const char *database, *output;
	unsigned jobs;
	bool dump, no_pch;
};

static int take_option(void *context, int id, const char *value)
{
	struct facts_options *options = context;

	switch ((enum il_facts_option)id) {
	case IL_FACTS_DUMP: options->dump = true; break;
	case IL_FACTS_OUTPUT: options->output = value; break;
	case IL_FACTS_NO_PCH: options->no_pch = true; break;
	case IL_FACTS_DATABASE: options->database = value; break;
	case IL_FACTS_JOBS: return il_read_jobs(value, &options->jobs) ? -1 : IL_EXIT_USAGE;
	}
	return -1;
}

int il_command_facts(int count, char **words)
{
	const struct il_verb *verb = il_manual_find("facts");
	struct facts_options options = { .jobs = il_default_jobs() };
	struct il_input input;
	int separator = 1, first, code;

	while (separator < count && strcmp(words[separator], "--") != 0)
		separator++;
	code = il_option_parse(verb, separator, words, take_option, &options, &first);
	if (code >= 0)
		return code;
	bool many = is_directory(options.output), has_flags = separator < count;
	if (!many && separator - first != 1)
		return il_usage(verb, count, words);
	if (!many && il_store_is_facts(words[first]))
		return show_stored(words[first]);
	code = il_input_init(&input, words + first, separator - first, has_flags ? words + separator + 1 : NULL,
			     has_flags ? count - separator - 1 : 0, options.database);
	if (code == IL_EXIT_CLEAN && many)
		code = store_all(&input, options.output, options.jobs, options.no_pch);
	else if (code == IL_EXIT_CLEAN)
		code = input.chosen_count ? show_or_store(&input, options.dump || !options.output, options.output)
					  : IL_EXIT_USAGE;
	il_input_fini(&input);
	return code;
}
