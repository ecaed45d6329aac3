// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * A user's model file:
 *
 *     requests:
 *       - name: acme_request_irq
 *         line: 1
 *         handler: 2
 *     frees: ...
 */
#include "model/model.h"

#include "model/yaml_file.h"

#include <string.h>

enum { SETTINGS_MAX = 16 };

static bool read_entry(struct il_model *model, struct il_yaml_file *file, const char *word, const yaml_node_t *node)
{
	struct il_model_setting settings[SETTINGS_MAX];
	size_t count = 0;
	char problem[IL_YAML_REASON_MAX];

	if (node->type != YAML_MAPPING_NODE)
		return il_yaml_fail(file, node, "an entry is a mapping with a name");
	for (yaml_node_pair_t *pair = node->data.mapping.pairs.start; pair < node->data.mapping.pairs.top; pair++) {
		const yaml_node_t *key = il_yaml_node(file, pair->key);
		const yaml_node_t *value = il_yaml_node(file, pair->value);
		if (!il_yaml_text(key) || !il_yaml_text(value))
			return il_yaml_fail(file, key, "keys and values of an entry are plain words");
		if (count == SETTINGS_MAX)
			return il_yaml_fail(file, key, "too many keys");
		settings[count++] = (struct il_model_setting) { il_yaml_text(key), il_yaml_text(value) };
	}
	return il_model_add(model, word, settings, count, problem, sizeof(problem)) ||
	       il_yaml_fail(file, node, "%s", problem);
}

static bool read_list(struct il_model *model, struct il_yaml_file *file, const yaml_node_t *key,
		      const yaml_node_t *list)
{
	/* The section is the plural of what its entries are. */
	static const char *const words[][2] = {
#define SECTION(member, type, word) { #member, word },
		IL_MODEL_TABLES(SECTION)
#undef SECTION
	};
	const char *word = NULL;

	for (size_t i = 0; il_yaml_text(key) && i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(il_yaml_text(key), words[i][0]) == 0)
			word = words[i][1];
	}
	if (!word)
		return il_yaml_fail(file, key, "unknown section: one of requests, frees, controls, lines");
	if (list->type != YAML_SEQUENCE_NODE)
		return il_yaml_fail(file, list, "a section is a list of entries");
	for (yaml_node_item_t *item = list->data.sequence.items.start; item < list->data.sequence.items.top; item++) {
		if (!read_entry(model, file, word, il_yaml_node(file, *item)))
			return false;
	}
	return true;
}

static bool read_document(struct il_model *model, struct il_yaml_file *file)
{
	const yaml_node_t *root = yaml_document_get_root_node(&file->document);

	if (!root)
		return true; /* an empty file says nothing */
	if (root->type != YAML_MAPPING_NODE)
		return il_yaml_fail(file, root, "a model is a mapping of sections");
	for (yaml_node_pair_t *pair = root->data.mapping.pairs.start; pair < root->data.mapping.pairs.top; pair++) {
		if (!read_list(model, file, il_yaml_node(file, pair->key), il_yaml_node(file, pair->value)))
			return false;
	}
	return true;
}

bool il_model_load(struct il_model *model, const char *name, char *ret_problem, size_t size)
{
	struct il_yaml_file file;

	if (!il_yaml_open(&file, name, ret_problem, size))
		return false;
	bool good = read_document(model, &file);
	il_yaml_close(&file, good, ret_problem, size);
	return good;
}
