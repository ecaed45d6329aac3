// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cli/setup.h"

#include "cli/command.h"
#include "cli/output/output.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PROBLEM_MAX = 512 };

/* Returns false after saying what is wrong, with the file that it is about or an empty text before it. */
static bool say(const struct il_setups *setups, const char *before, const char *problem)
{
	FILE *stream = setups->options->complaints ? setups->options->complaints : stderr;

	fprintf(stream, "irqlint: %s%s\n", before, problem);
	return false;
}

static bool complain(const struct il_setups *setups, const struct il_config *config, const char *problem)
{
	char before[PATH_MAX + 16];

	snprintf(before, sizeof(before), "%s%serror: ", config->name ? config->name : "", config->name ? ": " : "");
	return say(setups, before, problem);
}

static bool load_model(struct il_setups *setups, struct il_setup *setup, const char *file)
{
	char problem[PROBLEM_MAX];

	if (il_model_load(setup->analysis.model, file, problem, sizeof(problem)) &&
	    il_model_load(setups->model, file, problem, sizeof(problem)))
		return true;
	return say(setups, "", problem);
}

/* Models of the configuration are there first, so that one on the command line can add to them. */
static bool load_models(struct il_setups *setups, struct il_setup *setup)
{
	const struct il_options *options = setups->options;

	for (uint32_t i = 0; i < setup->config.models.count; i++) {
		if (!load_model(setups, setup, setup->config.models.at[i]))
			return false;
	}
	for (int i = 0; i < options->model_count; i++) {
		if (!load_model(setups, setup, options->models[i]))
			return false;
	}
	return true;
}

/* Returns a key of the rules, the confidence and the models; what a model cannot be read for is 0. */
static uint64_t key_of(struct il_setups *setups, const struct il_setup *setup)
{
	const struct il_analysis *analysis = &setup->analysis;
	uint32_t confidence = (uint32_t)analysis->selection.confidence;
	uint64_t key = il_key_add(0, analysis->selection.enabled, il_rule_count * sizeof(bool)), hash;
	uint32_t configured = setup->config.models.count, count = configured + (uint32_t)setups->options->model_count;

	key = il_key_add(key, &confidence, sizeof(confidence));
	key = il_key_add(key, &analysis->kernel_given, sizeof(analysis->kernel_given));
	for (uint32_t i = 0; i < count; i++) {
		const char *file =
			i < configured ? setup->config.models.at[i] : setups->options->models[i - configured];
		hash = 0;
		il_contents_hash(&setups->recall->contents, file, &hash);
		key = il_key_add(key, &hash, sizeof(hash));
	}
	return key;
}

/* What the command line says goes before what the configuration says. */
static const char *either(const char *option, const char *configured, const char *otherwise)
{
	return option ? option : configured ? configured : otherwise;
}

static bool prepare(struct il_setups *setups, struct il_setup *setup)
{
	const struct il_options *options = setups->options;
	const struct il_config *config = &setup->config;
	struct il_analysis *analysis = &setup->analysis;
	const char *confidence = either(options->confidence, config->confidence, "likely");
	const char *kernel = either(options->kernel, config->kernel, NULL);
	bool preview = options->preview || config->preview == 1;
	char problem[PROBLEM_MAX];

	analysis->root = setups->recall->root;
	analysis->facts = options->facts;
	analysis->model = il_model_create();
	analysis->kernel_given = kernel != NULL;
	analysis->selection.enabled = calloc(il_rule_count + 1, sizeof(bool));
	if (!analysis->selection.enabled)
		abort();
	if (!il_confidence_from_name(confidence, &analysis->selection.confidence)) {
		snprintf(problem, sizeof(problem), "unknown confidence '%s': one of possible, likely, certain",
			 confidence);
		return complain(setups, config, problem);
	}
	if (!il_select_rules(&analysis->selection, either(options->rules, config->rules, "default"), preview, problem,
			     sizeof(problem)))
		return complain(setups, config, problem);
	if (kernel && !il_kernel_from_text(kernel, &analysis->model->kernel)) {
		snprintf(problem, sizeof(problem), "a kernel is a version such as 6.12, not '%s'", kernel);
		return complain(setups, config, problem);
	}
	for (size_t i = 0; i < il_rule_count; i++)
		setups->enabled[i] = setups->enabled[i] || analysis->selection.enabled[i];
	if (!load_models(setups, setup))
		return false;
	analysis->key = key_of(setups, setup);
	return true;
}

