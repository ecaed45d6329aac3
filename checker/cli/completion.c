// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* irqlint completion: what shells need to know, out of the tables of commands, formats and rules. */
#include "cli/command.h"
#include "cli/manual.h"
#include "cli/output/output.h"
#include "rules/rule.h"

#include <stdio.h>
#include <string.h>

enum { WORDS_MAX = 4096 };

static void add(char *words, const char *word)
{
	size_t used = strlen(words);

	snprintf(words + used, WORDS_MAX - used, "%s%s", used ? " " : "", word);
}

/* Puts what may stand for a word of @kind in @ret_words, with blanks between; "" when that is not known. */
static void words_of(enum il_takes kind, char *ret_words)
{
	const char *name;

	ret_words[0] = '\0';
	for (int level = IL_CONFIDENCE_POSSIBLE; kind == IL_TAKES_LEVEL && level <= IL_CONFIDENCE_CERTAIN; level++)
		add(ret_words, il_confidence_name((enum il_confidence)level));
	for (size_t i = 0; kind == IL_TAKES_FORMAT && (name = il_format_name(i)); i++)
		add(ret_words, name);
	for (size_t i = 0; kind == IL_TAKES_RULES && i < il_rule_count; i++)
		add(ret_words, il_rules[i].name);
}

/* The same for what @verb takes besides options. */
static void operands_of(const struct il_verb *verb, char *ret_words)
{
	words_of(verb->operand, ret_words);
	if (verb->words)
		add(ret_words, verb->words);
}

static bool is_path(enum il_takes kind)
{
	return kind == IL_TAKES_FILE || kind == IL_TAKES_DIRECTORY;
}

static const char *bash_paths(enum il_takes kind)
{
	return kind == IL_TAKES_DIRECTORY ? "-d" : is_path(kind) ? "-f" : "";
}

/* What the word before asks for is answered at once; else options and operands are left for the end. */
static void write_bash_verb(const struct il_verb *verb)
{
	char words[WORDS_MAX];

	printf("\t%s)\n\t\tcase $previous in\n", verb->name);
	for (const struct il_option *option = verb->options; option && !il_option_is_last(option); option++) {
		words_of(option->kind, words);
		if (option->argument && option->name && (*words || is_path(option->kind)))
			printf("\t\t--%s) COMPREPLY=($(compgen %s -W \"%s\" -- \"$current\")); return ;;\n",
			       option->name, bash_paths(option->kind), words);
	}
	fputs("\t\tesac\n\t\toptions=\"--help", stdout);
	for (const struct il_option *option = verb->options; option && !il_option_is_last(option); option++) {
		if (option->name)
			printf(" --%s", option->name);
	}
	operands_of(verb, words);
	printf("\"\n\t\toperands=\"%s\" paths=\"%s\"\n\t\t;;\n", words, bash_paths(verb->operand));
}

static void write_bash(void)
{
	const struct il_verb *verb;

	fputs("_irqlint() {\n\tlocal current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}\n"
	      "\tlocal options= operands= paths=\n"
	      "\tif [ \"$COMP_CWORD\" -eq 1 ]; then\n\t\tCOMPREPLY=($(compgen -W \"",
	      stdout);
	for (size_t i = 0; (verb = il_manual_at(i)); i++)
		printf("%s ", verb->name);
	puts("--help --version\" -- \"$current\"))\n\t\treturn\n\tfi\n\tcase ${COMP_WORDS[1]} in");
	for (size_t i = 0; (verb = il_manual_at(i)); i++)
		write_bash_verb(verb);
	puts("\tesac\n"
	     "\tcase $current in\n\t-*) COMPREPLY=($(compgen -W \"$options\" -- \"$current\")) ;;\n"
	     "\t*) COMPREPLY=($(compgen $paths -W \"$operands\" -- \"$current\")) ;;\n\tesac\n}\n"
	     "complete -o filenames -F _irqlint irqlint");
}

