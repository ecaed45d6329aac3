// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "engine/moment.h"

#include "engine/bits.h"

#include <stddef.h>
#include <string.h>

bool il_moment_equal(const struct il_moment *a, const struct il_moment *b)
{
	return memcmp(a, b, offsetof(struct il_moment, joined)) == 0;
}

const struct il_flag *il_flags_get(const struct il_flags *flags, uint32_t cell)
{
	for (uint32_t i = 0; i < flags->count; i++) {
		if (flags->at[i].cell == cell)
			return &flags->at[i];
	}
	return NULL;
}

bool il_flags_set(struct il_flags *flags, struct il_flag flag)
{
	for (uint32_t i = 0; i < flags->count; i++) {
		if (flags->at[i].cell == flag.cell) {
			flags->at[i] = flag;
			return true;
		}
	}
	if (flags->count == IL_FLAGS_MAX)
		return false;
	flags->at[flags->count++] = flag;
	return true;
}

static uint64_t bits_in(const struct il_flags *flags, uint32_t cell)
{
	const struct il_flag *flag = il_flags_get(flags, cell);

	return flag ? flag->bits : flags->zeroed ? 0 : IL_BITS_ANY;
}

/* What only one side knows, or both know differently, is one of both. */
static void join_flags(struct il_flags *into, const struct il_flags *from)
{
	for (uint32_t i = 0; i < into->count; i++) {
		struct il_flag *mine = &into->at[i];
		const struct il_flag *theirs = il_flags_get(from, mine->cell);
		if (!theirs || theirs->known != mine->known)
			mine->known = 0;
		mine->bits |= bits_in(from, mine->cell);
	}
	for (uint32_t i = 0; i < from->count; i++) {
		struct il_flag theirs = from->at[i];
		if (il_flags_get(into, theirs.cell))
			continue;
		theirs.known = 0;
		theirs.bits |= bits_in(into, theirs.cell);
		/* Without room a flag is as if it was never set: the handler is thought kept from what it guards. */
		il_flags_set(into, theirs);
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
	for (int part = 0; part < IL_AFFINITY_PARTS; part++) {
		into->joined.set[part] |= from->joined.set[part];
		into->joined.unset[part] |= from->joined.unset[part];
	}
	into->joined.guessed |= from->joined.guessed;
	into->joined.ended |= from->joined.ended;
	into->joined.doubt |= from->joined.doubt;
	/* Of several ways, the first says it. */
	into->joined.returned = into->joined.returned ? into->joined.returned : from->joined.returned;
	into->joined.turn = into->joined.turn ? into->joined.turn : from->joined.turn;
	return memcmp(&before.joined, &into->joined, sizeof(before.joined)) != 0;
}
