// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * What the user of the editor asks for: initializationOptions, and the section `irqlint` of the editor's
 * configuration.  Keys: rules, preview, confidence, kernel, models, config, database, build, cache, hints,
 * lenses, workspace, jobs.  It goes before what an irqlint.yaml says, as a command line does.
 */
#ifndef IL_LSP_SETTINGS_H
#define IL_LSP_SETTINGS_H

#include "cli/options.h"
#include "facts/arena.h"

#include <jansson.h>

struct il_settings {
	struct il_options options; /* texts are in the arena */
	const char *build;	   /* directory that a kernel is built in, or NULL */
	bool hints, lenses;	   /* are shown when the client can */
	bool workspace;		   /* files that are not open are looked at as well */
	struct il_arena arena;
};

/*
 * Reads @values, an object or NULL; each that is not there has its default.  Names of files start from @root.
 * Returns: false, and the sentence in @ret_problem, when one is malformed; it has its default then.
 */
bool il_settings_read(struct il_settings *ret_settings, const json_t *values, const char *root, char *ret_problem,
		      size_t size);
void il_settings_fini(struct il_settings *settings);

#endif
