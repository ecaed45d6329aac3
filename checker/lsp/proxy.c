// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "lsp/proxy.h"

#include "lsp/merge.h"
#include "lsp/relay.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

/* A request of a server on its way to the client. */
struct errand {
	struct il_peer *peer;
	json_t *id;
};

/* What both are asked, when both can, and how their answers become one. */
static const struct shared {
	const char *method, *capability;
	il_merge *merge;
} shared[] = {
	{ "textDocument/hover", "hoverProvider", il_merge_hovers },
	{ "textDocument/codeAction", "codeActionProvider", il_merge_lists },
	{ "textDocument/codeLens", "codeLensProvider", il_merge_lists },
	{ "textDocument/inlayHint", "inlayHintProvider", il_merge_lists },
};

static bool is(const struct il_rpc_message *message, const char *method)
{
	return strcmp(message->method, method) == 0;
}

static void show_trouble(struct il_relay *relay)
{
	json_t *text;
	size_t i;

	if (!relay->listens)
		return;
	json_array_foreach (relay->trouble, i, text)
		il_rpc_notify(&relay->client, "window/showMessage", json_pack("{s:i,s:O}", "type", 2, "message", text));
	json_array_clear(relay->trouble);
}

void il_relay_lose(struct il_relay *relay, int side, const char *why)
{
	struct il_peer *peer = &relay->peers[side], *other = &relay->peers[IL_SIDES - 1 - side];
	json_t *params;

	if (!peer->alive)
		return;
	json_array_append_new(relay->trouble,
			      other->alive ? json_sprintf("%s %s; %s goes on alone", peer->name, why, other->name)
					   : json_sprintf("%s %s", peer->name, why));
	il_peer_bury(peer);
	while ((params = il_gather_forget(&relay->gather, (unsigned)side)))
		il_rpc_notify(&relay->client, "textDocument/publishDiagnostics", params);
	show_trouble(relay);
	if (!other->alive) {
		relay->code = relay->stage == IL_RELAY_SHUT ? 0 : 1;
		relay->stage = IL_RELAY_ENDED;
	}
}

static bool can(const struct il_peer *peer, const char *capability)
{
	const json_t *value = json_object_get(peer->can, capability);

	return peer->alive && value && !json_is_false(value) && !json_is_null(value);
}

static bool has_command(const struct il_peer *peer, const char *name)
{
	const json_t *provider = json_object_get(peer->can, "executeCommandProvider"), *command;
	size_t i;

	json_array_foreach (json_object_get(provider, "commands"), i, command) {
		if (peer->alive && name && json_is_string(command) && strcmp(json_string_value(command), name) == 0)
			return true;
	}
	return false;
}

/* What both are asked is answered at once, not in parts, and only the first tells how far it is. */
static json_t *params_of(const struct il_rpc_message *message, int side, bool both)
{
	json_t *params = il_relay_share(message->params);

	if (!both || !json_is_object(params))
		return params;
	json_t *copy = json_copy(params);
	json_decref(params);
	json_object_del(copy, "partialResultToken");
	if (side != IL_FIRST)
		json_object_del(copy, "workDoneToken");
	return copy;
}

static void ask(struct il_relay *relay, const struct il_rpc_message *message, const bool wanted[IL_SIDES],
		il_merge *merge)
{
	struct il_exchange *exchange = il_exchange_create(relay, message->id);

	exchange->merge = merge;
	for (int i = 0; i < IL_SIDES; i++) {
		if (wanted[i])
			il_exchange_ask(exchange, i, message->method,
					params_of(message, i, wanted[IL_FIRST] && wanted[IL_SECOND]));
	}
}

static void ask_who_can(struct il_relay *relay, const struct il_rpc_message *message)
{
	const struct il_peer *first = &relay->peers[IL_FIRST], *second = &relay->peers[IL_SECOND];
	bool wanted[IL_SIDES] = { first->alive, !first->alive };

	for (size_t i = 0; i < sizeof(shared) / sizeof(shared[0]); i++) {
		bool both[IL_SIDES] = { can(first, shared[i].capability), can(second, shared[i].capability) };
		if (!is(message, shared[i].method) || (!both[IL_FIRST] && !both[IL_SECOND]))
			continue;
		ask(relay, message, both, shared[i].merge);
		return;
	}
	const char *command = json_string_value(json_object_get(message->params, "command"));
	if (is(message, "workspace/executeCommand") && has_command(second, command)) {
		wanted[IL_FIRST] = false;
		wanted[IL_SECOND] = true;
	}
	ask(relay, message, wanted, NULL);
}

