// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "lsp/hand.h"

#include "lsp/rpc.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { END_PAUSES_MAX = 250 };

/* Leaves the process with its two pipes and standard error, and with a quiet standard input and output. */
static void take_files(int *in, int *out)
{
	int nothing = open("/dev/null", O_RDWR);

	*in = fcntl(*in, F_DUPFD, STDERR_FILENO + 1);
	*out = fcntl(*out, F_DUPFD, STDERR_FILENO + 1);
	dup2(nothing, STDIN_FILENO);
	/* What is printed by mistake must not get into the messages to the editor. */
	dup2(STDERR_FILENO, STDOUT_FILENO);
	int low = *in < *out ? *in : *out, high = *in < *out ? *out : *in;
	close_range(STDERR_FILENO + 1, (unsigned)low - 1, 0);
	if (low + 1 < high)
		close_range((unsigned)low + 1, (unsigned)high - 1, 0);
	close_range((unsigned)high + 1, ~0U, 0);
}

static void run(int (*work)(void *context, int in, int out), void *context, int in, int out, pid_t server)
{
	signal(SIGINT, SIG_DFL);
	signal(SIGTERM, SIG_DFL);
	signal(SIGPIPE, SIG_DFL);
	/* What it starts itself ends with it. */
	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != server)
		_exit(0);
	take_files(&in, &out);
	_exit(work(context, in, out));
}

bool il_hand_start(struct il_hand *hand, int (*work)(void *context, int in, int out), void *context)
{
	int to[2], from[2];
	pid_t server = getpid();

	if (pipe2(to, O_CLOEXEC) != 0)
		return false;
	if (pipe2(from, O_CLOEXEC) != 0) {
		close(to[0]);
		close(to[1]);
		return false;
	}
	fflush(NULL);
	pid_t process = fork();
	if (process == 0)
		run(work, context, to[0], from[1], server);
	close(to[0]);
	close(from[1]);
	if (process < 0) {
		close(to[1]);
		close(from[0]);
		return false;
	}
	*hand = (struct il_hand) { .process = process, .in = from[0], .out = to[1] };
	il_frame_unblock(hand->in);
	il_frame_unblock(hand->out);
	return true;
}

void il_hand_ask(struct il_hand *hand, json_t *request)
{
	il_outbox_put_json(&hand->outbox, request);
	json_decref(request);
	il_hand_send(hand);
}

void il_hand_send(struct il_hand *hand)
{
	/* One that is gone is noticed where its answers are read. */
	if (il_outbox_waits(&hand->outbox) && !il_outbox_send(&hand->outbox, hand->out))
		il_outbox_fini(&hand->outbox);
}

bool il_hand_read(struct il_hand *hand)
{
	return il_inbox_read(&hand->inbox, hand->in);
}

json_t *il_hand_take(struct il_hand *hand)
{
	json_error_t problem;
	const char *body;
	size_t size;

	while (il_inbox_next(&hand->inbox, &body, &size) == IL_FRAME_BODY) {
		json_t *answer = il_rpc_parse(body, size, &problem);
		if (json_is_object(answer))
			return answer;
		json_decref(answer);
	}
	return NULL;
}

void il_hand_stop(struct il_hand *hand, char *ret_how, size_t size)
{
	int status = 0;

	if (!hand->process)
		return;
	close(hand->out);
	close(hand->in);
	kill(hand->process, SIGKILL);
	kill(-hand->process, SIGKILL);
	while (waitpid(hand->process, &status, 0) < 0 && errno == EINTR)
		;
	if (ret_how && WIFSIGNALED(status))
		snprintf(ret_how, size, "crashed with signal %d (%s)", WTERMSIG(status), strsignal(WTERMSIG(status)));
	else if (ret_how)
		snprintf(ret_how, size, "ended with exit code %d", WEXITSTATUS(status));
	il_inbox_fini(&hand->inbox);
	il_outbox_fini(&hand->outbox);
	*hand = (struct il_hand) { 0 };
}

void il_hand_end(struct il_hand *hand)
{
	const struct timespec pause = { .tv_nsec = 2000000 };
	siginfo_t status = { 0 };

	if (!hand->process)
		return;
	kill(hand->process, SIGTERM);
	/* It stays there to be waited for. */
	for (int i = 0; i < END_PAUSES_MAX && status.si_pid == 0; i++) {
		if (waitid(P_PID, (id_t)hand->process, &status, WEXITED | WNOHANG | WNOWAIT) != 0)
			break;
		if (status.si_pid == 0)
			nanosleep(&pause, NULL);
	}
	il_hand_stop(hand, NULL, 0);
}
