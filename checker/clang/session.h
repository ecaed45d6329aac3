// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* One file parsed again and again, as it is edited. */
#ifndef IL_CLANG_SESSION_H
#define IL_CLANG_SESSION_H

#include "clang/parse.h"

#ifdef __cplusplus
extern "C" {
#endif

struct il_session;

/* @command is copied.  Returns: a session without any parse yet, owned by the caller. */
struct il_session *il_session_create(const struct il_command *command);

/* A file that is not saved. */
struct il_overlay {
	const char *file; /* absolute */
	const char *text;
	size_t size;
};

/*
 * From the next parse on, @files hold what is said here, and all others what is on the disk.  Everything is
 * copied.
 */
void il_session_overlay(struct il_session *session, const struct il_overlay *files, size_t count);

/*
 * As il_parse(), with the @size bytes of @text in place of the file on the disk, which need not
 * exist; @text NULL: the file as it is there.
 * Context: process; one call at a time in a process.
 */
enum il_parse_status il_session_parse(struct il_session *session, const char *text, size_t size,
				      struct il_unit **ret_unit, struct il_inputs *ret_inputs,
				      struct il_parse_times *ret_times, struct il_error *ret_error);

/* Accepts: NULL. */
void il_session_destroy(struct il_session *session);

#ifdef __cplusplus
}
#endif

#endif
