// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A driver as a shared object: its entry points, its data, and where its code came from. */
#ifndef IRQRT_HOST_DRIVER_H
#define IRQRT_HOST_DRIVER_H

#include "sim/search.h"

#include <linux/init.h>

struct driver {
	void *object;
	const char *path;
	initcall_t init; /* NULL: the module only exits */
	exitcall_t exit;
};

/*
 * Loads @path and lets @search watch and restore its data.  Owns: the object until driver_unload().
 * Returns: NULL, or what is wrong; the text is valid until the next call.
 */
const char *driver_load(struct driver *driver, const char *path, struct search *search);
void driver_unload(struct driver *driver);

#endif
