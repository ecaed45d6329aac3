// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "check.h"
#include "dumped.h"

#include "clang/session.h"

#include <string.h>
#include <unistd.h>

static char directory[] = "/tmp/irqlint-session-XXXXXX";

/* Returns the name of file @name of the test's directory, static. */
static const char *in_directory(const char *name)
{
	static char path[256];

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	return path;
}

static void write_file(const char *name, const char *text)
{
	FILE *stream = fopen(in_directory(name), "w");

	CHECK(stream);
	CHECK(fputs(text, stream) >= 0);
	CHECK(fclose(stream) == 0);
}

static struct il_command command_of(const char *file)
{
	static const char *const arguments[] = { "cc", "-std=gnu11", "-I.", "-c", "-o", "main.o", "main.c" };
	static char name[256];

	snprintf(name, sizeof(name), "%s", in_directory(file));
	return (struct il_command) {
		.directory = directory,
		.file = name,
		.arguments = arguments,
		.argument_count = sizeof(arguments) / sizeof(arguments[0]),
		.root = directory,
	};
}

/* Checks that @session makes of @text what il_parse() makes of it as the file on the disk. */
static void check_same(struct il_session *session, const char *text)
{
	struct il_command command = command_of("main.c");
	struct il_unit *expected = NULL, *unit = NULL;
	struct il_inputs read_there = { 0 }, read_here = { 0 };
	struct il_parse_times times;
	struct il_error error = { "" };

	CHECK(il_session_parse(session, text, strlen(text), &unit, &read_here, &times, &error) == IL_PARSE_OK);
	write_file("main.c", text);
	CHECK(il_parse(&command, &expected, &read_there, &times, &error) == IL_PARSE_OK);
	char *here = dumped(unit), *there = dumped(expected);
	CHECK(strcmp(here, there) == 0);
	CHECK(read_here.names.count == read_there.names.count);
	for (uint32_t i = 0; i < read_here.names.count; i++)
		CHECK(i == 0 || strcmp(read_here.names.at[i], read_there.names.at[i]) == 0);
	free(here);
	free(there);
	il_unit_destroy(unit);
	il_unit_destroy(expected);
	il_inputs_fini(&read_here);
	il_inputs_fini(&read_there);
	unlink(in_directory("main.c"));
}

static void test_text_that_is_on_no_disk(void)
{
	struct il_command command = command_of("main.c");
	struct il_session *session = il_session_create(&command);

	check_same(session, "int f(int x)\n{\n\treturn x + 1;\n}\n");
	check_same(session, "int f(int x)\n{\n\treturn x + 2;\n}\n");
	il_session_destroy(session);
}

int main(void)
{
	CHECK(mkdtemp(directory));
	RUN(test_text_that_is_on_no_disk);
	CHECK(rmdir(directory) == 0);
	return 0;
}
