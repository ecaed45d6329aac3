// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Conditions that hold whenever a block is run, because every way to it has tested them. */
#ifndef IL_ENGINE_GUARD_H
#define IL_ENGINE_GUARD_H

#include "engine/flow.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Of a block with more conditions than this, the first ones are known. */
enum { IL_GUARDS_MAX = 24 };

struct il_guards {
	struct il_engine *engine; /* borrowed */
	IL_ARRAY(struct il_fact) facts;
	/* By block: its facts; count UINT32_MAX when its function was not looked at. */
	struct {
		uint32_t first, count;
	} *blocks;
};

/* Context: any.  Borrows @engine until il_guards_fini(). */
void il_guards_init(struct il_guards *guards, struct il_engine *engine);
void il_guards_fini(struct il_guards *guards);

/* Returns the conditions at the begin of @block.  Borrowed until the next call. */
const struct il_fact *il_guards_at(struct il_guards *guards, uint32_t block, uint32_t *ret_count);

#ifdef __cplusplus
}
#endif

#endif
