// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "lsp/rpc.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
	FLAGS = JSON_ALLOW_NUL | JSON_DECODE_ANY,
	LOGGED_MAX = 4000,
	TEXT_MAX = 512,
	ESCAPE = 6 /* characters of \u1234 */
};

static void log_text(const struct il_rpc *rpc, const char *direction, const char *text, size_t size)
{
	struct timespec now = { 0 };

	if (!rpc->log)
		return;
	clock_gettime(CLOCK_MONOTONIC, &now);
	fprintf(rpc->log, "%" PRId64 ".%03ld %s %.*s%s\n", (int64_t)now.tv_sec, now.tv_nsec / 1000000, direction,
		(int)(size < LOGGED_MAX ? size : LOGGED_MAX), text, size < LOGGED_MAX ? "" : " ...");
	fflush(rpc->log);
}

void il_rpc_send(struct il_rpc *rpc, const json_t *message)
{
	char *body = json_dumps(message, JSON_COMPACT);

	if (!body)
		abort();
	log_text(rpc, "->", body, strlen(body));
	il_outbox_put(&rpc->outbox, body, strlen(body));
	free(body);
}

static void send_new(struct il_rpc *rpc, json_t *message)
{
	json_object_set_new(message, "jsonrpc", json_string("2.0"));
	il_rpc_send(rpc, message);
	json_decref(message);
}

void il_rpc_reply(struct il_rpc *rpc, const json_t *id, json_t *result)
{
	json_t *message = json_object();

	json_object_set_new(message, "id", json_copy((json_t *)(uintptr_t)id));
	json_object_set_new(message, "result", result ? result : json_null());
	send_new(rpc, message);
}

void il_rpc_fail_with(struct il_rpc *rpc, const json_t *id, enum il_rpc_error code, const char *text, json_t *data)
{
	json_t *message = json_object(), *error = json_object();
	json_t *said = json_string(text);

	json_object_set_new(error, "code", json_integer(code));
	/* What somebody sent need not be UTF-8. */
	json_object_set_new(error, "message", said ? said : json_string("malformed"));
	if (data)
		json_object_set_new(error, "data", data);
	json_object_set_new(message, "id", id ? json_copy((json_t *)(uintptr_t)id) : json_null());
	json_object_set_new(message, "error", error);
	send_new(rpc, message);
}

void il_rpc_fail(struct il_rpc *rpc, const json_t *id, enum il_rpc_error code, const char *format, ...)
{
	char text[TEXT_MAX];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	il_rpc_fail_with(rpc, id, code, text, NULL);
}

void il_rpc_notify(struct il_rpc *rpc, const char *method, json_t *params)
{
	json_t *message = json_object();

	json_object_set_new(message, "method", json_string(method));
	if (params)
		json_object_set_new(message, "params", params);
	send_new(rpc, message);
}

void il_rpc_request(struct il_rpc *rpc, const char *method, json_t *params, il_rpc_answered *answered, void *context)
{
	json_t *message = json_object();
	uint32_t at = il_array_add(&rpc->open, 1);

	rpc->open.at[at] = (struct il_rpc_open) { ++rpc->last_id, answered, context };
	json_object_set_new(message, "id", json_integer(rpc->last_id));
	json_object_set_new(message, "method", json_string(method));
	if (params)
		json_object_set_new(message, "params", params);
	send_new(rpc, message);
}

static void take_answer(struct il_rpc *rpc, const json_t *message)
{
	const json_t *id = json_object_get(message, "id");
	const json_t *error = json_object_get(message, "error");

	for (uint32_t i = 0; i < rpc->open.count; i++) {
		const struct il_rpc_open open = rpc->open.at[i];
		if (!json_is_integer(id) || json_integer_value(id) != open.id)
			continue;
		rpc->open.at[i] = rpc->open.at[--rpc->open.count];
		if (open.answered)
			open.answered(open.context, error ? NULL : json_object_get(message, "result"), error);
		return;
	}
}

/* Returns the value of the four digits of an escape such as \uD800, or -1. */
static long escape_value(const char *text, size_t left)
{
	char digits[5] = "";
	char *end;

	if (left < ESCAPE || text[0] != '\\' || text[1] != 'u')
		return -1;
	memcpy(digits, text + 2, 4);
	long value = strtol(digits, &end, 16);
	return end == digits + 4 ? value : -1;
}

