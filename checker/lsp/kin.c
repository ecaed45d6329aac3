// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "lsp/kin.h"

#include "clang/session.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NICE = 10 };

static struct il_command command_of(const struct il_kin *kin, const struct il_kin_means *means)
{
	return (struct il_command) {
		.directory = kin->entry->directory,
		.file = kin->entry->file,
		.arguments = kin->entry->arguments,
		.argument_count = kin->entry->argument_count,
		.root = means->recall->root,
		.headers = il_ahead_of(means->ahead, kin->entry),
	};
}

static const json_t *text_of(const struct il_kin *kin, const struct il_kin_means *means)
{
	return json_object_get(means->unsaved, kin->entry->file);
}

/* Returns a key of what the file holds and of what it read when it was parsed last, if that is known; never 0. */
static uint64_t state_of(const struct il_kin *kin, const struct il_kin_means *means)
{
	const json_t *text = text_of(kin, means);
	uint64_t command = il_recall_command(means->recall, kin->entry), key = command, hash = 0;

	if (text)
		return il_key_add(command, json_string_value(text), json_string_length(text)) | 1;
	il_contents_hash(&means->recall->contents, kin->entry->file, &hash);
	key = il_key_add(il_recall_key(means->recall, command), &hash, sizeof(hash));
	return key ? key : 1;
}

static bool take_kept(struct il_kin *kin, const struct il_kin_means *means)
{
	char name[IL_CACHE_NAME_MAX];
	struct il_error error;
	uint64_t key = text_of(kin, means) ? 0 : il_recall_facts(means->recall, kin->entry);

	if (!key)
		return false;
	il_recall_facts_name(means->recall, key, name);
	struct il_unit *unit = il_store_read(name, il_llvm_version(), &error);
	if (!unit)
		return false;
	il_unit_destroy(kin->unit);
	kin->unit = unit;
	return true;
}

bool il_kin_refresh(struct il_kin *kin, const struct il_kin_means *means)
{
	uint64_t state = state_of(kin, means);

	if (kin->process || kin->waits || state == kin->state)
		return false;
	if (take_kept(kin, means)) {
		kin->state = state;
		return true;
	}
	kin->waits = true;
	return false;
}

/* Runs in a process of its own. */
static void make_facts(const struct il_kin *kin, const struct il_kin_means *means)
{
	struct il_command command = command_of(kin, means);
	const json_t *text = text_of(kin, means);
	struct il_inputs inputs = { 0 };
	struct il_parse_times times;
	struct il_unit *unit = NULL;
	struct il_error error;

	if (text) {
		struct il_session *session = il_session_create(&command);
		il_session_parse(session, json_string_value(text), json_string_length(text), &unit, NULL, &times,
				 &error);
	} else if (il_parse(&command, &unit, &inputs, &times, &error) == IL_PARSE_OK) {
		il_recall_keep_facts(means->recall, kin->entry, unit, &inputs);
		il_contents_keep(&means->recall->contents, &means->recall->cache);
	}
	FILE *stream = unit ? fdopen(kin->facts, "wb") : NULL;
	if (stream && il_store_put(unit, stream, il_llvm_version()))
		fclose(stream);
}

void il_kin_start(struct il_kin *kin, const struct il_kin_means *means)
{
	int done[2];
	pid_t parent = getpid();

	kin->waits = false;
	/* Of a file that nobody can make facts of nothing is known until it changes. */
	kin->state = state_of(kin, means);
	kin->facts = memfd_create("irqlint-facts", MFD_CLOEXEC);
	if (kin->facts < 0)
		return;
	if (pipe(done) != 0) {
		close(kin->facts);
		return;
	}
	pid_t process = fork();
	if (process == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		/* Nobody waits for it as somebody does for what is edited. */
		if (getppid() != parent || nice(NICE) < -1)
			_exit(1);
		make_facts(kin, means);
		_exit(0);
	}
	close(done[1]);
	kin->done = done[0];
	kin->process = process;
	if (process < 0)
		il_kin_finish(kin);
}

static void end(struct il_kin *kin)
{
	if (kin->process > 0)
		waitpid(kin->process, NULL, 0);
	close(kin->done);
	close(kin->facts);
	kin->process = 0;
}

bool il_kin_finish(struct il_kin *kin)
{
	char name[64];
	struct il_error error;

	snprintf(name, sizeof(name), "/proc/self/fd/%d", kin->facts);
	struct il_unit *unit = il_store_read(name, il_llvm_version(), &error);
	end(kin);
	bool changed = unit || kin->unit;
	il_unit_destroy(kin->unit);
	kin->unit = unit;
	return changed;
}

void il_kin_fini(struct il_kin *kin)
{
	if (kin->process > 0) {
		kill(kin->process, SIGKILL);
		end(kin);
	}
	il_unit_destroy(kin->unit);
}
