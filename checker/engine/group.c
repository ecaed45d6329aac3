// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "engine/group.h"

void il_group_add(struct il_group *group, uint32_t key, uint32_t item)
{
	uint32_t at = il_array_add(&group->added, 1);

	group->added.at[at] = (struct il_member_of) { key, item };
}

/* A counting sort: it keeps the order of items and takes as long as there are items and keys. */
void il_group_close(struct il_group *group, uint32_t key_count)
{
	uint32_t count = group->added.count;

	il_array_add(&group->first, key_count + 1);
	il_array_add(&group->items, count);
	for (uint32_t i = 0; i < count; i++)
		group->first.at[group->added.at[i].key + 1]++;
	for (uint32_t k = 0; k < key_count; k++)
		group->first.at[k + 1] += group->first.at[k];
	for (uint32_t i = 0; i < count; i++)
		group->items.at[group->first.at[group->added.at[i].key]++] = group->added.at[i].item;
	for (uint32_t k = key_count; k > 0; k--)
		group->first.at[k] = group->first.at[k - 1];
	group->first.at[0] = 0;
	il_array_fini(&group->added);
}

void il_group_fini(struct il_group *group)
{
	il_array_fini(&group->added);
	il_array_fini(&group->first);
	il_array_fini(&group->items);
}
