// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "facts/store.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char magic[8] = { 'I', 'L', 'F', 'A', 'C', 'T', 'S', '\n' };

enum { BYTE_ORDER_MARK = 0x01020304, VERSION_TEXT = 32, TABLE_COUNT_MAX = 32 };

struct header {
	char magic[8];
	uint32_t version;
	uint32_t byte_order;
	char tool[VERSION_TEXT];
	char llvm[VERSION_TEXT];
	uint64_t size;	   /* of the whole file */
	uint64_t checksum; /* of the header without this, and of everything behind it */
};

/* What follows the header, before the tables themselves in the order of IL_UNIT_TABLES. */
struct contents {
	uint32_t root, main_file, module, target;
	uint32_t error_count, limit_hits;
	uint32_t string_count;
	uint32_t table_count;
	uint64_t string_bytes;
	struct {
		uint32_t element_size;
		uint32_t count;
	} tables[TABLE_COUNT_MAX];
};

#define ONE(member, type) +1
_Static_assert(0 IL_UNIT_TABLES(ONE) <= TABLE_COUNT_MAX, "more tables than the format has room for");
enum { TABLE_COUNT = 0 IL_UNIT_TABLES(ONE) };
#undef ONE

/* A byte sink that also keeps the checksum's input together. */
struct bytes {
	IL_ARRAY(unsigned char) data;
};

static void append(struct bytes *bytes, const void *data, size_t size)
{
	if (size > UINT32_MAX)
		abort(); /* a unit of 4 GiB: the arrays it comes from could not have been built */
	uint32_t at = il_array_add(&bytes->data, (uint32_t)size);
	if (size)
		memcpy(bytes->data.at + at, data, size);
}

static uint64_t checksum(const struct header *header, const unsigned char *bytes, size_t size)
{
	struct header plain = *header;

	plain.checksum = 0;
	return il_hash(&plain, sizeof(plain)) ^ il_hash(bytes, size);
}

static void serialise(const struct il_unit *unit, struct bytes *out)
{
	struct contents contents = {
		.root = unit->root,
		.main_file = unit->main_file,
		.module = unit->module,
		.target = unit->target,
		.error_count = unit->error_count,
		.limit_hits = unit->limit_hits,
		.string_count = unit->strings.count,
		.table_count = TABLE_COUNT,
	};
	uint32_t table = 0;

	for (uint32_t i = 0; i < unit->strings.count; i++)
		contents.string_bytes += strlen(unit->strings.at[i]) + 1;
#define DESCRIBE(member, type)                                                                                         \
	contents.tables[table].element_size = (uint32_t)sizeof(type);                                                  \
	contents.tables[table++].count = unit->member.count;
	IL_UNIT_TABLES(DESCRIBE)
#undef DESCRIBE
	append(out, &contents, sizeof(contents));
#define APPEND(member, type) append(out, unit->member.at, unit->member.count * sizeof(type));
	IL_UNIT_TABLES(APPEND)
#undef APPEND
	for (uint32_t i = 0; i < unit->strings.count; i++)
		append(out, unit->strings.at[i], strlen(unit->strings.at[i]) + 1);
}

static bool failed(struct il_error *error, const char *file, const char *reason)
{
	snprintf(error->text, sizeof(error->text), "%s: %s", file, reason);
	return false;
}

static bool write_bytes(const struct header *header, const struct bytes *bytes, FILE *stream)
{
	return fwrite(header, sizeof(*header), 1, stream) == 1 &&
	       fwrite(bytes->data.at, 1, bytes->data.count, stream) == bytes->data.count && fflush(stream) == 0;
}

bool il_store_put(const struct il_unit *unit, FILE *stream, const char *llvm_version)
{
	struct header header = { .version = IL_STORE_VERSION, .byte_order = BYTE_ORDER_MARK };
	struct bytes bytes = { 0 };

	memcpy(header.magic, magic, sizeof(magic));
	snprintf(header.tool, sizeof(header.tool), "%s", IL_VERSION);
	snprintf(header.llvm, sizeof(header.llvm), "%s", llvm_version);
	serialise(unit, &bytes);
	header.size = sizeof(header) + bytes.data.count;
	header.checksum = checksum(&header, bytes.data.at, bytes.data.count);
	bool written = write_bytes(&header, &bytes, stream);
	int problem = errno;
	il_array_fini(&bytes.data);
	errno = problem;
	return written;
}

