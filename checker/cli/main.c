// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "clang/parse.h"
#include "cli/command.h"

#include <stdio.h>
#include <string.h>

static const char usage[] = "usage: irqlint COMMAND [options]\n"
			    "\n"
			    "  check     check C files that register interrupt handlers\n"
			    "  baseline  write down what is known, so that only the rest is reported\n"
			    "  compare   tell what is new and what is gone between two runs\n"
			    "  config    verify a configuration, or show which one a file has\n"
			    "  kbuild    the CHECK command of a kernel build\n"
			    "  link      check what a kernel build has left, module by module\n"
			    "  rules     list the rules\n"
			    "  explain   show the page of a rule\n"
			    "  facts     show what the checker sees of a file\n"
			    "  witness   run a driver with its interrupts at every possible moment\n"
			    "\n"
			    "'irqlint COMMAND --help' tells more; 'irqlint --version' the version.\n";

int main(int count, char **words)
{
	static const struct {
		const char *name;
		int (*run)(int count, char **words);
	} commands[] = {
		{ "baseline", il_command_baseline }, { "check", il_command_check },
		{ "compare", il_command_compare },   { "config", il_command_config },
		{ "explain", il_command_explain },   { "facts", il_command_facts },
		{ "kbuild", il_command_kbuild },     { "link", il_command_link },
		{ "rules", il_command_rules },	     { "witness", il_command_witness },
	};

	if (count < 2) {
		fputs(usage, stderr);
		return IL_EXIT_USAGE;
	}
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		if (strcmp(words[1], commands[i].name) == 0)
			return commands[i].run(count - 1, words + 1);
	}
	if (strcmp(words[1], "--version") == 0) {
		printf("irqlint %s (LLVM %s)\n", IL_VERSION, il_llvm_version());
		return IL_EXIT_CLEAN;
	}
	if (strcmp(words[1], "--help") == 0 || strcmp(words[1], "help") == 0) {
		fputs(usage, stdout);
		return IL_EXIT_CLEAN;
	}
	return il_usage_error("unknown command '%s'; 'irqlint --help' lists them", words[1]);
}
