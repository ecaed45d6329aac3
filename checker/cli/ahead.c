// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cli/ahead.h"

#include "cli/includes.h"
#include "cli/job.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What is kept of compiled headers, under the key of their command and inputs. */
struct compiled {
	uint64_t file, notes; /* hashes of their contents */
	uint64_t members;     /* files that they were chosen for */
};

/* A file that is better served by headers that are chosen anew. */
enum { GROWTH_MAX = 4 };

struct grouped {
	uint64_t key;
	const struct il_entry *entry;
	const char *const *arguments;
	size_t argument_count;
};

struct building {
	struct il_ahead *ahead;
	struct il_recall *recall;
	const char *scratch;
};

static int by_key(const void *a, const void *b)
{
	const struct grouped *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return (x->entry > y->entry) - (x->entry < y->entry);
}

static void add_group(struct il_ahead *ahead, const struct grouped *files, size_t count)
{
	uint32_t at = il_array_add(&ahead->groups, 1);
	struct il_ahead_group *group = &ahead->groups.at[at];

	group->key = files[0].key;
	group->member_count = count;
	group->members = il_arena_alloc(&ahead->arena, count * sizeof(*group->members));
	for (size_t i = 0; i < count; i++) {
		group->members[i] = files[i].entry;
		ahead->of[files[i].entry - ahead->first] = at + 1;
	}
	/* The file has a name for those who ask, and a place that relative names start from. */
	char *file = il_absolute_name(&ahead->arena, files[0].entry->directory, "irqlint-headers.c");
	const char **words = il_arena_alloc(&ahead->arena, (files[0].argument_count + 2) * sizeof(*words));
	memcpy(words, files[0].arguments, files[0].argument_count * sizeof(*words));
	words[files[0].argument_count] = file;
	group->command = (struct il_entry) {
		.directory = files[0].entry->directory,
		.file = file,
		.arguments = words,
		.argument_count = files[0].argument_count + 1,
	};
}

/* @all: the entries by whose number it is told which directories are a file's own. */
static void make_groups(struct il_ahead *ahead, const struct il_entry *const *entries, size_t count,
			const struct il_entry *const *all, size_t all_count, const struct il_recall *recall)
{
	struct grouped *files = calloc(count + 1, sizeof(*files));
	struct il_include_counts counts = { 0 };

	if (!files)
		abort();
	il_include_counts_init(&counts, all, all_count);
	for (size_t i = 0; i < count; i++) {
		struct grouped *file = &files[i];
		file->entry = entries[i];
		file->arguments = il_shared_arguments(&counts, &ahead->arena, entries[i], &file->argument_count);
		file->key = il_key_text(recall->tool, entries[i]->directory);
		for (size_t k = 0; k < file->argument_count; k++)
			file->key = il_key_text(file->key, file->arguments[k]);
	}
	il_include_counts_fini(&counts);
	qsort(files, count, sizeof(*files), by_key);
	for (size_t first = 0, next; first < count; first = next) {
		for (next = first + 1; next < count && files[next].key == files[first].key; next++)
			;
		add_group(ahead, &files[first], next - first);
	}
	free(files);
}

static struct il_ahead_group *group_of(const struct building *building, const struct il_entry *job)
{
	for (uint32_t i = 0; i < building->ahead->groups.count; i++) {
		if (building->ahead->groups.at[i].command.file == job->file &&
		    building->ahead->groups.at[i].command.arguments == job->arguments)
			return &building->ahead->groups.at[i];
	}
	return NULL;
}

static const char *notes_of(struct il_arena *arena, const char *file)
{
	size_t size = strlen(file) + sizeof(".notes");
	char *name = il_arena_alloc(arena, size);

	snprintf(name, size, "%s.notes", file);
	return name;
}

