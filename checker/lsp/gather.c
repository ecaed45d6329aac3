// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "lsp/gather.h"

#include "lsp/trail.h"
#include "lsp/uri.h"

#include <stdlib.h>
#include <string.h>

enum { EDITS_MAX = 4096 };

struct list {
	json_t *items; /* owned, as the server sent them; NULL: none */
	json_int_t version;
};

/* INVARIANT(trail): @trail has the edits behind the older version of the two lists. */
struct il_gathered {
	char *uri;  /* as the client spells it when it is open, else as the server did */
	char *file; /* NULL: none on this machine */
	bool open;
	json_int_t version; /* while it is open */
	struct list lists[IL_GATHER_SIDES];
	struct il_trail trail;
};

static void destroy(struct il_gathered *document)
{
	for (unsigned side = 0; side < IL_GATHER_SIDES; side++)
		json_decref(document->lists[side].items);
	il_trail_fini(&document->trail);
	free(document->uri);
	free(document->file);
	free(document);
}

static char *copy_of(const char *text)
{
	char *copy = strdup(text);

	if (!copy)
		abort();
	return copy;
}

/* Servers escape other characters in URIs than clients do. */
static struct il_gathered *find(const struct il_gather *gather, const char *uri)
{
	char *file = il_uri_to_file(uri);
	struct il_gathered *found = NULL;

	for (uint32_t i = 0; i < gather->documents.count && !found; i++) {
		struct il_gathered *document = gather->documents.at[i];
		bool same = file && document->file && strcmp(file, document->file) == 0;
		if (same || strcmp(uri, document->uri) == 0)
			found = document;
	}
	free(file);
	return found;
}

static struct il_gathered *find_or_add(struct il_gather *gather, const char *uri)
{
	struct il_gathered *document = find(gather, uri);

	if (document)
		return document;
	document = calloc(1, sizeof(*document));
	if (!document)
		abort();
	document->uri = copy_of(uri);
	document->file = il_uri_to_file(uri);
	uint32_t at = il_array_add(&gather->documents, 1);
	gather->documents.at[at] = document;
	return document;
}

/* Drops @document when nothing is known of it any more. */
static void drop_if_empty(struct il_gather *gather, struct il_gathered *document)
{
	if (document->open || json_array_size(document->lists[0].items) || json_array_size(document->lists[1].items))
		return;
	for (uint32_t i = 0; i < gather->documents.count; i++) {
		if (gather->documents.at[i] == document)
			gather->documents.at[i] = gather->documents.at[--gather->documents.count];
	}
	destroy(document);
}

static const json_t *of_document(const json_t *params, const char *key)
{
	return json_object_get(json_object_get(params, "textDocument"), key);
}

void il_gather_open(struct il_gather *gather, const json_t *params)
{
	const char *uri = json_string_value(of_document(params, "uri"));

	if (!uri)
		return;
	struct il_gathered *document = find_or_add(gather, uri);
	free(document->uri);
	document->uri = copy_of(uri);
	document->open = true;
	document->version = json_integer_value(of_document(params, "version"));
	/* What was said of the file holds for what is opened now. */
	for (unsigned side = 0; side < IL_GATHER_SIDES; side++)
		document->lists[side].version = document->version;
	il_trail_trim(&document->trail, document->version);
}

/* Returns the items of @side where they are now, as new references in a list of their own. */
static json_t *items_now(const struct il_gathered *document, unsigned side)
{
	const struct list *list = &document->lists[side];
	json_t *items = json_array();
	json_t *item;
	size_t i;

	json_array_foreach (list->items, i, item) {
		if (!document->open || list->version == document->version) {
			json_array_append(items, item);
			continue;
		}
		json_t *range = il_trail_move(&document->trail, list->version, json_object_get(item, "range"));
		if (!range)
			continue;
		json_t *moved = json_copy(item);
		json_object_set_new(moved, "range", range);
		json_array_append_new(items, moved);
	}
	return items;
}

static void trim(struct il_gathered *document)
{
	json_int_t oldest = document->version;

	for (unsigned side = 0; side < IL_GATHER_SIDES; side++) {
		struct list *list = &document->lists[side];
		if (document->trail.edits.count > EDITS_MAX) {
			json_t *items = items_now(document, side);
			json_decref(list->items);
			*list = (struct list) { items, document->version };
		}
		if (list->version < oldest)
			oldest = list->version;
	}
	il_trail_trim(&document->trail, oldest);
}

void il_gather_change(struct il_gather *gather, const json_t *params)
{
	const char *uri = json_string_value(of_document(params, "uri"));
	struct il_gathered *document = uri ? find(gather, uri) : NULL;
	const json_t *version = of_document(params, "version");

	if (!document || !document->open)
		return;
	document->version = json_is_integer(version) ? json_integer_value(version) : document->version + 1;
	il_trail_add(&document->trail, document->version, json_object_get(params, "contentChanges"));
	trim(document);
}

void il_gather_close(struct il_gather *gather, const json_t *params)
{
	const char *uri = json_string_value(of_document(params, "uri"));
	struct il_gathered *document = uri ? find(gather, uri) : NULL;

	if (!document)
		return;
	document->open = false;
	il_trail_trim(&document->trail, document->version);
	drop_if_empty(gather, document);
}

/* Returns the params of the list of @document. */
static json_t *message(const struct il_gathered *document)
{
	json_t *params = json_object(), *items = items_now(document, 0), *more = items_now(document, 1);

	json_array_extend(items, more);
	json_decref(more);
	json_object_set_new(params, "uri", json_string(document->uri));
	if (document->open)
		json_object_set_new(params, "version", json_integer(document->version));
	json_object_set_new(params, "diagnostics", items);
	return params;
}

json_t *il_gather_publish(struct il_gather *gather, unsigned side, const json_t *params)
{
	const char *uri = json_string_value(json_object_get(params, "uri"));
	const json_t *version = json_object_get(params, "version");
	json_t *items = json_object_get(params, "diagnostics");

	if (!uri || !json_is_array(items))
		return NULL;
	struct il_gathered *document = find_or_add(gather, uri);
	struct list *list = &document->lists[side];
	json_int_t is_for = json_is_integer(version) ? json_integer_value(version) : document->version;
	if (document->open && (is_for < list->version || is_for > document->version))
		return NULL;
	json_decref(list->items);
	*list = (struct list) { json_incref(items), is_for };
	trim(document);
	json_t *result = message(document);
	drop_if_empty(gather, document);
	return result;
}

json_t *il_gather_forget(struct il_gather *gather, unsigned side)
{
	for (uint32_t i = 0; i < gather->documents.count; i++) {
		struct il_gathered *document = gather->documents.at[i];
		struct list *list = &document->lists[side];
		if (!json_array_size(list->items))
			continue;
		json_decref(list->items);
		*list = (struct list) { NULL, document->version };
		json_t *result = message(document);
		drop_if_empty(gather, document);
		return result;
	}
	return NULL;
}

void il_gather_fini(struct il_gather *gather)
{
	for (uint32_t i = 0; i < gather->documents.count; i++)
		destroy(gather->documents.at[i]);
	il_array_fini(&gather->documents);
}
