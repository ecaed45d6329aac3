// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * How the proxy makes one of two: where ranges of an older version are after random edits, which has to be
 * where a look at the text finds them, and what becomes of two answers.
 */
#include "check.h"
#include "random.h"

#include "lsp/merge.h"
#include "lsp/trail.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_MAX = 8192, WORDS = 24, ROUNDS = 400, EDITS = 12 };

struct word {
	size_t start, end;
	bool gone;
	json_t *range; /* in the first version */
};

static json_t *position(const char *text, size_t offset)
{
	json_int_t line = 0, column = 0;

	for (size_t i = 0; i < offset; i++) {
		column++;
		if (text[i] == '\n') {
			line++;
			column = 0;
		}
	}
	return json_pack("{s:I,s:I}", "line", line, "character", column);
}

static json_t *range(const char *text, size_t start, size_t end)
{
	return json_pack("{s:o,s:o}", "start", position(text, start), "end", position(text, end));
}

static void edit_word(struct word *word, size_t start, size_t end, size_t size)
{
	if (word->gone || start >= word->end)
		return;
	if (end > word->start) {
		word->gone = true;
		return;
	}
	word->start = word->start - (end - start) + size;
	word->end = word->end - (end - start) + size;
}

/* Makes a random edit of @text and of @words.  Returns: the change as the protocol has it. */
static json_t *edit(char *text, struct word *words)
{
	static const char *const pieces[] = { "", "x", "\n", "ab\ncd", "\n\n", "\tif (a)\n", "long piece of text" };
	const char *piece = pieces[random_below(sizeof(pieces) / sizeof(pieces[0]))];
	size_t length = strlen(text), size = strlen(piece);
	size_t start = random_below((uint32_t)length + 1), end = start + random_below(6);

	if (end > length)
		end = length;
	json_t *change = json_pack("{s:o,s:s}", "range", range(text, start, end), "text", piece);
	memmove(text + start + size, text + end, length - end + 1);
	memcpy(text + start, piece, size);
	for (size_t i = 0; i < WORDS; i++)
		edit_word(&words[i], start, end, size);
	return change;
}

static void ranges_are_where_the_text_is(void)
{
	for (int round = 0; round < ROUNDS; round++) {
		static char text[TEXT_MAX];
		struct word words[WORDS] = { 0 };
		struct il_trail trail = { 0 };
		size_t size = 0;

		for (size_t i = 0; i < WORDS; i++) {
			words[i].start = size;
			size += (size_t)snprintf(text + size, sizeof(text) - size, "word%zu%c", i,
						 random_below(3) ? ' ' : '\n');
			words[i].end = size - 1;
		}
		for (size_t i = 0; i < WORDS; i++)
			words[i].range = range(text, words[i].start, words[i].end);
		for (json_int_t version = 1; version <= EDITS; version++) {
			json_t *changes = json_array();
			for (uint32_t more = 1 + random_below(2); more > 0; more--)
				json_array_append_new(changes, edit(text, words));
			il_trail_add(&trail, version, changes);
			json_decref(changes);
		}
		for (size_t i = 0; i < WORDS; i++) {
			json_t *found = il_trail_move(&trail, 0, words[i].range);
			json_t *expected = words[i].gone ? NULL : range(text, words[i].start, words[i].end);
			CHECK((!found && !expected) || json_equal(found, expected));
			json_decref(found);
			json_decref(expected);
			json_decref(words[i].range);
		}
		il_trail_fini(&trail);
	}
}

static json_t *parse(const char *text)
{
	json_t *value = json_loads(text, JSON_DECODE_ANY, NULL);

	CHECK(value);
	return value;
}

static void only_newer_edits_count(void)
{
	struct il_trail trail = { 0 };
	json_t *changes = parse("[{\"range\":{\"start\":{\"line\":0,\"character\":0},\"end\":{\"line\":0,"
				"\"character\":0}},\"text\":\"\\n\"},{\"text\":\"whole\"},{\"text\":7},{}]");
	json_t *place = parse("{\"start\":{\"line\":1,\"character\":2},\"end\":{\"line\":1,\"character\":4}}");
	json_t *below = parse("{\"start\":{\"line\":2,\"character\":2},\"end\":{\"line\":2,\"character\":4}}");
	json_t *wrong = parse("{\"start\":{\"line\":\"x\"}}");

	il_trail_add(&trail, 5, changes);
	json_t *before = il_trail_move(&trail, 4, place), *after = il_trail_move(&trail, 5, place);
	CHECK(json_equal(before, below));
	CHECK(json_equal(after, place));
	CHECK(!il_trail_move(&trail, 4, wrong));
	json_decref(before);
	il_trail_trim(&trail, 5);
	before = il_trail_move(&trail, 4, place);
	CHECK(json_equal(before, place));
	json_decref(before);
	json_decref(after);
	json_decref(wrong);
	json_decref(below);
	json_decref(place);
	json_decref(changes);
	il_trail_fini(&trail);
}

