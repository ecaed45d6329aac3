// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Requests with their arguments resolved: through variables, `?:` and local wrappers.
 */
#ifndef IL_ENGINE_REQUEST_H
#define IL_ENGINE_REQUEST_H

#include "engine/engine.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Wrappers nested deeper than this are not followed; stats count it. */
enum { IL_WRAPPER_DEPTH_MAX = 4 };

enum il_request_argument {
	IL_ARGUMENT_DEVICE,
	IL_ARGUMENT_LINE,
	IL_ARGUMENT_HANDLER,
	IL_ARGUMENT_THREAD,
	IL_ARGUMENT_FLAGS,
	IL_ARGUMENT_LABEL,
	IL_ARGUMENT_COOKIE,
	IL_ARGUMENT_COUNT,
};

/* One way in which a request is made: arguments that occur together. */
struct il_request {
	const struct il_request_api *api;
	uint32_t event; /* the call of the request function */
	/* Calls that lead to it, outermost first, the request last: all in the unit. */
	uint32_t calls[IL_WRAPPER_DEPTH_MAX + 1];
	uint32_t call_count;
	uint32_t value[IL_ARGUMENT_COUNT]; /* paths; 0: not known, or the function has no such argument */
	uint64_t flags_set, flags_clear;   /* bits of the flags that are known, implied ones included */
	/* What holds in the outermost function right before its call; only while visited. */
	const struct il_flow_state *state;
};

/* Returns whether the request function takes @argument at all. */
bool il_request_takes(const struct il_request_api *api, enum il_request_argument argument);

/*
 * Calls @visit for each way in which each request of the unit is made.  When @visit returns
 * false, the question is open and the callers of the function around are looked at, if arguments
 * come from them; when it returns true, it is settled right there.
 * A request that several callers make alike is visited once for each.
 */
void il_each_request(struct il_engine *engine, bool (*visit)(void *context, const struct il_request *request),
		     void *context);

/*
 * All requests of the unit, each as far outside as its arguments come from: what @visit of
 * il_each_request() sees when it asks the callers whenever there are any.
 * Returns the first of @ret_count.  Borrowed from @engine; no state in them.
 */
const struct il_request *il_all_requests(struct il_engine *engine, uint32_t *ret_count);

/* Returns the place where @request's arguments are brought together: its outermost call. */
uint32_t il_request_place(const struct il_engine *engine, const struct il_request *request);
uint32_t il_request_function(const struct il_engine *engine, const struct il_request *request);

#ifdef __cplusplus
}
#endif

#endif
