// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * JSON-RPC 2.0 over framed messages, as one side of a connection sees it: requests and notifications of
 * the other side, and answers to requests of our own.  What is no message is answered as the protocol
 * says, and the connection goes on.
 */
#ifndef IL_LSP_RPC_H
#define IL_LSP_RPC_H

#include "lsp/frame.h"

#include <stdio.h>

enum il_rpc_error {
	IL_RPC_PARSE_ERROR = -32700,
	IL_RPC_INVALID_REQUEST = -32600,
	IL_RPC_METHOD_NOT_FOUND = -32601,
	IL_RPC_INVALID_PARAMS = -32602,
	IL_RPC_NOT_INITIALIZED = -32002,
	IL_RPC_CANCELLED = -32800,
	IL_RPC_SERVER_CANCELLED = -32802,
};

/* One of @result and @error is NULL; both are borrowed for the call. */
typedef void il_rpc_answered(void *context, const json_t *result, const json_t *error);

/* A request of ours that was not answered yet. */
struct il_rpc_open {
	int64_t id;
	il_rpc_answered *answered; /* or NULL */
	void *context;
};

/* A zeroed one is as good as new. */
struct il_rpc {
	struct il_inbox inbox;
	struct il_outbox outbox;
	IL_ARRAY(struct il_rpc_open) open;
	int64_t last_id;
	FILE *log; /* of all messages, or NULL */
};

/* A request or a notification of the other side. */
struct il_rpc_message {
	json_t *whole; /* owned */
	const char *method;
	const json_t *params; /* an object or an array, or NULL */
	const json_t *id;     /* NULL: a notification */
};

/*
 * Takes the next request or notification that came in; answers to our own requests are handed to who
 * waits for them, and what is neither is answered with an error.
 * Returns: whether there is one, in @ret_message, which the caller ends with il_rpc_message_fini().
 */
bool il_rpc_next(struct il_rpc *rpc, struct il_rpc_message *ret_message);
void il_rpc_message_fini(struct il_rpc_message *message);

/* Answers the request @id, borrowed.  Owns: @result. */
void il_rpc_reply(struct il_rpc *rpc, const json_t *id, json_t *result);
void il_rpc_fail(struct il_rpc *rpc, const json_t *id, enum il_rpc_error code, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* The same with @data, owned: what the error is about. */
void il_rpc_fail_with(struct il_rpc *rpc, const json_t *id, enum il_rpc_error code, const char *text, json_t *data);

/* Sends a notification.  Owns: @params, which may be NULL. */
void il_rpc_notify(struct il_rpc *rpc, const char *method, json_t *params);

/* Sends a request; @answered, which may be NULL, is called when the answer is there.  Owns: @params. */
void il_rpc_request(struct il_rpc *rpc, const char *method, json_t *params, il_rpc_answered *answered, void *context);

/* Sends @message as it is, borrowed. */
void il_rpc_send(struct il_rpc *rpc, const json_t *message);
void il_rpc_fini(struct il_rpc *rpc);

/*
 * Reads @size bytes of JSON.  Half a surrogate pair, which editors written in JavaScript can send and
 * JSON's grammar cannot refuse, becomes U+FFFD.
 * Returns: a value owned by the caller, or NULL and the reason in @ret_problem.
 */
json_t *il_rpc_parse(const char *body, size_t size, json_error_t *ret_problem);

#endif
