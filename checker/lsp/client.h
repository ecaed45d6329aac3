// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What the client says that it can do. */
#ifndef IL_LSP_CLIENT_H
#define IL_LSP_CLIENT_H

#include "lsp/position.h"

struct il_client {
	enum il_encoding encoding;
	bool asks_encoding;	  /* in the way of clangd, before the protocol had one */
	bool pulls;		  /* asks for diagnostics, and is not sent any */
	bool related_documents;	  /* an answer may have diagnostics of other files */
	bool related_information; /* else a trace is part of the message */
	bool code_description, tags, data;
	bool document_changes, action_literals, preferred, markdown, hints, lenses;
	bool progress, configuration, watches, registers_configuration;
	bool refreshes_diagnostics, refreshes_hints, refreshes_lenses, shows_documents;
};

/* Reads the parameters of `initialize`; what is malformed is not supported. */
void il_client_read(struct il_client *ret_client, const json_t *params);

#endif
