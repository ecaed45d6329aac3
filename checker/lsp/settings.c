// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "lsp/settings.h"

#include "cli/command.h"

#include <stdio.h>
#include <string.h>

struct reader {
	struct il_settings *settings;
	const char *root;
	const char *wrong; /* key of the first value that is malformed, or NULL */
};

static void complain(struct reader *reader, const char *key)
{
	if (!reader->wrong)
		reader->wrong = key;
}

static const char *keep(struct reader *reader, const char *text)
{
	return il_arena_text(&reader->settings->arena, text, strlen(text));
}

static const char *keep_file(struct reader *reader, const char *name)
{
	return il_absolute_name(&reader->settings->arena, reader->root, name);
}

static void read_text(struct reader *reader, const char *key, const json_t *value, const char **text)
{
	const char *given = json_string_value(value);

	/* Editors send an empty text for what their user left empty. */
	if (!given)
		complain(reader, key);
	else
		*text = *given ? keep(reader, given) : NULL;
}

static void read_file(struct reader *reader, const char *key, const json_t *value, const char **file)
{
	read_text(reader, key, value, file);
	if (*file)
		*file = keep_file(reader, *file);
}

static void read_switch(struct reader *reader, const char *key, const json_t *value, bool *on)
{
	if (json_is_boolean(value))
		*on = json_is_true(value);
	else
		complain(reader, key);
}

/* A list of rules is a text as on the command line, or a list of such words. */
static void read_rules(struct reader *reader, const json_t *value)
{
	char list[4096] = "";
	const json_t *word;
	size_t i, used = 0;

	if (!json_is_array(value)) {
		read_text(reader, "rules", value, &reader->settings->options.rules);
		return;
	}
	json_array_foreach (value, i, word) {
		const char *text = json_string_value(word);
		if (!text || used + strlen(text) + 2 > sizeof(list)) {
			complain(reader, "rules");
			return;
		}
		used += (size_t)snprintf(list + used, sizeof(list) - used, "%s%s", used ? "," : "", text);
	}
	reader->settings->options.rules = *list ? keep(reader, list) : NULL;
}

static void read_models(struct reader *reader, const json_t *value)
{
	struct il_options *options = &reader->settings->options;
	const json_t *word;
	size_t i;

	if (!json_is_array(value) || json_array_size(value) > IL_MODELS_MAX) {
		complain(reader, "models");
		return;
	}
	json_array_foreach (value, i, word) {
		if (json_is_string(word))
			options->models[options->model_count++] = keep_file(reader, json_string_value(word));
		else
			complain(reader, "models");
	}
}

static void read_jobs(struct reader *reader, const json_t *value)
{
	enum { JOBS_MAX = 256 };
	json_int_t jobs = json_integer_value(value);

	if (json_is_integer(value) && jobs > 0 && jobs <= JOBS_MAX)
		reader->settings->options.jobs = (unsigned)jobs;
	else if (!json_is_integer(value) || jobs != 0)
		complain(reader, "jobs");
}

static void read_value(struct reader *reader, const char *key, const json_t *value)
{
	struct il_settings *settings = reader->settings;
	bool cache = true;

	if (json_is_null(value))
		return;
	if (strcmp(key, "rules") == 0)
		read_rules(reader, value);
	else if (strcmp(key, "preview") == 0)
		read_switch(reader, key, value, &settings->options.preview);
	else if (strcmp(key, "confidence") == 0)
		read_text(reader, key, value, &settings->options.confidence);
	else if (strcmp(key, "kernel") == 0)
		read_text(reader, key, value, &settings->options.kernel);
	else if (strcmp(key, "models") == 0)
		read_models(reader, value);
	else if (strcmp(key, "config") == 0)
		read_file(reader, key, value, &settings->options.config);
	else if (strcmp(key, "database") == 0)
		read_file(reader, key, value, &settings->options.database);
	else if (strcmp(key, "build") == 0)
		read_file(reader, key, value, &settings->build);
	else if (strcmp(key, "cache") == 0)
		read_switch(reader, key, value, &cache);
	else if (strcmp(key, "hints") == 0)
		read_switch(reader, key, value, &settings->hints);
	else if (strcmp(key, "lenses") == 0)
		read_switch(reader, key, value, &settings->lenses);
	else if (strcmp(key, "workspace") == 0)
		read_switch(reader, key, value, &settings->workspace);
	else if (strcmp(key, "jobs") == 0)
		read_jobs(reader, value);
	settings->options.no_cache = settings->options.no_cache || !cache;
}

bool il_settings_read(struct il_settings *ret_settings, const json_t *values, const char *root, char *ret_problem,
		      size_t size)
{
	struct reader reader = { .settings = ret_settings, .root = root };
	const char *key;
	json_t *value;

	*ret_settings = (struct il_settings) { .hints = true, .lenses = true, .workspace = true };
	ret_settings->options.jobs = il_default_jobs();
	json_object_foreach ((json_t *)(uintptr_t)values, key, value)
		read_value(&reader, key, value);
	if (values && !json_is_null(values) && !json_is_object(values))
		reader.wrong = "irqlint";
	if (reader.wrong)
		snprintf(ret_problem, size, "the setting '%s' is malformed and has its default", reader.wrong);
	return !reader.wrong;
}

void il_settings_fini(struct il_settings *settings)
{
	il_arena_fini(&settings->arena);
	*settings = (struct il_settings) { 0 };
}
