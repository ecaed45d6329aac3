// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "lsp/client.h"

#include <stdarg.h>
#include <string.h>

/* Returns what is at the end of the keys, which end with NULL, or NULL. */
static const json_t *at(const json_t *object, ...)
{
	va_list keys;
	const char *key;

	va_start(keys, object);
	while ((key = va_arg(keys, const char *)))
		object = json_object_get(object, key);
	va_end(keys);
	return object;
}

static bool contains(const json_t *list, const char *text)
{
	const json_t *word;
	size_t i;

	json_array_foreach (list, i, word) {
		if (json_is_string(word) && strcmp(json_string_value(word), text) == 0)
			return true;
	}
	return false;
}

static void read_document(struct il_client *client, const json_t *can)
{
	const json_t *push = at(can, "publishDiagnostics", NULL), *pull = at(can, "diagnostic", NULL);
	/* Newer clients say of pulled diagnostics what older ones say of those that are sent. */
	const json_t *shown = json_object_get(pull, "relatedInformation") ? pull : push;

	client->pulls = json_is_object(pull);
	client->related_documents = json_is_true(at(pull, "relatedDocumentSupport", NULL));
	client->related_information = json_is_true(at(shown, "relatedInformation", NULL));
	client->code_description = json_is_true(at(shown, "codeDescriptionSupport", NULL));
	client->tags = json_is_object(at(shown, "tagSupport", NULL)) || json_is_true(at(shown, "tagSupport", NULL));
	client->data = json_is_true(at(shown, "dataSupport", NULL));
	client->action_literals = json_is_object(at(can, "codeAction", "codeActionLiteralSupport", NULL));
	client->preferred = json_is_true(at(can, "codeAction", "isPreferredSupport", NULL));
	client->markdown = contains(at(can, "hover", "contentFormat", NULL), "markdown");
	client->hints = json_is_object(at(can, "inlayHint", NULL));
	client->lenses = json_is_object(at(can, "codeLens", NULL));
}

static void read_workspace(struct il_client *client, const json_t *can)
{
	client->document_changes = json_is_true(at(can, "workspaceEdit", "documentChanges", NULL));
	client->configuration = json_is_true(at(can, "configuration", NULL));
	client->watches = json_is_true(at(can, "didChangeWatchedFiles", "dynamicRegistration", NULL));
	client->registers_configuration = json_is_true(at(can, "didChangeConfiguration", "dynamicRegistration", NULL));
	client->refreshes_diagnostics = json_is_true(at(can, "diagnostics", "refreshSupport", NULL)) ||
					json_is_true(at(can, "diagnostic", "refreshSupport", NULL));
	client->refreshes_hints = json_is_true(at(can, "inlayHint", "refreshSupport", NULL));
	client->refreshes_lenses = json_is_true(at(can, "codeLens", "refreshSupport", NULL));
}

void il_client_read(struct il_client *ret_client, const json_t *params)
{
	const json_t *can = json_object_get(params, "capabilities");
	const json_t *encodings = at(can, "general", "positionEncodings", NULL);
	const json_t *older = json_object_get(can, "offsetEncoding");

	*ret_client = (struct il_client) { 0 };
	ret_client->asks_encoding = json_is_array(older) && !json_is_array(encodings);
	ret_client->encoding = il_encoding_choose(ret_client->asks_encoding ? older : encodings);
	read_document(ret_client, json_object_get(can, "textDocument"));
	read_workspace(ret_client, json_object_get(can, "workspace"));
	ret_client->progress = json_is_true(at(can, "window", "workDoneProgress", NULL));
	ret_client->shows_documents = json_is_true(at(can, "window", "showDocument", "support", NULL));
}
