// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * irqlint kbuild: what Kbuild runs on each source with C=1 or C=2 and CHECK="irqlint kbuild [options]".
 * It calls the checker with sparse's flags, the compiler's, and the source as the last word; a checker
 * that fails takes the object with it, so this one does not unless it is asked to.
 */
#include "cli/check.h"
#include "cli/command.h"
#include "cli/manual.h"
#include "cli/options.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Returns how many words from @words on are those of $CHECKFLAGS, which are sparse's. */
static int count_check_flags(int count, char **words)
{
	const char *flags = getenv("CHECKFLAGS");
	int found = 0;

	while (flags && *flags && found < count) {
		flags += strspn(flags, " \t\n");
		size_t length = strcspn(flags, " \t\n");
		/* make gives them to a shell, which takes quotes away; from there on they are looked at one by one. */
		if (!length || strlen(words[found]) != length || strncmp(words[found], flags, length) != 0)
			break;
		flags += length;
		found++;
	}
	return found;
}

/* Clang takes some of sparse's flags for mistakes. */
static bool is_sparse_flag(const char *word)
{
	static const char *const flags[] = { "-Wbitwise", "-Wno-return-void", "-Wno-unknown-attribute",
					     "-mlittle-endian", "-mbig-endian" };

	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
		if (strcmp(word, flags[i]) == 0)
			return true;
	}
	return strncmp(word, "--arch=", strlen("--arch=")) == 0;
}

/* Takes sparse's flags out of the @count words in place.  Returns how many are left. */
static int drop_check_flags(int count, char **words)
{
	int kept = 0;

	for (int i = count_check_flags(count, words); i < count; i++) {
		if (!is_sparse_flag(words[i]))
			words[kept++] = words[i];
	}
	return kept;
}

/*
 * Returns where the facts of the source go, owned by the caller, or NULL: beside the object, whose
 * name the flag for its dependencies has, under a name that 'make clean' takes away.
 */
static char *facts_name(int count, char *const *flags)
{
	static const char flag[] = "-Wp,-MMD,", end[] = ".o.d";
	char *name;

	for (int i = 0; i < count; i++) {
		size_t length = strlen(flags[i]);
		if (strncmp(flags[i], flag, strlen(flag)) != 0 || length < strlen(flag) + strlen(end) ||
		    strcmp(flags[i] + length - strlen(end), end) != 0)
			continue;
		const char *path = flags[i] + strlen(flag), *slash = strrchr(path, '/');
		const char *base = slash ? slash + 1 : path;
		int directory = (int)(base - path), rest = (int)(strlen(base) - strlen(end));
		base += *base == '.';
		rest -= base[-1] == '.' && base > path;
		if (asprintf(&name, "%.*s.tmp_%.*s" IL_KBUILD_FACTS, directory, path, rest, base) < 0)
			abort();
		return name;
	}
	return NULL;
}

int il_command_kbuild(int count, char **words)
{
	const struct il_verb *verb = il_manual_find("kbuild");
	struct il_options options;
	int own = 1, length;

	/* Options of ours end where sparse's or the compiler's begin. */
	while (own < count && (length = il_option_length(verb, words + own, count - own)) > 0)
		own += length;
	int code = il_options_read(&options, "kbuild", own, words);
	if (code >= 0)
		return code;
	if (own >= count)
		return il_usage(verb, count, words);
	options.files = &words[count - 1];
	options.file_count = 1;
	options.flags = words + own;
	options.flag_count = drop_check_flags(count - 1 - own, words + own);
	options.facts = facts_name(options.flag_count, options.flags);
	options.to_error = true;
	code = il_check(&options);
	free((char *)options.facts);
	return options.werror || code == IL_EXIT_INTERRUPTED ? code : IL_EXIT_CLEAN;
}
