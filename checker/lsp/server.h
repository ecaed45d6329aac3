// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * The language server: one loop over the client, the processes that look at documents, and time.  What
 * the protocol asks for is answered by the files beside this one, from what the processes said last.
 */
#ifndef IL_LSP_SERVER_H
#define IL_LSP_SERVER_H

#include "cli/output/source.h"
#include "lsp/client.h"
#include "lsp/document.h"
#include "lsp/flags.h"
#include "lsp/hand.h"
#include "lsp/rpc.h"
#include "lsp/settings.h"

enum il_stage {
	IL_STAGE_NEW,	/* before `initialize` */
	IL_STAGE_READY, /* between the two */
	IL_STAGE_SHUT,	/* after `shutdown` */
	IL_STAGE_ENDED,
};

enum { IL_NO_MARK = UINT32_MAX, IL_REMARK_ID_MAX = 24 };

/* A finding as the client knows it. */
struct il_remark {
	char id[IL_REMARK_ID_MAX]; /* of this server, never used again */
	json_t *finding;	   /* as of il_report_encode(); owned */
	uint32_t mark;		   /* of the document; IL_NO_MARK: it is in another file */
	uint32_t first_step;	   /* of @marks of the tab, one for each step of the trace */
	uint32_t first_fix;	   /* and one for each fix */
};

/* A request for diagnostics that is answered when they are known. */
struct il_pull {
	json_t *id;
	char *previous; /* result id, or NULL */
};

/* An open document, and what is known of it. */
struct il_tab {
	struct il_document *document;
	struct il_hand hand; /* that looks at it */

	/* When it is looked at, in the time of il_server.now. */
	int64_t due;	      /* 0: nothing has changed */
	int64_t asked;	      /* when the hand was asked what it did not answer yet; 0: it was not */
	int64_t touched;      /* last, by the client */
	int64_t not_before;   /* after a crash */
	uint64_t saved_edits; /* of the text that was saved last */
	uint64_t asked_edits, crashed_edits;
	size_t asked_headers; /* that it reads and that were not saved */
	unsigned crashes; /* in a row, on the text of @crashed_edits */

	/* What the hand said. */
	IL_ARRAY(struct il_remark) remarks;
	IL_ARRAY(uint32_t) marks; /* of steps and fixes: of the document, or IL_NO_MARK */
	json_t *notes;		  /* see lsp/note.h; each has its "mark" */
	json_t *inputs;		  /* names of files */
	char *trouble;		  /* why nothing is known, or why what is known is old; NULL: nothing is wrong */
	uint32_t trouble_mark;	  /* where; IL_NO_MARK: the begin */

	struct il_flag_source source; /* entry NULL: nobody knows how it is compiled */
	char *through;		      /* of a header: the file that includes it, which is what is looked at */
	IL_ARRAY(struct il_pull) pulls;
	uint64_t told_edits; /* of the text that a client that asks knows the diagnostics of, plus one; 0: none */
	json_t *others;	     /* URIs of other files that something was sent for */
};

struct il_scan; /* lsp/workspace.h */

struct il_server {
	struct il_rpc rpc;
	enum il_stage stage;
	int code;    /* of the process, once it ended */
	int64_t now; /* milliseconds */
	struct il_client client;
	json_t *initial; /* initializationOptions */
	struct il_settings settings;
	struct il_flag_finder finder;
	json_t *folders; /* directories, absolute */
	IL_ARRAY(struct il_tab *) tabs;
	uint64_t last_id;	    /* of remarks */
	struct il_sources *sources; /* files on disk, since something was asked for */
	int parent;		    /* file that can be read from when the client's process has ended, or -1 */
	int64_t parent_process;
	struct il_scan *scan;
};

/*
 * Serves the client on @in and @out until it says that it ends, or is gone.
 * Context: process.  @log: of all messages, or NULL.  Returns: the exit code.
 */
int il_server_run(int in, int out, FILE *log);

/* Returns the tab of @uri as the client spells it, or of the file it names; NULL when it is not open. */
struct il_tab *il_server_tab(struct il_server *server, const char *uri);

/* Returns the tab of @file, absolute, or NULL. */
struct il_tab *il_server_tab_of_file(struct il_server *server, const char *file);

/* Returns the tab of params.textDocument.uri of @params, or NULL. */
struct il_tab *il_server_tab_of(struct il_server *server, const json_t *params);

/* Shows @text in the client's log; @type: 1 error, 2 warning, 3 information. */
void il_server_tell(struct il_server *server, int type, const char *format, ...) __attribute__((format(printf, 3, 4)));

#endif
