// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What the files of the proxy share: a client, two servers, and what is on its way between them. */
#ifndef IL_LSP_RELAY_H
#define IL_LSP_RELAY_H

#include "lsp/gather.h"
#include "lsp/peer.h"

/* The other server is the first: what only one of them is asked, it is. */
enum { IL_FIRST, IL_SECOND, IL_SIDES = IL_GATHER_SIDES };

enum il_relay_stage { IL_RELAY_NEW, IL_RELAY_GREETING, IL_RELAY_READY, IL_RELAY_SHUT, IL_RELAY_ENDED };

struct il_relay {
	enum il_relay_stage stage;
	int code; /* of the process, once it ended */
	struct il_rpc client;
	struct il_peer peers[IL_SIDES];
	struct il_gather gather;
	struct il_exchange *exchanges;	      /* that are not answered */
	IL_ARRAY(struct il_rpc_message) held; /* of the client, until `initialize` is answered */
	json_t *trouble;		      /* texts that the client is to show, once it listens */
	bool listens;
};

typedef json_t *il_merge(const json_t *first, const json_t *second);

/* A request of the client on its way to one of the servers, or to both. */
struct il_exchange {
	struct il_relay *relay;
	struct il_exchange *next;
	json_t *id;
	il_merge *merge; /* of two answers */
	/* Called in place of answering the client, when it is not NULL; @result or @error, borrowed, is NULL. */
	void (*answered)(struct il_exchange *exchange, const json_t *result, const json_t *error);
	void *context;
	unsigned waiting; /* for so many answers */
	struct il_exchange_side {
		struct il_exchange *exchange;
		int64_t id; /* that the server knows it by; 0: it was not asked, or has answered */
		json_t *result, *error;
	} sides[IL_SIDES];
};

/* Begins the exchange for the request @id of the client; it ends by itself with the last answer. */
struct il_exchange *il_exchange_create(struct il_relay *relay, const json_t *id);

/* Asks the server @side, which is alive.  Owns: @params, which may be NULL. */
void il_exchange_ask(struct il_exchange *exchange, int side, const char *method, json_t *params);

/* Takes note that the client does not want to know any more; @params are those of $/cancelRequest. */
void il_exchange_cancel(struct il_relay *relay, const json_t *params);

/* Answers the client's request @id with @error of a server. */
void il_relay_fail(struct il_relay *relay, const json_t *id, const json_t *error);

/* Takes the server @side for dead, tells the client @why, and goes on with the other. */
void il_relay_lose(struct il_relay *relay, int side, const char *why);

/* Has both servers answer `initialize`, and the client answered. */
void il_relay_greet(struct il_relay *relay, const struct il_rpc_message *message);

/* Returns another reference to @value, borrowed; NULL for NULL. */
json_t *il_relay_share(const json_t *value);

#endif
