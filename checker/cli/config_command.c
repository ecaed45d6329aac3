// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* irqlint config: whether a configuration is right, and which one a file has. */
#include "cli/command.h"
#include "cli/manual.h"
#include "cli/setup.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int verify(const char *name)
{
	struct il_options options = { .config = name };
	struct il_setups setups;
	struct il_recall recall;

	il_recall_init(&recall, "", false);
	bool right = il_setups_init(&setups, &options, &recall, NULL, 0);

	if (right)
		printf("%s: %u suppression%s, %u model%s, no mistakes\n", name, setups.all.at[0]->config.excuses.count,
		       setups.all.at[0]->config.excuses.count == 1 ? "" : "s", setups.all.at[0]->config.models.count,
		       setups.all.at[0]->config.models.count == 1 ? "" : "s");
	il_setups_fini(&setups);
	il_recall_fini(&recall);
	return right ? IL_EXIT_CLEAN : IL_EXIT_USAGE;
}

static int show(const char *file)
{
	char real[PATH_MAX], name[PATH_MAX];

	if (!realpath(file, real))
		return il_usage_error("%s: no such file", file);
	if (!il_config_find(real, name, sizeof(name))) {
		printf("%s: no %s in its directory or above\n", file, IL_CONFIG_NAME);
		return IL_EXIT_CLEAN;
	}
	printf("%s: ", file);
	fflush(stdout);
	return verify(name);
}

int il_command_config(int count, char **words)
{
	if (count >= 2 && count <= 3 && strcmp(words[1], "verify") == 0)
		return verify(count == 3 ? words[2] : IL_CONFIG_NAME);
	if (count == 3 && strcmp(words[1], "show") == 0)
		return show(words[2]);
	return il_usage(il_manual_find("config"), count, words);
}
