// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The words of a source, told from its text: far cheaper than parsing it. */
#ifndef IL_CLI_SCAN_H
#define IL_CLI_SCAN_H

#include "facts/arena.h"

#include <stdbool.h>

struct il_scan_text {
	IL_ARRAY(char) bytes;
};

/* @hash: of a word outside of comments and literals; @defined: a function that others can call begins. */
typedef void il_word_found(void *context, uint64_t hash, bool defined);

/* Appends what @file holds.  Returns false when it cannot be read: errno tells. */
bool il_scan_read(const char *file, struct il_scan_text *text);

void il_scan_words(const struct il_scan_text *text, il_word_found *word, void *context);

/* Calls @word for every word of @file.  Returns false when it cannot be read: errno tells. */
bool il_scan_file(const char *file, il_word_found *word, void *context);

#endif
