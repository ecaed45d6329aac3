// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* irqlint lsp: the language server. */
#include "cli/command.h"

#include "cli/manual.h"
#include "lsp/proxy.h"
#include "lsp/server.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct lsp_options {
	const char *log;
	const char *proxy; /* the other server, or NULL */
};

static int take_option(void *context, int id, const char *value)
{
	struct lsp_options *options = context;

	switch ((enum il_lsp_option)id) {
	case IL_LSP_STDIO: break; /* there is no other way; some clients always say it */
	case IL_LSP_LOG: options->log = value; break;
	case IL_LSP_PROXY: options->proxy = value; break;
	}
	return -1;
}

/* Runs the server @name with the @count words of @more, and this program's own beside it. */
static int run_both(const char *name, char **more, int count, FILE *log)
{
	char self[] = "/proc/self/exe", command[] = "lsp";
	char *const second[] = { self, command, NULL };
	char **first = calloc((size_t)count + 2, sizeof(*first));

	if (!first)
		abort();
	first[0] = (char *)(uintptr_t)name;
	memcpy(first + 1, more, (size_t)count * sizeof(*more));
	int code = il_proxy_run(STDIN_FILENO, STDOUT_FILENO, first, second, log);
	free(first);
	return code;
}

int il_command_lsp(int count, char **words)
{
	const struct il_verb *verb = il_manual_find("lsp");
	struct lsp_options options = { 0 };
	FILE *log = NULL;
	int separator = 1, first;

	while (separator < count && strcmp(words[separator], "--") != 0)
		separator++;
	int code = il_option_parse(verb, separator, words, take_option, &options, &first);
	if (code >= 0)
		return code;
	if (first < separator || (separator < count && !options.proxy))
		return il_usage(verb, count, words);
	if (options.log && !(log = fopen(options.log, "ae")))
		return il_usage_error("%s: cannot be written: %s", options.log, strerror(errno));
	if (!options.proxy)
		code = il_server_run(STDIN_FILENO, STDOUT_FILENO, log);
	else if (separator < count)
		code = run_both(options.proxy, words + separator + 1, count - separator - 1, log);
	else
		code = run_both(options.proxy, words, 0, log);
	if (log)
		fclose(log);
	return code;
}
