// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "core/path.h"

#define BASE 0x9e3779b97f4a7c15u

void path_begin(struct path *path)
{
	*path = (struct path) { .power = 1 };
}

void path_step(struct path *path, uintptr_t pc)
{
	path->hash = path->hash * BASE + pc;
	path->power *= BASE;
}

void path_request(struct path *path, uintptr_t pc, int error)
{
	unsigned index = path->requests;

	if (index == REQUESTS_MAX)
		return;
	path->requests++;
	path->hash_at[index] = path->hash;
	path->power_at[index] = path->power;
	if (error) {
		path->failed = index + 1;
		path->failed_at = pc;
	}
}

/* Inverse of an odd number modulo 2^64. */
static uint64_t inverse(uint64_t odd)
{
	uint64_t x = odd;

	for (unsigned i = 0; i < 6; i++)
		x *= 2 - odd * x;
	return x;
}

void path_end(const struct path *path, struct aftermath *ret_aftermath)
{
	ret_aftermath->requests = path->requests;
	for (unsigned i = 0; i < path->requests; i++)
		ret_aftermath->hash[i] = path->hash - path->hash_at[i] * path->power * inverse(path->power_at[i]);
}
