// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * What a run has to say, and the formats it is said in.  A format reads an outcome and writes to a
 * stream; it knows nothing of the run.
 */
#ifndef IL_CLI_OUTPUT_OUTPUT_H
#define IL_CLI_OUTPUT_OUTPUT_H

#include "cli/output/source.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

/* Everything is borrowed from the run. */
struct il_outcome {
	const json_t *findings; /* array of il_report_encode()'s objects, arranged */
	const json_t *problems; /* array of sentences: what could not be analysed, and why */
	const bool *enabled;	/* by rule: whether it was run */
	const char *root;	/* what other tools take names of files to be relative to */
	const char *directory;	/* the working directory, which a reader's names are relative to */
	struct il_sources *sources;
	bool finished; /* nothing interrupted the run */
};

/*
 * A finding whose key "baseline" is "unchanged" or "absent" is no news: it was known before, or it is
 * gone.  Formats that cannot tell do not get it.
 */
struct il_format {
	const char *name;
	bool tells_news;
	void (*write)(const struct il_outcome *outcome, FILE *stream);
};

/* Returns the format whose name is the first @length bytes of @name, or NULL. */
const struct il_format *il_format_find(const char *name, size_t length);

/* Returns the name of format number @index, or NULL behind the last. */
const char *il_format_name(size_t index);

/* Puts the names of all formats, as in "text, json or sarif", in @ret_names. */
void il_format_names(char *ret_names, size_t size);

/*
 * Fills @ret_root with the directory that CI systems name files from: the nearest one at or above
 * @directory that holds a git repository, else @directory.
 */
void il_outcome_root(const char *directory, char *ret_root, size_t size);

/* Returns the part of @file below @directory, or @file itself. */
const char *il_outcome_below(const char *file, const char *directory);

/* Texts and numbers of a finding, a step or a fix; "" and 0 where there are none. */
const char *il_finding_text(const json_t *object, const char *key);
int64_t il_finding_number(const json_t *object, const char *key);

/* Returns whether @finding is an error, going by its rule. */
bool il_finding_is_error(const json_t *finding);

/*
 * Returns the trace of @finding with the finding itself in its place, unless a step is there already;
 * empty for one without a trace.  Owned by the caller.
 */
json_t *il_finding_steps(const json_t *finding);

/* Writes @text with what XML and HTML reserve spelled out; what XML cannot have becomes '?'. */
void il_write_xml(const char *text, FILE *stream);

/* Writes @object on a line of its own. */
void il_write_json_line(const json_t *object, FILE *stream);

#endif
