// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Which modules cannot have to do with interrupts, told from the text of their files and of the
 * headers beside them.  Whoever requests a line names a function of the model or has a handler, and
 * a wrapper from elsewhere still takes a handler; whoever is silent on all of that is not parsed.
 */
#ifndef IL_CLI_FILTER_H
#define IL_CLI_FILTER_H

#include "cli/module.h"
#include "cli/sibling.h"

#include <jansson.h>

/* A file; headers that are searched for and those beside the sources are different ones. */
struct il_filter_file {
	const char *name;
	IL_ARRAY(uint32_t) includes; /* files */
	uint32_t visited;	     /* number of the visit */
	bool own;		     /* lies with the sources: every word counts */
	bool read, matters;	     /* @matters and @includes hold when it is read */
};

struct il_filter {
	struct il_hashes words; /* that matter */
	IL_ARRAY(struct il_filter_file) files;
	json_t *by_name; /* index in files */
	uint32_t visits;
	struct il_arena arena;
};

void il_filter_init(struct il_filter *filter, const struct il_model *model);
void il_filter_fini(struct il_filter *filter);

/* Returns whether a file of @module may matter; one that cannot be read does, so that somebody says so. */
bool il_filter_matters(struct il_filter *filter, const struct il_module *module);

#endif
