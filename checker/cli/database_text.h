// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * The fast way to read a compile database: straight from the text, without a tree of JSON values, each word
 * once.  Those of kernels have hundreds of thousands of words, a few thousand of them different.
 */
#ifndef IL_CLI_DATABASE_TEXT_H
#define IL_CLI_DATABASE_TEXT_H

#include "cli/database.h"

/*
 * Adds the entries of @text, a compile database that lies in directory @base.
 * Returns: false when there is anything in it that build systems do not write: then somebody else has to find out
 * what it means.  What was added is of no use then.
 */
bool il_database_scan(struct il_database *database, const char *text, size_t size, const char *base);

/*
 * Splits a command as a POSIX shell would, without expansions: that is what build systems write.
 * The words are written over @text.  Returns their number, or 0 when a quote is not closed.
 */
size_t il_command_split(char *text, const char **words);

#endif
