// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A process that works for the server: it gets framed JSON, and answers with framed JSON. */
#ifndef IL_LSP_HAND_H
#define IL_LSP_HAND_H

#include "lsp/frame.h"

#include <sys/types.h>

/* A zeroed one does not run. */
struct il_hand {
	pid_t process; /* 0: none */
	int in, out;   /* its answers, and where its requests go */
	struct il_inbox inbox;
	struct il_outbox outbox;
};

/*
 * Starts a process that runs @work, whose result is its exit code.  It has the standard error of the server
 * and no other file of it, and ends when the server does.
 * Returns: false when no process can be had.
 */
bool il_hand_start(struct il_hand *hand, int (*work)(void *context, int in, int out), void *context);

/* Sends @request, owned, when the process takes it. */
void il_hand_ask(struct il_hand *hand, json_t *request);

/* Sends what it takes now. */
void il_hand_send(struct il_hand *hand);

/* Reads what is there.  Returns false when the process has ended, or is about to. */
bool il_hand_read(struct il_hand *hand);

/* Returns the next answer, owned by the caller, or NULL. */
json_t *il_hand_take(struct il_hand *hand);

/*
 * Ends the process if it runs still, and waits for it.
 * Accepts: a zeroed one.  Returns: how it ended, in @ret_how, if it did so by itself.
 */
void il_hand_stop(struct il_hand *hand, char *ret_how, size_t size);

/* The same for a process that has processes and files of its own to clean up: it is asked to, first. */
void il_hand_end(struct il_hand *hand);

#endif
