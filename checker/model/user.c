// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What users say of their own functions: entries out of key and value pairs. */
#include "model/model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { KEYS_MAX = 16, TEXT_MAX = 512, PROBLEM_MAX = 128 };

enum value_kind { VALUE_POSITION, VALUE_WORD, VALUE_FLAGS, VALUE_BOOL };

/* A key of an entry: where its value goes and which words it takes, in the order of the enum. */
struct key {
	const char *name;
	enum value_kind kind;
	size_t offset;
	const char *words;
	bool required;
};

#define POSITION(type, member, required) { #member, VALUE_POSITION, offsetof(struct type, member), NULL, required }
#define WORD(type, member, words, required) { #member, VALUE_WORD, offsetof(struct type, member), words, required }
#define KINDS "irq percpu nmi percpu_nmi vector event"

static const struct key request_keys[] = {
	POSITION(il_request_api, device, false),
	POSITION(il_request_api, line, false),
	POSITION(il_request_api, handler, true),
	POSITION(il_request_api, thread, false),
	POSITION(il_request_api, flags, false),
	POSITION(il_request_api, label, false),
	POSITION(il_request_api, cookie, false),
	{ "implied_flags", VALUE_FLAGS, offsetof(struct il_request_api, implied_flags), NULL, false },
	WORD(il_request_api, management, "driver device core", false),
	WORD(il_request_api, kind, KINDS, false),
	WORD(il_request_api, result, "zero context line", false),
	{ 0 },
};

static const struct key free_keys[] = {
	POSITION(il_free_api, device, false),  POSITION(il_free_api, line, true),
	POSITION(il_free_api, cookie, false),  WORD(il_free_api, management, "driver device core", false),
	WORD(il_free_api, kind, KINDS, false), { 0 },
};

static const struct key control_keys[] = {
	POSITION(il_control_api, line, true),
	POSITION(il_control_api, status, false),
	WORD(il_control_api, control, "disable enable status synchronize", true),
	WORD(il_control_api, wait, "nobody handler thread", true),
	{ 0 },
};

static const struct key line_keys[] = {
	WORD(il_line_api, failure, "negative zero either", true),
	WORD(il_line_api, origin, "unknown firmware platform gpio message mapped nested", false),
	{ "defers", VALUE_BOOL, offsetof(struct il_line_api, defers), NULL, false },
	{ 0 },
};

/* What X() of IL_MODEL_TABLES becomes here. */
struct table {
	const char *word;
	const struct key *keys;
	size_t size;
	void **at;
	uint32_t *count;
};

static bool find_table(struct il_model *model, const char *word, struct table *ret_table)
{
	const struct table tables[] = {
		{ "request", request_keys, sizeof(struct il_request_api), (void **)&model->requests.at,
		  &model->requests.count },
		{ "free", free_keys, sizeof(struct il_free_api), (void **)&model->frees.at, &model->frees.count },
		{ "control", control_keys, sizeof(struct il_control_api), (void **)&model->controls.at,
		  &model->controls.count },
		{ "line", line_keys, sizeof(struct il_line_api), (void **)&model->lines.at, &model->lines.count },
	};

	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		if (strcmp(tables[i].word, word) == 0) {
			*ret_table = tables[i];
			return true;
		}
	}
	return false;
}

static bool read_word(const char *words, const char *value, unsigned *ret_index)
{
	unsigned index = 0;

	for (const char *word = words; *word; index++) {
		size_t length = strcspn(word, " ");
		if (strlen(value) == length && strncmp(word, value, length) == 0) {
			*ret_index = index;
			return true;
		}
		word += length + (word[length] == ' ');
	}
	return false;
}

/* Reads "IRQF_SHARED | IRQF_ONESHOT". */
static bool read_flags(const char *value, uint64_t *ret_flags)
{
	static const struct {
		const char *name;
		uint64_t bit;
	} flags[] = { { "IRQF_SHARED", IL_IRQF_SHARED },	   { "IRQF_ONESHOT", IL_IRQF_ONESHOT },
		      { "IRQF_NO_AUTOEN", IL_IRQF_NO_AUTOEN },	   { "IRQF_NO_SUSPEND", IL_IRQF_NO_SUSPEND },
		      { "IRQF_PERCPU", IL_IRQF_PERCPU },	   { "IRQF_COND_SUSPEND", IL_IRQF_COND_SUSPEND },
		      { "IRQF_TRIGGER_LOW", IL_IRQF_TRIGGER_LOW }, { "IRQF_TRIGGER_HIGH", IL_IRQF_TRIGGER_HIGH } };

	*ret_flags = 0;
	while (*value) {
		size_t length = strcspn(value, " |"), i = 0;
		while (i < sizeof(flags) / sizeof(flags[0]) &&
		       (strlen(flags[i].name) != length || strncmp(flags[i].name, value, length) != 0))
			i++;
		if (i == sizeof(flags) / sizeof(flags[0]))
			return false;
		*ret_flags |= flags[i].bit;
		value += length;
		value += strspn(value, " |");
	}
	return true;
}