/* Takes what the cache has for @group, if it is whole and of headers as they are now. */
static bool take_kept(struct il_ahead *ahead, struct il_ahead_group *group, struct il_recall *recall)
{
	struct il_cache_bytes bytes = { 0 };
	char name[IL_CACHE_NAME_MAX];
	struct compiled kept;
	uint64_t file, notes;
	uint64_t key = il_recall_key(recall, group->key);
	bool good = key && il_cache_read(&recall->cache, "headers", key, &bytes) && bytes.data.count == sizeof(kept);

	if (good) {
		memcpy(&kept, bytes.data.at, sizeof(kept));
		il_cache_name(&recall->cache, "pch", key, name);
		const char *text = il_arena_text(&ahead->arena, name, strlen(name));
		good = kept.members * GROWTH_MAX >= group->member_count &&
		       il_contents_hash(&recall->contents, text, &file) && file == kept.file &&
		       il_contents_hash(&recall->contents, notes_of(&ahead->arena, text), &notes) &&
		       notes == kept.notes;
		if (good)
			group->compiled = text;
	}
	il_array_fini(&bytes.data);
	return good;
}

/* Moves what was compiled to where the key says.  Returns whether it is kept. */
static bool keep(struct il_recall *recall, struct il_ahead_group *group, const char *file, const char *notes,
		 const struct il_inputs *inputs)
{
	struct compiled compiled = { .members = group->member_count };
	char name[IL_CACHE_NAME_MAX], name_of_notes[IL_CACHE_NAME_MAX + 8];
	uint64_t key = il_recall_inputs(recall, group->key, inputs);

	if (!key || !il_contents_hash(&recall->contents, file, &compiled.file) ||
	    !il_contents_hash(&recall->contents, notes, &compiled.notes))
		return false;
	il_cache_name(&recall->cache, "pch", key, name);
	snprintf(name_of_notes, sizeof(name_of_notes), "%s.notes", name);
	if (!il_cache_prepare(&recall->cache, name) || rename(file, name) != 0 || rename(notes, name_of_notes) != 0)
		return false;
	il_cache_write(&recall->cache, "headers", key, &compiled, sizeof(compiled));
	return true;
}

/* Runs in the worker's process.  Returns an object: where the compiled headers are, if there are any. */
static json_t *compile(void *context, const struct il_entry *job)
{
	const struct building *building = context;
	struct il_ahead_group *group = group_of(building, job);
	struct il_recall *recall = building->recall;
	struct il_inputs inputs = { 0 };
	struct il_arena arena = { 0 };
	char file[IL_CACHE_NAME_MAX];
	json_t *value = json_object();
	struct il_command command = {
		.directory = job->directory,
		.file = job->file,
		.arguments = job->arguments,
		.argument_count = job->argument_count,
		.root = recall->root,
	};

	if (recall->cache.directory) {
		il_cache_name(&recall->cache, "pch", group->key, file);
		size_t length = strlen(file);
		snprintf(file + length, sizeof(file) - length, ".%ld.partial", (long)getpid());
	}
	bool in_cache = recall->cache.directory && il_cache_prepare(&recall->cache, file);
	if (!in_cache && !building->scratch)
		return value;
	if (!in_cache)
		snprintf(file, sizeof(file), "%s/%016" PRIx64 ".pch", building->scratch, group->key);
	size_t count;
	const char **headers = il_most_included(&arena, group->members, group->member_count, &count);
	const char *notes = notes_of(&arena, file);
	il_contents_mark(&recall->contents);
	if (count && il_compile_headers(&command, headers, count, file, &inputs)) {
		if (in_cache && keep(recall, group, file, notes, &inputs))
			json_object_set_new(value, "kept", json_true());
		else if (!in_cache)
			json_object_set_new(value, "file", json_string(file));
	}
	if (in_cache) {
		unlink(file);
		unlink(notes);
	}
	json_object_set_new(value, "contents", il_contents_encode(&recall->contents));
	if (*recall->cache.problem)
		json_object_set_new(value, "cache", json_string(recall->cache.problem));
	il_inputs_fini(&inputs);
	il_arena_fini(&arena);
	return value;
}

