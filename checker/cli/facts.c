// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* irqlint facts: what the checker sees of a file. */
#include "clang/parse.h"
#include "cli/command.h"
#include "facts/dump.h"
#include "facts/store.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

static const char usage[] = "usage: irqlint facts [--dump] [-o FACTS] [-p DIR] FILE [-- FLAGS...]\n"
			    "       irqlint facts --dump FACTS\n"
			    "\n"
			    "Shows (--dump, the default) or stores (-o) the facts of a C file; shows stored facts.\n";

static bool is_stored(const char *file)
{
	char magic[8] = { 0 };
	FILE *stream = fopen(file, "rb");

	if (!stream)
		return false;
	size_t got = fread(magic, 1, sizeof(magic), stream);
	fclose(stream);
	const char *dot = strrchr(file, '.');
	/* A file of that name is meant as facts, whatever became of its contents. */
	return (got >= 7 && memcmp(magic, "ILFACTS", 7) == 0) || (dot && strcmp(dot, ".facts") == 0);
}

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

static int show_or_store(struct il_input *input, bool dump, const char *output)
{
	const struct il_entry *entry = input->chosen[0];
	struct il_command command = {
		.directory = entry->directory,
		.file = entry->file,
		.arguments = entry->arguments,
		.argument_count = entry->argument_count,
		.root = il_database_root(&input->database),
	};
	struct il_parse_times times;
	struct il_error error;
	struct il_unit *unit;
	enum il_parse_status status = il_parse(&command, &unit, &times, &error);
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

int il_command_facts(int count, char **words)
{
	static const struct option long_options[] = {
		{ "dump", no_argument, NULL, 'd' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	const char *database = NULL, *output = NULL;
	bool dump = false;
	struct il_input input;
	int separator = 1, option;

	while (separator < count && strcmp(words[separator], "--") != 0)
		separator++;
	optind = 1;
	while ((option = getopt_long(separator, words, "o:p:h", long_options, NULL)) != -1) {
		switch (option) {
		case 'd': dump = true; break;
		case 'o': output = optarg; break;
		case 'p': database = optarg; break;
		case 'h': fputs(usage, stdout); return IL_EXIT_CLEAN;
		default: fputs(usage, stderr); return IL_EXIT_USAGE;
		}
	}
	if (separator - optind != 1) {
		fputs(usage, stderr);
		return IL_EXIT_USAGE;
	}
	if (is_stored(words[optind]))
		return show_stored(words[optind]);
	bool has_flags = separator < count;
	int code = il_input_init(&input, words + optind, 1, has_flags ? words + separator + 1 : NULL,
				 has_flags ? count - separator - 1 : 0, database);
	if (code == IL_EXIT_CLEAN)
		code = input.chosen_count ? show_or_store(&input, dump || !output, output) : IL_EXIT_USAGE;
	il_input_fini(&input);
	return code;
}
