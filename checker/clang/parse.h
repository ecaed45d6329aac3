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
	const char *root; /* that file names in the facts are relative to */
};

struct il_parse_times {
	double parse_ms, lower_ms; /* CPU time */
};

enum il_parse_status {
	IL_PARSE_OK,
	IL_PARSE_UNREADABLE, /* no such file, or no permission */
	IL_PARSE_BROKEN,     /* errors in the source or in the command */
};

/*
 * Parses and lowers one file.  Flags that only gcc knows, and flags that write files or turn
 * warnings into errors, are left out; what the compiler would warn about is not said.
 * Context: process; one call at a time in a process.
 * Returns: IL_PARSE_OK and @ret_unit, owned by the caller; else @ret_error.
 */
enum il_parse_status il_parse(const struct il_command *command, struct il_unit **ret_unit,
			      struct il_parse_times *ret_times, struct il_error *ret_error);

/* The LLVM that parses, such as "19.1.7".  Static. */
const char *il_llvm_version(void);

#ifdef __cplusplus
}
#endif

#endif
