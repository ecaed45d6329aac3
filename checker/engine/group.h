// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What belongs to what: ids by the id that they are asked for with. */
#ifndef IL_ENGINE_GROUP_H
#define IL_ENGINE_GROUP_H

#include "facts/arena.h"

#ifdef __cplusplus
extern "C" {
#endif

struct il_member_of {
	uint32_t key, item;
};

/*
 * INVARIANT(grouped): after il_group_close() the items of key k are items[first[k]] up to first[k + 1], in the
 * order in which they were added.  A zeroed one is empty and open.
 */
struct il_group {
	IL_ARRAY(struct il_member_of) added; /* until it is closed */
	IL_ARRAY(uint32_t) first;
	IL_ARRAY(uint32_t) items;
};

struct il_items {
	const uint32_t *at; /* borrowed from the group */
	uint32_t count;
};

void il_group_add(struct il_group *group, uint32_t key, uint32_t item);

/* All keys are below @key_count. */
void il_group_close(struct il_group *group, uint32_t key_count);

void il_group_fini(struct il_group *group);

static inline struct il_items il_group_of(const struct il_group *group, uint32_t key)
{
	uint32_t first = group->first.at[key], count = group->first.at[key + 1] - first;

	return (struct il_items) { count ? group->items.at + first : NULL, count };
}

#ifdef __cplusplus
}
#endif

#endif