/* Writes @text within single quotes as shells take it. */
static void write_quoted(const char *text, const char *also)
{
	for (; *text; text++) {
		if (*text == '\'')
			fputs("'\\''", stdout);
		else if (strchr(also, *text))
			printf("\\%c", *text);
		else
			putchar(*text);
	}
}

static void write_zsh_option(const struct il_option *option)
{
	char words[WORDS_MAX];

	words_of(option->kind, words);
	if (option->name)
		printf("\t\t\t'*--%s%s[", option->name, option->argument ? "=" : "");
	else
		printf("\t\t\t'*-%c[", option->letter);
	write_quoted(option->help, "[]:\\");
	putchar(']');
	if (option->argument) {
		fputs(": :", stdout);
		if (*words)
			printf("(%s)", words);
		else if (is_path(option->kind))
			fputs(option->kind == IL_TAKES_DIRECTORY ? "_files -/" : "_files", stdout);
	}
	puts("' \\");
}

static void write_zsh(void)
{
	const struct il_verb *verb;
	char words[WORDS_MAX];

	puts("#compdef irqlint\n_irqlint() {\n\tlocal -a commands\n\tcommands=(");
	for (size_t i = 0; (verb = il_manual_at(i)); i++) {
		printf("\t\t'%s:", verb->name);
		write_quoted(verb->summary, ":\\");
		puts("'");
	}
	puts("\t)\n\tif (( CURRENT == 2 )); then\n\t\t_describe command commands\n\t\treturn\n\tfi\n"
	     "\tlocal command=$words[2]\n\tshift words\n\t(( CURRENT-- ))\n\tcase $command in");
	for (size_t i = 0; (verb = il_manual_at(i)); i++) {
		printf("\t%s)\n\t\t_arguments \\\n", verb->name);
		for (const struct il_option *option = verb->options; option && !il_option_is_last(option); option++)
			write_zsh_option(option);
		operands_of(verb, words);
		if (*words)
			printf("\t\t\t'1: :(%s)' \\\n", words);
		printf("\t\t\t'*: :%s'\n\t\t;;\n", is_path(verb->operand) ? "_files" : "");
	}
	puts("\tesac\n}\ncompdef _irqlint irqlint");
}

static void write_fish_option(const struct il_verb *verb, const struct il_option *option)
{
	char words[WORDS_MAX];

	words_of(option->kind, words);
	printf("complete -c irqlint -n '__fish_seen_subcommand_from %s'", verb->name);
	if (option->letter)
		printf(" -s %c", option->letter);
	if (option->name)
		printf(" -l %s", option->name);
	if (option->argument)
		fputs(is_path(option->kind) ? " -r" : " -x", stdout);
	if (*words)
		printf(" -a '%s'", words);
	fputs(" -d '", stdout);
	write_quoted(option->help, "\\");
	puts("'");
}

static void write_fish(void)
{
	const struct il_verb *verb;
	char words[WORDS_MAX];

	for (size_t i = 0; (verb = il_manual_at(i)); i++) {
		printf("complete -c irqlint -n __fish_use_subcommand -f -a %s -d '", verb->name);
		write_quoted(verb->summary, "\\");
		puts("'");
		for (const struct il_option *option = verb->options; option && !il_option_is_last(option); option++)
			write_fish_option(verb, option);
		operands_of(verb, words);
		if (*words)
			printf("complete -c irqlint -n '__fish_seen_subcommand_from %s'%s -a '%s'\n", verb->name,
			       is_path(verb->operand) ? "" : " -f", words);
	}
}

int il_command_completion(int count, char **words)
{
	if (count == 2 && strcmp(words[1], "bash") == 0)
		write_bash();
	else if (count == 2 && strcmp(words[1], "zsh") == 0)
		write_zsh();
	else if (count == 2 && strcmp(words[1], "fish") == 0)
		write_fish();
	else
		return il_usage(il_manual_find("completion"), count, words);
	return IL_EXIT_CLEAN;
}
