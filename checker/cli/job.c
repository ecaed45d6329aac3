// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cli/job.h"

#include "cli/jobserver.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { JOBS_MAX = 256 };

struct running {
	pid_t process;
	int pipe;
	const struct il_entry *entry;
	IL_ARRAY(char) output;
};

static volatile sig_atomic_t interrupted;

static void on_signal(int number)
{
	(void)number;
	interrupted = 1;
}

static int write_all(const char *buffer, size_t size, void *data)
{
	const int *pipe = data;

	while (size) {
		ssize_t written = write(*pipe, buffer, size);
		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return -1;
		buffer += written;
		size -= (size_t)written;
	}
	return 0;
}

static bool start(const struct il_pool *pool, const struct il_entry *entry, struct running *slot)
{
	int ends[2];

	if (pipe(ends) != 0)
		return false;
	fflush(NULL);
	pid_t process = fork();
	if (process < 0) {
		close(ends[0]);
		close(ends[1]);
		return false;
	}
	if (process == 0) {
		signal(SIGINT, SIG_DFL);
		signal(SIGTERM, SIG_DFL);
		close(ends[0]);
		json_t *value = pool->work(pool->context, entry);
		int failed = json_dump_callback(value, write_all, &ends[1], JSON_COMPACT);
		_exit(failed ? 70 : 0);
	}
	close(ends[1]);
	*slot = (struct running) { .process = process, .pipe = ends[0], .entry = entry };
	return true;
}

static void finish(const struct il_pool *pool, struct running *slot)
{
	struct il_job_result result = { .entry = slot->entry };
	char crash[64];
	int status = 0;

	close(slot->pipe);
	while (waitpid(slot->process, &status, 0) < 0 && errno == EINTR)
		;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		result.value = json_loadb(slot->output.at, slot->output.count, 0, NULL);
	if (WIFSIGNALED(status))
		snprintf(crash, sizeof(crash), "crashed with signal %d (%s)", WTERMSIG(status),
			 strsignal(WTERMSIG(status)));
	else
		snprintf(crash, sizeof(crash), "crashed with exit code %d", WEXITSTATUS(status));
	result.crash = crash;
	if (!interrupted)
		pool->done(pool->context, &result);
	json_decref(result.value);
	il_array_fini(&slot->output);
	slot->process = 0;
}

/* Returns false at the end of the output. */
static bool receive(struct running *slot)
{
	char block[65536];
	ssize_t got = read(slot->pipe, block, sizeof(block));

	if (got < 0)
		return errno == EINTR;
	if (got == 0)
		return false;
	uint32_t at = il_array_add(&slot->output, (uint32_t)got);
	memcpy(slot->output.at + at, block, (size_t)got);
	return true;
}

/* Also ends when there is a token in @server, if one is @wanted. */
static void wait_for_any(const struct il_pool *pool, struct running *slots, unsigned *running,
			 const struct il_jobserver *server, bool wanted)
{
	struct pollfd polled[JOBS_MAX + 1];

	for (unsigned i = 0; i < *running; i++)
		polled[i] = (struct pollfd) { .fd = slots[i].pipe, .events = POLLIN };
	polled[*running] = (struct pollfd) { .fd = wanted && server->there ? server->in : -1, .events = POLLIN };
	if (poll(polled, *running + 1, -1) < 0)
		return;
	for (unsigned i = *running; i-- > 0;) {
		if (!polled[i].revents || receive(&slots[i]))
			continue;
		finish(pool, &slots[i]);
		slots[i] = slots[--*running];
	}
}

void il_pool_add(struct il_pool *pool, const struct il_entry *entry)
{
	uint32_t at = il_array_add(&pool->next, 1);

	pool->next.at[at] = entry;
}

/* What is still to be started. */
struct queue {
	const struct il_entry *const *entries;
	size_t next, count;
};

/* Returns the next entry without taking it, or NULL. */
static const struct il_entry *peek(const struct il_pool *pool, const struct queue *queue)
{
	if (pool->next.count)
		return pool->next.at[pool->next.count - 1];
	return queue->next < queue->count ? queue->entries[queue->next] : NULL;
}

static void take(struct il_pool *pool, struct queue *queue)
{
	if (pool->next.count)
		pool->next.count--;
	else
		queue->next++;
}

/* Starts what there is room for.  Returns the entry that is next when nothing can be started. */
static const struct il_entry *start_some(struct il_pool *pool, struct queue *queue, struct running *slots,
					 unsigned jobs, unsigned *running, struct il_jobserver *server)
{
	const struct il_entry *entry = NULL;

	while (*running < jobs && (entry = peek(pool, queue)) && il_jobserver_take(server, *running) &&
	       start(pool, entry, &slots[*running])) {
		take(pool, queue);
		++*running;
	}
	return entry;
}

static void run_all(struct il_pool *pool, struct queue *queue, struct running *slots, unsigned jobs)
{
	struct il_jobserver server;
	unsigned running = 0;

	il_jobserver_init(&server);
	while (!interrupted && (peek(pool, queue) || running)) {
		const struct il_entry *entry = start_some(pool, queue, slots, jobs, &running, &server);
		if (running) {
			wait_for_any(pool, slots, &running, &server, running < jobs && peek(pool, queue));
			il_jobserver_give(&server, running);
		} else {
			/* No process can be had at all. */
			struct il_job_result result = { .entry = entry, .crash = "cannot start a process" };
			take(pool, queue);
			pool->done(pool->context, &result);
		}
	}
	for (unsigned i = 0; i < running; i++) {
		kill(slots[i].process, SIGKILL);
		finish(pool, &slots[i]);
	}
	il_jobserver_fini(&server);
}

bool il_pool_run(struct il_pool *pool, const struct il_entry *const *entries, size_t count)
{
	struct sigaction action = { .sa_handler = on_signal };
	unsigned jobs = pool->jobs < JOBS_MAX ? pool->jobs : JOBS_MAX;
	struct running *slots = calloc(jobs, sizeof(*slots));
	struct queue queue = { entries, 0, count };
	sigset_t ours, before;

	if (!slots)
		abort();
	interrupted = 0;
	sigemptyset(&ours);
	sigaddset(&ours, SIGINT);
	sigaddset(&ours, SIGTERM);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	sigprocmask(SIG_UNBLOCK, &ours, &before);
	run_all(pool, &queue, slots, jobs);
	free(slots);
	il_array_fini(&pool->next);
	sigprocmask(SIG_SETMASK, &before, NULL);
	signal(SIGINT, SIG_DFL);
	signal(SIGTERM, SIG_DFL);
	return !interrupted;
}