bool il_store_write(const struct il_unit *unit, const char *file, const char *llvm_version, struct il_error *ret_error)
{
	char partial[4096];

	if (snprintf(partial, sizeof(partial), "%s.%ld.partial", file, (long)getpid()) >= (int)sizeof(partial))
		return failed(ret_error, file, "file name is too long");

	FILE *stream = fopen(partial, "wb");
	bool written = stream && il_store_put(unit, stream, llvm_version);
	int problem = errno;
	if (stream && fclose(stream) != 0 && written) {
		problem = errno;
		written = false;
	}
	if (written && rename(partial, file) != 0) {
		problem = errno;
		written = false;
	}
	if (!written) {
		unlink(partial);
		snprintf(ret_error->text, sizeof(ret_error->text), "%s: cannot write facts: %s", file,
			 strerror(problem));
	}
	return written;
}

/* Checks everything that can be told from the header alone. */
static bool header_ok(const struct header *header, size_t size, const char *llvm_version, const char *file,
		      struct il_error *error)
{
	char reason[256];

	if (size < sizeof(header->magic) || memcmp(header->magic, magic, sizeof(magic)) != 0)
		return failed(error, file, "not a facts file of irqlint");
	if (size < sizeof(*header))
		return failed(error, file, "facts are truncated: the header is not complete");
	if (header->byte_order != BYTE_ORDER_MARK)
		return failed(error, file, "facts come from a machine of the other byte order");
	if (header->version != IL_STORE_VERSION) {
		snprintf(reason, sizeof(reason), "facts have format version %" PRIu32 ", this irqlint reads version %d",
			 header->version, IL_STORE_VERSION);
		return failed(error, file, reason);
	}
	if (strncmp(header->tool, IL_VERSION, sizeof(header->tool)) != 0) {
		snprintf(reason, sizeof(reason), "facts were made by irqlint %.*s, this is " IL_VERSION, VERSION_TEXT,
			 header->tool);
		return failed(error, file, reason);
	}
	if (llvm_version && strncmp(header->llvm, llvm_version, sizeof(header->llvm)) != 0) {
		snprintf(reason, sizeof(reason), "facts were made with LLVM %.*s, this irqlint has LLVM %s",
			 VERSION_TEXT, header->llvm, llvm_version);
		return failed(error, file, reason);
	}
	if (header->size > size) {
		snprintf(reason, sizeof(reason), "facts are truncated: %zu of %" PRIu64 " bytes", size, header->size);
		return failed(error, file, reason);
	}
	if (header->size < size)
		return failed(error, file, "facts are corrupted: bytes behind the end");
	return true;
}

/* A cursor over bytes that are known to be there. */
struct cursor {
	const unsigned char *at;
	size_t left;
};

static bool take(struct cursor *cursor, void *out, uint64_t size)
{
	if (size > cursor->left)
		return false;
	if (size)
		memcpy(out, cursor->at, (size_t)size);
	cursor->at += size;
	cursor->left -= (size_t)size;
	return true;
}

static bool read_tables(struct il_unit *unit, const struct contents *contents, struct cursor *cursor)
{
	uint32_t table = 0;

	if (contents->table_count != TABLE_COUNT)
		return false;
		/* The none-elements of the fresh unit are replaced by those of the file. */
#define READ(member, type)                                                                                             \
	{                                                                                                              \
		uint32_t count = contents->tables[table].count;                                                        \
		if (contents->tables[table++].element_size != sizeof(type) || count == 0 ||                            \
		    (uint64_t)count * sizeof(type) > cursor->left)                                                     \
			return false;                                                                                  \
		il_array_add(&unit->member, count - 1);                                                                \
		if (!take(cursor, unit->member.at, (uint64_t)count * sizeof(type)))                                    \
			return false;                                                                                  \
	}
	IL_UNIT_TABLES(READ)
#undef READ
	return true;
}

static bool read_strings(struct il_unit *unit, const struct contents *contents, struct cursor *cursor)
{
	if (contents->string_count == 0 || contents->string_bytes != cursor->left ||
	    contents->string_bytes < contents->string_count || cursor->at[cursor->left - 1] != '\0')
		return false;
	const char *text = il_arena_text(&unit->arena, (const char *)cursor->at, cursor->left);
	const char *end = text + cursor->left;
	il_array_add(&unit->strings, contents->string_count - 1);
	for (uint32_t i = 0; i < contents->string_count; i++) {
		if (text >= end)
			return false;
		unit->strings.at[i] = text;
		text += strlen(text) + 1;
	}
	return text == end;
}

static struct il_unit *deserialise(struct cursor *cursor, char *problem, size_t size)
{
	struct contents contents;
	struct il_unit *unit = il_unit_create();

