// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * The host's own copies.  The sanitizer's would take them for the driver's, and the host's memory for shared without
 * an order.  What the driver copies comes as a callback of the compiler's pass.  Built without builtins, as each of
 * these would be made a call of itself.
 */
#include <stddef.h>

void *memcpy(void *restrict to, const void *restrict from, size_t bytes)
{
	char *at = to;
	const char *source = from;

	while (bytes--)
		*at++ = *source++;
	return to;
}

void *memmove(void *to, const void *from, size_t bytes)
{
	char *at = to;
	const char *source = from;

	if (at <= source)
		return memcpy(to, from, bytes);
	while (bytes--)
		at[bytes] = source[bytes];
	return to;
}

void *memset(void *to, int value, size_t bytes)
{
	char *at = to;

	while (bytes--)
		*at++ = (char)value;
	return to;
}
