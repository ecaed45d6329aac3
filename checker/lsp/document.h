// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Texts that are open in the editor, and places in them that move along with the edits.
 */
#ifndef IL_LSP_DOCUMENT_H
#define IL_LSP_DOCUMENT_H

#include "lsp/position.h"

/* A range of the text.  One whose lines are edited is gone: what was said of it may not be true any more. */
struct il_mark {
	size_t start, end; /* in bytes */
	bool gone;
};

/* INVARIANT(lines): @lines is that of @text. */
struct il_document {
	char *uri;  /* as the client spells it */
	char *file; /* NULL: none on this machine */
	int64_t version;
	bool is_source; /* C or a header of it */
	IL_ARRAY(char) text;
	struct il_lines lines;
	IL_ARRAY(struct il_mark) marks;
	uint64_t edits; /* that were made since it was opened */
};

/* Begins a document; the text is copied.  Returns: owned by the caller. */
struct il_document *il_document_create(const char *uri, const char *language, int64_t version, const char *text,
				       size_t size);

/* Accepts: NULL. */
void il_document_destroy(struct il_document *document);

/*
 * Makes @changes, those of textDocument/didChange, in their order.
 * Returns: false when one of them is malformed; those before it were made.
 */
bool il_document_change(struct il_document *document, enum il_encoding encoding, const json_t *changes);

/* Puts @size bytes of @text, which may hold anything, in place of what is between @start and @end. */
void il_document_edit(struct il_document *document, size_t start, size_t end, const char *text, size_t size);

/* Returns the index of a new mark from @start to @end, both at most the size of the text. */
uint32_t il_document_mark(struct il_document *document, size_t start, size_t end);

/* Returns the range of @line and byte @column, both from 1, to the end of the line. */
struct il_mark il_document_line(const struct il_document *document, int64_t line, int64_t column);

#endif