static void shut_down(struct il_relay *relay, const struct il_rpc_message *message)
{
	bool wanted[IL_SIDES] = { relay->peers[IL_FIRST].alive, relay->peers[IL_SECOND].alive };

	relay->stage = IL_RELAY_SHUT;
	ask(relay, message, wanted, NULL);
}

static void take_request(struct il_relay *relay, const struct il_rpc_message *message)
{
	if (is(message, "initialize") && relay->stage == IL_RELAY_NEW)
		il_relay_greet(relay, message);
	else if (relay->stage == IL_RELAY_NEW)
		il_rpc_fail(&relay->client, message->id, IL_RPC_NOT_INITIALIZED, "'initialize' comes first");
	else if (relay->stage == IL_RELAY_SHUT || is(message, "initialize"))
		il_rpc_fail(&relay->client, message->id, IL_RPC_INVALID_REQUEST, "'%s' does not come here",
			    message->method);
	else if (is(message, "shutdown"))
		shut_down(relay, message);
	else
		ask_who_can(relay, message);
}

static void tell_both(struct il_relay *relay, const struct il_rpc_message *message)
{
	for (int i = 0; i < IL_SIDES; i++) {
		if (relay->peers[i].alive)
			il_rpc_notify(&relay->peers[i].rpc, message->method, il_relay_share(message->params));
	}
}

static void take_notification(struct il_relay *relay, const struct il_rpc_message *message)
{
	if (is(message, "exit")) {
		relay->code = relay->stage == IL_RELAY_SHUT ? 0 : 1;
		relay->stage = IL_RELAY_ENDED;
	} else if (is(message, "$/cancelRequest")) {
		il_exchange_cancel(relay, message->params);
		return;
	} else if (relay->stage == IL_RELAY_NEW) {
		return;
	}
	if (is(message, "textDocument/didOpen"))
		il_gather_open(&relay->gather, message->params);
	else if (is(message, "textDocument/didChange"))
		il_gather_change(&relay->gather, message->params);
	else if (is(message, "textDocument/didClose"))
		il_gather_close(&relay->gather, message->params);
	tell_both(relay, message);
	if (is(message, "initialized")) {
		relay->listens = true;
		show_trouble(relay);
	}
}

static void take_message(struct il_relay *relay, struct il_rpc_message *message)
{
	if (message->id)
		take_request(relay, message);
	else
		take_notification(relay, message);
	il_rpc_message_fini(message);
}

static bool is_ready(const struct il_relay *relay)
{
	return relay->stage != IL_RELAY_GREETING && relay->stage != IL_RELAY_ENDED;
}

/*
 * What comes before the answer to `initialize` waits for it, since nobody knows yet who can do it; answers to
 * what a server asks meanwhile do not.
 */
static void listen_to_client(struct il_relay *relay)
{
	struct il_rpc_message message;
	uint32_t taken = 0;

	while (taken < relay->held.count && is_ready(relay))
		take_message(relay, &relay->held.at[taken++]);
	relay->held.count -= taken;
	if (taken)
		memmove(relay->held.at, relay->held.at + taken, relay->held.count * sizeof(*relay->held.at));
	while (relay->stage != IL_RELAY_ENDED && il_rpc_next(&relay->client, &message)) {
		if (is_ready(relay) && relay->held.count == 0) {
			take_message(relay, &message);
		} else {
			uint32_t at = il_array_add(&relay->held, 1);
			relay->held.at[at] = message;
		}
	}
}

static void errand_done(void *context, const json_t *result, const json_t *error)
{
	struct errand *errand = context;
	struct il_rpc *rpc = &errand->peer->rpc;

	if (errand->peer->alive && error)
		il_rpc_fail_with(rpc, errand->id, (enum il_rpc_error)json_integer_value(json_object_get(error, "code")),
				 json_string_value(json_object_get(error, "message")), NULL);
	else if (errand->peer->alive)
		il_rpc_reply(rpc, errand->id, il_relay_share(result));
	json_decref(errand->id);
	free(errand);
}

