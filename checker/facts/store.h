// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Facts on disk.  A file holds one unit: a header with magic, format version, byte order, the
 * versions of irqlint and LLVM that made it and a checksum of all that follows, then the tables.
 * Nothing in it depends on where it was made; file names are relative to the unit's root.
 */
#ifndef IL_FACTS_STORE_H
#define IL_FACTS_STORE_H

#include "facts/unit.h"

#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Changes whenever the meaning or the shape of a table does. */
enum { IL_STORE_VERSION = 1 };

/* One sentence of what went wrong, naming the file. */
struct il_error {
	char text[512];
};

/*
 * Writes @unit to @file, whole or not at all: a reader never sees a half-written file.
 * @llvm_version: of the front end that made the facts.
 * Context: process.  Returns: true, or false and @ret_error.
 */
bool il_store_write(const struct il_unit *unit, const char *file, const char *llvm_version, struct il_error *ret_error);

/* The same into @stream, which may be left with a part.  Returns: false with errno set. */
bool il_store_put(const struct il_unit *unit, FILE *stream, const char *llvm_version);

/*
 * Reads a unit back.  Refuses a file that is truncated, corrupted, of another format version or
 * byte order, made by another irqlint or LLVM, or no facts at all.
 * @llvm_version: the version it must have been made with, or NULL to accept any.
 * Context: process.  Returns: the unit, owned by the caller, or NULL and @ret_error.
 */
struct il_unit *il_store_read(const char *file, const char *llvm_version, struct il_error *ret_error);

/* Of what stored facts are; the texts lie in @bytes. */
struct il_store_names {
	const char *root, *main_file, *module, *target;
	char bytes[16384];
};

/*
 * Reads only the names, to tell what belongs together before anything is loaded.
 * Returns: false for a file that il_store_read() would not read, as far as its beginning tells.
 */
bool il_store_peek(const char *file, struct il_store_names *ret_names);

/* Returns whether @file is meant as stored facts: by its first bytes, or by its name. */
bool il_store_is_facts(const char *file);

#ifdef __cplusplus
}
#endif

#endif
