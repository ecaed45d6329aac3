// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* All commands, in the order of their names. */
#ifndef IL_CLI_MANUAL_H
#define IL_CLI_MANUAL_H

#include "cli/option.h"

#include <stddef.h>

/* What the options of check and of the commands that share them are. */
enum il_check_option {
	IL_OPTION_DATABASE,
	IL_OPTION_JOBS,
	IL_OPTION_RULES,
	IL_OPTION_PREVIEW,
	IL_OPTION_CONFIDENCE,
	IL_OPTION_MODEL,
	IL_OPTION_KERNEL,
	IL_OPTION_FIX,
	IL_OPTION_EXPORT_FIXES,
	IL_OPTION_OUTPUT,
	IL_OPTION_NEW_FROM,
	IL_OPTION_PATCH,
	IL_OPTION_BASELINE,
	IL_OPTION_CONFIG,
	IL_OPTION_NO_CONFIG,
	IL_OPTION_NO_CACHE,
	IL_OPTION_NO_PCH,
	IL_OPTION_NO_FILTER,
	IL_OPTION_ROOT,
	IL_OPTION_STATS,
	IL_OPTION_WERROR,
};

enum il_facts_option { IL_FACTS_DUMP, IL_FACTS_OUTPUT, IL_FACTS_DATABASE, IL_FACTS_JOBS, IL_FACTS_NO_PCH };

enum il_lsp_option { IL_LSP_STDIO, IL_LSP_LOG, IL_LSP_PROXY };

/* Returns the command called @name, or NULL. */
const struct il_verb *il_manual_find(const char *name);

/* Returns command number @index, or NULL behind the last. */
const struct il_verb *il_manual_at(size_t index);

#endif
