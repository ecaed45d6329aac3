// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* irqlint witness: compiles a driver for the simulated machine and lets irqlint-host run it. */
#include "cli/command.h"
#include "cli/manual.h"
#include "cli/program.h"
#include "cli/scratch.h"

#include "facts/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*
 * What the compiler is told so that each access is a point and the driver's frames are known.  It does not
 * optimise: a read that the source does before a test must not move behind it.
 */
static const char *const compiler_flags[] = {
	"-std=gnu11",
	"-O0",
	"-g",
	"-fPIC",
	"-fno-omit-frame-pointer",
	"-fno-optimize-sibling-calls",
	"-fno-builtin",
	"-fsanitize=thread",
	"-mllvm",
	"-tsan-instrument-read-before-write=1",
	"-mllvm",
	"-tsan-distinguish-volatile=1",
	"-DKBUILD_MODNAME=\"driver\"",
	/* What a header wraps is done by the driver's function, and told so. */
	"-Dinline=inline __attribute__((always_inline))",
};

struct words {
	IL_ARRAY(char *) list;
};

static void add(struct words *words, const char *word)
{
	uint32_t at = il_array_add(&words->list, 1);

	words->list.at[at] = (char *)(uintptr_t)word;
}

struct request {
	struct words files;
	struct words flags;
	struct words host; /* options that the host understands */
	bool threads;
};

/* Returns: IL_EXIT_CLEAN, or the exit code. */
static int read_words(int count, char **words, struct request *request)
{
	const struct il_verb *verb = il_manual_find("witness");

	for (int i = 1; i < count; i++) {
		int length = il_option_length(verb, words + i, count - i);
		if (strcmp(words[i], "--") == 0) {
			while (++i < count)
				add(&request->flags, words[i]);
		} else if (strcmp(words[i], "--threads") == 0) {
			request->threads = true;
		} else if (length) {
			add(&request->host, words[i]);
			if (length == 2)
				add(&request->host, words[++i]);
		} else if (words[i][0] == '-') {
			return il_usage_error("unknown option '%s'; 'irqlint witness --help' lists them", words[i]);
		} else {
			add(&request->files, words[i]);
		}
	}
	if (!request->files.list.count)
		return il_usage_error("no files; 'irqlint witness --help' tells more");
	for (uint32_t i = 0; i < request->files.list.count; i++) {
		if (access(request->files.list.at[i], R_OK) != 0)
			return il_usage_error("%s: cannot be read", request->files.list.at[i]);
	}
	return IL_EXIT_CLEAN;
}

/* Compiles and links all files into @object in one go.  Returns: IL_EXIT_CLEAN, or the exit code. */
static int compile(const struct request *request, const char *headers, const char *object)
{
	struct words line = { 0 };
	char *include_kernel, *include_irqrt;
	int status;

	if (asprintf(&include_kernel, "-I%s/kernel", headers) < 0 || asprintf(&include_irqrt, "-I%s", headers) < 0)
		abort();
	add(&line, IL_LLVM_DIR "/bin/clang");
	for (size_t i = 0; i < sizeof(compiler_flags) / sizeof(compiler_flags[0]); i++)
		add(&line, compiler_flags[i]);
	add(&line, include_kernel);
	add(&line, include_irqrt);
	/* As in the kernel, before the driver's own first line. */
	add(&line, "-include");
	add(&line, "linux/kconfig.h");
	for (uint32_t i = 0; i < request->flags.list.count; i++)
		add(&line, request->flags.list.at[i]);
	/* The host has what the compiler's pass calls; the sanitizer's own runtime stays out. */
	add(&line, "-shared");
	add(&line, "-nostdlib");
	add(&line, "-o");
	add(&line, object);
	for (uint32_t i = 0; i < request->files.list.count; i++)
		add(&line, request->files.list.at[i]);
	add(&line, NULL);
	status = il_program_run(line.list.at);
	free(line.list.at);
	free(include_kernel);
	free(include_irqrt);
	if (status)
		return il_usage_error("%s does not compile as a driver for the simulated machine",
				      request->files.list.at[0]);
	return IL_EXIT_CLEAN;
}

static int host(const struct request *request, const char *object)
{
	struct words line = { 0 };
	char *program = il_program_beside(request->threads ? "irqlint-threads" : "irqlint-host");
	int code;

	add(&line, program);
	for (uint32_t i = 0; i < request->host.list.count; i++)
		add(&line, request->host.list.at[i]);
	add(&line, object);
	add(&line, NULL);
	code = il_program_run(line.list.at);
	free(line.list.at);
	free(program);
	return code;
}

int il_command_witness(int count, char **words)
{
	struct request request = { 0 };
	struct il_scratch scratch = { 0 };
	char *object, *headers;
	int code;

	if (count == 2 && (strcmp(words[1], "--help") == 0 || strcmp(words[1], "-h") == 0))
		return il_usage(il_manual_find("witness"), count, words);
	code = read_words(count, words, &request);
	if (code == IL_EXIT_CLEAN && !il_scratch_init(&scratch))
		code = IL_EXIT_USAGE;
	if (code == IL_EXIT_CLEAN) {
		headers = il_program_headers();
		if (asprintf(&object, "%s/driver.so", scratch.directory) < 0)
			abort();
		code = compile(&request, headers, object);
		if (code == IL_EXIT_CLEAN)
			code = host(&request, object);
		free(object);
		free(headers);
	}
	il_scratch_fini(&scratch);
	free(request.files.list.at);
	free(request.flags.list.at);
	free(request.host.list.at);
	return code;
}
