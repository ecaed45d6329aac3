// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * What the language server does with what comes in: frames, messages, positions and edits, as they
 * should be and as they should not.  Thousands of mutated streams are read in pieces of any size; each
 * time what is found has to be what a plain reading of the same bytes finds.
 */
#include "../fuzz/lsp_input.h"
#include "check.h"
#include "random.h"

#include "lsp/document.h"
#include "lsp/frame.h"
#include "lsp/rpc.h"
#include "lsp/uri.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void feed_text(struct il_inbox *inbox, const char *text)
{
	il_inbox_feed(inbox, text, strlen(text));
}

static bool next_is(struct il_inbox *inbox, const char *text)
{
	const char *body;
	size_t size;

	return il_inbox_next(inbox, &body, &size) == IL_FRAME_BODY && size == strlen(text) &&
	       memcmp(body, text, size) == 0;
}

static void messages_come_in_pieces(void)
{
	struct il_inbox inbox = { 0 };
	const char *body;
	size_t size;

	feed_text(&inbox,
		  "Content-Length: 2\r\n\r\n{}content-length:3\nContent-Type: x\n\nabcContent-Length: 0\r\n\r\n");
	CHECK(next_is(&inbox, "{}"));
	CHECK(next_is(&inbox, "abc"));
	CHECK(next_is(&inbox, ""));
	CHECK(il_inbox_next(&inbox, &body, &size) == IL_FRAME_NONE);
	/* In pieces. */
	feed_text(&inbox, "Content-Le");
	CHECK(il_inbox_next(&inbox, &body, &size) == IL_FRAME_NONE);
	feed_text(&inbox, "ngth: 5\r\n\r\nab");
	CHECK(il_inbox_next(&inbox, &body, &size) == IL_FRAME_NONE);
	feed_text(&inbox, "cde");
	CHECK(next_is(&inbox, "abcde"));
	il_inbox_fini(&inbox);
}

static void what_is_no_message_is_skipped(void)
{
	static const char *const bad[] = {
		"\r\n\r\n",
		"Content-Type: text\r\n\r\n{}",
		"Content-Length: -1\r\n\r\n",
		"Content-Length: 99999999999999999999999\r\n\r\n",
		"Content-Length: 67108865\r\n\r\n",
		"Content-Length: 1x\r\n\r\n",
		"Content-Length:\r\n\r\n",
		"Content-Length: 1\r\nContent-Length: 2\r\n\r\n",
		"no header at all\r\n\r\n",
		"{}\n",
	};
	const char *body;
	size_t size;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct il_inbox inbox = { 0 };
		feed_text(&inbox, bad[i]);
		CHECK(il_inbox_next(&inbox, &body, &size) == IL_FRAME_BAD);
		/* It is said once, and the next message is found, wherever in a line it begins. */
		feed_text(&inbox, "junk \r\n\r\n junkContent-Length: 2\r\n\r\n[]Content-Length: 1\r\n\r\n7");
		CHECK(next_is(&inbox, "[]"));
		CHECK(next_is(&inbox, "7"));
		CHECK(il_inbox_next(&inbox, &body, &size) == IL_FRAME_NONE);
		il_inbox_fini(&inbox);
	}
	struct il_inbox inbox = { 0 };
	for (int i = 0; i < IL_FRAME_HEADER_MAX; i++)
		feed_text(&inbox, "X: y\n");
	CHECK(il_inbox_next(&inbox, &body, &size) == IL_FRAME_BAD);
	il_inbox_fini(&inbox);
}

static json_t *parse(const char *text)
{
	json_error_t problem;

	return il_rpc_parse(text, strlen(text), &problem);
}

