// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Names of the kernel that say one thing: words.def. */
#ifndef IL_MODEL_WORDS_H
#define IL_MODEL_WORDS_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum il_meaning {
	IL_MEANS_COUNTS,
	IL_MEANS_HOLDS,
	IL_MEANS_LOGS,
	IL_MEANS_MATCHES,
	IL_MEANS_TRIGGERS,
};

struct il_word {
	const char *name;
	enum il_meaning meaning;
};

/* The record of drivers whose devices need no bus. */
#define IL_PLATFORM_DRIVER_RECORD "platform_driver"

/* Sections in which the linker collects init functions by the firmware node that they are for. */
#define IL_INIT_TABLE_PREFIX "__"
#define IL_INIT_TABLE_SUFFIX "_of_table"

/* Returns whether @name has @meaning.  Context: any. */
bool il_model_means(const char *name, enum il_meaning meaning);

/* For tests. */
const struct il_word *il_model_words(uint32_t *ret_count);

#ifdef __cplusplus
}
#endif

#endif
