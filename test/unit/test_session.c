// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "check.h"
#include "dumped.h"

#include "clang/session.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Headers that are compiled ahead lie beside the directory of the file. */
static char all[] = "/tmp/irqlint-session-XXXXXX", directory[64];

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
	static const char *const arguments[] = { "cc", "-std=gnu11", "-I../ahead", "-c", "-o", "main.o", "main.c" };
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
static enum il_headers_use check_same_n(struct il_session *session, const char *text, size_t size)
{
	struct il_command command = command_of("main.c");
	struct il_unit *expected = NULL, *unit = NULL;
	struct il_inputs read_there = { 0 }, read_here = { 0 };
	struct il_parse_times times, times_there;
	struct il_error error = { "" };

	enum il_parse_status status = il_session_parse(session, text, size, &unit, &read_here, &times, &error);
	if (status != IL_PARSE_OK)
		fprintf(stderr, "%s\n", error.text);
	CHECK(status == IL_PARSE_OK);
	FILE *stream = fopen(in_directory("main.c"), "w");
	CHECK(stream && fwrite(text, 1, size, stream) == size && fclose(stream) == 0);
	CHECK(il_parse(&command, &expected, &read_there, &times_there, &error) == IL_PARSE_OK);
	char *here = dumped(unit), *there = dumped(expected);
	if (strcmp(here, there) != 0)
		fprintf(stderr, "of a session:\n%s\nof il_parse():\n%s\n", here, there);
	CHECK(strcmp(here, there) == 0);
	CHECK(read_here.names.count == read_there.names.count);
	for (uint32_t i = 0; i < read_here.names.count; i++)
		CHECK(strcmp(read_here.names.at[i], read_there.names.at[i]) == 0);
	free(here);
	free(there);
	il_unit_destroy(unit);
	il_unit_destroy(expected);
	il_inputs_fini(&read_here);
	il_inputs_fini(&read_there);
	unlink(in_directory("main.c"));
	return times.headers;
}

static enum il_headers_use check_same(struct il_session *session, const char *text)
{
	return check_same_n(session, text, strlen(text));
}

/* Checks that @text does not parse in @session, for the reason that il_parse() has, and that @reason is in it. */
static void check_broken(struct il_session *session, const char *text, const char *reason)
{
	struct il_command command = command_of("main.c");
	struct il_parse_times times;
	struct il_unit *unit = NULL;
	struct il_error here = { "" }, there = { "" };

	CHECK(il_session_parse(session, text, strlen(text), &unit, NULL, &times, &here) == IL_PARSE_BROKEN);
	write_file("main.c", text);
	CHECK(il_parse(&command, &unit, NULL, &times, &there) == IL_PARSE_BROKEN);
	unlink(in_directory("main.c"));
	if (strcmp(here.text, there.text) != 0)
		fprintf(stderr, "of a session: %s\nof il_parse(): %s\n", here.text, there.text);
	CHECK(strcmp(here.text, there.text) == 0);
	CHECK(strstr(here.text, reason));
}

static struct il_session *new_session(const char *headers)
{
	struct il_command command = command_of("main.c");

	command.headers = headers;
	return il_session_create(&command);
}

static const char card_h[] =
	"#ifndef CARD_H\n#define CARD_H\n"
	"struct card { int irq; struct card *next; };\n"
	"#define card_irq(c) ((c)->irq)\n"
	"static inline int card_next(struct card *c) { return card_irq(c->next); /* NOLINT(irq-x) */ }\n"
	"#endif\n";

static void test_text_that_is_on_no_disk(void)
{
	struct il_session *session = new_session(NULL);

	check_same(session, "int f(int x)\n{\n\treturn x + 1;\n}\n");
	check_same(session, "int f(int x)\n{\n\treturn x + 2;\n}\n");
	il_session_destroy(session);
}

static void test_edits_of_the_body(void)
{
	struct il_session *session = new_session(NULL);
	char text[1024];

	write_file("card.h", card_h);
	for (int i = 0; i < 20; i++) {
		snprintf(text, sizeof(text),
			 "/* first */\n#include \"card.h\"\n#define ONE %s\n#define readl(a) (a)\n\n%.*s"
			 "int f(struct card *c)\n{\n\treturn ONE + card_irq(c) + card_next(c) + readl(%d);\n}\n"
			 "#include \"card.h\"\nint after;\n",
			 "1", i, "\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n", i);
		check_same(session, text);
	}
	check_broken(session, "#include \"card.h\"\nint f(struct card *c) { return card_irq(c) + ; }\n", "main.c:2: ");
	check_same(session, text);
	il_session_destroy(session);
	unlink(in_directory("card.h"));
}

