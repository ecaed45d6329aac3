// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Hashes of lines, against those that GitHub's upload action gives for the same texts; UTF-8. */
#include "check.h"

#include "cli/output/line_hash.h"
#include "cli/output/utf8.h"

#include <inttypes.h>
#include <string.h>

enum { LINES = 8 };

static void check_hashes(const char *text, const char *const *expected, uint32_t count)
{
	char hashes[LINES][IL_LINE_HASH_SIZE];

	il_line_hashes(text, strlen(text), hashes, count);
	for (uint32_t i = 0; i < count; i++)
		CHECK(strcmp(hashes[i], expected[i]) == 0);
}

static void blanks_do_not_count(void)
{
	const char *const four[] = { "271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1",
				     "a23a3dc5e078b07b:1" };

	check_hashes(" a\nb\n  \t\tc\n d", four, 4);
}

static void ends_of_lines_are_equal(void)
{
	const char *const six[] = { "e9496ae3ebfced30:1", "fb7c023a8b9ccb3f:1", "ce8ba1a563dcdaca:1",
				    "e20e36e16fcb0cc8:1", "b3edc88f2938467e:1", "c8e28b0b4002a3a0:1" };

	check_hashes(" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n", six, 6);
	check_hashes(" hello; \t\r\nworld!!!\r\n\r\n\r\n  \t\tGreetings\r\n End\r\n", six, 6);
}

static void equal_lines_are_numbered(void)
{
	const char *const first[] = { "a7f2ff13bc495cf2:1", "a7f2ff13bc495cf2:2", "a7f2ff13bc495cf2:3" };
	char text[10 * 28 + 1] = "";

	for (int i = 0; i < 10; i++)
		strcat(text, "Lorem ipsum dolor sit amet.\n");
	check_hashes(text, first, 3);
}

static void characters_are_those_of_utf_16(void)
{
	const uint64_t units[] = { 0xC4, 0xD834, 0xDD1E, '\n', 0xFFFF };
	char hashes[1][IL_LINE_HASH_SIZE], expected[IL_LINE_HASH_SIZE];
	uint64_t hash = 0;

	for (int i = 0; i < 100; i++)
		hash = hash * 37 + (i < 5 ? units[i] : 0);
	snprintf(expected, sizeof(expected), "%" PRIx64 ":1", hash);
	il_line_hashes("\xC3\x84\xF0\x9D\x84\x9E\n", 7, hashes, 1);
	CHECK(strcmp(hashes[0], expected) == 0);
}

static void what_is_no_utf8_is_mended(void)
{
	char text[] = "a\xC3\xA4"
		      "b\xFF"
		      "c\xC3"
		      "d\xC0\x80\xED\xA0\x80\xE2\x82\xAC\xEF\xBF\xBD";

	il_utf8_mend(text, strlen(text));
	CHECK(strcmp(text, "a\xC3\xA4"
			   "b?c?d?????\xE2\x82\xAC\xEF\xBF\xBD") == 0);
}

int main(void)
{
	RUN(blanks_do_not_count);
	RUN(ends_of_lines_are_equal);
	RUN(equal_lines_are_numbered);
	RUN(characters_are_those_of_utf_16);
	RUN(what_is_no_utf8_is_mended);
	return 0;
}
