// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Results of earlier runs on disk, under keys that say everything they depend on.  An entry is
 * there whole or not at all, whoever else writes and whoever is killed; one that is damaged is as
 * good as none.  Without a directory that can be used everything works, only slower.
 */
#ifndef IL_CLI_CACHE_H
#define IL_CLI_CACHE_H

#include "facts/arena.h"

#include <stdbool.h>
#include <stdint.h>

enum { IL_CACHE_NAME_MAX = 4096 };

/* A zeroed one is closed: nothing is found and nothing kept. */
struct il_cache {
	char *directory;   /* owned; NULL when closed */
	char problem[512]; /* why something could not be kept; empty: nothing is wrong */
};

struct il_cache_bytes {
	IL_ARRAY(char) data;
};

/*
 * Opens $IRQLINT_CACHE_DIR, else irqlint in $XDG_CACHE_HOME, else ~/.cache/irqlint.  When the first
 * is there but empty, the cache stays closed.
 */
void il_cache_open(struct il_cache *cache);

/* Says once on standard error what could not be kept, if anything. */
void il_cache_close(struct il_cache *cache);

/* Continues a key; the order matters. */
uint64_t il_key_add(uint64_t key, const void *bytes, size_t size);
uint64_t il_key_text(uint64_t key, const char *text);

/* Returns the file of an entry; @kind is part of its name.  It need not exist. */
void il_cache_name(const struct il_cache *cache, const char *kind, uint64_t key, char name[IL_CACHE_NAME_MAX]);

/* Makes the directory of @name.  Returns false, with the problem noted, when that is not possible. */
bool il_cache_prepare(struct il_cache *cache, const char *name);

/* Notes that an entry could not be kept. */
void il_cache_fail(struct il_cache *cache, const char *reason);

/* Appends the entry to @ret_bytes.  Returns false when there is none that is whole. */
bool il_cache_read(const struct il_cache *cache, const char *kind, uint64_t key, struct il_cache_bytes *ret_bytes);

/* Keeps @size bytes. */
void il_cache_write(struct il_cache *cache, const char *kind, uint64_t key, const void *bytes, size_t size);

/*
 * Removes what has not been used for long and, from the longest unused on, what is above the size
 * that $IRQLINT_CACHE_SIZE allows (MiB).  Looks only now and then.
 */
void il_cache_prune(const struct il_cache *cache);

#endif
