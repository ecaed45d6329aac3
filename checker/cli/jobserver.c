// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cli/jobserver.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The last word counts, as a make that was called by a make puts its own behind. */
static const char *last_word(const char *flags, const char *word)
{
	const char *found = NULL;

	for (const char *at = strstr(flags, word); at; at = strstr(at + 1, word))
		found = at + strlen(word);
	return found;
}

/*
 * Others read from the same pipe, and one that waits for a token cannot look after its own
 * processes; so it is opened again, not to block, which leaves the others' as it is.
 */
static int reopen(int descriptor)
{
	char name[64];

	snprintf(name, sizeof(name), "/proc/self/fd/%d", descriptor);
	return open(name, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
}

static bool open_fifo(struct il_jobserver *server, const char *name)
{
	char path[4096];

	snprintf(path, sizeof(path), "%.*s", (int)strcspn(name, " \t"), name);
	server->in = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	server->out = server->in >= 0 ? open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC) : -1;
	return server->out >= 0;
}

/* Make closes the pipe for commands that it does not take for a make. */
static bool open_pipe(struct il_jobserver *server, const char *numbers)
{
	int in, out;

	if (sscanf(numbers, "%d,%d", &in, &out) != 2 || in < 0 || out < 0)
		return false;
	server->in = reopen(in);
	server->out = server->in >= 0 ? fcntl(out, F_DUPFD_CLOEXEC, 0) : -1;
	return server->out >= 0 && (fcntl(server->out, F_GETFL) & O_ACCMODE) != O_RDONLY;
}

void il_jobserver_init(struct il_jobserver *server)
{
	const char *flags = getenv("MAKEFLAGS");
	const char *given = flags ? last_word(flags, "--jobserver-auth=") : NULL;

	*server = (struct il_jobserver) { .in = -1, .out = -1 };
	if (flags && !given)
		given = last_word(flags, "--jobserver-fds=");
	if (!given)
		return;
	server->there = strncmp(given, "fifo:", 5) == 0 ? open_fifo(server, given + 5) : open_pipe(server, given);
	if (!server->there)
		il_jobserver_fini(server);
}

bool il_jobserver_take(struct il_jobserver *server, unsigned running)
{
	/* The first is for the token that make started us with. */
	if (!server->there || running <= server->count)
		return true;
	return server->count < IL_TOKENS_MAX && read(server->in, &server->tokens[server->count], 1) == 1 &&
	       ++server->count > 0;
}

void il_jobserver_give(struct il_jobserver *server, unsigned running)
{
	while (server->there && server->count && server->count + 1 > running) {
		if (write(server->out, &server->tokens[server->count - 1], 1) != 1 && errno == EINTR)
			continue;
		server->count--;
	}
}

void il_jobserver_fini(struct il_jobserver *server)
{
	il_jobserver_give(server, 0);
	if (server->in >= 0)
		close(server->in);
	if (server->out >= 0)
		close(server->out);
	*server = (struct il_jobserver) { .in = -1, .out = -1 };
}
