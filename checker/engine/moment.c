// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "engine/moment.h"

#include <stddef.h>
#include <string.h>

bool il_moment_equal(const struct il_moment *a, const struct il_moment *b)
{
	return memcmp(a, b, offsetof(struct il_moment, joined)) == 0;
}

/* What only one side knows, or both know differently, is not known. */
static void join_flags(struct il_state *into, const struct il_state *from)
{
	for (uint32_t i = 0; i < into->cell_count; i++) {
		uint32_t value = 0;
		if (!il_state_get(from, into->cells[i].path, &value) || value != into->cells[i].value)
			into->cells[i].value = 0;
	}
	for (uint32_t i = 0; i < from->cell_count; i++) {
		uint32_t value;
		/* Without room a flag is as if it was never set: the handler is thought kept from what it guards. */
		if (!il_state_get(into, from->cells[i].path, &value))
			il_state_set(into, from->cells[i].path, 0);
	}
}

bool il_moment_join(struct il_moment *into, const struct il_moment *from)
{
	struct il_moment before = *into;

	for (int i = 0; i < IL_PLACE_WORDS; i++) {
		into->joined.ready[i] |= from->joined.ready[i];
		into->joined.quiet[i] |= from->joined.quiet[i];
		into->joined.hasty[i] |= from->joined.hasty[i];
		into->joined.barred[i] |= from->joined.barred[i];
		into->joined.late[i] |= from->joined.late[i];
	}
	join_flags(&into->joined.flags, &from->joined.flags);
	into->joined.quelled |= from->joined.quelled;
	return memcmp(&before.joined, &into->joined, sizeof(before.joined)) != 0;
}
