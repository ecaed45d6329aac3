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

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <yaml.h>

enum { SETTINGS_MAX = 16, REASON_MAX = 200 };

struct reader {
	struct il_model *model;
	yaml_document_t document;
	char reason[REASON_MAX];
	size_t line; /* of the reason, from 1; 0: none */
};

static bool fail(struct reader *reader, const yaml_node_t *node, const char *reason)
{
	snprintf(reader->reason, sizeof(reader->reason), "%s", reason);
	reader->line = node ? node->start_mark.line + 1 : 0;
	return false;
}

static const char *scalar(const yaml_node_t *node)
{
	return node && node->type == YAML_SCALAR_NODE ? (const char *)node->data.scalar.value : NULL;
}

static bool read_entry(struct reader *reader, const char *word, const yaml_node_t *node)
{
	struct il_model_setting settings[SETTINGS_MAX];
	size_t count = 0;
	char problem[REASON_MAX];

	if (node->type != YAML_MAPPING_NODE)
		return fail(reader, node, "an entry is a mapping with a name");
	for (yaml_node_pair_t *pair = node->data.mapping.pairs.start; pair < node->data.mapping.pairs.top; pair++) {
		const yaml_node_t *key = yaml_document_get_node(&reader->document, pair->key);
		const yaml_node_t *value = yaml_document_get_node(&reader->document, pair->value);
		if (!scalar(key) || !scalar(value))
			return fail(reader, key, "keys and values of an entry are plain words");
		if (count == SETTINGS_MAX)
			return fail(reader, key, "too many keys");
		settings[count++] = (struct il_model_setting) { scalar(key), scalar(value) };
	}
	return il_model_add(reader->model, word, settings, count, problem, sizeof(problem)) ||
	       fail(reader, node, problem);
}

static bool read_list(struct reader *reader, const yaml_node_t *key, const yaml_node_t *list)
{
	/* The section is the plural of what its entries are. */
	static const char *const words[][2] = {
#define SECTION(member, type, word) { #member, word },
		IL_MODEL_TABLES(SECTION)
#undef SECTION
	};
	const char *word = NULL;

	for (size_t i = 0; scalar(key) && i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(scalar(key), words[i][0]) == 0)
			word = words[i][1];
	}
	if (!word)
		return fail(reader, key, "unknown section: one of requests, frees, controls, lines");
	if (list->type != YAML_SEQUENCE_NODE)
		return fail(reader, list, "a section is a list of entries");
	for (yaml_node_item_t *item = list->data.sequence.items.start; item < list->data.sequence.items.top; item++) {
		if (!read_entry(reader, word, yaml_document_get_node(&reader->document, *item)))
			return false;
	}
	return true;
}

static bool read_document(struct reader *reader)
{
	const yaml_node_t *root = yaml_document_get_root_node(&reader->document);

	if (!root)
		return true; /* an empty file says nothing */
	if (root->type != YAML_MAPPING_NODE)
		return fail(reader, root, "a model is a mapping of sections");
	for (yaml_node_pair_t *pair = root->data.mapping.pairs.start; pair < root->data.mapping.pairs.top; pair++) {
		if (!read_list(reader, yaml_document_get_node(&reader->document, pair->key),
			       yaml_document_get_node(&reader->document, pair->value)))
			return false;
	}
	return true;
}

bool il_model_load(struct il_model *model, const char *file, char *ret_problem, size_t size)
{
	struct reader reader = { .model = model };
	yaml_parser_t parser;
	FILE *stream = fopen(file, "r");

	if (!stream) {
		snprintf(ret_problem, size, "%s: error: cannot read: %s", file, strerror(errno));
		return false;
	}
	if (!yaml_parser_initialize(&parser)) {
		fclose(stream);
		snprintf(ret_problem, size, "%s: error: out of memory", file);
		return false;
	}
	yaml_parser_set_input_file(&parser, stream);
	bool read = yaml_parser_load(&parser, &reader.document) != 0;
	if (!read) {
		snprintf(ret_problem, size, "%s:%zu: error: %s", file, parser.problem_mark.line + 1,
			 parser.problem ? parser.problem : "not YAML");
	} else {
		bool taken = read_document(&reader);
		if (!taken)
			snprintf(ret_problem, size, "%s:%zu: error: %s", file, reader.line, reader.reason);
		yaml_document_delete(&reader.document);
		read = taken;
	}
	yaml_parser_delete(&parser);
	fclose(stream);
	return read;
}
