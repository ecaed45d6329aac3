// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * What the functions and macros of the kernel mean: data in the .def files beside this header,
 * sorted by name.  No rule and no engine file names an API; they ask here.
 */
#ifndef IL_MODEL_MODEL_H
#define IL_MODEL_MODEL_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum il_primitive_kind {
	IL_PRIMITIVE_CALL,  /* a call of the macro's name */
	IL_PRIMITIVE_VALUE, /* its first argument, whatever else the macro does */
	IL_PRIMITIVE_STORE, /* stores its second argument in the first */
};

/* A macro with one meaning, to be seen as one event instead of what .config makes of it. */
struct il_primitive {
	const char *name;
	enum il_primitive_kind kind;
};

/* Returns the primitive called @name, or NULL.  Context: any.  Borrowed: static data. */
const struct il_primitive *il_model_primitive(const char *name);

/* How a registration made by this function ends. */
enum il_management {
	IL_MANAGED_BY_DRIVER, /* by a call of the free function */
	IL_MANAGED_BY_DEVICE, /* by devres when the device is unbound */
};

enum { IL_NO_ARGUMENT = -1 };

/* A function that registers a handler for a line.  Argument positions count from 0. */
struct il_request_api {
	const char *name;
	int8_t device, line, handler, thread, flags, label, cookie; /* or IL_NO_ARGUMENT */
	uint64_t implied_flags;					    /* that the function adds by itself */
	enum il_management management;
};

/* Returns the request function called @name, or NULL.  Context: any.  Borrowed: static data. */
const struct il_request_api *il_model_request(const char *name);

/* Flag bits and handler results that mean the same in every version: include/linux/interrupt.h. */
enum {
	IL_IRQF_SHARED = 0x80,
	IL_IRQ_RESULT_MAX = 3, /* IRQ_NONE 0, IRQ_HANDLED 1, IRQ_WAKE_THREAD 2, and 1 | 2 */
};

/* The name of the enumeration that handlers return. */
#define IL_IRQRETURN_ENUM "enum irqreturn"

/* For tests: all entries in order. */
const struct il_primitive *il_model_primitives(uint32_t *ret_count);
const struct il_request_api *il_model_requests(uint32_t *ret_count);

#ifdef __cplusplus
}
#endif

#endif