/* Writes U+FFFD over the escapes in @text that are half a surrogate pair.  Returns whether there were any. */
static bool mend_surrogates(char *text, size_t size)
{
	bool any = false;

	for (size_t i = 0; i + 1 < size; i++) {
		if (text[i] != '\\')
			continue;
		long value = escape_value(text + i, size - i);
		bool high = value >= 0xD800 && value < 0xDC00, low = value >= 0xDC00 && value < 0xE000;
		long next = high && size - i > ESCAPE ? escape_value(text + i + ESCAPE, size - i - ESCAPE) : -1;
		bool pair = next >= 0xDC00 && next < 0xE000;
		if (low || (high && !pair)) {
			memcpy(text + i, "\\uFFFD", ESCAPE);
			any = true;
		}
		i += pair ? 2 * ESCAPE - 1 : 1;
	}
	return any;
}

json_t *il_rpc_parse(const char *body, size_t size, json_error_t *ret_problem)
{
	json_t *value = json_loadb(body, size, FLAGS, ret_problem);

	if (value || !memmem(body, size, "\\u", 2))
		return value;
	char *copy = malloc(size + 1);
	if (!copy)
		abort();
	memcpy(copy, body, size);
	if (mend_surrogates(copy, size))
		value = json_loadb(copy, size, FLAGS, ret_problem);
	free(copy);
	return value;
}

static bool is_id(const json_t *id)
{
	return json_is_string(id) || json_is_integer(id);
}

/* Returns whether @whole is a request or a notification; answers and takes what is not. */
static bool read_message(struct il_rpc *rpc, json_t *whole, struct il_rpc_message *ret_message)
{
	const json_t *id = json_object_get(whole, "id"), *method = json_object_get(whole, "method");
	const json_t *params = json_object_get(whole, "params");

	if (!json_is_object(whole)) {
		il_rpc_fail(rpc, NULL, IL_RPC_INVALID_REQUEST, "a message is an object");
		return false;
	}
	if (!method && (json_object_get(whole, "result") || json_object_get(whole, "error"))) {
		take_answer(rpc, whole);
		return false;
	}
	if (!json_is_string(method) || (id && !is_id(id))) {
		il_rpc_fail(rpc, is_id(id) ? id : NULL, IL_RPC_INVALID_REQUEST,
			    "a request has a method, and an id that is a number or a text");
		return false;
	}
	if (json_is_null(params))
		params = NULL;
	if (params && !json_is_object(params) && !json_is_array(params)) {
		if (id)
			il_rpc_fail(rpc, id, IL_RPC_INVALID_REQUEST, "params are an object or a list");
		return false;
	}
	*ret_message = (struct il_rpc_message) { whole, json_string_value(method), params, id };
	return true;
}

bool il_rpc_next(struct il_rpc *rpc, struct il_rpc_message *ret_message)
{
	enum il_frame_status status;
	json_error_t problem;
	const char *body;
	size_t size;

	while ((status = il_inbox_next(&rpc->inbox, &body, &size)) != IL_FRAME_NONE) {
		if (status == IL_FRAME_BAD) {
			il_rpc_fail(rpc, NULL, IL_RPC_PARSE_ERROR, "no header with a usable Content-Length");
			continue;
		}
		log_text(rpc, "<-", body, size);
		json_t *whole = il_rpc_parse(body, size, &problem);
		if (!whole)
			il_rpc_fail(rpc, NULL, IL_RPC_PARSE_ERROR, "%s", problem.text);
		else if (read_message(rpc, whole, ret_message))
			return true;
		json_decref(whole);
	}
	return false;
}

void il_rpc_message_fini(struct il_rpc_message *message)
{
	json_decref(message->whole);
	*message = (struct il_rpc_message) { 0 };
}

void il_rpc_fini(struct il_rpc *rpc)
{
	il_inbox_fini(&rpc->inbox);
	il_outbox_fini(&rpc->outbox);
	il_array_fini(&rpc->open);
}
