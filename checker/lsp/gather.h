// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Diagnostics of two servers, which a client that knows one gets as one list a document.  A list for an
 * older version than the document has is kept, and moved along with the edits since.
 */
#ifndef IL_LSP_GATHER_H
#define IL_LSP_GATHER_H

#include "facts/arena.h"

#include <jansson.h>
#include <stdbool.h>

enum { IL_GATHER_SIDES = 2 };

struct il_gathered; /* what is known of one document */

/* A zeroed one is empty. */
struct il_gather {
	IL_ARRAY(struct il_gathered *) documents;
};

/* The client opened, changed or closed a document; @params are those of the notification. */
void il_gather_open(struct il_gather *gather, const json_t *params);
void il_gather_change(struct il_gather *gather, const json_t *params);
void il_gather_close(struct il_gather *gather, const json_t *params);

/*
 * Takes the list of @side, @params of textDocument/publishDiagnostics.
 * Returns: the params of the one list that the client gets now, owned by the caller; NULL when there is
 * nothing new, as the list is older than one that was there before or malformed.
 */
json_t *il_gather_publish(struct il_gather *gather, unsigned side, const json_t *params);

/*
 * Takes away what @side said, document by document.
 * Returns: as il_gather_publish(), of one document; NULL when there is none left that it said something of.
 */
json_t *il_gather_forget(struct il_gather *gather, unsigned side);
void il_gather_fini(struct il_gather *gather);

#endif
