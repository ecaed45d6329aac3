// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cli/cache.h"

#include <fcntl.h>
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
	SIZE_DEFAULT = 4096, /* MiB */
	UNUSED_MAX = 30 * 24 * 3600,
	PARTIAL_MAX = 3600, /* nobody writes one entry for so long */
	PAUSE = 3600,
};

struct kept {
	char *name;
	time_t used;
	uint64_t size;
};

struct sweep {
	IL_ARRAY(struct kept) files;
	uint64_t size;
	time_t now;
};

static int by_use(const void *a, const void *b)
{
	const struct kept *x = a, *y = b;

	return (x->used > y->used) - (x->used < y->used);
}

static bool is_partial(const char *name)
{
	size_t length = strlen(name), ending = strlen(".partial");

	return length > ending && strcmp(name + length - ending, ".partial") == 0;
}

static void take_file(struct sweep *sweep, const FTSENT *file)
{
	const struct stat *status = file->fts_statp;
	time_t used = status->st_atime > status->st_mtime ? status->st_atime : status->st_mtime;
	time_t age = sweep->now - used;

	if (age > UNUSED_MAX || (age > PARTIAL_MAX && is_partial(file->fts_name))) {
		unlink(file->fts_accpath);
		return;
	}
	uint32_t at = il_array_add(&sweep->files, 1);
	sweep->files.at[at] = (struct kept) { strdup(file->fts_path), used, (uint64_t)status->st_size };
	sweep->size += (uint64_t)status->st_size;
}

static void remove_above(struct sweep *sweep, uint64_t limit)
{
	if (sweep->files.count)
		qsort(sweep->files.at, sweep->files.count, sizeof(*sweep->files.at), by_use);
	for (uint32_t i = 0; i < sweep->files.count; i++) {
		struct kept *file = &sweep->files.at[i];
		if (sweep->size > limit && file->name && unlink(file->name) == 0)
			sweep->size -= file->size;
		free(file->name);
	}
}

void il_cache_prune(const struct il_cache *cache)
{
	const char *allowed = getenv("IRQLINT_CACHE_SIZE");
	uint64_t limit = (allowed && *allowed ? strtoull(allowed, NULL, 10) : SIZE_DEFAULT) << 20;
	struct sweep sweep = { .now = time(NULL) };
	char stamp[IL_CACHE_NAME_MAX];
	struct stat last;

	if (!cache->directory || *cache->problem)
		return;
	snprintf(stamp, sizeof(stamp), "%s/pruned", cache->directory);
	/* A limit that was just set holds at once. */
	if (!allowed && stat(stamp, &last) == 0 && sweep.now - last.st_mtime < PAUSE)
		return;
	int descriptor = open(stamp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (descriptor >= 0)
		close(descriptor);
	char *roots[] = { cache->directory, NULL };
	FTS *tree = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	if (!tree)
		return;
	for (FTSENT *file = fts_read(tree); file; file = fts_read(tree)) {
		if (file->fts_info == FTS_F && strcmp(file->fts_name, "pruned") != 0)
			take_file(&sweep, file);
	}
	fts_close(tree);
	remove_above(&sweep, limit);
	il_array_fini(&sweep.files);
}
