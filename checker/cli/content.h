// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Hashes of files' contents.  A file is read again only when its size, times or inode have changed
 * since it was hashed, in this run or in an earlier one.
 */
#ifndef IL_CLI_CONTENT_H
#define IL_CLI_CONTENT_H

#include "cli/cache.h"
#include "facts/intern.h"

#include <jansson.h>

struct il_content {
	uint64_t name; /* hash */
	uint64_t size, modified, changed, inode;
	uint64_t hash;	/* of the contents */
	uint32_t known; /* looked at in this run */
	uint32_t young; /* it may have changed again without its times telling */
};

struct il_contents {
	IL_ARRAY(struct il_content) files;
	struct il_index index;
	uint64_t start;	    /* of the run, in the time of files */
	uint32_t first_new; /* of @files, since il_contents_mark() */
	bool changed;	    /* something is worth keeping */
};

/* Takes what earlier runs kept.  @cache may be closed. */
void il_contents_init(struct il_contents *contents, const struct il_cache *cache);

/* Keeps what is known for later runs, unless that is nothing new. */
void il_contents_keep(struct il_contents *contents, struct il_cache *cache);
void il_contents_fini(struct il_contents *contents);

/* Returns whether @file can be read, and the hash of what it holds; looks at most once a run. */
bool il_contents_hash(struct il_contents *contents, const char *file, uint64_t *ret_hash);

/* Returns whether @file has not been touched since the run began. */
bool il_contents_is_settled(const struct il_contents *contents, const char *file);

/* What a worker found out goes to the process that started it: files since the mark, as numbers. */
void il_contents_mark(struct il_contents *contents);
json_t *il_contents_encode(const struct il_contents *contents);
void il_contents_decode(struct il_contents *contents, const json_t *numbers);

#endif
