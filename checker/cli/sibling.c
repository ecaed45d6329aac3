// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cli/sibling.h"

#include "cli/scan.h"
#include "facts/intern.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* What handlers return and are called by, besides the functions of the model. */
static const char *const handler_types[] = { "irqreturn_t", "irq_handler_t" };

static int by_value(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void add(struct il_hashes *hashes, uint64_t hash)
{
	uint32_t at = il_array_add(&hashes->words, 1);

	hashes->words.at[at] = hash;
}

static bool has(const struct il_hashes *hashes, uint64_t hash)
{
	return hashes->words.count && bsearch(&hash, hashes->words.at, hashes->words.count, sizeof(hash), by_value);
}

static void sort(struct il_hashes *hashes)
{
	if (hashes->words.count)
		qsort(hashes->words.at, hashes->words.count, sizeof(uint64_t), by_value);
}

static bool is_about_interrupts(const struct il_look *look, uint64_t hash)
{
	for (size_t i = 0; i < sizeof(handler_types) / sizeof(handler_types[0]); i++) {
		if (hash == il_hash(handler_types[i], strlen(handler_types[i])))
			return true;
	}
	return has(&look->apis, hash);
}

void il_look_init(struct il_look *look, const struct il_model *model)
{
#define ADD_NAMES(member)                                                                                              \
	for (uint32_t i = 0; i < model->member.count; i++)                                                             \
		add(&look->apis, il_hash(model->member.at[i].name, strlen(model->member.at[i].name)));
	ADD_NAMES(requests)
	ADD_NAMES(frees)
	ADD_NAMES(controls)
#undef ADD_NAMES
	sort(&look->apis);
}

static void take_in(void *context, uint64_t hash, bool defined)
{
	struct il_look *look = context;

	add(&look->mentioned, hash);
	if (defined)
		add(&look->defined, hash);
	look->handles = look->handles || is_about_interrupts(look, hash);
}

void il_look_add(struct il_look *look, const char *file)
{
	il_scan_file(file, take_in, look);
}

void il_look_sort(struct il_look *look)
{
	sort(&look->mentioned);
	sort(&look->defined);
}

struct comparison {
	const struct il_look *look;
	bool handles, neighbour;
};

static void compare(void *context, uint64_t hash, bool defined)
{
	struct comparison *comparison = context;
	const struct il_look *look = comparison->look;

	comparison->handles = comparison->handles || is_about_interrupts(look, hash);
	comparison->neighbour =
		comparison->neighbour || has(&look->defined, hash) || (defined && has(&look->mentioned, hash));
}

unsigned il_look_at(const struct il_look *look, const char *file)
{
	struct comparison comparison = { .look = look };

	errno = 0;
	if (!il_scan_file(file, compare, &comparison))
		return errno == ENOENT ? 0 : IL_RELEVANT_MAX;
	/* Two files without interrupts meet in a third at most, which is relevant by itself. */
	bool neighbour = comparison.neighbour && (look->handles || comparison.handles);
	return (neighbour ? IL_RELEVANT_NEIGHBOUR : 0) | (comparison.handles ? IL_RELEVANT_LINES : 0);
}

void il_look_fini(struct il_look *look)
{
	il_array_fini(&look->apis.words);
	il_array_fini(&look->mentioned.words);
	il_array_fini(&look->defined.words);
}
