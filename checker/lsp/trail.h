// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Edits that were made to a document, to tell where a range of an older version of it is now.  It goes by
 * positions alone, so that nobody has to keep the text.
 */
#ifndef IL_LSP_TRAIL_H
#define IL_LSP_TRAIL_H

#include "facts/arena.h"

#include <jansson.h>
#include <stdbool.h>

struct il_place {
	json_int_t line, column; /* as the protocol counts them */
};

struct il_edit {
	json_int_t version; /* of the document afterwards */
	struct il_place start, end;
	json_int_t lines; /* that the new text ends */
	json_int_t tail;  /* characters behind the last end of a line; -1: depends on the encoding */
};

/* A zeroed one is empty. */
struct il_trail {
	IL_ARRAY(struct il_edit) edits;
};

/*
 * Adds @changes, those of textDocument/didChange that lead to @version.  Of a change of the whole text
 * nothing is known: ranges stay where they are.
 */
void il_trail_add(struct il_trail *trail, json_int_t version, const json_t *changes);

/*
 * Returns: where @range of @version is now, owned by the caller; NULL when an edit touches it or it is
 * malformed.
 */
json_t *il_trail_move(const struct il_trail *trail, json_int_t version, const json_t *range);

/* Forgets what leads to versions up to @version. */
void il_trail_trim(struct il_trail *trail, json_int_t version);
void il_trail_fini(struct il_trail *trail);

#endif
