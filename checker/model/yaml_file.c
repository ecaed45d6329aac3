// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "model/yaml_file.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool il_yaml_open(struct il_yaml_file *file, const char *name, char *ret_problem, size_t size)
{
	yaml_parser_t parser;
	FILE *stream = fopen(name, "r");

	*file = (struct il_yaml_file) { .name = name };
	if (!stream) {
		snprintf(ret_problem, size, "%s: error: cannot read: %s", name, strerror(errno));
		return false;
	}
	if (!yaml_parser_initialize(&parser)) {
		fclose(stream);
		snprintf(ret_problem, size, "%s: error: out of memory", name);
		return false;
	}
	yaml_parser_set_input_file(&parser, stream);
	bool read = yaml_parser_load(&parser, &file->document) != 0;
	if (!read)
		snprintf(ret_problem, size, "%s:%zu: error: %s", name, parser.problem_mark.line + 1,
			 parser.problem ? parser.problem : "not YAML");
	yaml_parser_delete(&parser);
	fclose(stream);
	return read;
}

void il_yaml_close(struct il_yaml_file *file, bool good, char *ret_problem, size_t size)
{
	if (!good)
		snprintf(ret_problem, size, "%s:%zu: error: %s", file->name, file->line, file->reason);
	yaml_document_delete(&file->document);
}

bool il_yaml_fail(struct il_yaml_file *file, const yaml_node_t *node, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(file->reason, sizeof(file->reason), format, arguments);
	va_end(arguments);
	file->line = node ? node->start_mark.line + 1 : 1;
	return false;
}

const char *il_yaml_text(const yaml_node_t *node)
{
	return node && node->type == YAML_SCALAR_NODE ? (const char *)node->data.scalar.value : NULL;
}

const yaml_node_t *il_yaml_node(struct il_yaml_file *file, int id)
{
	return yaml_document_get_node(&file->document, id);
}
