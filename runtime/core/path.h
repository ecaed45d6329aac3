// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Whether a driver looks at the result of its requests: what it does after one that fails, when it
 * does not let probe fail, differs from what it does after one that succeeds.
 */
#ifndef IRQRT_CORE_PATH_H
#define IRQRT_CORE_PATH_H

#include <stdbool.h>
#include <stdint.h>

#define REQUESTS_MAX 16u

/* What a probe did so far, as a polynomial over the addresses of code that acted. */
struct path {
	uint64_t hash;
	uint64_t power; /* of the base, to the number of steps */
	unsigned requests;
	uint64_t hash_at[REQUESTS_MAX]; /* when the request returned */
	uint64_t power_at[REQUESTS_MAX];
	unsigned failed; /* the request that was made to fail, from 1; 0: none */
	uintptr_t failed_at;
	bool interrupted; /* somebody else ran meanwhile, and may have changed what it does */
};

/* Per request: what came after it. */
struct aftermath {
	unsigned requests;
	uint64_t hash[REQUESTS_MAX];
};

void path_begin(struct path *path);
/* The first task acts. */
void path_step(struct path *path, uintptr_t pc);
/* A request returns. */
void path_request(struct path *path, uintptr_t pc, int error);
/* Probe has returned 0: writes what came after each request. */
void path_end(const struct path *path, struct aftermath *ret_aftermath);

#endif
