// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * What a process that looks at one file knows: how to parse it, what it is checked with, and the facts of
 * the other files of its module.  Those come from the cache, or from processes that parse them meanwhile.
 */
#ifndef IL_LSP_SUBJECT_H
#define IL_LSP_SUBJECT_H

#include "lsp/worker.h"

#include <jansson.h>
#include <poll.h>

struct il_subject;

/* Borrows @task.  Returns: owned by the caller. */
struct il_subject *il_subject_create(const struct il_worker_task *task);

/*
 * Looks at @text, or at the file on disk when it is NULL.
 * @unsaved: what other documents hold, by file; or NULL.
 * @headers: the same of those that the file reads.
 * Returns: what lsp/worker.h says, owned by the caller.
 */
json_t *il_subject_look(struct il_subject *subject, const json_t *text, const json_t *unsaved, const json_t *headers);

/*
 * Call it when there is nothing to look at: sees to the other files of the module.
 * Returns: whether more is known than at the last look, which should so be repeated.
 */
bool il_subject_tend(struct il_subject *subject);

/* Adds what is to be waited for, before il_subject_tend() is called again.  Returns how many of @room are used. */
nfds_t il_subject_poll(const struct il_subject *subject, struct pollfd *polled, nfds_t room);

void il_subject_destroy(struct il_subject *subject);

#endif
