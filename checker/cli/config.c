// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cli/config.h"

#include "cli/database.h"
#include "cli/output/output.h"
#include "model/yaml_file.h"

#include <fnmatch.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct reader {
	struct il_config *config;
	struct il_yaml_file file;
};

static const char *keep(struct il_config *config, const char *text)
{
	return il_arena_text(&config->arena, text, strlen(text));
}

/* Reads a word, or a list of words, which become one text with commas between. */
static bool read_words(struct reader *reader, const yaml_node_t *node, const char **ret_text)
{
	char text[1024] = "";
	size_t used = 0;

	if (il_yaml_text(node)) {
		*ret_text = keep(reader->config, il_yaml_text(node));
		return true;
	}
	if (node->type != YAML_SEQUENCE_NODE)
		return il_yaml_fail(&reader->file, node, "a word or a list of words is needed here");
	for (yaml_node_item_t *item = node->data.sequence.items.start; item < node->data.sequence.items.top; item++) {
		const yaml_node_t *word = il_yaml_node(&reader->file, *item);
		if (!il_yaml_text(word))
			return il_yaml_fail(&reader->file, word, "a list of words is needed here");
		int length = snprintf(text + used, sizeof(text) - used, "%s%s", used ? "," : "", il_yaml_text(word));
		used += (size_t)length;
		if (used >= sizeof(text))
			return il_yaml_fail(&reader->file, word, "the list is too long");
	}
	*ret_text = keep(reader->config, text);
	return true;
}

static bool read_flags(struct reader *reader, const yaml_node_t *node)
{
	struct il_config *config = reader->config;

	if (node->type != YAML_SEQUENCE_NODE)
		return il_yaml_fail(&reader->file, node, "'flags' is a list of words for the compiler");
	for (yaml_node_item_t *item = node->data.sequence.items.start; item < node->data.sequence.items.top; item++) {
		const yaml_node_t *word = il_yaml_node(&reader->file, *item);
		if (!il_yaml_text(word))
			return il_yaml_fail(&reader->file, word, "'flags' is a list of words for the compiler");
		uint32_t at = il_array_add(&config->flags, 1);
		config->flags.at[at] = keep(config, il_yaml_text(word));
	}
	return true;
}

static bool read_models(struct reader *reader, const yaml_node_t *node)
{
	struct il_config *config = reader->config;

	if (node->type != YAML_SEQUENCE_NODE)
		return il_yaml_fail(&reader->file, node, "'models' is a list of files");
	for (yaml_node_item_t *item = node->data.sequence.items.start; item < node->data.sequence.items.top; item++) {
		const yaml_node_t *word = il_yaml_node(&reader->file, *item);
		if (!il_yaml_text(word))
			return il_yaml_fail(&reader->file, word, "'models' is a list of files");
		uint32_t at = il_array_add(&config->models, 1);
		config->models.at[at] = il_absolute_name(&config->arena, config->directory, il_yaml_text(word));
	}
	return true;
}

static bool read_excuse(struct reader *reader, const yaml_node_t *node)
{
	struct il_excuse excuse = { .line = node->start_mark.line + 1 };
	struct {
		const char *name, **at;
	} keys[] = { { "fingerprint", &excuse.fingerprint },
		     { "rule", &excuse.rule },
		     { "file", &excuse.file },
		     { "reason", &excuse.reason } };

	if (node->type != YAML_MAPPING_NODE)
		return il_yaml_fail(&reader->file, node, "a suppression is a mapping");
	for (yaml_node_pair_t *pair = node->data.mapping.pairs.start; pair < node->data.mapping.pairs.top; pair++) {
		const yaml_node_t *key = il_yaml_node(&reader->file, pair->key);
		const char *name = il_yaml_text(key), *text = il_yaml_text(il_yaml_node(&reader->file, pair->value));
		size_t i = 0;
		while (i < 4 && name && strcmp(keys[i].name, name) != 0)
			i++;
		if (!name || !text || i == 4)
			return il_yaml_fail(&reader->file, key,
					    "a suppression has fingerprint, rule, file and reason, each a word");
		*keys[i].at = keep(reader->config, text);
	}
	if (!excuse.reason || !*excuse.reason)
		return il_yaml_fail(&reader->file, node, "a suppression needs a reason");
	if (!excuse.fingerprint && !excuse.rule && !excuse.file)
		return il_yaml_fail(&reader->file, node, "a suppression names a fingerprint, a rule or a file");
	uint32_t at = il_array_add(&reader->config->excuses, 1);
	reader->config->excuses.at[at] = excuse;
	return true;
}

static bool read_excuses(struct reader *reader, const yaml_node_t *node)
{
	if (node->type != YAML_SEQUENCE_NODE)
		return il_yaml_fail(&reader->file, node, "'suppressions' is a list");
	for (yaml_node_item_t *item = node->data.sequence.items.start; item < node->data.sequence.items.top; item++) {
		if (!read_excuse(reader, il_yaml_node(&reader->file, *item)))
			return false;
	}
	return true;
}

