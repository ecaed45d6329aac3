// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Frees of a line that is requested on the way to them, but otherwise than they free it. */
#include "engine/moment.h"

#include <stddef.h>

/* Which registrations of this life a free is about, live or not. */
struct meaning {
	uint32_t crossed; /* live, of this line, with another cookie */
	uint32_t meant;	  /* can be meant */
	uint32_t sure;	  /* live, and of this line */
};

static uint32_t first_of(uint32_t registrations)
{
	uint32_t index = 0;

	while (!(registrations >> index & 1))
		index++;
	return index;
}

static struct meaning meaning_of(struct il_walk *walk, const struct il_moment *moment, uint32_t line, uint32_t cookie)
{
	const struct il_unit *unit = walk->engine->unit;
	struct meaning meaning = { 0 };

	for (uint32_t i = 0; i < walk->life->registrations.count - walk->base; i++) {
		const struct il_registration *r = il_registration(walk, i);
		enum il_match lines = il_match_lines(unit, r->line, line);
		bool cookies = il_match_cookie_of(walk, r, cookie) != IL_MATCH_DIFFERENT;
		uint32_t live = moment->live >> i & 1;
		meaning.crossed |= (uint32_t)(live && il_is_exact_line(unit, r->line, line) && !cookies) << i;
		meaning.meant |= (uint32_t)(lines != IL_MATCH_DIFFERENT && cookies) << i;
		meaning.sure |= (uint32_t)(live && lines == IL_MATCH_SAME && cookies) << i;
	}
	return meaning;
}

/* Returns whether none of @registrations is requested as @api frees. */
static bool are_of_another(const struct il_walk *walk, uint32_t registrations, const struct il_free_api *api,
			   bool family)
{
	for (uint32_t i = 0; registrations >> i; i++) {
		const struct il_request_api *request = il_registration(walk, i)->api;
		bool other =
			family ? request->management != api->management : !il_model_frees(api->kind, request->kind);
		if ((registrations >> i & 1) && !other)
			return false;
	}
	return true;
}

uint32_t il_mismatch(struct il_walk *walk, const struct il_moment *moment, uint32_t event,
		     const struct il_free_api *api, uint32_t line, uint32_t cookie)
{
	struct meaning meaning = meaning_of(walk, moment, line, cookie);
	struct il_imbalance imbalance = { .event = event, .route = walk->route };

	if (walk->muted || walk->left != NULL)
		return 0;
	imbalance.ending = walk->ends ? walk->route.root : 0;
	if (!meaning.meant && meaning.crossed) {
		imbalance.kind = IL_IMBALANCE_OTHER_COOKIE;
		imbalance.registration = first_of(meaning.crossed);
		if (!il_account_is_chosen(walk, il_registration(walk, imbalance.registration), event))
			il_account_tell(walk, moment, imbalance);
		return meaning.crossed;
	}
	if (!meaning.sure)
		return 0;
	imbalance.registration = first_of(meaning.sure);
	if (il_account_is_chosen(walk, il_registration(walk, imbalance.registration), event))
		return 0;
	imbalance.kind = IL_IMBALANCE_OTHER_INTERFACE;
	if (are_of_another(walk, meaning.meant, api, false))
		il_account_tell(walk, moment, imbalance);
	imbalance.kind = IL_IMBALANCE_OTHER_FAMILY;
	if (api->kind == IL_KIND_IRQ && !are_of_another(walk, meaning.meant, api, false) &&
	    are_of_another(walk, meaning.meant, api, true))
		il_account_tell(walk, moment, imbalance);
	return 0;
}
