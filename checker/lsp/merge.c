// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "lsp/merge.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static json_t *share(const json_t *value)
{
	return json_incref((json_t *)(uintptr_t)value);
}

static bool contains(const json_t *list, const json_t *wanted)
{
	const json_t *value;
	size_t i;

	json_array_foreach (list, i, value) {
		if (json_equal(value, wanted))
			return true;
	}
	return false;
}

static json_t *merge_sets(const json_t *first, const json_t *second)
{
	json_t *all = json_array();
	json_t *value;
	size_t i;

	json_array_extend(all, (json_t *)(uintptr_t)first);
	json_array_foreach (second, i, value) {
		if (!contains(all, value))
			json_array_append(all, value);
	}
	return all;
}

/*
 * Whatever either has.  An object says more than `true`; the only numbers are kinds of synchronisation, of
 * which the least is what both understand.  Not deeper than capabilities go.
 */
static json_t *merge_values(const json_t *first, const json_t *second, unsigned depth)
{
	const char *key;
	json_t *value;

	if (!first || json_is_null(first) || json_is_false(first))
		return share(second && !json_is_null(second) ? second : first);
	if (!second || json_is_null(second) || json_is_false(second))
		return share(first);
	if (json_is_integer(first) && json_is_integer(second))
		return share(json_integer_value(first) < json_integer_value(second) ? first : second);
	if (json_is_array(first) && json_is_array(second))
		return merge_sets(first, second);
	if (!json_is_object(first) || !json_is_object(second) || depth == 0)
		return share(json_is_object(second) && !json_is_object(first) ? second : first);
	json_t *all = json_copy((json_t *)(uintptr_t)first);
	json_object_foreach ((json_t *)(uintptr_t)second, key, value)
		json_object_set_new(all, key, merge_values(json_object_get(first, key), value, depth - 1));
	return all;
}

/* How documents are synchronised may be a number or an object. */
static json_t *spell_out_sync(const json_t *capabilities)
{
	json_t *copy = json_is_object(capabilities) ? json_copy((json_t *)(uintptr_t)capabilities) : json_object();
	const json_t *sync = json_object_get(copy, "textDocumentSync");

	if (json_is_integer(sync))
		json_object_set_new(
			copy, "textDocumentSync",
			json_pack("{s:b,s:I,s:b}", "openClose", 1, "change", json_integer_value(sync), "save", 1));
	return copy;
}

json_t *il_merge_capabilities(const json_t *first, const json_t *second)
{
	enum { DEPTH = 6 };
	json_t *a = spell_out_sync(first), *b = spell_out_sync(second), *all = merge_values(a, b, DEPTH);

	json_object_del(all, "diagnosticProvider");
	json_decref(a);
	json_decref(b);
	return all;
}

struct text {
	char *at; /* owned; NULL: nothing yet */
	size_t size;
	bool markdown;
};

static void append(struct text *text, const char *more)
{
	size_t size = strlen(more);
	char *grown = realloc(text->at, text->size + size + 1);

	if (!grown)
		abort();
	memcpy(grown + text->size, more, size + 1);
	text->at = grown;
	text->size += size;
}

static void append_code(struct text *text, const char *language, const char *code)
{
	append(text, "```");
	append(text, language);
	append(text, "\n");
	append(text, code);
	append(text, "\n```");
}

/* Contents are a text with its kind, or markdown in one of the older forms. */
static void append_contents(struct text *text, const json_t *contents)
{
	const char *kind = json_string_value(json_object_get(contents, "kind"));
	const char *language = json_string_value(json_object_get(contents, "language"));
	const char *value = json_string_value(json_is_object(contents) ? json_object_get(contents, "value") : contents);
	bool plain = kind && strcmp(kind, "plaintext") == 0;

	if (!value || !*value)
		return;
	if (text->at)
		append(text, text->markdown ? "\n\n---\n\n" : "\n\n");
	if (language)
		append_code(text, language, value);
	else if (plain && text->markdown)
		append_code(text, "", value);
	else
		append(text, value);
}

static bool is_plain(const json_t *hover)
{
	const json_t *contents = json_object_get(hover, "contents");
	const char *kind = json_string_value(json_object_get(contents, "kind"));

	return !contents || (kind && strcmp(kind, "plaintext") == 0);
}

static void append_hover(struct text *text, const json_t *hover)
{
	const json_t *contents = json_object_get(hover, "contents");
	const json_t *part;
	size_t i;

	if (!json_is_array(contents))
		append_contents(text, contents);
	json_array_foreach (contents, i, part)
		append_contents(text, part);
}

json_t *il_merge_hovers(const json_t *first, const json_t *second)
{
	struct text text = { .markdown = !is_plain(first) || !is_plain(second) };
	json_t *range = json_object_get(first, "range");

	if (!json_is_object(first) || !json_is_object(second)) {
		const json_t *only = json_is_object(first) ? first : second;
		return only ? share(only) : json_null();
	}
	append_hover(&text, first);
	append_hover(&text, second);
	json_t *hover = json_object(), *contents = json_object();
	json_object_set_new(contents, "kind", json_string(text.markdown ? "markdown" : "plaintext"));
	json_object_set_new(contents, "value", json_string(text.at ? text.at : ""));
	json_object_set_new(hover, "contents", contents);
	if (!range)
		range = json_object_get(second, "range");
	if (range)
		json_object_set(hover, "range", range);
	free(text.at);
	return hover;
}

json_t *il_merge_lists(const json_t *first, const json_t *second)
{
	json_t *all = json_array();

	json_array_extend(all, (json_t *)(uintptr_t)first);
	json_array_extend(all, (json_t *)(uintptr_t)second);
	return all;
}
