// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cli/module.h"

#include "cli/sibling.h"
#include "facts/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A file on its way into a module. */
struct candidate {
	const char *key; /* equal keys are one module; NULL: alone */
	const struct il_entry *entry;
	bool asked;
	unsigned relevance; /* of a sibling: enum il_relevance */
};

struct grouping {
	struct il_modules *modules;
	const struct il_model *model;
	IL_ARRAY(struct candidate) candidates;
};

static char *joined(struct il_modules *modules, const char *a, const char *b, const char *c, const char *d)
{
	size_t size = strlen(a) + strlen(b) + strlen(c) + strlen(d) + 4;
	char *text = il_arena_alloc(&modules->arena, size);

	snprintf(text, size, "%s\n%s\n%s\n%s", a, b, c, d);
	return text;
}

/* Returns the directory of @file, owned by @modules. */
static char *directory_of(struct il_modules *modules, const char *file)
{
	const char *slash = strrchr(file, '/');

	return il_arena_text(&modules->arena, file, slash ? (size_t)(slash - file) : 0);
}

/* Returns what stands behind @macro and '=' in @word, or NULL. */
static const char *defined_as(const char *word, const char *macro)
{
	size_t length = strlen(macro);

	if (strncmp(word, "-D", 2) == 0)
		word += 2;
	return strncmp(word, macro, length) == 0 && word[length] == '=' ? word + length + 1 : NULL;
}

/* Kbuild's names of the module: for the code, and with the directory where it is newer than 5.5. */
static const char *key_of_command(struct il_modules *modules, const struct il_entry *entry, bool from_flags)
{
	const char *name = NULL, *file = NULL;

	for (size_t i = 0; i < entry->argument_count; i++) {
		const char *word = entry->arguments[i], *value;
		if (!strstr(word, "KBUILD_MOD"))
			continue;
		if ((value = defined_as(word, "KBUILD_MODNAME")) || (value = defined_as(word, "__KBUILD_MODNAME")))
			name = value;
		else if ((value = defined_as(word, "KBUILD_MODFILE")))
			file = value;
	}
	if (name)
		return *name ? joined(modules, entry->directory, name, file ? file : "", "") : NULL;
	if (from_flags)
		return NULL;
	return joined(modules, entry->directory, "", "", directory_of(modules, entry->file));
}

/* Facts that cannot be read are alone; who reads them tells why. */
static const char *key_of_facts(struct il_modules *modules, const struct il_entry *entry)
{
	struct il_store_names names;

	if (!il_store_peek(entry->file, &names))
		return NULL;
	return joined(modules, names.root, names.target, names.module, directory_of(modules, names.main_file));
}

static int by_key_and_file(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;
	int order = !x->key || !y->key ? !x->key - !y->key : strcmp(x->key, y->key);

	if (!order)
		order = strcmp(x->entry->file, y->entry->file);
	return order ? order : (x->entry > y->entry) - (x->entry < y->entry);
}

static void find_candidates(struct grouping *grouping, const struct il_input *input)
{
	const struct il_database *database = &input->database;
	bool *chosen = calloc(database->entries.count + 1, sizeof(bool));

	if (!chosen)
		abort();
	for (size_t i = 0; i < input->chosen_count; i++)
		chosen[input->chosen[i] - database->entries.at] = true;
	for (uint32_t i = 0; i < database->entries.count; i++) {
		const struct il_entry *entry = &database->entries.at[i];
		struct candidate candidate = { .entry = entry, .asked = chosen[i] };
		candidate.key = entry->argument_count ? key_of_command(grouping->modules, entry, input->from_flags)
						      : key_of_facts(grouping->modules, entry);
		if (!candidate.key && !candidate.asked)
			continue;
		uint32_t at = il_array_add(&grouping->candidates, 1);
		grouping->candidates.at[at] = candidate;
	}
	free(chosen);
	if (grouping->candidates.count)
		qsort(grouping->candidates.at, grouping->candidates.count, sizeof(struct candidate), by_key_and_file);
}

/* Chooses among the @count candidates of a module those that matter to the ones that are asked for. */
static void choose_siblings(struct grouping *grouping, struct candidate *candidates, uint32_t count)
{
	struct il_look look = { 0 };
	uint32_t taken = 0;
	bool full = false;

	il_look_init(&look, grouping->model);
	for (uint32_t i = 0; i < count; i++) {
		if (candidates[i].asked)
			il_look_add(&look, candidates[i].entry->file);
	}
	il_look_sort(&look);
	bool connected = look.handles;
	for (uint32_t i = 0; i < count; i++) {
		/* Of a file that is built twice, the one that is asked for is enough. */
		bool again = (i > 0 && strcmp(candidates[i - 1].entry->file, candidates[i].entry->file) == 0) ||
			     (i + 1 < count && strcmp(candidates[i + 1].entry->file, candidates[i].entry->file) == 0);
		if (!candidates[i].asked && !again)
			candidates[i].relevance = il_look_at(&look, candidates[i].entry->file);
		connected = connected || (candidates[i].relevance & IL_RELEVANT_NEIGHBOUR);
	}
	/* The most relevant come first; none is when no interrupt leads to what is asked for. */
	for (unsigned relevance = IL_RELEVANT_MAX; relevance > 0; relevance--) {
		for (uint32_t i = 0; i < count; i++) {
			if (candidates[i].relevance != relevance || (connected && taken++ < IL_SIBLINGS_MAX))
				continue;
			candidates[i].relevance = 0;
			full = full || connected;
		}
	}
	grouping->modules->limit_hits += full;
	il_look_fini(&look);
}

