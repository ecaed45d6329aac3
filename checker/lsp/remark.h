// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What the process of a document said, with its places bound to the text. */
#ifndef IL_LSP_REMARK_H
#define IL_LSP_REMARK_H

#include "lsp/server.h"

/* Takes what @answer says in place of what was known of @tab. */
void il_remarks_take(struct il_server *server, struct il_tab *tab, const json_t *answer);

/* Forgets what is known of @tab. */
void il_remarks_forget(struct il_tab *tab);

/* Notes why nothing new is known of @tab, at @line and byte @column of its text, both from 1, or 0. */
void il_remarks_trouble(struct il_tab *tab, int64_t line, int64_t column, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* Returns whether the lines of @remark were edited since. */
bool il_remark_is_gone(const struct il_tab *tab, const struct il_remark *remark);

/* Returns the remark called @id and its tab, or NULL. */
struct il_remark *il_remark_find(struct il_server *server, const char *id, struct il_tab **ret_tab);

/* Returns the location (uri and range) of mark @mark of @tab, or of @place (file, line, column) without one. */
json_t *il_remark_location(struct il_server *server, const struct il_tab *tab, uint32_t mark, const json_t *place);

#endif
