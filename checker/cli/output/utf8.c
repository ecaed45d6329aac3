// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cli/output/utf8.h"

#include <stdbool.h>

static size_t more_after(unsigned char first)
{
	return first < 0x80 ? 0 : first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
}

uint32_t il_utf8_decode(const char *text, size_t size, size_t *ret_length)
{
	static const uint32_t least[] = { 0, 0x80, 0x800, 0x10000 };
	const unsigned char *bytes = (const unsigned char *)text;
	size_t more = more_after(*bytes);
	uint32_t point = more ? *bytes & (0x3FU >> more) : *bytes;

	*ret_length = 1;
	if (more == 0)
		return point;
	/* Below 0xC2 come bytes that continue and overlong forms, above 0xF4 nothing that is a character. */
	if (*bytes < 0xC2 || *bytes > 0xF4 || more >= size)
		return IL_UTF8_BAD;
	for (size_t i = 1; i <= more; i++) {
		if ((bytes[i] & 0xC0) != 0x80)
			return IL_UTF8_BAD;
		point = point << 6 | (bytes[i] & 0x3FU);
	}
	bool is_surrogate = point >= 0xD800 && point < 0xE000;
	if (point < least[more] || point > 0x10FFFF || is_surrogate)
		return IL_UTF8_BAD;
	*ret_length = more + 1;
	return point;
}

void il_utf8_mend(char *text, size_t size)
{
	size_t length;

	for (size_t i = 0; i < size; i += length) {
		/* The character itself is fine; it is three bytes long. */
		if (il_utf8_decode(text + i, size - i, &length) == IL_UTF8_BAD && length == 1)
			text[i] = '?';
	}
}
