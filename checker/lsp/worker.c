// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "lsp/worker.h"

#include "lsp/frame.h"
#include "lsp/rpc.h"
#include "lsp/subject.h"

#include <errno.h>

enum { POLLED_MAX = 8 };

struct worker {
	struct il_subject *subject;
	struct il_inbox inbox;
	struct il_outbox outbox;
	int in, out;
};

/* Returns false when nobody takes answers any more. */
static bool answer(struct worker *worker, json_t *reply)
{
	il_outbox_put_json(&worker->outbox, reply);
	json_decref(reply);
	while (il_outbox_waits(&worker->outbox)) {
		if (!il_outbox_send(&worker->outbox, worker->out))
			return false;
	}
	return true;
}

/* Returns false when nobody takes answers any more. */
static bool take_requests(struct worker *worker)
{
	json_error_t problem;
	const char *body;
	size_t size;
	bool good = true;

	while (good && il_inbox_next(&worker->inbox, &body, &size) == IL_FRAME_BODY) {
		json_t *request = il_rpc_parse(body, size, &problem);
		json_t *reply =
			il_subject_look(worker->subject, json_object_get(request, "text"),
					json_object_get(request, "unsaved"), json_object_get(request, "headers"));
		json_object_set(reply, "version", json_object_get(request, "version"));
		json_decref(request);
		good = answer(worker, reply);
	}
	return good;
}

int il_worker_run(const struct il_worker_task *task, int in, int out)
{
	struct worker worker = { .subject = il_subject_create(task), .in = in, .out = out };
	struct pollfd polled[POLLED_MAX];
	bool good = true, tend = false;

	while (good) {
		polled[0] = (struct pollfd) { .fd = in, .events = POLLIN };
		nfds_t count = 1 + il_subject_poll(worker.subject, polled + 1, POLLED_MAX - 1);
		/* What is asked comes first. */
		int ready = poll(polled, count, tend ? 0 : -1);
		if (ready < 0 && errno != EINTR)
			break;
		if (polled[0].revents) {
			good = il_inbox_read(&worker.inbox, in) && take_requests(&worker);
			tend = true;
		} else if (tend || ready > 0) {
			tend = false;
			if (il_subject_tend(worker.subject))
				good = answer(&worker, json_pack("{s:b}", "again", 1));
		}
	}
	il_subject_destroy(worker.subject);
	il_inbox_fini(&worker.inbox);
	il_outbox_fini(&worker.outbox);
	return 0;
}
