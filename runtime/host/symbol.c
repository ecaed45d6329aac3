// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* llvm-symbolizer knows debug information, inlining included; it is asked over pipes. */
#include "host/symbol.h"

#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

#ifndef IRQRT_SYMBOLIZER
#define IRQRT_SYMBOLIZER "llvm-symbolizer-19"
#endif

void symbols_open(struct symbols *symbols, const char *object)
{
	char *words[] = { (char[]) { IRQRT_SYMBOLIZER }, (char[]) { "--output-style=LLVM" },
			  (char[]) { "--functions=linkage" }, NULL };
	posix_spawn_file_actions_t actions;
	int to[2], from[2];
	pid_t process;

	*symbols = (struct symbols) { .object = object };
	if (pipe(to) || pipe(from))
		return;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, to[0], 0);
	posix_spawn_file_actions_adddup2(&actions, from[1], 1);
	for (int i = 0; i < 2; i++) {
		posix_spawn_file_actions_addclose(&actions, to[i]);
		posix_spawn_file_actions_addclose(&actions, from[i]);
	}
	if (posix_spawnp(&process, IRQRT_SYMBOLIZER, &actions, NULL, words, environ) == 0) {
		symbols->process = process;
		symbols->ask = fdopen(to[1], "w");
		symbols->answer = fdopen(from[0], "r");
	}
	posix_spawn_file_actions_destroy(&actions);
	close(to[0]);
	close(from[1]);
}

void symbols_close(struct symbols *symbols)
{
	if (symbols->ask)
		fclose(symbols->ask);
	if (symbols->answer)
		fclose(symbols->answer);
	if (symbols->process)
		waitpid(symbols->process, NULL, 0);
	*symbols = (struct symbols) { 0 };
}

static bool is_header(const char *file)
{
	size_t length = strlen(file);

	return length > 2 && strcmp(file + length - 2, ".h") == 0;
}

/* FILE:LINE:COLUMN, FILE may hold colons. */
static void split_place(char *text, struct symbol *symbol)
{
	char *column = strrchr(text, ':'), *line;

	if (column)
		*column = '\0';
	line = strrchr(text, ':');
	if (line) {
		*line = '\0';
		symbol->line = (unsigned)strtoul(line + 1, NULL, 10);
	}
	snprintf(symbol->file, sizeof(symbol->file), "%s", text);
}

struct symbol symbol_of(struct symbols *symbols, uintptr_t address)
{
	struct symbol symbol = { .function = "?", .file = "?" };
	char function[256], place[512];
	bool found = false;

	if (!symbols->ask || !symbols->answer)
		return symbol;
	fprintf(symbols->ask, "\"%s\" %#lx\n", symbols->object, (unsigned long)address);
	fflush(symbols->ask);
	while (fgets(function, sizeof(function), symbols->answer) && function[0] != '\n') {
		if (!fgets(place, sizeof(place), symbols->answer))
			break;
		function[strcspn(function, "\n")] = '\0';
		place[strcspn(place, "\n")] = '\0';
		if (found)
			continue;
		snprintf(symbol.function, sizeof(symbol.function), "%s", function);
		split_place(place, &symbol);
		found = !is_header(symbol.file);
	}
	return symbol;
}