static void check_merge(json_t *(*merge)(const json_t *, const json_t *), const char *first, const char *second,
			const char *expected)
{
	json_t *a = parse(first), *b = parse(second), *wanted = parse(expected), *all = merge(a, b);

	if (!json_equal(all, wanted)) {
		char *text = json_dumps(all, JSON_ENCODE_ANY);
		fprintf(stderr, "%s\nis not\n%s\n", text, expected);
		free(text);
	}
	CHECK(json_equal(all, wanted));
	json_decref(all);
	json_decref(wanted);
	json_decref(b);
	json_decref(a);
}

static void capabilities_are_what_either_has(void)
{
	check_merge(il_merge_capabilities, "{}", "{}", "{}");
	check_merge(il_merge_capabilities, "null", "{\"hoverProvider\":true}", "{\"hoverProvider\":true}");
	check_merge(il_merge_capabilities, "{\"hoverProvider\":false,\"a\":true}", "{\"hoverProvider\":{\"x\":1}}",
		    "{\"hoverProvider\":{\"x\":1},\"a\":true}");
	check_merge(il_merge_capabilities, "{\"codeActionProvider\":true}",
		    "{\"codeActionProvider\":{\"codeActionKinds\":[\"quickfix\"]}}",
		    "{\"codeActionProvider\":{\"codeActionKinds\":[\"quickfix\"]}}");
	check_merge(il_merge_capabilities, "{\"executeCommandProvider\":{\"commands\":[\"a\",\"b\"]}}",
		    "{\"executeCommandProvider\":{\"commands\":[\"b\",\"c\"]},\"diagnosticProvider\":{}}",
		    "{\"executeCommandProvider\":{\"commands\":[\"a\",\"b\",\"c\"]}}");
	check_merge(il_merge_capabilities, "{\"textDocumentSync\":1}",
		    "{\"textDocumentSync\":{\"openClose\":true,\"change\":2,\"save\":{\"includeText\":false}}}",
		    "{\"textDocumentSync\":{\"openClose\":true,\"change\":1,\"save\":{\"includeText\":false}}}");
}

static void hovers_have_both_texts(void)
{
	check_merge(il_merge_hovers, "null", "null", "null");
	check_merge(il_merge_hovers, "{\"contents\":\"a\"}", "null", "{\"contents\":\"a\"}");
	check_merge(il_merge_hovers, "null", "{\"contents\":\"b\"}", "{\"contents\":\"b\"}");
	check_merge(il_merge_hovers, "{\"contents\":{\"kind\":\"plaintext\",\"value\":\"a\"},\"range\":1}",
		    "{\"contents\":{\"kind\":\"plaintext\",\"value\":\"b\"},\"range\":2}",
		    "{\"contents\":{\"kind\":\"plaintext\",\"value\":\"a\\n\\nb\"},\"range\":1}");
	check_merge(il_merge_hovers, "{\"contents\":{\"kind\":\"plaintext\",\"value\":\"a*\"}}",
		    "{\"contents\":{\"kind\":\"markdown\",\"value\":\"b\"},\"range\":2}",
		    "{\"contents\":{\"kind\":\"markdown\",\"value\":\"```\\na*\\n```\\n\\n---\\n\\nb\"},\"range\":2}");
	check_merge(il_merge_hovers, "{\"contents\":[{\"language\":\"c\",\"value\":\"int x\"},\"\",\"text\"]}",
		    "{\"contents\":\"b\"}",
		    "{\"contents\":{\"kind\":\"markdown\",\"value\":\"```c\\nint x\\n```\\n\\n---\\n\\ntext\\n\\n---"
		    "\\n\\nb\"}}");
	check_merge(il_merge_hovers, "{}", "{\"contents\":7}",
		    "{\"contents\":{\"kind\":\"markdown\",\"value\":\"\"}}");
}

static void lists_follow_each_other(void)
{
	check_merge(il_merge_lists, "null", "[1]", "[1]");
	check_merge(il_merge_lists, "[2,1]", "[1]", "[2,1,1]");
	check_merge(il_merge_lists, "null", "{}", "[]");
}

int main(void)
{
	RUN(ranges_are_where_the_text_is);
	RUN(only_newer_edits_count);
	RUN(capabilities_are_what_either_has);
	RUN(hovers_have_both_texts);
	RUN(lists_follow_each_other);
	return 0;
}
