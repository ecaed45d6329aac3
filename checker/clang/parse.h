// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* From a compile command to facts: all that C code sees of Clang. */
#ifndef IL_CLANG_PARSE_H
#define IL_CLANG_PARSE_H

#include "facts/store.h"
#include "facts/unit.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Everything is borrowed for the call. */
struct il_command {
	const char *directory; /* that relative names start from */
	const char *file;
	const char *const *arguments; /* of the compiler, its name first; the file is among them */
	size_t argument_count;
	const char *root;    /* that file names in the facts are relative to */
	const char *headers; /* compiled ahead by il_compile_headers() for files of such flags, or NULL */
};

/* Names of files, absolute.  A zeroed one is empty. */
struct il_inputs {
	IL_ARRAY(const char *) names; /* sorted */
	struct il_arena arena;	      /* owns the names */
};

void il_inputs_fini(struct il_inputs *inputs);

enum il_headers_use {
	IL_HEADERS_NONE,    /* there were none */
	IL_HEADERS_USED,    /* the headers that were compiled ahead served */
	IL_HEADERS_REFUSED, /* with them the file has errors or may mean something else: it was parsed without */
};

/* How it was done. */
struct il_parse_times {
	double parse_ms, lower_ms; /* CPU time */
	enum il_headers_use headers;
};

enum il_parse_status {
	IL_PARSE_OK,
	IL_PARSE_UNREADABLE, /* no such file, or no permission */
	IL_PARSE_BROKEN,     /* errors in the source or in the command */
};

/*
 * Parses and lowers one file.  Flags that only gcc knows, and flags that write files or turn
 * warnings into errors, are left out; what the compiler would warn about is not said.  The facts do
 * not depend on headers that were compiled ahead.
 * Context: process; one call at a time in a process.
 * Returns: IL_PARSE_OK, @ret_unit, owned by the caller, and the files that were read added to
 * @ret_inputs, which may be NULL; else @ret_error.
 */
enum il_parse_status il_parse(const struct il_command *command, struct il_unit **ret_unit, struct il_inputs *ret_inputs,
			      struct il_parse_times *ret_times, struct il_error *ret_error);

/*
 * Compiles @headers, as written between the < > of an #include, ahead for files with the flags of
 * @command, whose file does not matter.  Headers that cannot be found or do not compile by themselves
 * are left out.
 * Context: process.  Returns: whether @output and @output.notes were written; with the files that
 * were read added to @ret_inputs.
 */
bool il_compile_headers(const struct il_command *command, const char *const *headers, size_t count, const char *output,
			struct il_inputs *ret_inputs);

/* The LLVM that parses, such as "19.1.7".  Static. */
const char *il_llvm_version(void);

#ifdef __cplusplus
}
#endif

#endif
