// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Another program that serves the protocol on its standard streams, and is ours to start and to end. */
#ifndef IL_LSP_PEER_H
#define IL_LSP_PEER_H

#include "lsp/rpc.h"

#include <poll.h>
#include <sys/types.h>

struct il_peer {
	const char *name; /* as the user is told; borrowed */
	bool alive;
	pid_t process;
	int in, out; /* its standard input and output; -1: closed */
	struct il_rpc rpc;
	json_t *can; /* capabilities, once it told them; owned by who sets it, and freed with the peer */
};

/*
 * Starts the program of @words, which end in NULL and are looked for in PATH.  Its standard error is ours.
 * Context: process; SIGPIPE is ignored.  Returns: 0 or an errno.
 */
int il_peer_start(struct il_peer *peer, char *const *words);

/* Fills in what is waited for, reading and writing in this order; what is not has a file of -1. */
void il_peer_poll(const struct il_peer *peer, struct pollfd polled[2]);

/*
 * Reads and writes what is possible now.
 * Returns: false when it has closed its output: it takes and says no more.
 */
bool il_peer_move(struct il_peer *peer, const struct pollfd polled[2]);

/* Answers what it did not, with an error that says that it has ended, and takes it for dead. */
void il_peer_bury(struct il_peer *peer);

/* Lets it read the end of its input and, if it does not end then, ends it.  Accepts: one that was not started. */
void il_peer_end(struct il_peer *peer);

#endif