/* Returns false when @value is none that @key takes. */
static bool set(void *entry, const struct key *key, const char *value)
{
	void *place = (char *)entry + key->offset;
	unsigned index;
	char *end;

	switch (key->kind) {
	case VALUE_POSITION: {
		long position = strtol(value, &end, 10);
		if (*value == '\0' || *end || position < 0 || position > INT8_MAX)
			return false;
		*(int8_t *)place = (int8_t)position;
		return true;
	}
	case VALUE_WORD:
		if (!read_word(key->words, value, &index))
			return false;
		memcpy(place, &index, sizeof(index));
		return true;
	case VALUE_FLAGS: return read_flags(value, place);
	case VALUE_BOOL:
		*(bool *)place = strcmp(value, "true") == 0;
		return *(bool *)place || strcmp(value, "false") == 0;
	}
	return false;
}

static const struct key *find_key(const struct key *keys, const char *name)
{
	for (; keys->name; keys++) {
		if (strcmp(keys->name, name) == 0)
			return keys;
	}
	return NULL;
}

/* Puts @entry, which begins with its name, in its place or over the one of the same name. */
static void insert(const struct table *table, const void *entry)
{
	const char *name = *(const char *const *)entry;
	uint32_t at = 0;

	while (at < *table->count && strcmp(*(char **)((char *)*table->at + at * table->size), name) < 0)
		at++;
	bool replaces = at < *table->count && strcmp(*(char **)((char *)*table->at + at * table->size), name) == 0;
	if (!replaces) {
		char *grown = realloc(*table->at, (*table->count + 1) * table->size);
		if (!grown)
			abort();
		*table->at = grown;
		memmove(grown + (at + 1) * table->size, grown + at * table->size, (*table->count - at) * table->size);
		(*table->count)++;
	}
	memcpy((char *)*table->at + at * table->size, entry, table->size);
}

static const char *keep_name(struct il_model *model, const char *name)
{
	char **names = realloc(model->names, (model->name_count + 1) * sizeof(char *));
	char *copy = strdup(name);

	if (!names || !copy)
		abort();
	model->names = names;
	model->names[model->name_count++] = copy;
	return copy;
}

static void clear_positions(void *entry, const struct key *keys)
{
	for (; keys->name; keys++) {
		if (keys->kind == VALUE_POSITION)
			*(int8_t *)((char *)entry + keys->offset) = IL_NO_ARGUMENT;
	}
}

bool il_model_add(struct il_model *model, const char *word, const struct il_model_setting *settings, size_t count,
		  char *ret_problem, size_t size)
{
	union {
		struct il_request_api request;
		struct il_free_api free;
		struct il_control_api control;
		struct il_line_api line;
		const char *name;
	} entry;
	struct table table;
	bool given[KEYS_MAX] = { false };

	memset(&entry, 0, sizeof(entry));
	if (!find_table(model, word, &table)) {
		snprintf(ret_problem, size, "unknown kind '%s': one of request, free, control, line", word);
		return false;
	}
	clear_positions(&entry, table.keys);
	for (size_t i = 0; i < count; i++) {
		const struct key *key = find_key(table.keys, settings[i].key);
		if (strcmp(settings[i].key, "name") == 0) {
			entry.name = settings[i].value;
		} else if (!key) {
			snprintf(ret_problem, size, "a %s has no '%s'", word, settings[i].key);
			return false;
		} else if (!set(&entry, key, settings[i].value)) {
			snprintf(ret_problem, size, "'%s' is no value for '%s'%s%s", settings[i].value, key->name,
				 key->words ? ": one of " : "", key->words ? key->words : "");
			return false;
		} else {
			given[key - table.keys] = true;
		}
	}
	for (const struct key *key = table.keys; key->name; key++) {
		if (key->required && !given[key - table.keys]) {
			snprintf(ret_problem, size, "a %s needs '%s'", word, key->name);
			return false;
		}
	}
	if (!entry.name || !*entry.name) {
		snprintf(ret_problem, size, "a %s needs 'name'", word);
		return false;
	}
	entry.name = keep_name(model, entry.name);
	insert(&table, &entry);
	return true;
}

bool il_model_annotate(struct il_model *model, const char *name, const char *text, char *ret_problem, size_t size)
{
	static const char prefix[] = IL_ANNOTATION_PREFIX;
	struct il_model_setting settings[KEYS_MAX] = { { "name", name } };
	size_t count = 1;
	char copy[TEXT_MAX], problem[PROBLEM_MAX], *state;
	int8_t parameter;

	if (strncmp(text, prefix, strlen(prefix)) != 0 || il_model_promise(text, &parameter))
		return true;
	snprintf(copy, sizeof(copy), "%s", text + strlen(prefix));
	char *word = strtok_r(copy, "(", &state);
	char *part = strtok_r(NULL, ",)", &state);
	for (; part && count < KEYS_MAX; part = strtok_r(NULL, ",)", &state)) {
		part += strspn(part, " ");
		char *equals = strchr(part, '=');
		if (!equals)
			continue;
		*equals = '\0';
		settings[count++] = (struct il_model_setting) { part, equals + 1 };
	}
	if (word && il_model_add(model, word, settings, count, problem, sizeof(problem)))
		return true;
	snprintf(ret_problem, size, "annotation '%s' of '%s': %s", text, name, word ? problem : "empty");
	return false;
}
