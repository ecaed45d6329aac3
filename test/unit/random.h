// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Random numbers for tests: the same in every run. */
#ifndef IL_TEST_RANDOM_H
#define IL_TEST_RANDOM_H

#include <stdint.h>

static uint64_t random_state = 88172645463325252u;

/* Returns a number below @limit; 0 when that is 0. */
static inline uint32_t random_below(uint32_t limit)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return limit ? (uint32_t)(random_state >> 11) % limit : 0;
}

#endif
