// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cli/options.h"

#include "cli/command.h"
#include "cli/manual.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { NAMES_MAX = 256 };

/* Returns -1, or the exit code after saying what is wrong with @text. */
static int add_output(struct il_options *options, const char *text)
{
	const char *equals = strchr(text, '=');
	const struct il_format *format = il_format_find(text, equals ? (size_t)(equals - text) : strlen(text));
	char names[NAMES_MAX];

	if (options->output_count == IL_OUTPUTS_MAX)
		return il_usage_error("more than %d outputs", IL_OUTPUTS_MAX);
	if (!format || (equals && !equals[1])) {
		il_format_names(names, sizeof(names));
		return il_usage_error("unknown output '%s': %s, with =FILE or without", text, names);
	}
	options->outputs[options->output_count++] = (struct il_output) { format, equals ? equals + 1 : "-" };
	return -1;
}

static int add_model(struct il_options *options, const char *file)
{
	if (options->model_count == IL_MODELS_MAX)
		return il_usage_error("more than %d models", IL_MODELS_MAX);
	options->models[options->model_count++] = file;
	return -1;
}

/* Returns -1 to go on, or the exit code. */
static int take_option(void *context, int id, const char *value)
{
	struct il_options *options = context;

	switch ((enum il_check_option)id) {
	case IL_OPTION_DATABASE: options->database = value; break;
	case IL_OPTION_JOBS: return il_read_jobs(value, &options->jobs) ? -1 : IL_EXIT_USAGE;
	case IL_OPTION_RULES: options->rules = value; break;
	case IL_OPTION_PREVIEW: options->preview = true; break;
	case IL_OPTION_CONFIDENCE: options->confidence = value; break;
	case IL_OPTION_MODEL: return add_model(options, value);
	case IL_OPTION_KERNEL: options->kernel = value; break;
	case IL_OPTION_FIX: options->fix = true; break;
	case IL_OPTION_EXPORT_FIXES: options->fixes = value; break;
	case IL_OPTION_OUTPUT: return add_output(options, value);
	case IL_OPTION_NEW_FROM: options->new_from = value; break;
	case IL_OPTION_PATCH: options->patch = value; break;
	case IL_OPTION_BASELINE: options->baseline = value; break;
	case IL_OPTION_CONFIG: options->config = value; break;
	case IL_OPTION_NO_CONFIG: options->no_config = true; break;
	case IL_OPTION_NO_CACHE: options->no_cache = true; break;
	case IL_OPTION_NO_PCH: options->no_pch = true; break;
	case IL_OPTION_NO_FILTER: options->no_filter = true; break;
	case IL_OPTION_ROOT: options->root = value; break;
	case IL_OPTION_STATS: options->stats = true; break;
	case IL_OPTION_WERROR: options->werror = true; break;
	}
	return -1;
}

int il_options_read(struct il_options *ret_options, const char *command, int count, char **words)
{
	struct il_options options = { .jobs = il_default_jobs() };
	int separator = 1, first, code;

	/* What stands behind `--` is the compiler's. */
	while (separator < count && strcmp(words[separator], "--") != 0)
		separator++;
	code = il_option_parse(il_manual_find(command), separator, words, take_option, &options, &first);
	if (code >= 0)
		return code;
	if (options.output_count == 0)
		add_output(&options, "text");
	options.files = words + first;
	options.file_count = separator - first;
	options.flags = separator < count ? words + separator + 1 : NULL;
	options.flag_count = separator < count ? count - separator - 1 : 0;
	*ret_options = options;
	return -1;
}

/* Returns whether @outcome could be written to @output; says on standard error why not. */
static bool write_output(const struct il_output *output, FILE *standard, const struct il_outcome *outcome)
{
	bool to_file = strcmp(output->file, "-") != 0;
	FILE *stream = to_file ? fopen(output->file, "w") : standard;

	if (stream)
		output->format->write(outcome, stream);
	bool failed = !stream || fflush(stream) != 0 || ferror(stream);
	int reason = errno;
	if (stream && to_file && fclose(stream) != 0 && !failed) {
		failed = true;
		reason = errno;
	}
	if (failed)
		il_usage_error("%s: cannot write: %s", to_file ? output->file : "standard output", strerror(reason));
	return !failed;
}

/* Returns the findings of @list that are news; owned by the caller. */
static json_t *news_of(const json_t *list)
{
	json_t *news = json_array(), *finding;
	size_t i;

	json_array_foreach (list, i, finding) {
		const char *state = il_finding_text(finding, "baseline");
		if (strcmp(state, "unchanged") != 0 && strcmp(state, "absent") != 0)
			json_array_append(news, finding);
	}
	return news;
}

bool il_outputs_write(const struct il_options *options, const struct il_outcome *outcome)
{
	json_t *news = news_of(outcome->findings);
	struct il_outcome of_news = *outcome;
	bool written = true;

	of_news.findings = news;
	for (int i = 0; i < options->output_count; i++) {
		const struct il_output *output = &options->outputs[i];
		written = write_output(output, options->to_error ? stderr : stdout,
				       output->format->tells_news ? outcome : &of_news) &&
			  written;
	}
	json_decref(news);
	return written;
}
