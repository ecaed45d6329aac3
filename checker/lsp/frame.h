// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Messages as the language server protocol frames them: header fields, an empty line, and a body of as
 * many bytes as the field Content-Length says.  Nothing here blocks, and nothing trusts the other side.
 */
#ifndef IL_LSP_FRAME_H
#define IL_LSP_FRAME_H

#include "facts/arena.h"

#include <jansson.h>
#include <stdbool.h>

enum {
	IL_FRAME_BODY_MAX = 64 << 20, /* a longer message is refused */
	IL_FRAME_HEADER_MAX = 4096,
};

enum il_frame_status {
	IL_FRAME_NONE, /* more bytes are needed */
	IL_FRAME_BODY, /* a message */
	IL_FRAME_BAD,  /* no header, or one without a usable length; what follows up to the next one is skipped */
};

/* What came in and was not taken yet.  A zeroed one is empty. */
struct il_inbox {
	IL_ARRAY(char) bytes;
	uint32_t first; /* of @bytes; those before were taken */
	bool lost;	/* nobody knows where the next header begins */
};

/* Adds @size bytes. */
void il_inbox_feed(struct il_inbox *inbox, const char *bytes, size_t size);

/*
 * Adds what can be read from @file now; call it when poll() says that there is something.
 * Returns: false when there is nothing more to come.
 */
bool il_inbox_read(struct il_inbox *inbox, int file);

/*
 * Takes the next message.  Call it until there is none.
 * Returns: with IL_FRAME_BODY its text, not terminated, borrowed until the next call of any of these functions.
 */
enum il_frame_status il_inbox_next(struct il_inbox *inbox, const char **ret_body, size_t *ret_size);
void il_inbox_fini(struct il_inbox *inbox);

/* What is to be sent.  A zeroed one is empty. */
struct il_outbox {
	IL_ARRAY(char) bytes;
	uint32_t first; /* of @bytes; those before were sent */
};

/* Adds a message. */
void il_outbox_put(struct il_outbox *outbox, const char *body, size_t size);
void il_outbox_put_json(struct il_outbox *outbox, const json_t *message);

/* Returns whether something is to be sent. */
bool il_outbox_waits(const struct il_outbox *outbox);

/*
 * Sends what @file, which should be in non-blocking mode, takes now.
 * Returns: false when the other side is gone.
 */
bool il_outbox_send(struct il_outbox *outbox, int file);
void il_outbox_fini(struct il_outbox *outbox);

/* Makes reads and writes of @file return instead of waiting. */
void il_frame_unblock(int file);

#endif
