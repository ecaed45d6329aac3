// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What the answer of a function says: `if (!is_up(card)) return` asks what is_up() asks. */
#ifndef IL_ENGINE_QUESTION_H
#define IL_ENGINE_QUESTION_H

#include "engine/guard.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Returns the conditions that hold whenever @function, which is defined, answers something that is not
 * zero, or with @holds false, zero: in @ret_facts, in terms of the function, and their number.
 * Context: any.
 */
uint32_t il_answer_says(struct il_guards *guards, uint32_t function, bool holds,
			struct il_fact ret_facts[IL_GUARDS_MAX]);

#ifdef __cplusplus
}
#endif

#endif
