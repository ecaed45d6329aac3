// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Which documents are looked at when, by processes of their own, and what becomes of what they say. */
#ifndef IL_LSP_LOOK_H
#define IL_LSP_LOOK_H

#include "lsp/server.h"

#include <poll.h>

enum {
	IL_LOOK_DELAY = 30,	   /* milliseconds from an edit to a look */
	IL_LOOK_TIME_MAX = 120000, /* a look that takes longer has failed */
	IL_LOOK_HANDS_MAX = 8,	   /* processes that are kept for open documents */
};

/* Has the document of @tab looked at in @delay milliseconds. */
void il_look_later(struct il_server *server, struct il_tab *tab, int64_t delay);

/* Has everything looked at anew. */
void il_look_at_all(struct il_server *server);

/* Ends all processes and forgets flags; before the finder or the settings, which they borrow, are ended. */
void il_look_forget(struct il_server *server);

/* Returns whether what is known of @tab is of its text. */
bool il_look_is_done(const struct il_tab *tab);

/* Returns whether the text is that of the file, which is one of this machine. */
bool il_look_is_on_disk(const struct il_document *document);

/* Starts what is due.  Returns the milliseconds until something is, or -1. */
int il_look_start(struct il_server *server);

/* Adds what is to be waited for to @polled, of which there are @room.  Returns how many are used. */
nfds_t il_look_poll(const struct il_server *server, struct pollfd *polled, nfds_t room);

/* Takes what has come for the @count of @polled. */
void il_look_receive(struct il_server *server, const struct pollfd *polled, nfds_t count);

/* Ends @tab: its document and its process. */
void il_look_end(struct il_tab *tab);

#endif
