// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What single events do to a moment.  For walk.c. */
#ifndef IL_ENGINE_EFFECT_H
#define IL_ENGINE_EFFECT_H

#include "engine/moment.h"

/* Does what call @event is known to do.  Returns false when that is nothing, so that it may be entered. */
bool il_apply_call(struct il_walk *walk, struct il_moment *moment, uint32_t frame, uint32_t event);

/* A function that cannot be looked into: it may undo what another one made. */
void il_apply_unknown_call(struct il_walk *walk, struct il_moment *moment, uint32_t frame, uint32_t event);

void il_apply_assignment(struct il_walk *walk, struct il_moment *moment, uint32_t frame, uint32_t event);
void il_apply_return(struct il_walk *walk, struct il_moment *moment, uint32_t frame, uint32_t event);

/* Returns whether a function called @undo ends what one called @make began: names without their verbs. */
bool il_names_pair(const char *make, const char *undo);

#endif
