// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cli/option.h"

#include "cli/command.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

enum { OPTIONS_MAX = 40, LETTERS_MAX = 3 * OPTIONS_MAX, ID_HELP = 1000, INDENT = 26, COLUMNS = 96, EXIT_INDENT = 6 };

/* What getopt wants to know. */
struct table {
	struct option names[OPTIONS_MAX + 2];
	char letters[LETTERS_MAX];
};

bool il_option_is_last(const struct il_option *option)
{
	return !option->letter && !option->name;
}

static void fill(struct table *table, const struct il_option *options)
{
	size_t names = 0, letters = 0;

	/* SAFETY(ended): the loop ends within the array of the command. */
	for (const struct il_option *option = options; option && !il_option_is_last(option) && names < OPTIONS_MAX;
	     option++) {
		if (option->name)
			table->names[names++] =
				(struct option) { option->name, option->argument ? required_argument : no_argument,
						  NULL, option->id };
		if (option->letter) {
			table->letters[letters++] = option->letter;
			if (option->argument)
				table->letters[letters++] = ':';
		}
	}
	table->names[names] = (struct option) { "help", no_argument, NULL, ID_HELP };
	table->letters[letters] = 'h';
}

/* Returns the id of what getopt found: letters come as themselves. */
static int id_of(const struct il_option *options, int found)
{
	for (const struct il_option *option = options; option && !il_option_is_last(option); option++) {
		if (option->letter && option->letter == found)
			return option->id;
	}
	return found == 'h' ? ID_HELP : found;
}

int il_option_parse(const struct il_verb *verb, int count, char **words,
		    int (*take)(void *context, int id, const char *value), void *context, int *ret_first)
{
	struct table *table = calloc(1, sizeof(*table));
	char *program = words[0], named[64];
	int found, code = -1;

	if (!table)
		abort();
	fill(table, verb->options);
	/* getopt begins its complaints with the first word. */
	snprintf(named, sizeof(named), "irqlint %s", verb->name);
	words[0] = named;
	optind = 1;
	while (code < 0 && (found = getopt_long(count, words, table->letters, table->names, NULL)) != -1) {
		int id = id_of(verb->options, found);
		if (found == '?') {
			fprintf(stderr, "'irqlint %s --help' lists the options\n", verb->name);
			code = IL_EXIT_USAGE;
		} else if (id == ID_HELP) {
			il_verb_help(verb, stdout);
			code = IL_EXIT_CLEAN;
		} else {
			code = take(context, id, optarg);
		}
	}
	words[0] = program;
	*ret_first = optind;
	free(table);
	return code;
}

int il_option_length(const struct il_verb *verb, char *const *words, int count)
{
	const char *word = words[0], *equals = strchr(word, '=');
	size_t length = equals ? (size_t)(equals - word) : strlen(word);

	if (strcmp(word, "--help") == 0)
		return 1;
	if (strncmp(word, "--", 2) != 0)
		return 0;
	for (const struct il_option *option = verb->options; option && !il_option_is_last(option); option++) {
		if (!option->name || strlen(option->name) != length - 2 ||
		    strncmp(option->name, word + 2, length - 2) != 0)
			continue;
		return option->argument && !equals && count > 1 ? 2 : 1;
	}
	return 0;
}

/* Writes the @length bytes of @text, broken at blanks; lines but the first begin at column @indent. */
static void write_wrapped(const char *text, size_t length, int indent, FILE *stream)
{
	const char *end = text + length;
	int column = indent;

	while (text < end) {
		int word = (int)strcspn(text, " \n");
		if (column > indent && column + 1 + word > COLUMNS) {
			fprintf(stream, "\n%*s", indent, "");
			column = indent;
		} else if (column > indent) {
			fputc(' ', stream);
			column++;
		}
		fprintf(stream, "%.*s", word, text);
		column += word;
		text += word;
		text += strspn(text, " \n");
	}
	fputc('\n', stream);
}

static void write_option(const struct il_option *option, FILE *stream)
{
	char text[64] = "";
	size_t used = 0;

	if (option->letter)
		used += (size_t)snprintf(text, sizeof(text), "-%c", option->letter);
	if (option->name)
		used += (size_t)snprintf(text + used, sizeof(text) - used, "%s--%s", used ? ", " : "", option->name);
	if (option->argument)
		snprintf(text + used, sizeof(text) - used, " %s", option->argument);
	fprintf(stream, "  %-*s", INDENT - 2, text);
	if (strlen(text) + 2 >= INDENT)
		fprintf(stream, "\n%*s", INDENT, "");
	write_wrapped(option->help, strlen(option->help), INDENT, stream);
}

const char *il_verb_exit(const struct il_verb *verb)
{
	return verb->exit ? verb->exit : "0, or 2 for wrong usage";
}

void il_verb_help(const struct il_verb *verb, FILE *stream)
{
	const char *line = verb->synopsis;

	for (const char *before = "usage:"; *line; before = "      ") {
		int length = (int)strcspn(line, "\n");
		fprintf(stream, "%s irqlint %s%s%.*s\n", before, verb->name, length ? " " : "", length, line);
		line += length + (line[length] == '\n');
	}
	if (!*verb->synopsis)
		fprintf(stream, "usage: irqlint %s\n", verb->name);
	fputc('\n', stream);
	write_wrapped(verb->text, strlen(verb->text), 0, stream);
	if (verb->options)
		fputc('\n', stream);
	for (const struct il_option *option = verb->options; option && !il_option_is_last(option); option++)
		write_option(option, stream);
	fputs("\nexit: ", stream);
	write_wrapped(il_verb_exit(verb), strlen(il_verb_exit(verb)), EXIT_INDENT, stream);
}

int il_usage(const struct il_verb *verb, int count, char **words)
{
	bool asked = count == 2 && (strcmp(words[1], "--help") == 0 || strcmp(words[1], "-h") == 0);

	il_verb_help(verb, asked ? stdout : stderr);
	return asked ? IL_EXIT_CLEAN : IL_EXIT_USAGE;
}
