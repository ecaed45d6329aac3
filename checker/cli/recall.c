// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cli/recall.h"

#include "cli/build_id.h"
#include "facts/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void il_recall_init(struct il_recall *recall, const char *root, bool enabled)
{
	*recall = (struct il_recall) { .root = root };
	if (enabled)
		il_cache_open(&recall->cache);
	il_contents_init(&recall->contents, &recall->cache);
	recall->tool = il_build_id();
	/* A program that does not know what it is cannot tell whether results are its own. */
	if (!recall->tool)
		il_cache_close(&recall->cache);
}

void il_recall_fini(struct il_recall *recall)
{
	il_contents_keep(&recall->contents, &recall->cache);
	il_contents_fini(&recall->contents);
	il_cache_prune(&recall->cache);
	il_cache_close(&recall->cache);
}

uint64_t il_recall_command(const struct il_recall *recall, const struct il_entry *entry)
{
	uint64_t key = recall->tool;

	key = il_key_text(key, recall->root);
	key = il_key_text(key, entry->directory);
	key = il_key_text(key, entry->file);
	for (size_t i = 0; i < entry->argument_count; i++)
		key = il_key_text(key, entry->arguments[i]);
	return key;
}

/*
 * Names are kept sorted, each as the length of what it has in common with the one before and the
 * rest: they are most of what a warm run reads.
 */
static void put_name(struct il_cache_bytes *bytes, const char *before, const char *name)
{
	unsigned char shared = 0;

	while (shared < 255 && name[shared] && name[shared] == before[shared])
		shared++;
	size_t rest = strlen(name + shared) + 1;
	uint32_t at = il_array_add(&bytes->data, (uint32_t)rest + 1);
	bytes->data.at[at] = (char)shared;
	memcpy(bytes->data.at + at + 1, name + shared, rest);
}

/* Adds @name and its contents to @key.  Returns false when it cannot be read. */
static bool add_input(struct il_recall *recall, const char *name, uint64_t *key)
{
	uint64_t hash;

	if (!il_contents_hash(&recall->contents, name, &hash))
		return false;
	*key = il_key_add(il_key_text(*key, name), &hash, sizeof(hash));
	return true;
}

/* Calls @take for each name that is kept as an input of @command.  Returns whether there are any, and all were taken.
 */
static bool each_input(const struct il_recall *recall, uint64_t command, bool (*take)(void *context, const char *name),
		       void *context)
{
	struct il_cache_bytes bytes = { 0 };
	char name[IL_CACHE_NAME_MAX] = "";
	bool good = il_cache_read(&recall->cache, "inputs", command, &bytes) && bytes.data.count > 0 &&
		    bytes.data.at[bytes.data.count - 1] == '\0';

	for (uint32_t at = 0; good && at + 1 < bytes.data.count;) {
		unsigned char shared = (unsigned char)bytes.data.at[at];
		size_t rest = strlen(bytes.data.at + at + 1);
		good = shared + rest < sizeof(name);
		if (good)
			memcpy(name + shared, bytes.data.at + at + 1, rest + 1);
		good = good && take(context, name);
		at += (uint32_t)rest + 2;
	}
	il_array_fini(&bytes.data);
	return good;
}

/* Returns false at the one that is looked for. */
static bool is_another(void *context, const char *name)
{
	const char **wanted = context;

	if (strcmp(name, *wanted) != 0)
		return true;
	*wanted = NULL;
	return false;
}

bool il_recall_has_input(const struct il_recall *recall, const struct il_entry *entry, const char *file)
{
	if (recall->cache.directory)
		each_input(recall, il_recall_command(recall, entry), is_another, &file);
	return recall->cache.directory && !file;
}

struct keying {
	struct il_recall *recall;
	uint64_t key;
};

static bool take_into_key(void *context, const char *name)
{
	struct keying *keying = context;

	return add_input(keying->recall, name, &keying->key);
}

uint64_t il_recall_key(struct il_recall *recall, uint64_t command)
{
	struct keying keying = { recall, command };

	return each_input(recall, command, take_into_key, &keying) ? keying.key : 0;
}

static bool take_name(void *context, const char *name)
{
	struct il_inputs *inputs = context;
	uint32_t at = il_array_add(&inputs->names, 1);

	inputs->names.at[at] = il_arena_text(&inputs->arena, name, strlen(name));
	return true;
}

void il_recall_names(const struct il_recall *recall, const struct il_entry *entry, struct il_inputs *inputs)
{
	each_input(recall, il_recall_command(recall, entry), take_name, inputs);
}

uint64_t il_recall_inputs(struct il_recall *recall, uint64_t command, const struct il_inputs *inputs)
{
	struct il_cache_bytes bytes = { 0 };
	uint64_t key = command;
	bool good = recall->cache.directory != NULL;

	for (uint32_t i = 0; good && i < inputs->names.count; i++) {
		const char *name = inputs->names.at[i];
		put_name(&bytes, i ? inputs->names.at[i - 1] : "", name);
		good = add_input(recall, name, &key) && il_contents_is_settled(&recall->contents, name);
	}
	if (good)
		il_cache_write(&recall->cache, "inputs", command, bytes.data.at, bytes.data.count);
	il_array_fini(&bytes.data);
	return good ? key : 0;
}

void il_recall_facts_name(const struct il_recall *recall, uint64_t key, char name[IL_CACHE_NAME_MAX])
{
	il_cache_name(&recall->cache, "facts", key, name);
}

uint64_t il_recall_facts(struct il_recall *recall, const struct il_entry *entry)
{
	char name[IL_CACHE_NAME_MAX];

	if (!recall->cache.directory)
		return 0;
	uint64_t key = il_recall_key(recall, il_recall_command(recall, entry));
	if (key)
		il_recall_facts_name(recall, key, name);
	return key && access(name, R_OK) == 0 ? key : 0;
}

uint64_t il_recall_keep_facts(struct il_recall *recall, const struct il_entry *entry, const struct il_unit *unit,
			      const struct il_inputs *inputs)
{
	char name[IL_CACHE_NAME_MAX];
	struct il_error error;
	uint64_t key = il_recall_inputs(recall, il_recall_command(recall, entry), inputs);

	if (!key)
		return 0;
	il_recall_facts_name(recall, key, name);
	if (!il_cache_prepare(&recall->cache, name))
		return 0;
	if (il_store_write(unit, name, il_llvm_version(), &error))
		return key;
	il_cache_fail(&recall->cache, error.text);
	return 0;
}

json_t *il_recall_result(const struct il_recall *recall, uint64_t key)
{
	struct il_cache_bytes bytes = { 0 };
	json_t *value = NULL;

	if (il_cache_read(&recall->cache, "result", key, &bytes))
		value = json_loadb(bytes.data.at, bytes.data.count, 0, NULL);
	il_array_fini(&bytes.data);
	return value;
}

void il_recall_keep_result(struct il_recall *recall, uint64_t key, const json_t *value)
{
	char *text = json_dumps(value, JSON_COMPACT);

	if (text)
		il_cache_write(&recall->cache, "result", key, text, strlen(text));
	free(text);
}
