// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "lsp/server.h"

#include "lsp/look.h"
#include "lsp/method.h"
#include "lsp/workspace.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { POLLED_MAX = 64, TEXT_MAX = 1024, PARENT_CHECK = 2000 /* milliseconds */ };

static const struct {
	const char *name;
	il_method *run;
	bool is_request;
} methods[] = {
	{ "initialize", il_method_initialize, true },
	{ "initialized", il_method_initialized, false },
	{ "shutdown", il_method_shutdown, true },
	{ "exit", il_method_exit, false },
	{ "$/cancelRequest", il_method_cancel, false },
	{ "textDocument/didOpen", il_method_open, false },
	{ "textDocument/didChange", il_method_change, false },
	{ "textDocument/didSave", il_method_save, false },
	{ "textDocument/didClose", il_method_close, false },
	{ "textDocument/diagnostic", il_method_diagnostic, true },
	{ "textDocument/codeAction", il_method_action, true },
	{ "textDocument/hover", il_method_hover, true },
	{ "textDocument/inlayHint", il_method_hint, true },
	{ "textDocument/codeLens", il_method_lens, true },
	{ "workspace/diagnostic", il_method_workspace_diagnostic, true },
	{ "window/workDoneProgress/cancel", il_method_progress_cancel, false },
	{ "workspace/executeCommand", il_method_command, true },
	{ "workspace/didChangeWatchedFiles", il_method_files_changed, false },
	{ "workspace/didChangeWorkspaceFolders", il_method_folders_changed, false },
	{ "workspace/didChangeConfiguration", il_method_configured, false },
};

