// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "lsp/worker.h"

#include "cli/analyse.h"
#include "cli/recall.h"
#include "cli/report.h"
#include "cli/setup.h"
#include "lsp/note.h"
#include "lsp/rpc.h"

#include <string.h>

static json_t *look(const struct il_worker_task *task)
{
	struct il_recall recall;
	struct il_setups setups;
	struct il_member member = { .entry = task->entry, .asked = true };
	struct il_module module = { .members = &member, .count = 1 };
	json_t *value = NULL;

	il_recall_init(&recall, il_database_root(task->database), false);
	if (il_setups_init(&setups, task->options, &recall, &task->entry, 1)) {
		struct il_analysis analysis = il_setup_of(&setups, task->entry->file)->analysis;
		analysis.notes = il_notes_of;
		value = il_analyse_file(&analysis, &module);
		json_t *findings = json_object_get(value, "findings");
		if (findings) {
			il_report_arrange(findings);
			il_setups_excuse(&setups, findings);
		}
	}
	il_setups_fini(&setups);
	il_recall_fini(&recall);
	return value ? value : json_object();
}

int il_worker_run(const struct il_worker_task *task, int in, int out)
{
	struct il_inbox inbox = { 0 };
	struct il_outbox outbox = { 0 };
	const char *body;
	size_t size;

	do {
		while (il_inbox_next(&inbox, &body, &size) == IL_FRAME_BODY) {
			json_t *request = json_loadb(body, size, 0, NULL);
			json_t *reply = look(task);
			json_object_set(reply, "version", json_object_get(request, "version"));
			il_outbox_put_json(&outbox, reply);
			json_decref(reply);
			json_decref(request);
			while (il_outbox_waits(&outbox) && il_outbox_send(&outbox, out))
				;
		}
	} while (il_inbox_read(&inbox, in));
	return 0;
}
