// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The commands that Kbuild leaves beside objects, as .NAME.o.cmd. */
#ifndef IL_LSP_KBUILD_H
#define IL_LSP_KBUILD_H

#include "cli/database.h"

/*
 * Looks for the command that compiled @file, absolute: beside it, in directory @build (NULL: none), and
 * below the directories above the file that builds usually are in.
 * Returns: whether there is one, and the directory that it is in.
 */
bool il_kbuild_find(const char *file, const char *build, char *ret_directory, size_t size);

/*
 * Reads all commands in @directory: files of one module are in one.
 * Returns: true, or false and @ret_error when there is none.
 */
bool il_kbuild_read(struct il_database *database, const char *directory, struct il_error *ret_error);

#endif
