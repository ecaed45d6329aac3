// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "lsp/uri.h"

#include "cli/database.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static int digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Decodes the path of a URI in place.  Returns false for one that no file can have. */
static bool decode(char *text)
{
	char *out = text;

	for (; *text; text++) {
		int high = *text == '%' ? digit_of(text[1]) : -1, low = high >= 0 ? digit_of(text[2]) : -1;
		if (*text == '%' && low < 0)
			return false;
		*out = low >= 0 ? (char)(high << 4 | low) : *text;
		if (!*out++)
			return false;
		text += low >= 0 ? 2 : 0;
	}
	*out = '\0';
	return true;
}

char *il_uri_to_file(const char *uri)
{
	static const char scheme[] = "file:", host[] = "localhost";
	struct il_arena arena = { 0 };
	char *file = NULL;

	if (strncasecmp(uri, scheme, strlen(scheme)) != 0)
		return NULL;
	uri += strlen(scheme);
	if (strncmp(uri, "//", 2) == 0) {
		uri += 2;
		if (strncasecmp(uri, host, strlen(host)) == 0)
			uri += strlen(host);
	}
	if (*uri != '/')
		return NULL;
	char *path = il_arena_text(&arena, uri, strcspn(uri, "?#"));
	if (decode(path))
		file = strdup(il_absolute_name(&arena, "/", path));
	il_arena_fini(&arena);
	return file;
}

static bool is_plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || strchr("/-._~", c);
}

char *il_uri_of_file(const char *file)
{
	static const char digits[] = "0123456789ABCDEF", scheme[] = "file://";
	char *uri = malloc(sizeof(scheme) + 3 * strlen(file)), *out = uri;

	if (!uri)
		abort();
	memcpy(out, scheme, strlen(scheme));
	out += strlen(scheme);
	for (; *file; file++) {
		unsigned char byte = (unsigned char)*file;
		if (is_plain(*file)) {
			*out++ = *file;
			continue;
		}
		*out++ = '%';
		*out++ = digits[byte >> 4];
		*out++ = digits[byte & 0xF];
	}
	*out = '\0';
	return uri;
}
