// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "model/model.h"

#include <stdlib.h>
#include <string.h>

static const struct il_primitive primitives[] = {
#define CALL(name) { #name, IL_PRIMITIVE_CALL },
#define VALUE(name) { #name, IL_PRIMITIVE_VALUE },
#define STORE(name) { #name, IL_PRIMITIVE_STORE },
#include "model/primitives.def"
#undef CALL
#undef VALUE
#undef STORE
};

static const struct il_request_api requests[] = {
#define NONE IL_NO_ARGUMENT
#define REQUEST(name, device, line, handler, thread, flags, label, cookie, implied, by)                                \
	{ #name, device, line, handler, thread, flags, label, cookie, implied, IL_MANAGED_BY_##by },
#include "model/requests.def"
#undef REQUEST
#undef NONE
};

enum {
	PRIMITIVE_COUNT = sizeof(primitives) / sizeof(primitives[0]),
	REQUEST_COUNT = sizeof(requests) / sizeof(requests[0]),
};

/* Every entry begins with its name. */
static int by_name(const void *key, const void *entry)
{
	return strcmp(key, *(const char *const *)entry);
}

const struct il_primitive *il_model_primitive(const char *name)
{
	return bsearch(name, primitives, PRIMITIVE_COUNT, sizeof(primitives[0]), by_name);
}

const struct il_request_api *il_model_request(const char *name)
{
	return bsearch(name, requests, REQUEST_COUNT, sizeof(requests[0]), by_name);
}

const struct il_primitive *il_model_primitives(uint32_t *ret_count)
{
	*ret_count = PRIMITIVE_COUNT;
	return primitives;
}

const struct il_request_api *il_model_requests(uint32_t *ret_count)
{
	*ret_count = REQUEST_COUNT;
	return requests;
}
