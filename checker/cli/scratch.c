// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cli/scratch.h"

#include "cli/command.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool il_scratch_init(struct il_scratch *scratch)
{
	const char *parent = getenv("TMPDIR");
	sigset_t held;

	sigemptyset(&held);
	sigaddset(&held, SIGINT);
	sigaddset(&held, SIGTERM);
	sigprocmask(SIG_BLOCK, &held, &scratch->before);
	if (asprintf(&scratch->directory, "%s/irqlint-XXXXXX", parent && *parent ? parent : "/tmp") < 0)
		abort();
	if (mkdtemp(scratch->directory))
		return true;
	il_usage_error("%s: cannot make a directory for facts: %s", scratch->directory, strerror(errno));
	free(scratch->directory);
	scratch->directory = NULL;
	sigprocmask(SIG_SETMASK, &scratch->before, NULL);
	return false;
}

void il_scratch_fini(struct il_scratch *scratch)
{
	DIR *directory = scratch->directory ? opendir(scratch->directory) : NULL;
	const struct dirent *entry;

	if (!scratch->directory)
		return;
	/* A worker that crashed may have left half a file. */
	while (directory && (entry = readdir(directory))) {
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			unlinkat(dirfd(directory), entry->d_name, 0);
	}
	if (directory)
		closedir(directory);
	if (rmdir(scratch->directory) != 0)
		fprintf(stderr, "irqlint: %s: cannot remove: %s\n", scratch->directory, strerror(errno));
	free(scratch->directory);
	scratch->directory = NULL;
	sigprocmask(SIG_SETMASK, &scratch->before, NULL);
}
