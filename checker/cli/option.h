// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Options and commands as data: what is parsed, what the help shows, what manual pages and shells
 * know of them, is the same.
 */
#ifndef IL_CLI_OPTION_H
#define IL_CLI_OPTION_H

#include <stdbool.h>
#include <stdio.h>

/* What a shell offers for the argument. */
enum il_takes {
	IL_TAKES_TEXT, /* nothing */
	IL_TAKES_FILE,
	IL_TAKES_DIRECTORY,
	IL_TAKES_LEVEL,	 /* of confidence */
	IL_TAKES_FORMAT, /* of output */
	IL_TAKES_RULES,
};

struct il_option {
	int id;		      /* for whoever takes it */
	char letter;	      /* 0: none */
	const char *name;     /* NULL: only the letter */
	const char *argument; /* as the help calls it; NULL: none */
	enum il_takes kind;
	const char *help; /* what it is for; the help breaks the lines */
};

/* INVARIANT(ended): options, if there are any, end with one that has neither letter nor name. */
struct il_verb {
	const char *name;
	const char *summary;		 /* a line in the list of commands */
	const char *synopsis;		 /* lines of what may follow the name */
	const char *text;		 /* a paragraph */
	const struct il_option *options; /* or NULL */
	const char *exit;		 /* what the exit codes mean; NULL: 0, and 2 for usage */
	int (*run)(int count, char **words);
	enum il_takes operand; /* what a shell offers besides options */
	const char *words;     /* or these, with blanks between; NULL: that */
};

/*
 * Hands the options among @words to @take, which returns -1 to go on or an exit code; --help is
 * answered here.  Words that are no options are moved to the end, as getopt does.
 * Context: process; says on standard error what is wrong.
 * Returns: -1 and the first word that is no option in @ret_first, or the exit code.
 */
int il_option_parse(const struct il_verb *verb, int count, char **words,
		    int (*take)(void *context, int id, const char *value), void *context, int *ret_first);

/* Returns how many of the @count words @words[0] is with its argument, if it is a long option of @verb; else 0. */
int il_option_length(const struct il_verb *verb, char *const *words, int count);

/*
 * For @words that @verb does not understand: answers --help, else says on standard error how it is used.
 * Returns the exit code.
 */
int il_usage(const struct il_verb *verb, int count, char **words);

/* Returns whether @option ends the options of its command. */
bool il_option_is_last(const struct il_option *option);

/* Returns what the exit codes of @verb mean. */
const char *il_verb_exit(const struct il_verb *verb);

/* Writes the help of @verb. */
void il_verb_help(const struct il_verb *verb, FILE *stream);

#endif
