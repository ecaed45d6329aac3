// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "lsp/scan.h"

#include "cli/check.h"
#include "cli/command.h"
#include "cli/report.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { PROGRESS_EVERY = 100 /* milliseconds */, NICE = 10, FILE_MAX = 64, COMPLAINT_MAX = 1000 };

struct scan {
	const struct il_scan_task *task;
	int out;
	int64_t told; /* when progress was sent last */
};

static void send_now(const struct scan *scan, json_t *message)
{
	struct il_outbox outbox = { 0 };

	il_outbox_put_json(&outbox, message);
	json_decref(message);
	while (il_outbox_waits(&outbox) && il_outbox_send(&outbox, scan->out))
		;
	il_outbox_fini(&outbox);
}

static void tell_progress(void *context, size_t done, size_t total)
{
	struct scan *scan = context;
	struct timespec now = { 0 };

	clock_gettime(CLOCK_MONOTONIC, &now);
	int64_t ms = (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
	if (ms - scan->told < PROGRESS_EVERY)
		return;
	scan->told = ms;
	send_now(scan, json_pack("{s:I, s:I}", "done", (json_int_t)done, "total", (json_int_t)total));
}

/* Returns what the command has said on @complaints, a file, owned by the caller. */
static json_t *text_of(int complaints)
{
	char text[COMPLAINT_MAX];
	ssize_t got = pread(complaints, text, sizeof(text), 0);
	json_t *said = json_stringn(text, got > 0 ? (size_t)got : 0);

	return said ? said : json_string("the reason is no UTF-8");
}

/* Adds what is found with @database to @findings. */
static void look_at(struct scan *scan, const char *database, json_t *findings)
{
	struct il_options options = *scan->task->options;
	int file = memfd_create("findings", 0), complaints = memfd_create("complaints", 0);
	char name[FILE_MAX];

	if (file < 0 || complaints < 0)
		return;
	/* What the command would say to a user is not for the log of an editor. */
	dup2(complaints, STDERR_FILENO);
	snprintf(name, sizeof(name), "/proc/self/fd/%d", file);
	options.database = database;
	options.known_only = scan->task->known_only;
	/* What is not known is not looked at, so nothing is saved by finding out that it need not be. */
	options.no_filter = options.known_only;
	options.progress = tell_progress;
	options.progress_context = scan;
	options.outputs[0] = (struct il_output) { il_format_find("json", strlen("json")), name };
	options.output_count = 1;
	int code = il_check(&options);
	if (code == IL_EXIT_USAGE || (code == IL_EXIT_PARTIAL && !options.known_only))
		send_now(scan, json_pack("{s:o}", "problem", text_of(complaints)));
	json_t *list = il_report_read(name);
	if (list)
		json_array_extend(findings, list);
	json_decref(list);
	close(file);
	close(complaints);
}

static int work(void *context, int in, int out)
{
	struct scan scan = { .task = context, .out = out };
	json_t *findings = json_array(), *database;
	int nothing = open("/dev/null", O_WRONLY | O_CLOEXEC);
	size_t i;

	(void)in;
	dup2(nothing, STDOUT_FILENO);
	setpriority(PRIO_PROCESS, 0, NICE);
	json_array_foreach (scan.task->databases, i, database)
		look_at(&scan, json_string_value(database), findings);
	send_now(&scan, json_pack("{s:o}", "findings", findings));
	return 0;
}

bool il_scan_start(struct il_hand *hand, struct il_scan_task *task)
{
	return il_hand_start(hand, work, task);
}
