// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "lsp/subject.h"

#include "clang/session.h"
#include "cli/report.h"
#include "cli/setup.h"
#include "lsp/kin.h"
#include "lsp/note.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
	PROCESSES_MAX = 2,    /* that make facts at a time */
	REFRESH_INTERVAL = 2, /* seconds between looks at the files of the module */
};

struct il_subject {
	const struct il_worker_task *task;
	struct il_options options; /* those of the task */
	char *complaint;	   /* what is wrong with the configuration */
	struct il_recall recall;
	struct il_setups setups;
	struct il_input input; /* the one file */
	struct il_modules modules;
	struct il_ahead ahead;
	struct il_module *module;
	struct il_session *session;
	struct il_kin *kin; /* by member; that of the file itself is not used */
	json_t *unsaved;    /* of the last look; or NULL */
	time_t refreshed;   /* when; 0: it is to be done */
	pid_t compiling;    /* process that compiles headers ahead for others, or 0 */
	bool sound;	    /* the configuration is right */
	bool parsed;	    /* the session has begun */
	bool changed;	    /* more is known than at the last look */
};

static bool is_own(const struct il_subject *subject, uint32_t member)
{
	return subject->module->members[member].entry == subject->task->entry;
}

static void renew_recall(struct il_subject *subject)
{
	il_recall_fini(&subject->recall);
	il_recall_init(&subject->recall, il_database_root(subject->task->database), !subject->task->options->no_cache);
}

static struct il_session *create_session(const struct il_subject *subject)
{
	const struct il_entry *entry = subject->task->entry;
	struct il_command command = {
		.directory = entry->directory,
		.file = entry->file,
		.arguments = entry->arguments,
		.argument_count = entry->argument_count,
		.root = subject->recall.root,
		.headers = il_ahead_of(&subject->ahead, entry),
	};

	return il_session_create(&command);
}

/* Returns whether the configuration is right; else there is a complaint. */
static bool set_up(struct il_subject *subject)
{
	size_t size;

	subject->options = *subject->task->options;
	subject->options.complaints = open_memstream(&subject->complaint, &size);
	if (!subject->options.complaints)
		abort();
	bool sound = il_setups_init(&subject->setups, &subject->options, &subject->recall, &subject->task->entry, 1);
	fclose(subject->options.complaints);
	subject->options.complaints = NULL;
	return sound;
}

struct il_subject *il_subject_create(const struct il_worker_task *task)
{
	struct il_subject *subject = calloc(1, sizeof(*subject));

	if (!subject)
		abort();
	subject->task = task;
	il_recall_init(&subject->recall, il_database_root(task->database), !task->options->no_cache);
	subject->sound = set_up(subject);
	if (!subject->sound)
		return subject;
	subject->input = (struct il_input) { .database = *task->database, .chosen_count = 1 };
	subject->input.chosen = calloc(1, sizeof(*subject->input.chosen));
	if (!subject->input.chosen)
		abort();
	subject->input.chosen[0] = task->entry;
	il_modules_init(&subject->modules, &subject->input, subject->setups.model);
	subject->module = il_module_of(&subject->modules, task->entry);
	subject->kin = calloc(subject->module->count, sizeof(*subject->kin));
	if (!subject->kin)
		abort();
	for (uint32_t i = 0; i < subject->module->count; i++)
		subject->kin[i].entry = subject->module->members[i].entry;
	if (!task->options->no_pch)
		il_ahead_recall(&subject->ahead, task->database, task->entry, &subject->recall);
	subject->session = create_session(subject);
	return subject;
}

static struct il_kin_means means_of(struct il_subject *subject)
{
	return (struct il_kin_means) { &subject->recall, &subject->ahead, subject->unsaved };
}

/* Looks at the other files.  Returns whether there are other facts now. */
static bool refresh(struct il_subject *subject)
{
	struct il_kin_means means = means_of(subject);
	bool changed = false;

	for (uint32_t i = 0; i < subject->module->count; i++)
		changed = (!is_own(subject, i) && il_kin_refresh(&subject->kin[i], &means)) || changed;
	subject->refreshed = time(NULL);
	return changed;
}

