// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "lsp/relay.h"

#include <stdlib.h>

json_t *il_relay_share(const json_t *value)
{
	return json_incref((json_t *)(uintptr_t)value);
}

void il_relay_fail(struct il_relay *relay, const json_t *id, const json_t *error)
{
	const char *text = json_string_value(json_object_get(error, "message"));
	json_int_t code = json_integer_value(json_object_get(error, "code"));

	il_rpc_fail_with(&relay->client, id, (enum il_rpc_error)code, text ? text : "",
			 json_incref(json_object_get(error, "data")));
}

struct il_exchange *il_exchange_create(struct il_relay *relay, const json_t *id)
{
	struct il_exchange *exchange = calloc(1, sizeof(*exchange));

	if (!exchange)
		abort();
	exchange->relay = relay;
	exchange->next = relay->exchanges;
	exchange->id = il_relay_share(id);
	relay->exchanges = exchange;
	return exchange;
}

static void forget(struct il_exchange *exchange)
{
	struct il_exchange **at = &exchange->relay->exchanges;

	while (*at != exchange)
		at = &(*at)->next;
	*at = exchange->next;
	for (int i = 0; i < IL_SIDES; i++) {
		json_decref(exchange->sides[i].result);
		json_decref(exchange->sides[i].error);
	}
	json_decref(exchange->id);
	free(exchange);
}

/* Ends what all have answered: with what there is, else with the error of the first that has one. */
static void settle(struct il_exchange *exchange)
{
	const struct il_exchange_side *first = &exchange->sides[IL_FIRST], *second = &exchange->sides[IL_SECOND];
	const json_t *error = first->error ? first->error : second->error;
	json_t *result = json_incref(first->result ? first->result : second->result);

	if (first->result && second->result && exchange->merge) {
		json_decref(result);
		result = exchange->merge(first->result, second->result);
	}
	if (exchange->answered)
		exchange->answered(exchange, result, result ? NULL : error);
	else if (result)
		il_rpc_reply(&exchange->relay->client, exchange->id, json_incref(result));
	else
		il_relay_fail(exchange->relay, exchange->id, error);
	json_decref(result);
	forget(exchange);
}

static void take_answer(void *context, const json_t *result, const json_t *error)
{
	struct il_exchange_side *side = context;

	side->id = 0;
	if (error)
		side->error = il_relay_share(error);
	else
		side->result = result ? il_relay_share(result) : json_null();
	if (--side->exchange->waiting == 0)
		settle(side->exchange);
}

void il_exchange_ask(struct il_exchange *exchange, int side, const char *method, json_t *params)
{
	struct il_rpc *rpc = &exchange->relay->peers[side].rpc;

	exchange->waiting++;
	exchange->sides[side].exchange = exchange;
	il_rpc_request(rpc, method, params, take_answer, &exchange->sides[side]);
	exchange->sides[side].id = rpc->last_id;
}

void il_exchange_cancel(struct il_relay *relay, const json_t *params)
{
	const json_t *id = json_object_get(params, "id");

	for (struct il_exchange *exchange = relay->exchanges; exchange; exchange = exchange->next) {
		if (!json_equal(exchange->id, id))
			continue;
		for (int i = 0; i < IL_SIDES; i++) {
			if (exchange->sides[i].id)
				il_rpc_notify(&relay->peers[i].rpc, "$/cancelRequest",
					      json_pack("{s:I}", "id", (json_int_t)exchange->sides[i].id));
		}
	}
}
