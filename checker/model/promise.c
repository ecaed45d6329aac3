// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Annotations that say of a type, a parameter or a function what it is, and not what it does. */
#include "model/model.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	const char *word;
	enum il_promise promise;
} promises[] = {
	{ "belongs", IL_PROMISE_BELONGS },	   { "bound", IL_PROMISE_BOUND },   { "consumes", IL_PROMISE_CONSUMES },
	{ "handler", IL_PROMISE_HANDLER },	   { "pinned", IL_PROMISE_PINNED }, { "sleeps", IL_PROMISE_SLEEPS },
	{ "shared_data", IL_PROMISE_SHARED_DATA },
};

enum il_promise il_model_promise(const char *text, int8_t *ret_parameter)
{
	static const char prefix[] = IL_ANNOTATION_PREFIX, position[] = "(parameter=";

	*ret_parameter = IL_NO_ARGUMENT;
	if (strncmp(text, prefix, strlen(prefix)) != 0)
		return IL_PROMISE_NONE;
	text += strlen(prefix);
	size_t length = strcspn(text, "(");
	if (strncmp(text + length, position, strlen(position)) == 0) {
		long parameter = strtol(text + length + strlen(position), NULL, 10);
		*ret_parameter = parameter <= INT8_MAX ? (int8_t)parameter : IL_NO_ARGUMENT;
	} else if (text[length]) {
		return IL_PROMISE_NONE;
	}
	for (size_t i = 0; i < sizeof(promises) / sizeof(promises[0]); i++) {
		if (strlen(promises[i].word) == length && strncmp(promises[i].word, text, length) == 0)
			return promises[i].promise;
	}
	return IL_PROMISE_NONE;
}
