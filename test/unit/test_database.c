// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Compile databases are read in two ways, of which the fast one leaves to the other what it does not know. */
#include "check.h"
#include "random.h"

#include "cli/database.h"
#include "cli/database_text.h"

#include <jansson.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

static json_t *random_word(void)
{
	static const char *const words[] = { "-c",     "-DX='\"y\"'", "-I../include",
					     "a\\b/c", "tab\there",   "new\nline",
					     "",       "-std=gnu11",  "x" };

	return json_string(words[random_below(sizeof(words) / sizeof(words[0]))]);
}

static json_t *random_database(void)
{
	static const char *const directories[] = { "/tree", "relative", "/tree/../other/", "/" };
	json_t *list = json_array();
	char name[32];

	for (uint32_t i = 1 + random_below(8); i > 0; i--) {
		json_t *arguments = json_pack("[s]", "cc");
		for (uint32_t k = random_below(6); k > 0; k--)
			json_array_append_new(arguments, random_word());
		/* Files of one name keep the order in which sorting found them, which is no concern here. */
		snprintf(name, sizeof(name), "./d%u/f%u.c", random_below(3), i);
		json_array_append_new(list, json_pack("{s:s, s:s, s:o, s:s}", "directory", directories[random_below(4)],
						      "file", name, "arguments", arguments, "output", "a.o"));
	}
	return list;
}

static void write_to(const char *file, const json_t *list)
{
	CHECK(json_dump_file(list, file, random_below(2) ? JSON_INDENT(2) : JSON_COMPACT | JSON_ESCAPE_SLASH) == 0);
}

static bool same(const struct il_database *a, const struct il_database *b)
{
	bool equal = a->entries.count == b->entries.count;

	for (uint32_t i = 0; equal && i < a->entries.count; i++) {
		const struct il_entry *x = &a->entries.at[i], *y = &b->entries.at[i];
		equal = strcmp(x->directory, y->directory) == 0 && strcmp(x->file, y->file) == 0 &&
			x->argument_count == y->argument_count;
		for (size_t k = 0; equal && k < x->argument_count; k++)
			equal = strcmp(x->arguments[k], y->arguments[k]) == 0;
	}
	return equal;
}

static bool is_scanned(const char *text)
{
	struct il_database database = { 0 };
	bool good = il_database_scan(&database, text, strlen(text), "/base");

	il_database_fini(&database);
	return good;
}

static void both_ways_read_the_same(void)
{
	char file[] = "/tmp/irqlint-database-XXXXXX";
	int descriptor = mkstemp(file);
	struct il_error error;

	CHECK(descriptor >= 0);
	close(descriptor);
	for (int i = 0; i < 300; i++) {
		struct il_database fast = { 0 }, slow = { 0 };
		json_t *list = random_database();
		char *text = json_dumps(list, 0);
		CHECK(is_scanned(text));
		write_to(file, list);
		CHECK(il_database_read(&fast, file, &error));
		/* A number is no word of a database. */
		json_object_set_new(json_array_get(list, 0), "number", json_integer(7));
		write_to(file, list);
		CHECK(il_database_read(&slow, file, &error));
		CHECK(same(&fast, &slow));
		il_database_fini(&fast);
		il_database_fini(&slow);
		json_decref(list);
		free(text);
	}
	unlink(file);
}

static void commands_are_words(void)
{
	static const char text[] = "[{\"directory\": \"/d\", \"command\": \"cc '-DA=\\\"b c\\\"'  -c a\\\\ b.c\", "
				   "\"file\": \"a b.c\"}]";
	struct il_database database = { 0 };

	CHECK(il_database_scan(&database, text, strlen(text), "/base"));
	CHECK(database.entries.count == 1 && database.entries.at[0].argument_count == 4);
	CHECK(strcmp(database.entries.at[0].arguments[1], "-DA=\"b c\"") == 0);
	CHECK(strcmp(database.entries.at[0].arguments[3], "a b.c") == 0);
	CHECK(strcmp(database.entries.at[0].file, "/d/a b.c") == 0);
	il_database_fini(&database);
	CHECK(!is_scanned("[{\"directory\":\"/\",\"file\":\"a\",\"command\":\"cc '\"}]"));
	CHECK(!is_scanned("[{\"directory\":\"/\",\"file\":\"a\",\"command\":\" \"}]"));
}

static void what_is_odd_is_left_to_others(void)
{
	static const char *const odd[] = {
		"",
		"[",
		"[]",
		"{}",
		"[{}]",
		"[{\"directory\":\"/\",\"file\":\"a\",\"arguments\":[]}]",
		"[{\"directory\":\"/\",\"file\":\"a\",\"arguments\":[\"c\"]}",
		"[{\"directory\":\"/\",\"file\":\"a\",\"arguments\":[\"c\"]},]",
		"[{\"directory\":\"/\",\"file\":\"a\",\"arguments\":[\"c\"]}] x",
		"[{\"directory\":\"/\",\"file\":\"a\",\"arguments\":[\"c\",]}]",
		"[{\"directory\":\"/\",\"file\":\"a\",\"arguments\":[\"c\"],\"command\":\"c\"}]",
		"[{\"directory\":\"/\",\"file\":\"a\",\"file\":\"b\",\"arguments\":[\"c\"]}]",
		"[{\"directory\":\"/\",\"file\":\"a\",\"arguments\":[\"c\"],\"arguments\":[\"c\"]}]",
		"[{\"directory\":\"/\",\"file\":\"\",\"arguments\":[\"c\"]}]",
		"[{\"directory\":\"\",\"file\":\"a\",\"arguments\":[\"c\"]}]",
		"[{\"directory\":\"/\",\"file\":\"\xC3\xA9\",\"arguments\":[\"c\"]}]",
		"[{\"directory\":\"/\",\"file\":\"\\u00e9\",\"arguments\":[\"c\"]}]",
		"[{\"directory\":\"/\",\"file\":\"\\",
		"[{\"directory\":\"/\",\"file\":\"a\nb\",\"arguments\":[\"c\"]}]",
		"[{\"directory\":\"/\",\"file\":\"a\\\"\nb\",\"arguments\":[\"c\"]}]",
	};

	CHECK(is_scanned(" [ {\"directory\":\"/\",\"file\":\"a\\\"\\n\",\"arguments\":[\"c\"]} ]\n"));
	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++)
		CHECK(!is_scanned(odd[i]));
}

int main(void)
{
	RUN(both_ways_read_the_same);
	RUN(commands_are_words);
	RUN(what_is_odd_is_left_to_others);
	return 0;
}