/* Returns the set-up of configuration @name, which may be NULL; or NULL when it is wrong. */
static struct il_setup *get_setup(struct il_setups *setups, const char *name, uint32_t *ret_index)
{
	char problem[PROBLEM_MAX];

	for (uint32_t i = 0; i < setups->all.count; i++) {
		const char *known = setups->all.at[i]->config.name;
		*ret_index = i;
		if (known == name || (known && name && strcmp(known, name) == 0))
			return setups->all.at[i];
	}
	struct il_setup *setup = calloc(1, sizeof(*setup));
	if (!setup)
		abort();
	*ret_index = il_array_add(&setups->all, 1);
	setups->all.at[*ret_index] = setup;
	if (name && !il_config_read(&setup->config, name, problem, sizeof(problem))) {
		say(setups, "", problem);
		return NULL;
	}
	return prepare(setups, setup) ? setup : NULL;
}

struct il_setup *il_setup_of(struct il_setups *setups, const char *file)
{
	const char *slash = strrchr(file, '/');
	char directory[PATH_MAX], name[PATH_MAX];
	uint32_t index;

	snprintf(directory, sizeof(directory), "%.*s", slash ? (int)(slash - file) : 0, file);
	const json_t *known = json_object_get(setups->by_directory, directory);
	if (known)
		return setups->all.at[json_integer_value(known)];
	bool found =
		!setups->options->config && !setups->options->no_config && il_config_find(file, name, sizeof(name));
	if (setups->options->config && realpath(setups->options->config, name))
		found = true;
	struct il_setup *setup = get_setup(setups, found ? name : NULL, &index);
	if (setup)
		json_object_set_new(setups->by_directory, directory, json_integer(index));
	return setup;
}

bool il_setups_init(struct il_setups *ret_setups, const struct il_options *options, struct il_recall *recall,
		    const struct il_entry *const *entries, size_t count)
{
	char name[PATH_MAX];

	*ret_setups = (struct il_setups) { .options = options, .recall = recall };
	ret_setups->by_directory = json_object();
	ret_setups->model = il_model_create();
	ret_setups->enabled = calloc(il_rule_count + 1, sizeof(bool));
	if (!ret_setups->enabled)
		abort();
	if (options->config && !realpath(options->config, name)) {
		snprintf(name, sizeof(name), "error: %s: no such file", options->config);
		return say(ret_setups, "", name);
	}
	/* Without files there is still what the command line says, which may be wrong. */
	if (count == 0)
		return il_setup_of(ret_setups, "/") != NULL;
	for (size_t i = 0; i < count; i++) {
		if (!il_setup_of(ret_setups, entries[i]->file))
			return false;
	}
	return true;
}

void il_setups_fini(struct il_setups *setups)
{
	for (uint32_t i = 0; i < setups->all.count; i++) {
		struct il_setup *setup = setups->all.at[i];
		il_config_fini(&setup->config);
		il_model_destroy(setup->analysis.model);
		free(setup->analysis.selection.enabled);
		free(setup);
	}
	il_array_fini(&setups->all);
	json_decref(setups->by_directory);
	il_model_destroy(setups->model);
	free(setups->enabled);
}

void il_setups_excuse(struct il_setups *setups, json_t *list)
{
	for (size_t i = json_array_size(list); i-- > 0;) {
		const json_t *finding = json_array_get(list, i);
		struct il_setup *setup = il_setup_of(setups, il_finding_text(finding, "file"));
		if (setup && setup->config.name && il_config_excuses(&setup->config, finding))
			json_array_remove(list, i);
	}
}

void il_setups_tell_unused(const struct il_setups *setups)
{
	for (uint32_t i = 0; i < setups->all.count; i++) {
		const struct il_config *config = &setups->all.at[i]->config;
		for (uint32_t k = 0; k < config->excuses.count; k++) {
			const struct il_excuse *excuse = &config->excuses.at[k];
			if (!excuse->used)
				fprintf(stderr, "irqlint: %s:%zu: this suppression is of no use any more\n",
					config->name, excuse->line);
		}
	}
}
