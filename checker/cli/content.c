// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cli/content.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const char kind[] = "contents";

enum { FILES_MAX = 1 << 20, YOUNG = 2 }; /* seconds: more than any file system's clock is coarse */

#define NANOSECONDS 1000000000ull

static uint64_t in_nanoseconds(struct timespec time)
{
	return (uint64_t)time.tv_sec * NANOSECONDS + (uint64_t)time.tv_nsec;
}

static uint64_t hash_at(const void *values, uint32_t id)
{
	const struct il_content *files = values;

	return files[id].name;
}

static bool equal_at(const void *values, uint32_t id, const void *key)
{
	const uint64_t *name = key;

	return hash_at(values, id) == *name;
}

static struct il_index_ops ops_of(const struct il_contents *contents)
{
	return (struct il_index_ops) { hash_at, equal_at, contents->files.at, contents->files.count };
}

static struct il_content *find(struct il_contents *contents, uint64_t name)
{
	struct il_index_ops ops = ops_of(contents);
	uint32_t id;

	return il_index_find(&contents->index, &ops, name, &name, &id) ? &contents->files.at[id] : NULL;
}

static struct il_content *add(struct il_contents *contents, uint64_t name)
{
	struct il_index_ops ops = ops_of(contents);

	il_index_add(&contents->index, &ops, name, contents->files.count);
	uint32_t at = il_array_add(&contents->files, 1);
	contents->files.at[at].name = name;
	return &contents->files.at[at];
}

void il_contents_init(struct il_contents *contents, const struct il_cache *cache)
{
	struct il_cache_bytes bytes = { 0 };
	struct timespec now;

	*contents = (struct il_contents) { 0 };
	/* The clock that the times of files are taken from. */
	clock_gettime(CLOCK_REALTIME_COARSE, &now);
	contents->start = in_nanoseconds(now);
	if (il_cache_read(cache, kind, 0, &bytes) && bytes.data.count % sizeof(struct il_content) == 0) {
		uint32_t count = (uint32_t)(bytes.data.count / sizeof(struct il_content));
		il_array_add(&contents->files, count);
		if (count)
			memcpy(contents->files.at, bytes.data.at, bytes.data.count);
	}
	il_array_fini(&bytes.data);
}

/* Files that nobody asked for are forgotten when there are too many. */
void il_contents_keep(struct il_contents *contents, struct il_cache *cache)
{
	struct il_cache_bytes bytes = { 0 };
	bool crowded = contents->files.count > FILES_MAX;

	if (!contents->changed)
		return;
	for (uint32_t i = 0; i < contents->files.count; i++) {
		struct il_content file = contents->files.at[i];
		if (file.young || (crowded && !file.known))
			continue;
		file.known = 0;
		uint32_t at = il_array_add(&bytes.data, sizeof(file));
		memcpy(bytes.data.at + at, &file, sizeof(file));
	}
	il_cache_write(cache, kind, 0, bytes.data.at, bytes.data.count);
	il_array_fini(&bytes.data);
}

void il_contents_fini(struct il_contents *contents)
{
	il_array_fini(&contents->files);
	il_index_fini(&contents->index);
}

static bool hash_file(const char *file, uint64_t *ret_hash)
{
	struct il_cache_bytes bytes = { 0 };
	char block[65536];
	ssize_t got = -1;
	int descriptor = open(file, O_RDONLY | O_CLOEXEC);

	if (descriptor < 0)
		return false;
	/* Not mapped: a file that somebody cuts short meanwhile would be the end of us. */
	while ((got = read(descriptor, block, sizeof(block))) > 0) {
		uint32_t at = il_array_add(&bytes.data, (uint32_t)got);
		memcpy(bytes.data.at + at, block, (size_t)got);
	}
	close(descriptor);
	if (got == 0)
		*ret_hash = il_hash(bytes.data.count ? bytes.data.at : "", bytes.data.count);
	il_array_fini(&bytes.data);
	return got == 0;
}

bool il_contents_hash(struct il_contents *contents, const char *file, uint64_t *ret_hash)
{
	uint64_t name = il_hash(file, strlen(file));
	struct il_content *known = find(contents, name);
	struct timespec now;
	struct stat status;

	if (known && known->known) {
		*ret_hash = known->hash;
		return true;
	}
	if (stat(file, &status) != 0)
		return false;
	struct il_content found = {
		.name = name,
		.size = (uint64_t)status.st_size,
		.modified = in_nanoseconds(status.st_mtim),
		.changed = in_nanoseconds(status.st_ctim),
		.inode = (uint64_t)status.st_ino,
		.known = 1,
	};
	bool same = known && known->size == found.size && known->modified == found.modified &&
		    known->changed == found.changed && known->inode == found.inode;
	if (same) {
		found.hash = known->hash;
	} else {
		clock_gettime(CLOCK_REALTIME, &now);
		uint64_t latest = found.modified > found.changed ? found.modified : found.changed;
		found.young = latest + YOUNG * NANOSECONDS > in_nanoseconds(now);
		if (!hash_file(file, &found.hash))
			return false;
		contents->changed = true;
	}
	*(known ? known : add(contents, name)) = found;
	*ret_hash = found.hash;
	return true;
}

bool il_contents_is_settled(const struct il_contents *contents, const char *file)
{
	struct stat status;

	return stat(file, &status) == 0 && in_nanoseconds(status.st_mtim) < contents->start &&
	       in_nanoseconds(status.st_ctim) < contents->start;
}

void il_contents_mark(struct il_contents *contents)
{
	contents->first_new = contents->files.count;
}

json_t *il_contents_encode(const struct il_contents *contents)
{
	json_t *numbers = json_array();

	for (uint32_t i = contents->first_new; i < contents->files.count; i++) {
		const struct il_content *file = &contents->files.at[i];
		const uint64_t all[] = { file->name,  file->size, file->modified, file->changed,
					 file->inode, file->hash, file->young };
		for (size_t k = 0; k < sizeof(all) / sizeof(all[0]); k++)
			json_array_append_new(numbers, json_integer((json_int_t)all[k]));
	}
	return numbers;
}

void il_contents_decode(struct il_contents *contents, const json_t *numbers)
{
	enum { NUMBERS = 7 };

	for (size_t i = 0; i + NUMBERS <= json_array_size(numbers); i += NUMBERS) {
		uint64_t all[NUMBERS];
		for (size_t k = 0; k < NUMBERS; k++)
			all[k] = (uint64_t)json_integer_value(json_array_get(numbers, i + k));
		if (find(contents, all[0]))
			continue;
		*add(contents, all[0]) =
			(struct il_content) { all[0], all[1], all[2], all[3], all[4], all[5], 1, (uint32_t)all[6] };
		contents->changed = true;
	}
}