static void run_errand(struct il_relay *relay, struct il_peer *peer, const struct il_rpc_message *message)
{
	struct errand *errand = calloc(1, sizeof(*errand));

	if (!errand)
		abort();
	*errand = (struct errand) { peer, il_relay_share(message->id) };
	il_rpc_request(&relay->client, message->method, il_relay_share(message->params), errand_done, errand);
}

static void listen_to_peer(struct il_relay *relay, int side)
{
	struct il_peer *peer = &relay->peers[side];
	struct il_rpc_message message;

	while (peer->alive && il_rpc_next(&peer->rpc, &message)) {
		json_t *params = il_relay_share(message.params);
		if (message.id) {
			run_errand(relay, peer, &message);
		} else if (is(&message, "textDocument/publishDiagnostics")) {
			json_decref(params);
			params = il_gather_publish(&relay->gather, (unsigned)side, message.params);
			if (params)
				il_rpc_notify(&relay->client, message.method, json_incref(params));
		} else if (!is(&message, "$/cancelRequest")) {
			/* Of what a server asks for nothing is taken back: the client knows it by another id. */
			il_rpc_notify(&relay->client, message.method, json_incref(params));
		}
		json_decref(params);
		il_rpc_message_fini(&message);
	}
}

static void turn(struct il_relay *relay, int in, int out)
{
	enum { CLIENT_IN, CLIENT_OUT, PEERS };
	struct pollfd polled[PEERS + 2 * IL_SIDES] = {
		[CLIENT_IN] = { .fd = in, .events = POLLIN },
		[CLIENT_OUT] = { .fd = il_outbox_waits(&relay->client.outbox) ? out : -1, .events = POLLOUT },
	};

	for (int i = 0; i < IL_SIDES; i++)
		il_peer_poll(&relay->peers[i], polled + PEERS + 2 * i);
	if (poll(polled, PEERS + 2 * IL_SIDES, -1) < 0)
		return;
	bool gone = polled[CLIENT_IN].revents && !il_inbox_read(&relay->client.inbox, in);
	for (int i = 0; i < IL_SIDES; i++) {
		bool goes_on = il_peer_move(&relay->peers[i], polled + PEERS + 2 * i);
		listen_to_peer(relay, i);
		if (!goes_on)
			il_relay_lose(relay, i, "has ended");
	}
	listen_to_client(relay);
	if (relay->stage != IL_RELAY_ENDED && (gone || !il_outbox_send(&relay->client.outbox, out))) {
		relay->code = 1;
		relay->stage = IL_RELAY_ENDED;
	}
}

static void start(struct il_relay *relay, int side, char *const *words)
{
	struct il_peer *peer = &relay->peers[side];
	const char *slash = strrchr(words[0], '/');

	peer->name = side == IL_SECOND ? "irqlint" : slash ? slash + 1 : words[0];
	int error = il_peer_start(peer, words);
	if (error)
		json_array_append_new(relay->trouble, json_sprintf("%s cannot be run: %s", words[0], strerror(error)));
}

/* What is still on its way goes nowhere. */
static void relay_fini(struct il_relay *relay)
{
	for (int i = 0; i < IL_SIDES; i++) {
		il_peer_bury(&relay->peers[i]);
		il_peer_end(&relay->peers[i]);
	}
	while (relay->client.open.count > 0) {
		const struct il_rpc_open open = relay->client.open.at[--relay->client.open.count];
		open.answered(open.context, NULL, NULL);
	}
	for (uint32_t i = 0; i < relay->held.count; i++)
		il_rpc_message_fini(&relay->held.at[i]);
	il_array_fini(&relay->held);
	il_gather_fini(&relay->gather);
	json_decref(relay->trouble);
	il_rpc_fini(&relay->client);
}

int il_proxy_run(int in, int out, char *const *first, char *const *second, FILE *log)
{
	struct il_relay relay = { .client.log = log, .trouble = json_array() };

	/* Who is gone is noticed by what reading and writing return. */
	signal(SIGPIPE, SIG_IGN);
	il_frame_unblock(in);
	il_frame_unblock(out);
	start(&relay, IL_FIRST, first);
	start(&relay, IL_SECOND, second);
	if (!relay.peers[IL_FIRST].alive && !relay.peers[IL_SECOND].alive)
		relay.stage = IL_RELAY_ENDED, relay.code = 1;
	while (relay.stage != IL_RELAY_ENDED)
		turn(&relay, in, out);
	il_outbox_send(&relay.client.outbox, out);
	relay_fini(&relay);
	return relay.code;
}