static bool read_preview(struct reader *reader, const yaml_node_t *node)
{
	const char *text = il_yaml_text(node);

	if (!text || (strcmp(text, "true") != 0 && strcmp(text, "false") != 0))
		return il_yaml_fail(&reader->file, node, "'preview' is true or false");
	reader->config->preview = strcmp(text, "true") == 0;
	return true;
}

static bool read_key(struct reader *reader, const yaml_node_t *key, const yaml_node_t *value)
{
	const char *name = il_yaml_text(key);

	if (name && strcmp(name, "rules") == 0)
		return read_words(reader, value, &reader->config->rules);
	if (name && strcmp(name, "models") == 0)
		return read_models(reader, value);
	if (name && strcmp(name, "suppressions") == 0)
		return read_excuses(reader, value);
	if (name && strcmp(name, "preview") == 0)
		return read_preview(reader, value);
	if (name && strcmp(name, "flags") == 0)
		return read_flags(reader, value);
	if (name && strcmp(name, "database") == 0) {
		const char *text = il_yaml_text(value);
		if (!text)
			return il_yaml_fail(&reader->file, value, "'database' is a file or a directory");
		reader->config->database = il_absolute_name(&reader->config->arena, reader->config->directory, text);
		return true;
	}
	if (name && (strcmp(name, "confidence") == 0 || strcmp(name, "kernel") == 0)) {
		if (!il_yaml_text(value))
			return il_yaml_fail(&reader->file, value, "'%s' is a word", name);
		*(*name == 'c' ? &reader->config->confidence : &reader->config->kernel) =
			keep(reader->config, il_yaml_text(value));
		return true;
	}
	return il_yaml_fail(&reader->file, key,
			    "unknown key: one of rules, preview, confidence, kernel, models, database, flags, "
			    "suppressions");
}

static bool read_document(struct reader *reader)
{
	const yaml_node_t *root = yaml_document_get_root_node(&reader->file.document);

	if (!root)
		return true; /* an empty file says nothing, but that it is the nearest one */
	if (root->type != YAML_MAPPING_NODE)
		return il_yaml_fail(&reader->file, root, "a configuration is a mapping");
	for (yaml_node_pair_t *pair = root->data.mapping.pairs.start; pair < root->data.mapping.pairs.top; pair++) {
		if (!read_key(reader, il_yaml_node(&reader->file, pair->key), il_yaml_node(&reader->file, pair->value)))
			return false;
	}
	return true;
}

bool il_config_read(struct il_config *ret_config, const char *name, char *ret_problem, size_t size)
{
	struct reader reader = { .config = ret_config };
	const char *slash = strrchr(name, '/');

	*ret_config = (struct il_config) { .preview = -1 };
	ret_config->name = keep(ret_config, name);
	ret_config->directory = il_arena_text(&ret_config->arena, name, slash ? (size_t)(slash - name) : 0);
	if (!il_yaml_open(&reader.file, ret_config->name, ret_problem, size))
		return false;
	bool good = read_document(&reader);
	il_yaml_close(&reader.file, good, ret_problem, size);
	return good;
}

void il_config_fini(struct il_config *config)
{
	il_array_fini(&config->models);
	il_array_fini(&config->flags);
	il_array_fini(&config->excuses);
	il_arena_fini(&config->arena);
}

bool il_config_find(const char *file, char *ret_name, size_t size)
{
	char name[PATH_MAX];
	size_t length = strlen(file);

	while (length > 0) {
		do {
			length--;
		} while (length > 0 && file[length] != '/');
		snprintf(name, sizeof(name), "%.*s/%s", (int)length, file, IL_CONFIG_NAME);
		if (access(name, F_OK) == 0) {
			snprintf(ret_name, size, "%s", name);
			return true;
		}
	}
	return false;
}

bool il_config_excuses(struct il_config *config, const json_t *finding)
{
	const char *file = il_outcome_below(il_finding_text(finding, "file"), config->directory);
	bool excused = false;

	/* Each that fits is of use, so none is called superfluous for standing behind another. */
	for (uint32_t i = 0; i < config->excuses.count; i++) {
		struct il_excuse *excuse = &config->excuses.at[i];
		bool fits = !excuse->fingerprint ||
			    strcmp(excuse->fingerprint, il_finding_text(finding, "fingerprint")) == 0;
		fits = fits && (!excuse->rule || fnmatch(excuse->rule, il_finding_text(finding, "rule"), 0) == 0);
		fits = fits && (!excuse->file || fnmatch(excuse->file, file, 0) == 0);
		excuse->used = excuse->used || fits;
		excused = excused || fits;
	}
	return excused;
}
