// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* How two servers are initialized as one: the second counts characters as the first decided to. */
#include "lsp/merge.h"
#include "lsp/relay.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Owned by the exchange with the second server. */
struct greeting {
	json_t *params; /* the client's */
	json_t *first;	/* what the first server answered, or NULL */
};

/* Diagnostics are sent: a list of one server that is asked for cannot wait for the other's. */
static json_t *params_of(const json_t *params)
{
	json_t *copy = json_is_object(params) ? json_deep_copy(params) : json_object();
	json_t *can = json_object_get(copy, "capabilities");

	json_object_set_new(copy, "processId", json_integer(getpid()));
	json_object_del(json_object_get(can, "textDocument"), "diagnostic");
	json_object_del(json_object_get(can, "workspace"), "diagnostics");
	json_object_del(json_object_get(can, "workspace"), "diagnostic");
	return copy;
}

static json_t *params_of_first(const json_t *params)
{
	json_t *copy = params_of(params), *can = json_object_get(copy, "capabilities");
	const json_t *names = json_object_get(json_object_get(can, "general"), "positionEncodings");

	/* clangd had other encodings before the protocol did. */
	if (json_is_array(names) && !json_object_get(can, "offsetEncoding"))
		json_object_set_new(can, "offsetEncoding", json_deep_copy(names));
	return copy;
}

static const char *encoding_of(const json_t *result)
{
	const json_t *can = json_object_get(result, "capabilities");
	const char *name = json_string_value(json_object_get(can, "positionEncoding"));

	if (!name)
		name = json_string_value(json_object_get(result, "offsetEncoding"));
	return name ? name : "utf-16";
}

static json_t *params_of_second(const json_t *params, const json_t *first)
{
	json_t *copy = params_of(params), *can = json_object_get(copy, "capabilities");
	json_t *general = json_object_get(can, "general");

	if (!first)
		return copy;
	if (!json_is_object(can)) {
		can = json_object();
		json_object_set_new(copy, "capabilities", can);
	}
	if (!json_is_object(general)) {
		general = json_object();
		json_object_set_new(can, "general", general);
	}
	json_object_set_new(general, "positionEncodings", json_pack("[s]", encoding_of(first)));
	json_object_del(can, "offsetEncoding");
	return copy;
}

static json_t *merge_results(const struct il_relay *relay, const json_t *first, const json_t *second)
{
	json_t *result = json_copy((json_t *)(uintptr_t)(first ? first : second));
	const json_t *version = json_object_get(json_object_get(result, "serverInfo"), "version");
	json_t *info = json_object();
	json_t *can =
		il_merge_capabilities(json_object_get(first, "capabilities"), json_object_get(second, "capabilities"));

	if (first && second)
		json_object_set_new(
			info, "name",
			json_sprintf("%s with %s", relay->peers[IL_FIRST].name, relay->peers[IL_SECOND].name));
	else
		json_object_set_new(info, "name", json_string(relay->peers[first ? IL_FIRST : IL_SECOND].name));
	if (version)
		json_object_set(info, "version", (json_t *)(uintptr_t)version);
	json_object_set_new(can, "positionEncoding", json_string(encoding_of(result)));
	json_object_set_new(result, "capabilities", can);
	json_object_set_new(result, "serverInfo", info);
	return result;
}

/* Both have answered, or will not any more. */
static void finish(struct il_relay *relay, const json_t *id, const struct greeting *greeting, const json_t *second,
		   const json_t *error)
{
	const json_t *first = relay->peers[IL_FIRST].alive ? greeting->first : NULL;

	if (!first && !second) {
		relay->stage = IL_RELAY_NEW;
		if (error)
			il_relay_fail(relay, id, error);
		else
			il_rpc_fail(&relay->client, id, IL_RPC_SERVER_CANCELLED, "no server is left");
		return;
	}
	relay->peers[IL_FIRST].can = il_relay_share(json_object_get(first, "capabilities"));
	relay->peers[IL_SECOND].can = il_relay_share(json_object_get(second, "capabilities"));
	relay->stage = IL_RELAY_READY;
	il_rpc_reply(&relay->client, id, merge_results(relay, first, second));
}

static void greeting_destroy(struct greeting *greeting)
{
	json_decref(greeting->params);
	json_decref(greeting->first);
	free(greeting);
}

static void second_answered(struct il_exchange *exchange, const json_t *result, const json_t *error)
{
	struct il_relay *relay = exchange->relay;
	struct greeting *greeting = exchange->context;

	if (!json_is_object(result)) {
		il_relay_lose(relay, IL_SECOND, "does not begin");
		result = NULL;
	}
	if (greeting->first && result && strcmp(encoding_of(result), encoding_of(greeting->first)) != 0) {
		il_relay_lose(relay, IL_SECOND, "counts characters in another way");
		result = NULL;
	}
	finish(relay, exchange->id, greeting, result, error);
	greeting_destroy(greeting);
}

static void greet_second(struct il_relay *relay, const json_t *id, struct greeting *greeting)
{
	if (!relay->peers[IL_SECOND].alive) {
		finish(relay, id, greeting, NULL, NULL);
		greeting_destroy(greeting);
		return;
	}
	struct il_exchange *exchange = il_exchange_create(relay, id);
	exchange->answered = second_answered;
	exchange->context = greeting;
	il_exchange_ask(exchange, IL_SECOND, "initialize", params_of_second(greeting->params, greeting->first));
}

static void first_answered(struct il_exchange *exchange, const json_t *result, const json_t *error)
{
	struct greeting *greeting = exchange->context;

	(void)error;
	if (json_is_object(result))
		greeting->first = il_relay_share(result);
	else
		il_relay_lose(exchange->relay, IL_FIRST, "does not begin");
	greet_second(exchange->relay, exchange->id, greeting);
}

void il_relay_greet(struct il_relay *relay, const struct il_rpc_message *message)
{
	struct greeting *greeting = calloc(1, sizeof(*greeting));

	if (!greeting)
		abort();
	greeting->params = il_relay_share(message->params);
	relay->stage = IL_RELAY_GREETING;
	if (!relay->peers[IL_FIRST].alive) {
		greet_second(relay, message->id, greeting);
		return;
	}
	struct il_exchange *exchange = il_exchange_create(relay, message->id);
	exchange->answered = first_answered;
	exchange->context = greeting;
	il_exchange_ask(exchange, IL_FIRST, "initialize", params_of_first(message->params));
}
