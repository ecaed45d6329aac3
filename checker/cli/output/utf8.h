// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* UTF-8, which most formats insist on and sources do not always have. */
#ifndef IL_CLI_OUTPUT_UTF8_H
#define IL_CLI_OUTPUT_UTF8_H

#include <stddef.h>
#include <stdint.h>

enum { IL_UTF8_BAD = 0xFFFD };

/*
 * Returns the code point at @text, of which @size bytes are left, at least one; IL_UTF8_BAD for what
 * is none.  @ret_length: its length in bytes, 1 for a bad one.
 */
uint32_t il_utf8_decode(const char *text, size_t size, size_t *ret_length);

/* Puts '?' in place of the bytes of @text that are no UTF-8; positions stay what they are. */
void il_utf8_mend(char *text, size_t size);

#endif
