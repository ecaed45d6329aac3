// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Diagnostics: sent to clients that do not ask for them, and told to those that do. */
#ifndef IL_LSP_DIAGNOSE_H
#define IL_LSP_DIAGNOSE_H

#include "lsp/server.h"

/* Something new is known of @tab: sends it, or answers who has asked. */
void il_diagnose(struct il_server *server, struct il_tab *tab);

/* Nothing more is said of @tab, which is about to be closed: who has asked is told. */
void il_diagnose_end(struct il_server *server, struct il_tab *tab);

/* Sends what is known of the file of @tab now that it is closed, and of other files that it knew something of. */
void il_diagnose_gone(struct il_server *server, struct il_tab *tab);

/* Returns the diagnostics of @tab, owned by the caller. */
json_t *il_diagnostics_of(struct il_server *server, struct il_tab *tab);

/* Returns the diagnostic of @remark, which the look at @tab found; owned by the caller. */
json_t *il_diagnostic_of(struct il_server *server, struct il_tab *tab, const struct il_remark *remark);

/* Returns the diagnostics of a list of findings in @file, which is not open; owned by the caller. */
json_t *il_diagnostics_of_file(struct il_server *server, const json_t *findings, const char *file);

/* Returns a result id of @diagnostics: equal ones have equal ids.  Owned by the caller. */
char *il_diagnostics_id(const json_t *diagnostics);

/* Answers request @id, which asked for the diagnostics of @tab and has those of @previous, or NULL. */
void il_diagnose_answer(struct il_server *server, struct il_tab *tab, const json_t *id, const char *previous);

#endif