/* Returns whether the file on disk holds @text. */
static bool is_on_disk(const struct il_subject *subject, const json_t *text)
{
	FILE *stream = fopen(subject->task->entry->file, "rb");
	const char *at = json_string_value(text), *end = at + json_string_length(text);
	char block[65536];
	size_t got = 0;
	bool same = stream != NULL;

	while (same && (got = fread(block, 1, sizeof(block), stream)) > 0) {
		same = got <= (size_t)(end - at) && memcmp(block, at, got) == 0;
		at += same ? got : 0;
	}
	if (stream)
		fclose(stream);
	return same && at == end;
}

/* Returns what is known of the file from earlier, when it has not changed since, or NULL. */
static struct il_unit *recall_unit(struct il_subject *subject, const json_t *text, struct il_inputs *inputs)
{
	char name[IL_CACHE_NAME_MAX];
	struct il_error error;
	uint64_t key = !text || is_on_disk(subject, text) ? il_recall_facts(&subject->recall, subject->task->entry) : 0;

	if (!key)
		return NULL;
	il_recall_facts_name(&subject->recall, key, name);
	struct il_unit *unit = il_store_read(name, il_llvm_version(), &error);
	if (unit)
		il_recall_names(&subject->recall, subject->task->entry, inputs);
	return unit;
}

static json_t *failure(const char *text, bool unreadable)
{
	return json_pack("{s:[{s:s+, s:b, s:b}]}", "errors", "text", text, "", "unreadable", unreadable, "asked", 1);
}

/* Runs the rules over @unit and what is known of the other files. */
static json_t *check(struct il_subject *subject, struct il_unit *unit)
{
	struct il_module *module = subject->module;
	struct il_unit **units = calloc(module->count, sizeof(*units));
	struct il_analysis analysis = il_setup_of(&subject->setups, subject->task->entry->file)->analysis;

	if (!units)
		abort();
	for (uint32_t i = 0; i < module->count; i++)
		units[i] = is_own(subject, i) ? unit : subject->kin[i].unit;
	analysis.notes = il_notes_of;
	analysis.recall = NULL;
	json_t *value = il_analyse_units(&analysis, module, units);
	json_t *findings = json_object_get(value, "findings");
	if (findings) {
		il_report_arrange(findings);
		il_setups_excuse(&subject->setups, findings);
	}
	free(units);
	return value;
}

static void add_inputs(json_t *value, const struct il_inputs *inputs)
{
	json_t *names = json_array();

	for (uint32_t i = 0; i < inputs->names.count; i++)
		json_array_append_new(names, json_string(inputs->names.at[i]));
	json_object_set_new(value, "inputs", names);
}

/* Has @headers read in place of what is on disk. */
static void lay_over(struct il_subject *subject, const json_t *headers)
{
	struct il_overlay *files = calloc(json_object_size(headers) + 1, sizeof(*files));
	size_t count = 0;
	const char *file;
	json_t *text;

	if (!files)
		abort();
	json_object_foreach ((json_t *)(uintptr_t)headers, file, text)
		files[count++] = (struct il_overlay) { file, json_string_value(text), json_string_length(text) };
	il_session_overlay(subject->session, files, count);
	free(files);
}

json_t *il_subject_look(struct il_subject *subject, const json_t *text, const json_t *unsaved, const json_t *headers)
{
	struct il_inputs inputs = { 0 };
	struct il_parse_times times;
	struct il_unit *unit = NULL;
	struct il_error error;

	if (!subject->sound)
		return json_pack("{s:s}", "problem", subject->complaint);
	if (unsaved != subject->unsaved && !json_equal(unsaved, subject->unsaved)) {
		json_decref(subject->unsaved);
		subject->unsaved = json_incref((json_t *)(uintptr_t)unsaved);
		subject->refreshed = 0;
	}
	lay_over(subject, headers);
	if (!subject->parsed) {
		refresh(subject);
		unit = json_object_size(headers) ? NULL : recall_unit(subject, text, &inputs);
	}
	if (!unit) {
		subject->parsed = true;
		enum il_parse_status status =
			il_session_parse(subject->session, json_string_value(text), json_string_length(text), &unit,
					 &inputs, &times, &error);
		if (status != IL_PARSE_OK)
			return failure(error.text, status == IL_PARSE_UNREADABLE);
	}
	json_t *value = check(subject, unit);
	add_inputs(value, &inputs);
	il_inputs_fini(&inputs);
	il_unit_destroy(unit);
	return value;
}