static void half_a_pair_is_no_error(void)
{
	static const struct {
		const char *text, *value;
	} cases[] = {
		{ "[\"\\ud83d\\ude00\"]", "\xF0\x9F\x98\x80" },
		{ "[\"a\\ud83d\"]", "a\xEF\xBF\xBD" },
		{ "[\"\\ude00b\"]", "\xEF\xBF\xBD"
				    "b" },
		{ "[\"\\ud83d\\u0041\"]", "\xEF\xBF\xBD"
					  "A" },
		{ "[\"\\\\ud83d\"]", "\\ud83d" },
		{ "[\"\\\\\\ud83d\"]", "\\\xEF\xBF\xBD" },
		{ "[\"\\ud83d\\ud83d\\ude00\"]", "\xEF\xBF\xBD\xF0\x9F\x98\x80" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		json_t *value = parse(cases[i].text);
		const char *text = json_string_value(json_array_get(value, 0));
		CHECK(text && strcmp(text, cases[i].value) == 0);
		json_decref(value);
	}
	CHECK(!parse("[\"\\ud8\"]"));
	CHECK(!parse("{"));
	CHECK(!parse(""));
}

static void files_have_uris(void)
{
	static const struct {
		const char *uri, *file;
	} cases[] = {
		{ "file:///a/b.c", "/a/b.c" },
		{ "file:///a%20b/%C3%A9.c", "/a b/\xC3\xA9.c" },
		{ "file:/a.c", "/a.c" },
		{ "FILE://localhost/a.c", "/a.c" },
		{ "file:///a/../b/./c.c", "/b/c.c" },
		{ "file:///a.c?x#y", "/a.c" },
		{ "file://host/a.c", NULL },
		{ "file:///%zz", NULL },
		{ "file:///%00.c", NULL },
		{ "file:///%", NULL },
		{ "untitled:x", NULL },
		{ "", NULL },
		{ "file:", NULL },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *file = il_uri_to_file(cases[i].uri);
		CHECK(cases[i].file ? file && strcmp(file, cases[i].file) == 0 : !file);
		free(file);
	}
	char *uri = il_uri_of_file("/a b/\xC3\xA9+.c"), *file = il_uri_to_file(uri);
	CHECK(strcmp(uri, "file:///a%20b/%C3%A9%2B.c") == 0);
	CHECK(strcmp(file, "/a b/\xC3\xA9+.c") == 0);
	free(uri);
	free(file);
}

static size_t offset_at(const struct il_lines *lines, enum il_encoding encoding, int64_t line, int64_t character)
{
	json_t *position = json_pack("{s:I, s:I}", "line", (json_int_t)line, "character", (json_int_t)character);
	size_t offset = SIZE_MAX;

	il_position_decode(lines, encoding, position, &offset);
	json_decref(position);
	return offset;
}

static void positions_are_offsets_and_back(void)
{
	/* Lines that end in all ways, characters of one to four bytes, and two bytes that are none. */
	static const char text[] = "a\xC3\xA9\xE4\xB8\xAD\xF0\x9F\x98\x80z\r\nb\rc\n\xFF\xC3\n";
	static const struct {
		enum il_encoding encoding;
		int64_t line, character;
		size_t offset;
	} cases[] = {
		{ IL_ENCODING_UTF8, 0, 3, 3 },
		{ IL_ENCODING_UTF16, 0, 2, 3 },
		{ IL_ENCODING_UTF32, 0, 2, 3 },
		{ IL_ENCODING_UTF8, 0, 10, 10 },
		{ IL_ENCODING_UTF16, 0, 5, 10 },
		{ IL_ENCODING_UTF32, 0, 4, 10 },
		/* Within a character is before it. */
		{ IL_ENCODING_UTF8, 0, 2, 1 },
		{ IL_ENCODING_UTF16, 0, 4, 6 },
		/* Behind the end of a line is its end, without what ends it. */
		{ IL_ENCODING_UTF8, 0, 99, 11 },
		{ IL_ENCODING_UTF16, 1, 99, 14 },
		{ IL_ENCODING_UTF32, 2, 99, 16 },
		{ IL_ENCODING_UTF16, 3, 2, 19 },
		{ IL_ENCODING_UTF16, 4, 0, 20 },
		{ IL_ENCODING_UTF16, 5, 0, 20 },
		{ IL_ENCODING_UTF16, -1, 5, 0 },
		{ IL_ENCODING_UTF16, 0, -5, 0 },
		{ IL_ENCODING_UTF16, INT64_MAX, INT64_MAX, 20 },
		{ IL_ENCODING_UTF16, INT64_MIN, INT64_MIN, 0 },
	};
	struct il_lines lines = { 0 };

	il_lines_read(&lines, text, sizeof(text) - 1);
	CHECK(lines.starts.count == 5);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		CHECK(offset_at(&lines, cases[i].encoding, cases[i].line, cases[i].character) == cases[i].offset);
	/* Each offset that begins a character is a position, and that is the offset. */
	for (size_t offset = 0; offset <= lines.size; offset++) {
		if (offset < lines.size && ((unsigned char)text[offset] & 0xC0) == 0x80)
			continue;
		for (enum il_encoding e = IL_ENCODING_UTF16; e <= IL_ENCODING_UTF32; e++) {
			json_t *position = il_position_encode(&lines, e, offset);
			size_t back = 0;
			CHECK(il_position_decode(&lines, e, position, &back));
			CHECK(back == (offset == 12 ? 11u : offset));
			json_decref(position);
		}
	}
	il_lines_fini(&lines);
}

/* Edits a document with one mark on its second line, and tells where the mark is, or -1. */
static long marked_after(size_t start, size_t end, const char *text)
{
	static const char before[] = "first\nsecond\nthird\n";
	struct il_document *document = il_document_create("file:///a.c", "c", 1, before, sizeof(before) - 1);
	uint32_t mark = il_document_mark(document, 8, 10);

	il_document_edit(document, start, end, text, strlen(text));
	long at = document->marks.at[mark].gone ? -1 : (long)document->marks.at[mark].start;
	il_document_destroy(document);
	return at;
}

static void marks_move_with_whole_lines(void)
{
	CHECK(marked_after(0, 0, "x") == 9);	   /* in the line before */
	CHECK(marked_after(0, 5, "") == 3);	   /* of the line before */
	CHECK(marked_after(0, 6, "") == 2);	   /* all of it */
	CHECK(marked_after(5, 6, "") == -1);	   /* joined with it */
	CHECK(marked_after(6, 6, "new\n") == 12);  /* a line put before it */
	CHECK(marked_after(6, 6, "new") == -1);	   /* a word put at its begin */
	CHECK(marked_after(9, 9, "") == -1);	   /* in it */
	CHECK(marked_after(12, 12, "\nnew") == 8); /* a line put behind it */
	CHECK(marked_after(12, 12, "new") == -1);  /* a word at its end */
	CHECK(marked_after(12, 13, "") == -1);	   /* joined with the next */
	CHECK(marked_after(12, 18, "") == 8);	   /* the next one away */
	CHECK(marked_after(13, 19, "") == 8);
	CHECK(marked_after(0, 19, "") == -1);
}

static void edits_of_any_kind_are_made(void)
{
	enum { SCRIPT_MAX = 400 };
	uint8_t script[SCRIPT_MAX];

	for (int i = 0; i < 20000; i++) {
		uint32_t size = random_below(sizeof(script));
		for (uint32_t k = 0; k < size; k++)
			script[k] = (uint8_t)random_below(256);
		lsp_check_edits(script, size);
	}
}

/* Appends a message, as it should be. */
static void add_message(struct il_outbox *stream, int number)
{
	char body[128];
	int size = snprintf(body, sizeof(body), "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"a/%u\",\"params\":{}}",
			    number, random_below(1000));

	il_outbox_put(stream, body, (size_t)size);
}

/* Makes a few bytes of the stream something else. */
static void mutate(char *bytes, uint32_t size)
{
	static const char alphabet[] = "\r\n:{}[]\"\\ 0123456789Content-Length\0\xFF";

	for (uint32_t k = random_below(6); k > 0; k--)
		bytes[random_below(size)] = alphabet[random_below(sizeof(alphabet))];
}

static void streams_of_any_kind_are_read_alike(void)
{
	uint32_t total = 0;

	for (int i = 0; i < 20000; i++) {
		struct il_outbox stream = { 0 };
		for (int k = 0; k < 5; k++)
			add_message(&stream, k);
		if (i)
			mutate(stream.bytes.at, stream.bytes.count);
		uint32_t count = lsp_check_stream(stream.bytes.at, stream.bytes.count, 1 + random_below(40));
		CHECK(i || count == 5);
		il_outbox_fini(&stream);
		total += count;
	}
	/* Most messages survive the few bytes that others lose. */
	CHECK(total > 20000);
}

int main(void)
{
	RUN(messages_come_in_pieces);
	RUN(what_is_no_message_is_skipped);
	RUN(half_a_pair_is_no_error);
	RUN(files_have_uris);
	RUN(positions_are_offsets_and_back);
	RUN(marks_move_with_whole_lines);
	RUN(edits_of_any_kind_are_made);
	RUN(streams_of_any_kind_are_read_alike);
	return 0;
}