/* A group whose headers could not be compiled is parsed without. */
static void take_compiled(void *context, const struct il_job_result *result)
{
	struct building *building = context;
	struct il_ahead *ahead = building->ahead;
	struct il_ahead_group *group = group_of(building, result->entry);
	const char *file = json_string_value(json_object_get(result->value, "file"));
	const char *problem = json_string_value(json_object_get(result->value, "cache"));

	il_contents_decode(&building->recall->contents, json_object_get(result->value, "contents"));
	if (problem)
		il_cache_fail(&building->recall->cache, problem);
	if (file)
		group->compiled = il_arena_text(&ahead->arena, file, strlen(file));
	else if (json_is_true(json_object_get(result->value, "kept")))
		take_kept(ahead, group, building->recall);
	ahead->built += group->compiled != NULL;
}

static void start(struct il_ahead *ahead, const struct il_database *database)
{
	*ahead = (struct il_ahead) { .first = database->entries.at };
	ahead->of = il_arena_alloc(&ahead->arena, (database->entries.count + 1) * sizeof(*ahead->of));
}

bool il_ahead_init(struct il_ahead *ahead, const struct il_database *database, const struct il_entry *const *entries,
		   size_t count, struct il_recall *recall, const char *scratch, unsigned jobs)
{
	struct building building = { .ahead = ahead, .recall = recall, .scratch = scratch };
	struct il_pool pool = { .work = compile, .done = take_compiled, .context = &building, .jobs = jobs };
	IL_ARRAY(const struct il_entry *) wanted = { 0 };
	bool finished = true;

	start(ahead, database);
	if (count)
		make_groups(ahead, entries, count, entries, count, recall);
	for (uint32_t i = 0; i < ahead->groups.count; i++) {
		struct il_ahead_group *group = &ahead->groups.at[i];
		if (take_kept(ahead, group, recall)) {
			ahead->reused++;
		} else if (scratch && group->member_count >= IL_AHEAD_FILES_MIN) {
			uint32_t at = il_array_add(&wanted, 1);
			wanted.at[at] = &group->command;
		}
	}
	if (wanted.count)
		finished = il_pool_run(&pool, wanted.at, wanted.count);
	il_array_fini(&wanted);
	return finished;
}

/* Returns all entries of @database, owned by the caller. */
static const struct il_entry **all_of(const struct il_database *database)
{
	const struct il_entry **entries = calloc(database->entries.count + 1, sizeof(*entries));

	if (!entries)
		abort();
	for (uint32_t i = 0; i < database->entries.count; i++)
		entries[i] = &database->entries.at[i];
	return entries;
}

void il_ahead_recall(struct il_ahead *ahead, const struct il_database *database, const struct il_entry *entry,
		     struct il_recall *recall)
{
	const struct il_entry **all = all_of(database);

	start(ahead, database);
	make_groups(ahead, &entry, 1, all, database->entries.count, recall);
	take_kept(ahead, &ahead->groups.at[0], recall);
	free(all);
}

void il_ahead_compile(const struct il_database *database, const struct il_entry *entry, struct il_recall *recall)
{
	const struct il_entry **all = all_of(database);
	struct il_ahead ahead;
	struct building building = { .ahead = &ahead, .recall = recall };

	start(&ahead, database);
	make_groups(&ahead, all, database->entries.count, all, database->entries.count, recall);
	struct il_ahead_group *group = &ahead.groups.at[ahead.of[entry - ahead.first] - 1];
	if (recall->cache.directory && group->member_count >= IL_AHEAD_FILES_MIN && !take_kept(&ahead, group, recall))
		json_decref(compile(&building, &group->command));
	il_ahead_fini(&ahead);
	free(all);
}

const char *il_ahead_of(const struct il_ahead *ahead, const struct il_entry *entry)
{
	uint32_t group = ahead->of ? ahead->of[entry - ahead->first] : 0;

	return group ? ahead->groups.at[group - 1].compiled : NULL;
}

void il_ahead_fini(struct il_ahead *ahead)
{
	il_array_fini(&ahead->groups);
	il_arena_fini(&ahead->arena);
}