static void test_edits_of_the_preamble(void)
{
	static const char *const texts[] = {
		"#include \"card.h\"\nint f(struct card *c) { return card_irq(c); }\n",
		"#define card card2\n#include \"card.h\"\nint f(struct card2 *c) { return card_irq(c); }\n",
		"#if 1\n#include \"card.h\"\nint f(struct card *c) { return card_irq(c); }\n#else\nint g;\n#endif\n",
		("#include \"card.h\"\n#undef card_irq\n#define card_irq(c) 3\n"
		 "int f(struct card *c) { return card_irq(c); }\n"),
		"#include \"card.h\"",
		"/* NOLINTBEGIN(irq-x) */\n#include \"card.h\"\n/* NOLINTEND(irq-x) */\nint x;\n",
		"int no_directives;\n",
		"",
		"\xef\xbb\xbf#include \"card.h\"\r\nint crlf;\r\n",
	};
	struct il_session *session = new_session(NULL);

	write_file("card.h", card_h);
	for (size_t i = 0; i < 3 * sizeof(texts) / sizeof(texts[0]); i++)
		check_same(session, texts[i * 4 % (sizeof(texts) / sizeof(texts[0]))]);
	il_session_destroy(session);
	unlink(in_directory("card.h"));
}

static void test_headers_that_change(void)
{
	static const char text[] = "#include \"card.h\"\nint f(struct card *c) { return card_irq(c); }\n";
	struct il_session *session = new_session(NULL);

	check_broken(session, text, "'card.h' file not found");
	check_broken(session, text, "'card.h' file not found");
	write_file("card.h", card_h);
	check_same(session, text);
	check_same(session, text);
	/* As long as before, and at once. */
	write_file("card.h", "struct card { int other, irq; };\n#define card_irq(c) ((c)->other)\n");
	check_same(session, text);
	write_file("card.h", "struct card { int other, irq; };\n#define card_irq(c) ((c)->irq  )\n");
	check_same(session, text);
	write_file("card.h", "struct card { int irq; };\n#define card_irq(c) ((c)->irq) +\n");
	check_broken(session, text, "main.c:2: ");
	write_file("card.h", card_h);
	check_same(session, text);
	unlink(in_directory("card.h"));
	check_broken(session, text, "'card.h' file not found");
	il_session_destroy(session);
}

/* Returns the facts of @text, owned by the caller. */
static char *facts_of(struct il_session *session, const char *text, enum il_headers_use *ret_use)
{
	struct il_parse_times times;
	struct il_unit *unit = NULL;
	struct il_error error = { "" };

	CHECK(il_session_parse(session, text, strlen(text), &unit, NULL, &times, &error) == IL_PARSE_OK);
	char *facts = dumped(unit);
	il_unit_destroy(unit);
	*ret_use = times.headers;
	return facts;
}

static enum il_headers_use check_facts(struct il_session *session, const char *text, const char *expected, bool same)
{
	enum il_headers_use use;
	char *facts = facts_of(session, text, &use);

	CHECK((strcmp(facts, expected) == 0) == same);
	free(facts);
	return use;
}

static void test_headers_that_are_not_saved(void)
{
	static const char text[] = "#include \"card.h\"\nint f(struct card *c) { return card_irq(c); }\n";
	static const char other[] = "struct card { int irq, more; };\n#define card_irq(c) ((c)->more)\n";
	char name[256];
	snprintf(name, sizeof(name), "%s", in_directory("card.h"));
	struct il_overlay overlay = { name, other, strlen(other) };
	struct il_session *session = new_session(NULL);
	enum il_headers_use use;

	write_file("card.h", other);
	char *expected = facts_of(session, text, &use);
	write_file("card.h", card_h);
	check_facts(session, text, expected, false);
	for (int i = 0; i < 2; i++) {
		il_session_overlay(session, &overlay, 1);
		check_facts(session, text, expected, true);
		il_session_overlay(session, NULL, 0);
		check_same(session, text);
		check_facts(session, text, expected, false);
	}
	/* Also one that is on no disk. */
	unlink(name);
	il_session_overlay(session, &overlay, 1);
	check_facts(session, text, expected, true);
	il_session_overlay(session, NULL, 0);
	check_broken(session, text, "'card.h' file not found");
	free(expected);
	il_session_destroy(session);
}

