// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cli/cache.h"

#include "facts/intern.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const uint64_t magic = 0x31454843414c49;

/* What stands before the bytes of an entry. */
struct entry {
	uint64_t magic, size, checksum;
};

/* Returns false, with errno, when @name cannot be a directory. */
static bool make_directories(const char *name)
{
	char part[IL_CACHE_NAME_MAX];

	snprintf(part, sizeof(part), "%s", name);
	for (char *slash = strchr(part + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(part, 0777) != 0 && errno != EEXIST)
			return false;
		*slash = '/';
	}
	return mkdir(part, 0777) == 0 || errno == EEXIST;
}

void il_cache_open(struct il_cache *cache)
{
	const char *own = getenv("IRQLINT_CACHE_DIR"), *shared = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
	int length;

	*cache = (struct il_cache) { 0 };
	if (own && !*own)
		return;
	if (own)
		length = asprintf(&cache->directory, "%s", own);
	else if (shared && *shared == '/')
		length = asprintf(&cache->directory, "%s/irqlint", shared);
	else if (home && *home == '/')
		length = asprintf(&cache->directory, "%s/.cache/irqlint", home);
	else
		return;
	if (length < 0)
		abort();
}

void il_cache_close(struct il_cache *cache)
{
	if (*cache->problem)
		fprintf(stderr, "irqlint: the cache %s cannot be written: %s\n", cache->directory, cache->problem);
	free(cache->directory);
	*cache = (struct il_cache) { 0 };
}

uint64_t il_key_add(uint64_t key, const void *bytes, size_t size)
{
	uint64_t both[2] = { key, il_hash(bytes, size) };

	return il_hash(both, sizeof(both));
}

uint64_t il_key_text(uint64_t key, const char *text)
{
	return il_key_add(key, text, strlen(text));
}

void il_cache_name(const struct il_cache *cache, const char *kind, uint64_t key, char name[IL_CACHE_NAME_MAX])
{
	snprintf(name, IL_CACHE_NAME_MAX, "%s/%02x/%016" PRIx64 ".%s", cache->directory, (unsigned)(key >> 56), key,
		 kind);
}

void il_cache_fail(struct il_cache *cache, const char *reason)
{
	if (!*cache->problem)
		snprintf(cache->problem, sizeof(cache->problem), "%s", reason);
}

bool il_cache_prepare(struct il_cache *cache, const char *name)
{
	char directory[IL_CACHE_NAME_MAX];

	if (!cache->directory || *cache->problem)
		return false;
	snprintf(directory, sizeof(directory), "%.*s", (int)(strrchr(name, '/') - name), name);
	if (make_directories(directory))
		return true;
	il_cache_fail(cache, strerror(errno));
	return false;
}

static bool read_entry(FILE *stream, struct il_cache_bytes *ret_bytes)
{
	struct stat status;
	struct entry entry;

	if (fstat(fileno(stream), &status) != 0 || fread(&entry, sizeof(entry), 1, stream) != 1 ||
	    entry.magic != magic || entry.size > UINT32_MAX || (uint64_t)status.st_size != entry.size + sizeof(entry))
		return false;
	uint32_t before = ret_bytes->data.count, at = il_array_add(&ret_bytes->data, (uint32_t)entry.size);
	if (entry.size == 0)
		return entry.checksum == il_hash("", 0);
	if (fread(ret_bytes->data.at + at, 1, entry.size, stream) == entry.size &&
	    il_hash(ret_bytes->data.at + at, entry.size) == entry.checksum)
		return true;
	ret_bytes->data.count = before;
	return false;
}

bool il_cache_read(const struct il_cache *cache, const char *kind, uint64_t key, struct il_cache_bytes *ret_bytes)
{
	char name[IL_CACHE_NAME_MAX];

	if (!cache->directory)
		return false;
	il_cache_name(cache, kind, key, name);
	FILE *stream = fopen(name, "rb");
	if (!stream)
		return false;
	bool whole = read_entry(stream, ret_bytes);
	fclose(stream);
	return whole;
}

void il_cache_write(struct il_cache *cache, const char *kind, uint64_t key, const void *bytes, size_t size)
{
	struct entry entry = { magic, size, il_hash(bytes, size) };
	char name[IL_CACHE_NAME_MAX], partial[IL_CACHE_NAME_MAX + 32];

	if (!cache->directory)
		return;
	il_cache_name(cache, kind, key, name);
	if (!il_cache_prepare(cache, name))
		return;
	snprintf(partial, sizeof(partial), "%s.%ld.partial", name, (long)getpid());
	errno = 0;
	FILE *stream = fopen(partial, "wb");
	bool written = stream && fwrite(&entry, sizeof(entry), 1, stream) == 1 &&
		       fwrite(bytes, 1, size, stream) == size && fflush(stream) == 0;
	int problem = errno;
	if (stream && fclose(stream) != 0 && written) {
		problem = errno;
		written = false;
	}
	if (written && rename(partial, name) != 0) {
		problem = errno;
		written = false;
	}
	if (!written) {
		unlink(partial);
		il_cache_fail(cache, strerror(problem));
	}
}