/* Has headers compiled ahead for the files that are opened after this one. */
static void compile_ahead(struct il_subject *subject)
{
	const struct il_worker_task *task = subject->task;
	pid_t parent = getpid();

	if (subject->compiling || task->options->no_pch || il_ahead_of(&subject->ahead, task->entry))
		return;
	subject->compiling = fork();
	if (subject->compiling != 0)
		return;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent || nice(10) < -1)
		_exit(1);
	il_ahead_compile(task->database, task->entry, &subject->recall);
	_exit(0);
}

/* Makes the session ready for the first edit of a file whose facts were known. */
static void warm_up(struct il_subject *subject)
{
	struct il_parse_times times;
	struct il_unit *unit = NULL;
	struct il_error error;

	if (subject->parsed)
		return;
	subject->parsed = true;
	il_session_parse(subject->session, NULL, 0, &unit, NULL, &times, &error);
	il_unit_destroy(unit);
}

bool il_subject_tend(struct il_subject *subject)
{
	unsigned live = 0;

	if (!subject->sound)
		return false;
	warm_up(subject);
	for (uint32_t i = 0; i < subject->module->count; i++) {
		struct il_kin *kin = &subject->kin[i];
		struct pollfd ended = { .fd = kin->done, .events = POLLIN };
		if (kin->process && poll(&ended, 1, 0) > 0)
			subject->changed = il_kin_finish(kin) || subject->changed;
		live += kin->process != 0;
	}
	if (subject->refreshed + REFRESH_INTERVAL <= time(NULL)) {
		renew_recall(subject);
		subject->changed = refresh(subject) || subject->changed;
		/* This process may be ended at any time. */
		il_contents_keep(&subject->recall.contents, &subject->recall.cache);
	}
	struct il_kin_means means = means_of(subject);
	bool waiting = false;
	for (uint32_t i = 0; i < subject->module->count; i++) {
		struct il_kin *kin = &subject->kin[i];
		if (kin->waits && live < PROCESSES_MAX) {
			il_kin_start(kin, &means);
			live += kin->process != 0;
		}
		waiting = waiting || kin->waits;
	}
	if (!live)
		compile_ahead(subject);
	/* One look when the last one is there. */
	bool again = subject->changed && !live && !waiting;
	if (again)
		subject->changed = false;
	return again;
}

nfds_t il_subject_poll(const struct il_subject *subject, struct pollfd *polled, nfds_t room)
{
	nfds_t count = 0;

	for (uint32_t i = 0; subject->sound && i < subject->module->count && count < room; i++) {
		if (subject->kin[i].process)
			polled[count++] = (struct pollfd) { .fd = subject->kin[i].done, .events = POLLIN };
	}
	return count;
}

void il_subject_destroy(struct il_subject *subject)
{
	for (uint32_t i = 0; subject->sound && i < subject->module->count; i++)
		il_kin_fini(&subject->kin[i]);
	if (subject->compiling > 0) {
		kill(subject->compiling, SIGKILL);
		waitpid(subject->compiling, NULL, 0);
	}
	if (subject->sound) {
		il_modules_fini(&subject->modules);
		il_ahead_fini(&subject->ahead);
		il_session_destroy(subject->session);
	}
	il_setups_fini(&subject->setups);
	il_recall_fini(&subject->recall);
	json_decref(subject->unsaved);
	free(subject->complaint);
	free(subject->input.chosen);
	free(subject->kin);
	free(subject);
}
