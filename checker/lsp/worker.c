// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "lsp/worker.h"

#include "clang/session.h"
#include "cli/analyse.h"
#include "cli/recall.h"
#include "cli/report.h"
#include "cli/setup.h"
#include "lsp/note.h"
#include "lsp/rpc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Parses into the file @facts.  Returns an answer if that failed, else NULL. */
static json_t *parse(struct il_session *session, const json_t *text, const char *facts, struct il_inputs *inputs)
{
	struct il_parse_times times;
	struct il_unit *unit;
	struct il_error error;
	enum il_parse_status status = il_session_parse(session, json_string_value(text), json_string_length(text),
						       &unit, inputs, &times, &error);

	if (status == IL_PARSE_OK) {
		bool stored = il_store_write(unit, facts, il_llvm_version(), &error);
		il_unit_destroy(unit);
		if (stored)
			return NULL;
	}
	return json_pack("{s:[{s:s, s:b, s:b}]}", "errors", "text", error.text, "unreadable",
			 status == IL_PARSE_UNREADABLE, "asked", 1);
}

static json_t *look(const struct il_worker_task *task, struct il_session *session, const json_t *text)
{
	struct il_recall recall;
	struct il_setups setups;
	struct il_inputs inputs = { 0 };
	char facts[64];
	struct il_member member = { .entry = task->entry, .asked = true, .stored = true, .facts = facts };
	struct il_module module = { .members = &member, .count = 1 };

	snprintf(facts, sizeof(facts), "/tmp/irqlint-stub-%d.facts", getpid());
	json_t *value = parse(session, text, facts, &inputs);
	if (value)
		return value;
	struct il_options options = *task->options;
	char *complaint = NULL;
	size_t size;
	options.complaints = open_memstream(&complaint, &size);
	il_recall_init(&recall, il_database_root(task->database), false);
	if (il_setups_init(&setups, &options, &recall, &task->entry, 1)) {
		struct il_analysis analysis = il_setup_of(&setups, task->entry->file)->analysis;
		analysis.notes = il_notes_of;
		value = il_analyse_file(&analysis, &module);
		json_t *findings = json_object_get(value, "findings");
		if (findings) {
			il_report_arrange(findings);
			il_setups_excuse(&setups, findings);
		}
		json_t *names = json_array();
		for (uint32_t i = 0; i < inputs.names.count; i++)
			json_array_append_new(names, json_string(inputs.names.at[i]));
		json_object_set_new(value, "inputs", names);
	}
	fclose(options.complaints);
	if (!value)
		value = json_pack("{s:s}", "problem", complaint);
	free(complaint);
	unlink(facts);
	il_inputs_fini(&inputs);
	il_setups_fini(&setups);
	il_recall_fini(&recall);
	return value;
}

int il_worker_run(const struct il_worker_task *task, int in, int out)
{
	struct il_inbox inbox = { 0 };
	struct il_outbox outbox = { 0 };
	const char *body;
	size_t size;
	const struct il_entry *entry = task->entry;
	struct il_command command = {
		.directory = entry->directory,
		.file = entry->file,
		.arguments = entry->arguments,
		.argument_count = entry->argument_count,
		.root = il_database_root(task->database),
	};
	struct il_session *session = il_session_create(&command);

	do {
		while (il_inbox_next(&inbox, &body, &size) == IL_FRAME_BODY) {
			json_t *request = json_loadb(body, size, JSON_ALLOW_NUL, NULL);
			json_t *reply = look(task, session, json_object_get(request, "text"));
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
