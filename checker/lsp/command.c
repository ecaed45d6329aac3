// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* irqlint lsp: the language server. */
#include "cli/command.h"

#include "cli/manual.h"
#include "lsp/server.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct lsp_options {
	const char *log;
};

static int take_option(void *context, int id, const char *value)
{
	struct lsp_options *options = context;

	switch ((enum il_lsp_option)id) {
	case IL_LSP_STDIO: break; /* there is no other way; some clients always say it */
	case IL_LSP_LOG: options->log = value; break;
	}
	return -1;
}

int il_command_lsp(int count, char **words)
{
	const struct il_verb *verb = il_manual_find("lsp");
	struct lsp_options options = { 0 };
	FILE *log = NULL;
	int first;

	int code = il_option_parse(verb, count, words, take_option, &options, &first);
	if (code >= 0)
		return code;
	if (first < count)
		return il_usage(verb, count, words);
	if (options.log && !(log = fopen(options.log, "ae")))
		return il_usage_error("%s: cannot be written: %s", options.log, strerror(errno));
	code = il_server_run(STDIN_FILENO, STDOUT_FILENO, log);
	if (log)
		fclose(log);
	return code;
}