static void add_module(struct grouping *grouping, struct candidate *candidates, uint32_t count)
{
	struct il_modules *modules = grouping->modules;
	uint32_t asked = 0;

	for (uint32_t i = 0; i < count; i++)
		asked += candidates[i].asked;
	if (asked == 0)
		return;
	if (asked < count)
		choose_siblings(grouping, candidates, count);
	uint32_t at = il_array_add(&modules->at, 1);
	struct il_module *module = &modules->at.at[at];
	module->members = il_arena_alloc(&modules->arena, count * sizeof(*module->members));
	for (uint32_t i = 0; i < count; i++) {
		const struct candidate *candidate = &candidates[i];
		if (!candidate->asked && !candidate->relevance)
			continue;
		struct il_member *member = &module->members[module->count++];
		member->entry = candidate->entry;
		member->asked = candidate->asked;
		member->stored = candidate->entry->argument_count == 0;
		member->facts = member->stored ? candidate->entry->file : NULL;
		modules->of[candidate->entry - modules->database->entries.at] = at + 1;
		module->waiting += !member->stored;
	}
	if (module->count == 1)
		module->waiting = 0;
	modules->asked += asked;
	modules->files += module->count;
}

void il_modules_init(struct il_modules *modules, const struct il_input *input, const struct il_model *model)
{
	struct grouping grouping = { .modules = modules, .model = model };

	*modules = (struct il_modules) { .database = &input->database };
	modules->of = il_arena_alloc(&modules->arena, (input->database.entries.count + 1) * sizeof(*modules->of));
	find_candidates(&grouping, input);
	for (uint32_t first = 0, next; first < grouping.candidates.count; first = next) {
		const char *key = grouping.candidates.at[first].key;
		for (next = first + 1; next < grouping.candidates.count && key; next++) {
			const char *other = grouping.candidates.at[next].key;
			if (!other || strcmp(other, key) != 0)
				break;
		}
		add_module(&grouping, &grouping.candidates.at[first], next - first);
	}
	il_array_fini(&grouping.candidates);
}

void il_modules_keep(struct il_modules *modules, struct il_member *member, const char *file, uint64_t key)
{
	struct il_module *module = il_module_of(modules, member->entry);

	member->facts = il_arena_text(&modules->arena, file, strlen(file));
	member->key = key;
	module->waiting -= module->waiting && !member->stored;
	member->kept = member->stored = true;
}

const struct il_entry **il_modules_unparsed(const struct il_modules *modules, size_t *ret_count)
{
	const struct il_entry **entries = calloc(modules->files + 1, sizeof(*entries));
	size_t count = 0;

	if (!entries)
		abort();
	for (uint32_t i = 0; i < modules->at.count; i++) {
		const struct il_module *module = &modules->at.at[i];
		for (uint32_t k = 0; k < module->count && !module->known; k++) {
			if (!module->members[k].stored)
				entries[count++] = module->members[k].entry;
		}
	}
	*ret_count = count;
	return entries;
}

bool il_modules_need_scratch(const struct il_modules *modules)
{
	for (uint32_t i = 0; i < modules->at.count; i++) {
		if (modules->at.at[i].waiting && !modules->at.at[i].known)
			return true;
	}
	return false;
}

const struct il_entry **il_modules_start(struct il_modules *modules, const char *directory, size_t *ret_count)
{
	const struct il_entry **entries = calloc(modules->files + 1, sizeof(*entries));
	size_t count = 0;

	if (!entries)
		abort();
	for (uint32_t i = 0; i < modules->at.count; i++) {
		struct il_module *module = &modules->at.at[i];
		if (module->known)
			continue;
		/* Stored facts are linked right away: one job. */
		uint32_t jobs = module->waiting ? module->count : 1;
		for (uint32_t k = 0; k < jobs; k++) {
			if (module->waiting && module->members[k].stored)
				continue;
			if (module->waiting) {
				size_t size = strlen(directory) + 32;
				char *facts = il_arena_alloc(&modules->arena, size);
				snprintf(facts, size, "%s/%zu.facts", directory, count);
				module->members[k].facts = facts;
			}
			entries[count++] = module->members[k].entry;
		}
	}
	*ret_count = count;
	return entries;
}

struct il_module *il_module_of(const struct il_modules *modules, const struct il_entry *entry)
{
	uint32_t module = modules->of[entry - modules->database->entries.at];

	return module ? &modules->at.at[module - 1] : NULL;
}

struct il_member *il_member_of(struct il_module *module, const struct il_entry *entry)
{
	for (uint32_t i = 0; i < module->count; i++) {
		if (module->members[i].entry == entry)
			return &module->members[i];
	}
	return NULL;
}

void il_modules_fini(struct il_modules *modules)
{
	il_array_fini(&modules->at);
	il_arena_fini(&modules->arena);
}
