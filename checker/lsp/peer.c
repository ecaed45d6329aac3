// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "lsp/peer.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* How long a program that was asked to end may take. */
enum { PATIENCE = 5000, STEP = 20 /* milliseconds */ };

static int spawn(struct il_peer *peer, char *const *words, const int input[2], const int output[2])
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t usual;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, input[0], STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
	sigemptyset(&usual);
	sigaddset(&usual, SIGPIPE);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setsigdefault(&attributes, &usual);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
	int error = posix_spawnp(&peer->process, words[0], &actions, &attributes, words, environ);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return error;
}

int il_peer_start(struct il_peer *peer, char *const *words)
{
	int input[2], output[2];

	peer->in = peer->out = -1;
	if (pipe2(input, O_CLOEXEC) != 0)
		return errno;
	if (pipe2(output, O_CLOEXEC) != 0) {
		int error = errno;
		close(input[0]);
		close(input[1]);
		return error;
	}
	int error = spawn(peer, words, input, output);
	close(input[0]);
	close(output[1]);
	if (error) {
		close(input[1]);
		close(output[0]);
		return error;
	}
	peer->alive = true;
	peer->in = input[1];
	peer->out = output[0];
	il_frame_unblock(peer->in);
	il_frame_unblock(peer->out);
	return 0;
}

void il_peer_poll(const struct il_peer *peer, struct pollfd polled[2])
{
	bool writes = peer->alive && il_outbox_waits(&peer->rpc.outbox);

	polled[0] = (struct pollfd) { .fd = peer->alive ? peer->out : -1, .events = POLLIN };
	polled[1] = (struct pollfd) { .fd = writes ? peer->in : -1, .events = POLLOUT };
}

bool il_peer_move(struct il_peer *peer, const struct pollfd polled[2])
{
	if (!peer->alive)
		return true;
	if (polled[0].revents && !il_inbox_read(&peer->rpc.inbox, peer->out))
		return false;
	/* That nobody reads any more is noticed by what can be read, which may be its last words. */
	il_outbox_send(&peer->rpc.outbox, peer->in);
	return true;
}

void il_peer_bury(struct il_peer *peer)
{
	json_t *error = json_object();

	peer->alive = false;
	json_object_set_new(error, "code", json_integer(IL_RPC_SERVER_CANCELLED));
	json_object_set_new(error, "message", json_sprintf("%s has ended", peer->name));
	while (peer->rpc.open.count > 0) {
		const struct il_rpc_open open = peer->rpc.open.at[--peer->rpc.open.count];
		if (open.answered)
			open.answered(open.context, NULL, error);
	}
	json_decref(error);
}

static bool has_ended(const struct il_peer *peer)
{
	return waitpid(peer->process, NULL, WNOHANG) != 0;
}

/* What it still says is of use to nobody, but it must not wait for somebody to read it. */
static void drain(struct il_peer *peer)
{
	struct pollfd polled = { .fd = peer->out, .events = POLLIN };
	char waste[4096];

	if (poll(&polled, 1, STEP) > 0 && read(peer->out, waste, sizeof(waste)) == 0)
		poll(NULL, 0, STEP);
}

void il_peer_end(struct il_peer *peer)
{
	for (int left = PATIENCE; peer->process > 0 && !has_ended(peer); left -= STEP) {
		if (left <= 0) {
			kill(peer->process, SIGKILL);
			left = PATIENCE;
		}
		bool sent = !il_outbox_waits(&peer->rpc.outbox) || !il_outbox_send(&peer->rpc.outbox, peer->in);
		if (sent && peer->in >= 0) {
			close(peer->in);
			peer->in = -1;
		}
		drain(peer);
	}
	if (peer->in >= 0)
		close(peer->in);
	if (peer->out >= 0)
		close(peer->out);
	il_rpc_fini(&peer->rpc);
	json_decref(peer->can);
	*peer = (struct il_peer) { .in = -1, .out = -1 };
}
