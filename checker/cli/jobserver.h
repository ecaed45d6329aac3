// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * The share of processors that make leaves us: below make a process more than the first is started
 * only for a token of its jobserver, and every token goes back.
 */
#ifndef IL_CLI_JOBSERVER_H
#define IL_CLI_JOBSERVER_H

#include <stdbool.h>

enum { IL_TOKENS_MAX = 256 };

/* A zeroed one gives whatever is asked for. */
struct il_jobserver {
	bool there;
	int in, out; /* tokens come and go */
	char tokens[IL_TOKENS_MAX];
	unsigned count; /* tokens that we have */
};

/* Takes what $MAKEFLAGS says; a jobserver that does not answer is none. */
void il_jobserver_init(struct il_jobserver *server);

/* Returns whether one process more may be started when @running do already. */
bool il_jobserver_take(struct il_jobserver *server, unsigned running);

/* Gives back what @running processes do not need. */
void il_jobserver_give(struct il_jobserver *server, unsigned running);

/* Gives everything back. */
void il_jobserver_fini(struct il_jobserver *server);

#endif
