// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * irqlint doctor: whether what is installed works, told by finding a known bug through each front door.
 * A plugin in a wrong host, or not found, finds nothing and says nothing: that looks like clean code.
 */
#include "clang/parse.h"
#include "cli/command.h"
#include "cli/config.h"
#include "cli/manual.h"
#include "cli/program.h"
#include "cli/scratch.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { TEXT_MAX = 256 };

#define CANARY_RULE "irq-shared-null-cookie"

/* Needs no header, so that nothing but the front door itself can fail. */
static const char canary[] = "typedef int irqreturn_t;\n"
			     "typedef irqreturn_t (*irq_handler_t)(int, void *);\n"
			     "#define IRQF_SHARED 0x80\n"
			     "int request_irq(unsigned int irq, irq_handler_t handler, unsigned long flags,\n"
			     "\t\tconst char *name, void *cookie);\n"
			     "static irqreturn_t isr(int irq, void *cookie)\n"
			     "{\n"
			     "\treturn 1;\n"
			     "}\n"
			     "int canary(void);\n"
			     "int canary(void)\n"
			     "{\n"
			     "\treturn request_irq(1, isr, IRQF_SHARED, \"canary\", (void *)0);\n"
			     "}\n";

static const char driver[] =
	"#include <linux/interrupt.h>\n"
	"#include <linux/module.h>\n"
	"#include <linux/platform_device.h>\n"
	"static irqreturn_t isr(int irq, void *cookie)\n"
	"{\n"
	"\treturn IRQ_HANDLED;\n"
	"}\n"
	"static int probe(struct platform_device *pdev)\n"
	"{\n"
	"\tint irq = platform_get_irq(pdev, 0);\n"
	"\tif (irq < 0)\n"
	"\t\treturn irq;\n"
	"\treturn devm_request_irq(&pdev->dev, irq, isr, 0, \"canary\", pdev);\n"
	"}\n"
	"static struct platform_driver canary = { .probe = probe, .driver = { .name = \"canary\" } };\n"
	"module_platform_driver(canary);\n";

struct doctor {
	struct il_scratch scratch;
	char source[PATH_MAX], runs[PATH_MAX]; /* files with the two */
	int broken;
};

static void tell(struct doctor *doctor, bool good, const char *what, const char *detail)
{
	printf("%s  %s%s%s\n", good ? "ok    " : "BROKEN", what, *detail ? ": " : "", detail);
	doctor->broken += !good;
}

/* Returns whether @text occurs in what @words write; @ret_first is their first line, or why they cannot be run. */
static bool says(char *const *words, const char *text, char *ret_first)
{
	char line[PATH_MAX];
	int code;
	FILE *stream = il_program_output(words, &code);
	bool found = false;

	snprintf(ret_first, TEXT_MAX, "%.200s cannot be run", words[0]);
	if (!stream)
		return false;
	snprintf(ret_first, TEXT_MAX, "it says nothing and ends with %d", code);
	for (bool first = true; fgets(line, sizeof(line), stream); first = false) {
		found = found || strstr(line, text);
		line[strcspn(line, "\n")] = '\0';
		if (first)
			snprintf(ret_first, TEXT_MAX, "%.200s", line);
	}
	fclose(stream);
	return found;
}

static void try_words(struct doctor *doctor, const char *what, char *const *words, const char *text)
{
	char first[TEXT_MAX];
	bool good = says(words, text, first);

	tell(doctor, good, what, good ? "" : first);
}

/* Returns the plugin beside this program as it is built or installed; owned by the caller. */
static char *plugin(const char *name)
{
	char *relative;

	if (asprintf(&relative, "../lib/%s", name) < 0)
		abort();
	char *path = il_program_beside(relative);
	free(relative);
	return path;
}

