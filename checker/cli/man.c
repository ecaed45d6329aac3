// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* irqlint man: manual pages out of the tables of commands and the pages of rules. */
#include "cli/command.h"
#include "cli/manual.h"
#include "rules/rule.h"

#include <stdio.h>
#include <string.h>

/* Writes @text for roff: what it takes for its own is said so, and no line begins with a control. */
static void write_text(const char *text)
{
	bool starts = true;

	for (; *text; text++) {
		/* Code in the rules' pages. */
		if (*text == '`')
			continue;
		if (starts && (*text == '.' || *text == '\''))
			fputs("\\&", stdout);
		if (*text == '\\')
			fputs("\\e", stdout);
		else if (*text == '-')
			fputs("\\-", stdout);
		else
			putchar(*text);
		starts = *text == '\n';
	}
	putchar('\n');
}

static void write_head(const char *name, int section)
{
	printf(".TH %s %d \"\" \"irqlint %s\"\n", name, section, IL_VERSION);
}

static void write_options(const struct il_verb *verb)
{
	if (verb->options)
		puts(".SH OPTIONS");
	for (const struct il_option *option = verb->options; option && !il_option_is_last(option); option++) {
		puts(".TP");
		fputs(".B ", stdout);
		if (option->letter)
			printf("\\-%c%s", option->letter, option->name ? ", " : "");
		if (option->name) {
			fputs("\\-\\-", stdout);
			for (const char *at = option->name; *at; at++)
				printf(*at == '-' ? "\\-" : "%c", *at);
		}
		printf("%s%s\n", option->argument ? " " : "", option->argument ? option->argument : "");
		write_text(option->help);
	}
}

static void write_verb(const struct il_verb *verb)
{
	char name[64];

	snprintf(name, sizeof(name), "irqlint-%s", verb->name);
	write_head(name, 1);
	printf(".SH NAME\nirqlint\\-%s \\- ", verb->name);
	write_text(verb->summary);
	puts(".SH SYNOPSIS\n.nf");
	for (const char *line = verb->synopsis; *line;) {
		int length = (int)strcspn(line, "\n");
		printf("irqlint %s %.*s\n", verb->name, length, line);
		line += length + (line[length] == '\n');
	}
	puts(".fi\n.SH DESCRIPTION");
	write_text(verb->text);
	write_options(verb);
	puts(".SH EXIT STATUS");
	write_text(il_verb_exit(verb));
	puts(".SH SEE ALSO\n.BR irqlint (1),\n.BR irqlint\\-rules (7)");
}

static void write_program(void)
{
	const struct il_verb *verb;

	write_head("irqlint", 1);
	puts(".SH NAME\nirqlint \\- find bugs in the interrupt code of kernel\\-style C\n"
	     ".SH SYNOPSIS\n.B irqlint\n.I COMMAND\n[options]\n.SH COMMANDS");
	for (size_t i = 0; (verb = il_manual_at(i)); i++) {
		printf(".TP\n.BR irqlint\\-%s (1)\n", verb->name);
		write_text(verb->summary);
	}
	puts(".SH ENVIRONMENT\n.TP\n.B NO_COLOR\nwhen it is set, text is not coloured on a terminal\n"
	     ".SH FILES\n.TP\n.B irqlint.yaml\nconfiguration of the files in its directory and below; see\n"
	     ".BR irqlint\\-config (1)\n.SH SEE ALSO\n.BR irqlint\\-rules (7)");
}

static void write_rules(void)
{
	write_head("irqlint-rules", 7);
	puts(".SH NAME\nirqlint\\-rules \\- what irqlint reports\n.SH RULES");
	for (size_t i = 0; i < il_rule_count; i++) {
		const struct il_rule *rule = &il_rules[i];
		if (!il_rule_runs(rule))
			continue;
		printf(".SS ");
		write_text(rule->name);
		write_text(rule->what);
		puts(".PP");
		write_text(rule->why);
		puts(".PP\nHow to silence it:");
		write_text(rule->silence);
		puts(".PP\nWhat it does not see:");
		write_text(rule->blind);
	}
	puts(".SH SEE ALSO\n.BR irqlint (1),\n.BR irqlint\\-explain (1)");
}

int il_command_man(int count, char **words)
{
	const struct il_verb *verb = count == 2 ? il_manual_find(words[1]) : NULL;

	if (count == 1)
		write_program();
	else if (count == 2 && strcmp(words[1], "irqlint-rules") == 0)
		write_rules();
	else if (verb)
		write_verb(verb);
	else
		return il_usage(il_manual_find("man"), count, words);
	return IL_EXIT_CLEAN;
}
