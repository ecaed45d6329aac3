// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Files in YAML that users write: one document, and every problem with its line. */
#ifndef IL_MODEL_YAML_FILE_H
#define IL_MODEL_YAML_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <yaml.h>

enum { IL_YAML_REASON_MAX = 200 };

/* A file that is open from il_yaml_open() to il_yaml_close(). */
struct il_yaml_file {
	const char *name; /* borrowed */
	yaml_document_t document;
	char reason[IL_YAML_REASON_MAX]; /* of the first problem */
	size_t line;			 /* of it, from 1 */
};

/* Returns: true, or false and "NAME[:LINE]: error: REASON" in @ret_problem; then there is nothing to close. */
bool il_yaml_open(struct il_yaml_file *file, const char *name, char *ret_problem, size_t size);

/* Closes @file.  @good: whether it was all right; else says in @ret_problem what il_yaml_fail() was told. */
void il_yaml_close(struct il_yaml_file *file, bool good, char *ret_problem, size_t size);

/* Notes that @node is wrong and why.  Returns false. */
bool il_yaml_fail(struct il_yaml_file *file, const yaml_node_t *node, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Returns the text of a plain word, or NULL for anything else.  Accepts: NULL. */
const char *il_yaml_text(const yaml_node_t *node);

/* Returns node @id of the document. */
const yaml_node_t *il_yaml_node(struct il_yaml_file *file, int id);

#endif
