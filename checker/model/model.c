// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "model/model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct il_primitive primitives[] = {
#define CALL(name) { #name, IL_PRIMITIVE_CALL },
#define VALUE(name) { #name, IL_PRIMITIVE_VALUE },
#define CHECK(name) { #name, IL_PRIMITIVE_CHECK },
#define STORE(name) { #name, IL_PRIMITIVE_STORE },
#include "model/primitives.def"
#undef CALL
#undef VALUE
#undef CHECK
#undef STORE
};

#define NONE IL_NO_ARGUMENT
static const struct il_request_api requests[] = {
#define REQUEST(name, device, line, handler, thread, flags, label, cookie, implied, by, kind, result)                  \
	{ #name,	  device,                                                                                      \
	  line,		  handler,                                                                                     \
	  thread,	  flags,                                                                                       \
	  label,	  cookie,                                                                                      \
	  implied,	  IL_MANAGED_BY_##by,                                                                          \
	  IL_KIND_##kind, IL_RESULT_##result },
#include "model/requests.def"
#undef REQUEST
};

static const struct il_free_api frees[] = {
#define FREE(name, device, line, cookie, by, kind) { #name, device, line, cookie, IL_MANAGED_BY_##by, IL_KIND_##kind },
#include "model/frees.def"
#undef FREE
};

static const struct il_control_api controls[] = {
#define CONTROL(name, line, status, control, wait) { #name, line, status, IL_CONTROL_##control, IL_WAIT_##wait },
#include "model/controls.def"
#undef CONTROL
};
#undef NONE

static const struct il_line_api lines[] = {
#define DEFERS true
#define FINAL false
#define LINE(name, failure, origin, defers) { #name, IL_FAILURE_##failure, IL_ORIGIN_##origin, defers },
#include "model/lines.def"
#undef LINE
#undef DEFERS
#undef FINAL
};

static const struct il_device_record devices[] = {
#define BOUND true
#define CLASS false
#define DEVICE(record, field, bound, line, origin) { #record, #field, bound, #line, IL_ORIGIN_##origin },
#include "model/devices.def"
#undef DEVICE
#undef BOUND
#undef CLASS
};

static const struct il_helper helpers[] = {
#define MAPS(name) { #name, IL_HELP_MAPS },
#define QUIET(name) { #name, IL_HELP_QUIET },
#define LOOKS(name) { #name, IL_HELP_LOOKS },
#define RETURNS(name) { #name, IL_HELP_RETURNS },
#define LATER(name) { #name, IL_HELP_LATER },
#define TESTS(name) { #name, IL_HELP_TESTS },
#define ACTION(name) { #name, IL_HELP_ACTION },
#define ERRNO(name) { #name, IL_HELP_ERRNO },
#define UNBINDS(name) { #name, IL_HELP_UNBINDS },
#define ENCODES(name) { #name, IL_HELP_ENCODES },
#define FAILED(name) { #name, IL_HELP_FAILED },
#include "model/helpers.def"
#undef MAPS
#undef ENCODES
#undef FAILED
#undef QUIET
#undef LOOKS
#undef RETURNS
#undef LATER
#undef TESTS
#undef ACTION
#undef ERRNO
#undef UNBINDS
};

static const struct il_combination combinations[] = {
#define COMBINATION(kind, all, any, none, since, what, outcome)                                                        \
	{ IL_KIND_##kind, all, any, none, since, what, outcome },
#include "model/combinations.def"
#undef COMBINATION
};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* Every entry begins with its name. */
static int by_name(const void *key, const void *entry)
{
	return strcmp(key, *(const char *const *)entry);
}

const struct il_primitive *il_model_primitive(const char *name)
{
	return bsearch(name, primitives, COUNT(primitives), sizeof(primitives[0]), by_name);
}

#define DEFINE_LOOKUP(function, type, member)                                                                          \
	const type *function(const struct il_model *model, const char *name)                                           \
	{                                                                                                              \
		return bsearch(name, model->member.at, model->member.count, sizeof(type), by_name);                    \
	}
DEFINE_LOOKUP(il_model_request, struct il_request_api, requests)
DEFINE_LOOKUP(il_model_free, struct il_free_api, frees)
DEFINE_LOOKUP(il_model_control, struct il_control_api, controls)
DEFINE_LOOKUP(il_model_line, struct il_line_api, lines)

const struct il_device_record *il_model_device(const char *name)
{
	if (strncmp(name, "struct ", strlen("struct ")) == 0)
		name += strlen("struct ");
	return bsearch(name, devices, COUNT(devices), sizeof(devices[0]), by_name);
}

static bool helps(const char *name, enum il_help help)
{
	const struct il_helper *helper = bsearch(name, helpers, COUNT(helpers), sizeof(helpers[0]), by_name);

	return helper && helper->help == help;
}

bool il_model_frees(enum il_line_kind freed, enum il_line_kind requested)
{
	/* An event channel's line can be requested like any other before both are given up at once. */
	return freed == requested || (freed == IL_KIND_EVENT && requested == IL_KIND_IRQ);
}

bool il_model_maps_registers(const char *name)
{
	return helps(name, IL_HELP_MAPS);
}

bool il_model_is_quiet(const char *name)
{
	return helps(name, IL_HELP_QUIET);
}

bool il_model_looks(const char *name)
{
	return helps(name, IL_HELP_LOOKS) || helps(name, IL_HELP_FAILED);
}

bool il_model_tests(const char *name)
{
	return helps(name, IL_HELP_TESTS);
}

bool il_model_is_later(const char *name)
{
	return helps(name, IL_HELP_LATER);
}

bool il_model_is_action(const char *name)
{
	return helps(name, IL_HELP_ACTION);
}

bool il_model_is_errno(const char *name)
{
	return helps(name, IL_HELP_ERRNO);
}

bool il_model_unbinds(const char *name)
{
	return helps(name, IL_HELP_UNBINDS);
}

bool il_model_encodes(const char *name)
{
	return helps(name, IL_HELP_ENCODES);
}

bool il_model_tells_failure(const char *name)
{
	return helps(name, IL_HELP_FAILED);
}

bool il_model_returns_second(const char *name)
{
	return helps(name, IL_HELP_RETURNS);
}

bool il_model_is_mendable(const char *name)
{
	return bsearch(name, requests, COUNT(requests), sizeof(requests[0]), by_name) ||
	       bsearch(name, frees, COUNT(frees), sizeof(frees[0]), by_name);
}

const struct il_combination *il_model_combination(const struct il_model *model, uint32_t *cursor)
{
	while (*cursor < COUNT(combinations)) {
		const struct il_combination *found = &combinations[(*cursor)++];
		if (!model->kernel || found->since <= model->kernel)
			return found;
	}
	return NULL;
}

static void *copy_of(const void *table, size_t size)
{
	void *copy = malloc(size ? size : 1);

	if (!copy)
		abort();
	return size ? memcpy(copy, table, size) : copy;
}

struct il_model *il_model_create(void)
{
	struct il_model *model = calloc(1, sizeof(*model));

	if (!model)
		abort();
#define COPY_TABLE(member, type, word)                                                                                 \
	model->member.at = copy_of(member, sizeof(member));                                                            \
	model->member.count = COUNT(member);
	IL_MODEL_TABLES(COPY_TABLE)
#undef COPY_TABLE
	return model;
}

struct il_model *il_model_copy(const struct il_model *from)
{
	struct il_model *model = copy_of(from, sizeof(*from));

#define COPY_TABLE(member, type, word) model->member.at = copy_of(from->member.at, from->member.count * sizeof(type));
	IL_MODEL_TABLES(COPY_TABLE)
#undef COPY_TABLE
	/* The names stay with the model they were read for; the copy lives within its life. */
	model->names = NULL;
	model->name_count = 0;
	return model;
}

void il_model_destroy(struct il_model *model)
{
	if (!model)
		return;
#define FREE_TABLE(member, type, word) free(model->member.at);
	IL_MODEL_TABLES(FREE_TABLE)
#undef FREE_TABLE
	for (uint32_t i = 0; i < model->name_count; i++)
		free(model->names[i]);
	free(model->names);
	free(model);
}

bool il_kernel_from_text(const char *text, uint32_t *ret_version)
{
	unsigned major, minor;

	if (sscanf(text, "%5u.%5u", &major, &minor) != 2)
		return false;
	*ret_version = IL_KERNEL(major, minor);
	return true;
}

const struct il_primitive *il_model_primitives(uint32_t *ret_count)
{
	*ret_count = COUNT(primitives);
	return primitives;
}

const struct il_helper *il_model_helpers(uint32_t *ret_count)
{
	*ret_count = COUNT(helpers);
	return helpers;
}

const struct il_device_record *il_model_devices(uint32_t *ret_count)
{
	*ret_count = COUNT(devices);
	return devices;
}
