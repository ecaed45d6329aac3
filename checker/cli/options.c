// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cli/options.h"

#include "cli/command.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>

enum { NAMES_MAX = 256 };

static const char usage[] =
	"usage: irqlint check [options] FILE... -- FLAGS...\n"
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
	"  --output FORMAT[=FILE] may be repeated (default: text); formats for people: text, html;\n"
	"                         for scripts: json; for CI: sarif, gitlab, github, checkstyle,\n"
	"                         junit, rdjson, smatch\n"
	"  --new-from REV         only what has to do with lines that changed since the branch left REV\n"
	"  --patch FILE           only what has to do with lines of a unified diff that is applied\n"
	"  --baseline FILE        only what is not in FILE; 'irqlint baseline create' writes it\n"
	"  --config FILE          instead of the nearest irqlint.yaml of each file; --no-config: none\n"
	"  --root DIR             what names of files in formats for CI are relative to (default:\n"
	"                         the git repository around the working directory)\n"
	"  --stats                what was looked at and which limits were hit, on standard error\n"
	"\n"
	"exit: 0 clean, 1 findings, 2 usage or nothing readable, 3 part not analysed\n";

enum {
	OPTION_RULES = 256,
	OPTION_PREVIEW,
	OPTION_CONFIDENCE,
	OPTION_OUTPUT,
	OPTION_ROOT,
	OPTION_NEW_FROM,
	OPTION_PATCH,
	OPTION_BASELINE,
	OPTION_CONFIG,
	OPTION_NO_CONFIG,
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
	{ "root", required_argument, NULL, OPTION_ROOT },
	{ "new-from", required_argument, NULL, OPTION_NEW_FROM },
	{ "patch", required_argument, NULL, OPTION_PATCH },
	{ "baseline", required_argument, NULL, OPTION_BASELINE },
	{ "config", required_argument, NULL, OPTION_CONFIG },
	{ "no-config", no_argument, NULL, OPTION_NO_CONFIG },
	{ "stats", no_argument, NULL, OPTION_STATS },
	{ "model", required_argument, NULL, OPTION_MODEL },
	{ "kernel", required_argument, NULL, OPTION_KERNEL },
	{ "fix", no_argument, NULL, OPTION_FIX },
	{ "export-fixes", required_argument, NULL, OPTION_EXPORT_FIXES },
	{ "help", no_argument, NULL, 'h' },
	{ 0 },
};

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

/* Returns -1 to go on, or the exit code. */
static int take_option(struct il_options *options, int option)
{
	switch (option) {
	case 'p': options->database = optarg; return -1;
	case 'j': return il_read_jobs(optarg, &options->jobs) ? -1 : IL_EXIT_USAGE;
	case OPTION_RULES: options->rules = optarg; return -1;
	case OPTION_PREVIEW: options->preview = true; return -1;
	case OPTION_CONFIDENCE: options->confidence = optarg; return -1;
	case OPTION_ROOT: options->root = optarg; return -1;
	case OPTION_NEW_FROM: options->new_from = optarg; return -1;
	case OPTION_PATCH: options->patch = optarg; return -1;
	case OPTION_BASELINE: options->baseline = optarg; return -1;
	case OPTION_CONFIG: options->config = optarg; return -1;
	case OPTION_NO_CONFIG: options->no_config = true; return -1;
	case OPTION_STATS: options->stats = true; return -1;
	case OPTION_KERNEL: options->kernel = optarg; return -1;
	case OPTION_FIX: options->fix = true; return -1;
	case OPTION_EXPORT_FIXES: options->fixes = optarg; return -1;
	case OPTION_MODEL:
		if (options->model_count == IL_MODELS_MAX)
			return il_usage_error("more than %d models", IL_MODELS_MAX);
		options->models[options->model_count++] = optarg;
		return -1;
	case OPTION_OUTPUT: return add_output(options, optarg);
	case 'h': fputs(usage, stdout); return IL_EXIT_CLEAN;
	default: fputs(usage, stderr); return IL_EXIT_USAGE;
	}
}

int il_options_read(struct il_options *ret_options, int count, char **words)
{
	struct il_options options = { .jobs = il_default_jobs() };
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
	options.files = words + optind;
	options.file_count = separator - optind;
	options.flags = separator < count ? words + separator + 1 : NULL;
	options.flag_count = separator < count ? count - separator - 1 : 0;
	*ret_options = options;
	return -1;
}

int il_option_length(char *const *words, int count)
{
	const char *word = words[0], *equals = strchr(word, '=');
	size_t length = equals ? (size_t)(equals - word) : strlen(word);

	if (strncmp(word, "--", 2) != 0)
		return 0;
	for (const struct option *option = long_options; option->name; option++) {
		if (strlen(option->name) != length - 2 || strncmp(option->name, word + 2, length - 2) != 0)
			continue;
		return option->has_arg == required_argument && !equals && count > 1 ? 2 : 1;
	}
	return 0;
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
		il_usage_error("%s: cannot write: %s", output->file, strerror(reason));
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