static void try_plugins(struct doctor *doctor)
{
	char *tidy = plugin("irqlint-tidy.so"), *clang = plugin("irqlint-clang.so"), *load, *fplugin;

	if (asprintf(&load, "--load=%s", tidy) < 0 || asprintf(&fplugin, "-fplugin=%s", clang) < 0)
		abort();
	char *const tidy_words[] = { "clang-tidy-19", load, "--checks=-*,irq-*", doctor->source, "--", NULL };
	char *const clang_words[] = { IL_LLVM_DIR "/bin/clang", "-fsyntax-only", fplugin, doctor->source, NULL };
	tell(doctor, access(tidy, R_OK) == 0, "irqlint-tidy.so",
	     access(tidy, R_OK) == 0 ? tidy : "is not beside this program");
	try_words(doctor, "clang-tidy-19 with it finds a known bug", tidy_words, CANARY_RULE);
	tell(doctor, access(clang, R_OK) == 0, "irqlint-clang.so",
	     access(clang, R_OK) == 0 ? clang : "is not beside this program");
	try_words(doctor, "clang-19 with it finds a known bug", clang_words, CANARY_RULE);
	free(load);
	free(fplugin);
	free(tidy);
	free(clang);
}

static void try_commands(struct doctor *doctor)
{
	char *self = il_program_beside("irqlint");
	char *const check[] = { self, "check", "--no-config", doctor->source, "--", NULL };
	char *const witness[] = { self, "witness", "--bound", "1,0", doctor->runs, NULL };
	char *const git[] = { "git", "--version", NULL };

	try_words(doctor, "irqlint check finds a known bug", check, CANARY_RULE);
	try_words(doctor, "irqlint witness runs a driver", witness, "survived");
	try_words(doctor, "git, for --new-from", git, "git version");
	free(self);
}

/* What is not there is no mistake: not every directory is one of drivers. */
static void look_around(struct doctor *doctor)
{
	struct il_database database = { 0 };
	struct il_error error;
	char detail[TEXT_MAX], name[PATH_MAX + 16], directory[PATH_MAX];

	if (access("compile_commands.json", F_OK) != 0) {
		printf("none    no compile_commands.json here; name one with -p, or flags behind '--'\n");
	} else if (il_database_read(&database, ".", &error)) {
		snprintf(detail, sizeof(detail), "%u commands", database.entries.count);
		tell(doctor, database.entries.count > 0, "compile_commands.json", detail);
	} else {
		tell(doctor, false, "compile_commands.json", error.text);
	}
	il_database_fini(&database);
	if (!getcwd(directory, sizeof(directory)))
		return;
	snprintf(name, sizeof(name), "%s/x.c", directory);
	if (!il_config_find(name, directory, sizeof(directory))) {
		printf("none    no " IL_CONFIG_NAME " here or above\n");
		return;
	}
	char *self = il_program_beside("irqlint");
	char *const verify[] = { self, "config", "verify", directory, NULL };
	try_words(doctor, directory, verify, "no mistakes");
	free(self);
}

static bool write_file(const struct doctor *doctor, const char *name, const char *text, char *ret_path)
{
	snprintf(ret_path, PATH_MAX, "%s/%s", doctor->scratch.directory, name);
	FILE *stream = fopen(ret_path, "w");

	if (!stream)
		return false;
	bool written = fputs(text, stream) >= 0;
	return fclose(stream) == 0 && written;
}

int il_command_doctor(int count, char **words)
{
	struct doctor *doctor = calloc(1, sizeof(*doctor));
	int code = IL_EXIT_USAGE;

	if (!doctor)
		abort();
	if (count != 1) {
		free(doctor);
		return il_usage(il_manual_find("doctor"), count, words);
	}
	printf("irqlint %s, LLVM %s\n", IL_VERSION, il_llvm_version());
	fflush(stdout);
	if (il_scratch_init(&doctor->scratch)) {
		if (write_file(doctor, "canary.c", canary, doctor->source) &&
		    write_file(doctor, "driver.c", driver, doctor->runs)) {
			try_commands(doctor);
			try_plugins(doctor);
			look_around(doctor);
			code = doctor->broken ? IL_EXIT_FINDINGS : IL_EXIT_CLEAN;
		}
		il_scratch_fini(&doctor->scratch);
	}
	free(doctor);
	return code;
}
