// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "clang/parse.h"
#include "cli/command.h"
#include "cli/manual.h"

#include <stdio.h>
#include <string.h>

static void write_usage(FILE *stream)
{
	const struct il_verb *verb;

	fputs("usage: irqlint COMMAND [options]\n\n", stream);
	for (size_t i = 0; (verb = il_manual_at(i)); i++)
		fprintf(stream, "  %-11s %s\n", verb->name, verb->summary);
	fputs("\n'irqlint COMMAND --help' tells more; 'irqlint --version' the version.\n", stream);
}

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
/*
 * LLVM's headers poison the slabs of its allocators, and functions of its library, which is built without
 * the sanitizer, hand out what is in them.
 */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "allow_user_poisoning=0";
}
#endif
#endif

int main(int count, char **words)
{
	if (count < 2) {
		write_usage(stderr);
		return IL_EXIT_USAGE;
	}
	const struct il_verb *verb = il_manual_find(words[1]);
	if (verb)
		return verb->run(count - 1, words + 1);
	if (strcmp(words[1], "--version") == 0) {
		printf("irqlint %s (LLVM %s)\n", IL_VERSION, il_llvm_version());
		return IL_EXIT_CLEAN;
	}
	if (strcmp(words[1], "--help") == 0 || strcmp(words[1], "help") == 0) {
		write_usage(stdout);
		return IL_EXIT_CLEAN;
	}
	return il_usage_error("unknown command '%s'; 'irqlint --help' lists them", words[1]);
}
