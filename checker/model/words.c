// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "model/words.h"

#include <stdlib.h>
#include <string.h>

static const struct il_word words[] = {
#define COUNTS(name) { #name, IL_MEANS_COUNTS },
#define HOLDS(name) { #name, IL_MEANS_HOLDS },
#define LOGS(name) { #name, IL_MEANS_LOGS },
#define MATCHES(name) { #name, IL_MEANS_MATCHES },
#define TRIGGERS(name) { #name, IL_MEANS_TRIGGERS },
#include "model/words.def"
#undef COUNTS
#undef HOLDS
#undef LOGS
#undef MATCHES
#undef TRIGGERS
};

enum { WORD_COUNT = sizeof(words) / sizeof(words[0]) };

static int by_name(const void *key, const void *word)
{
	return strcmp(key, ((const struct il_word *)word)->name);
}

bool il_model_means(const char *name, enum il_meaning meaning)
{
	const struct il_word *word = bsearch(name, words, WORD_COUNT, sizeof(words[0]), by_name);

	return word && word->meaning == meaning;
}

const struct il_word *il_model_words(uint32_t *ret_count)
{
	*ret_count = WORD_COUNT;
	return words;
}
