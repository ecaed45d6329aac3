// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Which requests does a call of a free function end? */
#ifndef IL_ENGINE_RELEASE_H
#define IL_ENGINE_RELEASE_H

#include "engine/identity.h"
#include "engine/request.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A call of a free function. */
struct il_release {
	const struct il_free_api *api;
	uint32_t event, function;
	uint32_t cookie; /* path */
	struct il_keys keys;
};

/* Calls @visit for each call of a free function in the unit's own functions. */
void il_each_release(struct il_engine *engine, void (*visit)(void *context, const struct il_release *release),
		     void *context);

/* How a request relates to a release. */
struct il_relation {
	bool same_line;	     /* known by a common name */
	bool different_line; /* both known, and not by a common name */
	enum il_match cookie;
};

struct il_relation il_relate(struct il_engine *engine, const struct il_request *request,
			     const struct il_release *release);

#ifdef __cplusplus
}
#endif

#endif