	snprintf(problem, size, "the tables do not fit the file");
	if (!take(cursor, &contents, sizeof(contents)) || !read_tables(unit, &contents, cursor) ||
	    !read_strings(unit, &contents, cursor)) {
		il_unit_destroy(unit);
		return NULL;
	}
	unit->root = contents.root;
	unit->main_file = contents.main_file;
	unit->module = contents.module;
	unit->target = contents.target;
	unit->error_count = contents.error_count;
	unit->limit_hits = contents.limit_hits;
	/* A right checksum does not prove a right unit: a faulty writer makes one too. */
	if (!il_unit_check(unit, problem, size)) {
		il_unit_destroy(unit);
		return NULL;
	}
	return unit;
}

static bool read_file(const char *file, struct bytes *bytes, struct il_error *error)
{
	unsigned char block[65536];
	FILE *stream = fopen(file, "rb");
	size_t got;

	if (!stream)
		return failed(error, file, strerror(errno));
	while ((got = fread(block, 1, sizeof(block), stream)) > 0)
		append(bytes, block, got);
	bool read_all = !ferror(stream);
	int problem = errno;
	fclose(stream);
	return read_all || failed(error, file, strerror(problem));
}

struct il_unit *il_store_read(const char *file, const char *llvm_version, struct il_error *ret_error)
{
	struct bytes bytes = { 0 };
	struct header header = { 0 };
	struct il_unit *unit = NULL;
	char problem[200], reason[256];

	if (!read_file(file, &bytes, ret_error))
		goto out;
	size_t size = bytes.data.count;
	if (size)
		memcpy(&header, bytes.data.at, size < sizeof(header) ? size : sizeof(header));
	if (!header_ok(&header, size, llvm_version, file, ret_error))
		goto out;
	struct cursor cursor = { bytes.data.at + sizeof(header), size - sizeof(header) };
	if (checksum(&header, cursor.at, cursor.left) != header.checksum) {
		failed(ret_error, file, "facts are corrupted: the checksum does not match");
		goto out;
	}
	unit = deserialise(&cursor, problem, sizeof(problem));
	if (!unit) {
		snprintf(reason, sizeof(reason), "facts are corrupted: %s", problem);
		failed(ret_error, file, reason);
	}
out:
	il_array_fini(&bytes.data);
	return unit;
}

/* Returns string @id among those that begin at @bytes, NULL when it does not end there. */
static const char *nth_string(const char *bytes, size_t size, uint32_t id)
{
	const char *end = bytes + size;

	while (bytes < end) {
		const char *close = memchr(bytes, '\0', (size_t)(end - bytes));
		if (!close || id-- == 0)
			return close ? bytes : NULL;
		bytes = close + 1;
	}
	return NULL;
}

bool il_store_peek(const char *file, struct il_store_names *ret_names)
{
	struct header header;
	struct contents contents;
	uint64_t tables = 0;
	FILE *stream = fopen(file, "rb");

	if (!stream)
		return false;
	bool known = fread(&header, sizeof(header), 1, stream) == 1 &&
		     memcmp(header.magic, magic, sizeof(magic)) == 0 && header.version == IL_STORE_VERSION &&
		     header.byte_order == BYTE_ORDER_MARK && fread(&contents, sizeof(contents), 1, stream) == 1 &&
		     contents.table_count == TABLE_COUNT;
	for (uint32_t i = 0; i < TABLE_COUNT && known; i++)
		tables += (uint64_t)contents.tables[i].element_size * contents.tables[i].count;
	/* The names of the unit are the first that it was given, so the strings' beginning is enough. */
	known = known && tables < INT64_MAX && fseeko(stream, (off_t)tables, SEEK_CUR) == 0;
	size_t got = known ? fread(ret_names->bytes, 1, sizeof(ret_names->bytes), stream) : 0;
	fclose(stream);
	if (!known)
		return false;
	ret_names->root = nth_string(ret_names->bytes, got, contents.root);
	ret_names->main_file = nth_string(ret_names->bytes, got, contents.main_file);
	ret_names->module = nth_string(ret_names->bytes, got, contents.module);
	ret_names->target = nth_string(ret_names->bytes, got, contents.target);
	return ret_names->root && ret_names->main_file && ret_names->module && ret_names->target;
}

bool il_store_is_facts(const char *file)
{
	char start[8] = { 0 };
	FILE *stream = fopen(file, "rb");

	if (!stream)
		return false;
	size_t got = fread(start, 1, sizeof(start), stream);
	fclose(stream);
	const char *dot = strrchr(file, '.');
	/* A file of that name is meant as facts, whatever became of its contents. */
	return (got >= 7 && memcmp(start, "ILFACTS", 7) == 0) || (dot && strcmp(dot, ".facts") == 0);
}
