// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Which files of a module are worth parsing for the sake of another one: told from the text
 * alone, as parsing is what is to be saved.
 */
#ifndef IL_CLI_SIBLING_H
#define IL_CLI_SIBLING_H

#include "facts/arena.h"
#include "model/model.h"

#include <stdbool.h>

/* What a file has to do with those in question; 0: nothing. */
enum il_relevance {
	IL_RELEVANT_NEIGHBOUR = 1, /* calls them or is called by them, and one side knows of interrupts */
	IL_RELEVANT_LINES = 2,	   /* requests, frees or controls lines, or handles them */
	IL_RELEVANT_MAX = 3,
};

struct il_hashes {
	IL_ARRAY(uint64_t) words; /* of names; sorted when they are asked */
};

/* What the files in question say.  A zeroed one is empty. */
struct il_look {
	struct il_hashes apis;	    /* functions of the model that lines are given to */
	struct il_hashes mentioned; /* every word */
	struct il_hashes defined;   /* functions that other files can call */
	bool handles;		    /* knows of interrupts */
};

/* Takes the names of @model; once for each look. */
void il_look_init(struct il_look *look, const struct il_model *model);

/* Takes in one of the files in question; one that cannot be read says nothing. */
void il_look_add(struct il_look *look, const char *file);

/* Call after the last il_look_add() and before il_look_at(). */
void il_look_sort(struct il_look *look);

/*
 * Returns what @file has to do with the files that were added: flags of enum il_relevance.
 * One that is not there has nothing; one that cannot be read has, so that somebody says so.
 */
unsigned il_look_at(const struct il_look *look, const char *file);

void il_look_fini(struct il_look *look);

#endif
