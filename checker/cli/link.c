// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* irqlint link: checks the facts that builds have left below a directory, module by module. */
#include "cli/check.h"
#include "cli/command.h"
#include "cli/manual.h"
#include "facts/arena.h"

#include <errno.h>
#include <fts.h>
#include <stdlib.h>
#include <string.h>

struct facts {
	IL_ARRAY(char *) names; /* each is owned */
};

static bool is_facts(const FTSENT *entry)
{
	size_t end = strlen(IL_KBUILD_FACTS);

	return entry->fts_info == FTS_F && entry->fts_namelen > end &&
	       strcmp(entry->fts_name + entry->fts_namelen - end, IL_KBUILD_FACTS) == 0;
}

/* Returns false after saying on standard error which directory cannot be read. */
static bool find(struct facts *facts, char *directory)
{
	char *roots[] = { directory, NULL };
	FTS *tree = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	FTSENT *entry;
	bool good = tree != NULL;

	while (good && (entry = fts_read(tree))) {
		if (entry->fts_info == FTS_DNR || entry->fts_info == FTS_ERR || entry->fts_info == FTS_NS) {
			il_usage_error("%s: cannot be read: %s", entry->fts_path, strerror(entry->fts_errno));
			good = false;
		} else if (is_facts(entry)) {
			uint32_t at = il_array_add(&facts->names, 1);
			facts->names.at[at] = strdup(entry->fts_path);
			if (!facts->names.at[at])
				abort();
		}
	}
	if (tree)
		fts_close(tree);
	return good;
}

int il_command_link(int count, char **words)
{
	struct il_options options;
	struct facts facts = { { 0 } };
	char here[] = ".";
	int code = il_options_read(&options, "link", count, words);

	if (code >= 0)
		return code;
	if (options.file_count > 1 || options.flags)
		return il_usage(il_manual_find("link"), count, words);
	char *directory = options.file_count ? options.files[0] : here;
	code = IL_EXIT_USAGE;
	if (find(&facts, directory)) {
		options.files = facts.names.at;
		options.file_count = (int)facts.names.count;
		code = facts.names.count ? il_check(&options)
					 : il_usage_error("%s: no facts below it; build with make C=1 "
							  "CHECK=\"irqlint kbuild\" first",
							  directory);
	}
	for (uint32_t i = 0; i < facts.names.count; i++)
		free(facts.names.at[i]);
	il_array_fini(&facts.names);
	return code;
}