/* Of headers that are compiled ahead: what the file may not see of them, and what it declares otherwise. */
static void test_headers_compiled_ahead(void)
{
	static const char *const headers[] = { "low.h", "high.h" };
	static char output[256];
	struct il_command command = command_of("list.c");
	const char *const arguments[] = { "cc", "-std=gnu11", "-I../ahead", command.file };
	struct il_inputs inputs = { 0 };

	command.arguments = arguments;
	command.argument_count = sizeof(arguments) / sizeof(arguments[0]);

	write_file("../ahead/low.h",
		   "#ifndef LOW\n#define LOW\n#define udelay(n) (n)\n#define wake_up(q) (void)(q)\n"
		   "struct low { int a; };\nstatic inline int low_get(struct low *l) { return l->a; }\n"
		   "#endif\n");
	write_file("../ahead/high.h",
		   "#ifndef HIGH\n#define HIGH\n#include <low.h>\n#ifdef TUNED\n#define HIGHEST 1\n#else\n"
		   "#define HIGHEST 2\n#endif\nint high(void);\n#endif\n");
	/* Fields and parameters of macros' names, and uses of the macros in headers of the file's own. */
	write_file("card.h", "struct card { int udelay; };\n"
			     "static inline void card_set(struct card *c, int wake_up) { c->udelay = wake_up; }\n"
			     "static inline void card_wake(struct card *c) { wake_up(&c->udelay); }\n");
	snprintf(output, sizeof(output), "%s", in_directory("../ahead/all.pch"));
	CHECK(il_compile_headers(&command, headers, 2, output, &inputs));
	il_inputs_fini(&inputs);

	struct il_session *session = new_session(output);
	for (int i = 0; i < 3; i++)
		CHECK(check_same(session,
				 "#include <low.h>\n#include \"card.h\"\n"
				 "int f(struct low *l) { return udelay(3) + low_get(l); }\n") == IL_HEADERS_USED);
	CHECK(check_same(session, "#include <low.h>\n#include \"card.h\"\nint high; int g(void) { return high; }\n") ==
	      IL_HEADERS_REFUSED);
	CHECK(check_same(session, "#include <low.h>\n#include \"card.h\"\n"
				  "int f(struct low *l) { return udelay(4) + low_get(l); }\n") != IL_HEADERS_USED);
	CHECK(check_same(session, "#define TUNED\n#include <high.h>\nint f(void) { return HIGHEST; }\n") ==
	      IL_HEADERS_REFUSED);
	CHECK(check_same(session, "#include <high.h>\nint f(void) { return HIGHEST; }\n") == IL_HEADERS_USED);
	CHECK(check_same(session, "int low; int f(void) { return low; }\n#ifdef HIGHEST\nint no;\n#endif\n") ==
	      IL_HEADERS_REFUSED);
	check_broken(session, "#include <low.h>\nint f(void) { return HIGHEST; }\n", "HIGHEST");
	check_broken(session, "#include <low.h>\nint f(void) { return udelay(; }\n", "main.c:2: ");
	/* What was refused is tried again with other directives. */
	CHECK(check_same(session, "#include <low.h>\n#define X\nint f(void) { return udelay(3); }\n") ==
	      IL_HEADERS_USED);
	/* One of them that is not saved is not the one that was compiled. */
	static const char low[] = "#include <low.h>\n#define X\nint f(void) { return udelay(3); }\n";
	static const char low_h[] = "#ifndef LOW\n#define LOW\n#define udelay(n) (n + n)\n#endif\n";
	char name[300];
	snprintf(name, sizeof(name), "%s/ahead/low.h", all);
	CHECK(check_same(session, low) == IL_HEADERS_USED);
	char *before = facts_of(session, low, &(enum il_headers_use) { 0 });
	il_session_overlay(session, &(struct il_overlay) { name, low_h, strlen(low_h) }, 1);
	CHECK(check_facts(session, low, before, false) == IL_HEADERS_NONE);
	il_session_overlay(session, NULL, 0);
	CHECK(check_facts(session, low, before, true) == IL_HEADERS_USED);
	free(before);
	write_file("../ahead/low.h", "#ifndef LOW\n#define LOW\n#define udelay(n) (n + 1)\n#endif\n");
	CHECK(check_same(session, "#include <low.h>\nint f(void) { return udelay(3); }\n") == IL_HEADERS_NONE);
	il_session_destroy(session);
	unlink(in_directory("../ahead/all.pch"));
	unlink(in_directory("../ahead/all.pch.notes"));
	unlink(in_directory("../ahead/low.h"));
	unlink(in_directory("../ahead/high.h"));
	unlink(in_directory("card.h"));
}