static int64_t now_ms(void)
{
	struct timespec now = { 0 };

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void il_server_tell(struct il_server *server, int type, const char *format, ...)
{
	char text[TEXT_MAX];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	json_t *said = json_string(text);
	if (said)
		il_rpc_notify(&server->rpc, "window/logMessage",
			      json_pack("{s:i, s:o}", "type", type, "message", said));
}

struct il_tab *il_server_tab_of_file(struct il_server *server, const char *file)
{
	for (uint32_t i = 0; file && i < server->tabs.count; i++) {
		const char *other = server->tabs.at[i]->document->file;
		if (other && strcmp(other, file) == 0)
			return server->tabs.at[i];
	}
	return NULL;
}

struct il_tab *il_server_tab(struct il_server *server, const char *uri)
{
	for (uint32_t i = 0; i < server->tabs.count; i++) {
		if (strcmp(server->tabs.at[i]->document->uri, uri) == 0)
			return server->tabs.at[i];
	}
	return NULL;
}

struct il_tab *il_server_tab_of(struct il_server *server, const json_t *params)
{
	const char *uri = json_string_value(json_object_get(json_object_get(params, "textDocument"), "uri"));

	return uri ? il_server_tab(server, uri) : NULL;
}

/* Returns whether @message can be answered at this stage; answers it if not. */
static bool is_allowed(struct il_server *server, const struct il_rpc_message *message)
{
	bool begins = strcmp(message->method, "initialize") == 0, ends = strcmp(message->method, "exit") == 0;

	if (ends || (server->stage == IL_STAGE_READY && !begins) || (server->stage == IL_STAGE_NEW && begins))
		return true;
	if (!message->id)
		return false;
	if (server->stage == IL_STAGE_NEW)
		il_rpc_fail(&server->rpc, message->id, IL_RPC_NOT_INITIALIZED, "'initialize' comes first");
	else
		il_rpc_fail(&server->rpc, message->id, IL_RPC_INVALID_REQUEST,
			    begins ? "'initialize' comes once" : "nothing comes after 'shutdown' but 'exit'");
	return false;
}

static void dispatch(struct il_server *server, const struct il_rpc_message *message)
{
	if (!is_allowed(server, message))
		return;
	for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {
		if (strcmp(methods[i].name, message->method) != 0)
			continue;
		if (methods[i].is_request && !message->id)
			return;
		/* What is a notification and has an id is asked for an answer, which it cannot get. */
		if (!methods[i].is_request && message->id)
			il_rpc_fail(&server->rpc, message->id, IL_RPC_INVALID_REQUEST, "%s is a notification",
				    message->method);
		else
			methods[i].run(server, message);
		return;
	}
	if (message->id)
		il_rpc_fail(&server->rpc, message->id, IL_RPC_METHOD_NOT_FOUND, "no method '%s'", message->method);
}

static void take_messages(struct il_server *server)
{
	struct il_rpc_message message;

	while (server->stage != IL_STAGE_ENDED && il_rpc_next(&server->rpc, &message)) {
		dispatch(server, &message);
		il_rpc_message_fini(&message);
	}
}

static void end(struct il_server *server, int code)
{
	server->stage = IL_STAGE_ENDED;
	server->code = code;
}

/* Returns whether the process that the client said it is has ended; without pidfd it is asked now and then. */
static bool parent_is_gone(const struct il_server *server)
{
	return server->parent < 0 && server->parent_process > 0 && kill((pid_t)server->parent_process, 0) != 0 &&
	       errno == ESRCH;
}

static int timeout_of(struct il_server *server)
{
	int until = il_look_start(server);

	if (server->parent < 0 && server->parent_process > 0 && (until < 0 || until > PARENT_CHECK))
		until = PARENT_CHECK;
	return until;
}

/* Waits for anything, and takes it. */
static void turn(struct il_server *server, int in, int out)
{
	enum { CLIENT_IN, CLIENT_OUT, PARENT, FIRST_HAND };
	struct pollfd polled[POLLED_MAX] = {
		[CLIENT_IN] = { .fd = in, .events = POLLIN },
		[CLIENT_OUT] = { .fd = -1, .events = POLLOUT },
		[PARENT] = { .fd = server->parent, .events = POLLIN },
	};
	int until = timeout_of(server);
	nfds_t count = FIRST_HAND;

	count += il_workspace_poll(server, polled + count, POLLED_MAX - count);
	nfds_t first = count;
	count += il_look_poll(server, polled + count, POLLED_MAX - count);
	if (il_outbox_waits(&server->rpc.outbox))
		polled[CLIENT_OUT].fd = out;
	int ready = poll(polled, count, until);
	server->now = now_ms();
	if (ready < 0)
		return;
	if ((polled[CLIENT_IN].revents && !il_inbox_read(&server->rpc.inbox, in))) {
		take_messages(server);
		if (server->stage != IL_STAGE_ENDED)
			end(server, server->stage == IL_STAGE_SHUT ? 0 : 1);
		return;
	}
	if (polled[PARENT].revents || parent_is_gone(server)) {
		end(server, 1);
		return;
	}
	il_workspace_receive(server, polled + FIRST_HAND, first - FIRST_HAND);
	il_look_receive(server, polled + first, count - first);
	take_messages(server);
	il_workspace_tell(server);
	if (!il_outbox_send(&server->rpc.outbox, out))
		end(server, 1);
}

static void server_fini(struct il_server *server)
{
	for (uint32_t i = 0; i < server->tabs.count; i++)
		il_look_end(server->tabs.at[i]);
	il_array_fini(&server->tabs);
	il_workspace_end(server);
	il_flag_finder_fini(&server->finder);
	il_settings_fini(&server->settings);
	il_sources_destroy(server->sources);
	json_decref(server->initial);
	json_decref(server->folders);
	il_rpc_fini(&server->rpc);
	if (server->parent >= 0)
		close(server->parent);
}

int il_server_run(int in, int out, FILE *log)
{
	struct il_server *server = calloc(1, sizeof(*server));

	if (!server)
		abort();
	server->rpc.log = log;
	server->parent = -1;
	server->now = now_ms();
	server->folders = json_array();
	/* A client that is gone is noticed by what writing returns. */
	signal(SIGPIPE, SIG_IGN);
	il_frame_unblock(in);
	il_frame_unblock(out);
	while (server->stage != IL_STAGE_ENDED)
		turn(server, in, out);
	il_outbox_send(&server->rpc.outbox, out);
	int code = server->code;
	server_fini(server);
	free(server);
	return code;
}
