// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cli/program.h"

#include "cli/command.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define EXIT_INTERNAL 70

extern char **environ;

/* Returns: the signal that asked us to end, or 0; @ret_status is that of the process. */
static int wait_for(pid_t process, const sigset_t *wanted, int *ret_status)
{
	int asked = 0;

	while (waitpid(process, ret_status, WNOHANG) == 0) {
		int number = sigwaitinfo(wanted, NULL);

		if (number == SIGINT || number == SIGTERM) {
			asked = number;
			kill(process, number);
		}
	}
	return asked;
}

int il_program_run(char *const *words)
{
	posix_spawnattr_t attributes;
	sigset_t wanted, none, before;
	int status = 0, asked, error;
	pid_t process;

	sigemptyset(&none);
	sigemptyset(&wanted);
	sigaddset(&wanted, SIGCHLD);
	sigaddset(&wanted, SIGINT);
	sigaddset(&wanted, SIGTERM);
	sigprocmask(SIG_BLOCK, &wanted, &before);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
	error = posix_spawn(&process, words[0], NULL, &attributes, words, environ);
	posix_spawnattr_destroy(&attributes);
	asked = error ? 0 : wait_for(process, &wanted, &status);
	sigprocmask(SIG_SETMASK, &before, NULL);
	if (error) {
		il_usage_error("%s cannot be run: %s", words[0], strerror(error));
		return EXIT_INTERNAL;
	}
	if (asked)
		return IL_EXIT_INTERRUPTED;
	if (WIFEXITED(status))
		return WEXITSTATUS(status);
	il_usage_error("%s was ended by: %s", words[0], strsignal(WTERMSIG(status)));
	return EXIT_INTERNAL;
}

FILE *il_program_output(char *const *words, int *ret_code)
{
	posix_spawn_file_actions_t actions;
	FILE *stream = tmpfile();
	pid_t process;
	int status = 0;

	if (!stream)
		return NULL;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, fileno(stream), STDOUT_FILENO);
	if (ret_code)
		posix_spawn_file_actions_adddup2(&actions, fileno(stream), STDERR_FILENO);
	int error = posix_spawnp(&process, words[0], &actions, NULL, words, environ);
	posix_spawn_file_actions_destroy(&actions);
	while (!error && waitpid(process, &status, 0) < 0 && errno == EINTR)
		;
	int code = !error && WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_INTERNAL;
	if (ret_code)
		*ret_code = code;
	if (error || (code != 0 && !ret_code)) {
		fclose(stream);
		return NULL;
	}
	rewind(stream);
	return stream;
}

/* Returns: the directory of this program, without a slash at its end; owned by the caller. */
static char *own_directory(void)
{
	char path[4096];
	ssize_t length = readlink("/proc/self/exe", path, sizeof(path) - 1);

	if (length < 0)
		return strdup(".");
	path[length] = '\0';
	*strrchr(path, '/') = '\0';
	return strdup(path);
}

char *il_program_beside(const char *name)
{
	char *directory = own_directory(), *path;

	if (!directory || asprintf(&path, "%s/%s", directory, name) < 0)
		abort();
	free(directory);
	return path;
}

char *il_program_headers(void)
{
	char *installed = il_program_beside("../share/irqlint/include");

	if (access(installed, R_OK) == 0)
		return installed;
	free(installed);
	return strdup(IL_SOURCE_DIR "/include");
}