static void test_strange_texts(void)
{
	static const char nul[] = "int a\0;\n/* \0 */ int b;\n#define X \0 3\nint f(void) { return X; }\n";
	struct il_session *session = new_session(NULL);
	size_t size = 0;
	char *huge = NULL;
	FILE *stream = open_memstream(&huge, &size);

	check_same_n(session, nul, sizeof(nul) - 1);
	check_same_n(session, "#define A \0 1\nint x;", sizeof("#define A \0 1\nint x;") - 1);
	check_same(session, "\n\n\n");
	check_same(session, "#");
	check_same(session, "#define UNFINISHED \\");
	check_broken(session, "#include", "main.c:1: ");
	check_broken(session, "/* not closed", "main.c:1: ");
	check_broken(session, "\x80\xff\x01 int", "main.c:1: ");
	check_broken(session, "#if 1\nint x;\n", "main.c:1: ");
	for (int i = 0; i < 20000; i++)
		fprintf(stream, "int value_%d(int x)\n{\n\treturn x + %d;\n}\n", i, i);
	fclose(stream);
	check_same_n(session, huge, size);
	free(huge);
	check_same(session, "int small;\n");
	il_session_destroy(session);
}

static void test_the_file_on_the_disk(void)
{
	struct il_session *session = new_session(NULL);
	struct il_parse_times times;
	struct il_unit *unit = NULL;
	struct il_error error = { "" };

	CHECK(il_session_parse(session, NULL, 0, &unit, NULL, &times, &error) == IL_PARSE_UNREADABLE);
	CHECK(strstr(error.text, "cannot read"));
	write_file("main.c", "int f(void)\n{\n\treturn 1;\n}\n");
	CHECK(il_session_parse(session, NULL, 0, &unit, NULL, &times, &error) == IL_PARSE_OK);
	CHECK(unit->functions.count == 2);
	il_unit_destroy(unit);
	unlink(in_directory("main.c"));
	check_same(session, "int g(void)\n{\n\treturn 1;\n}\n");
	il_session_destroy(session);
}

static void test_commands_that_are_not_understood(void)
{
	static const char *const arguments[] = { "cc", "--target=nonsense-of-a-machine", "main.c" };
	struct il_command command = command_of("main.c");
	struct il_parse_times times;
	struct il_unit *unit = NULL;
	struct il_error error = { "" };

	command.arguments = arguments;
	command.argument_count = 3;
	struct il_session *session = il_session_create(&command);
	for (int i = 0; i < 2; i++)
		CHECK(il_session_parse(session, "int x;", 6, &unit, NULL, &times, &error) == IL_PARSE_BROKEN);
	il_session_destroy(session);
	command.argument_count = 0;
	session = il_session_create(&command);
	CHECK(il_session_parse(session, "int x;", 6, &unit, NULL, &times, &error) == IL_PARSE_BROKEN);
	CHECK(strstr(error.text, "empty"));
	il_session_destroy(session);
}

/* Sanitizers keep what is freed for a while. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define GROWTH_MAX (1 << 20)
#endif
#endif
#ifndef GROWTH_MAX
#define GROWTH_MAX (4 << 10) /* KiB */
#endif

/* Returns what the process holds, in KiB. */
static long held(void)
{
	FILE *stream = fopen("/proc/self/statm", "r");
	long size = 0, resident = 0;

	CHECK(stream && fscanf(stream, "%ld %ld", &size, &resident) == 2);
	fclose(stream);
	return resident * (sysconf(_SC_PAGESIZE) / 1024);
}

static void test_memory_of_many_parses(void)
{
	enum { PARSES = 600, WARM = 200 };
	struct il_session *session = new_session(NULL);
	struct il_parse_times times;
	struct il_error error;
	long before = 0;
	char text[256];

	write_file("card.h", card_h);
	for (int i = 0; i < PARSES; i++) {
		struct il_unit *unit = NULL;
		snprintf(text, sizeof(text), "#include \"card.h\"\n%sint f(struct card *c) { return card_next(c)%s }\n",
			 i % 16 ? "" : "#define EDITED\n", i % 7 ? " + 1;" : " +;");
		il_session_parse(session, text, strlen(text), &unit, NULL, &times, &error);
		il_unit_destroy(unit);
		if (i == WARM)
			before = held();
	}
	CHECK(held() - before < GROWTH_MAX);
	il_session_destroy(session);
	unlink(in_directory("card.h"));
}

int main(void)
{
	CHECK(mkdtemp(all));
	snprintf(directory, sizeof(directory), "%s/source", all);
	CHECK(mkdir(directory, 0700) == 0);
	CHECK(mkdir(in_directory("../ahead"), 0700) == 0);
	RUN(test_text_that_is_on_no_disk);
	RUN(test_edits_of_the_body);
	RUN(test_edits_of_the_preamble);
	RUN(test_headers_that_change);
	RUN(test_headers_that_are_not_saved);
	RUN(test_headers_compiled_ahead);
	RUN(test_strange_texts);
	RUN(test_the_file_on_the_disk);
	RUN(test_commands_that_are_not_understood);
	RUN(test_memory_of_many_parses);
	CHECK(rmdir(in_directory("../ahead")) == 0);
	CHECK(rmdir(directory) == 0);
	CHECK(rmdir(all) == 0);
	return 0;
}
