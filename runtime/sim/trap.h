// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What a schedule ended with. */
#ifndef IRQRT_SIM_TRAP_H
#define IRQRT_SIM_TRAP_H

#include <stdbool.h>
#include <stdint.h>

#define TRAP_TEXT 240u
#define TRAP_FRAMES 16u

/* How a schedule ended. */
enum outcome {
	OUTCOME_SURVIVED,
	OUTCOME_TRAPPED, /* a detector spoke: struct trap says what */
	OUTCOME_CUT,	 /* a limit of the runtime was hit: the search is not complete */
};

/*
 * INVARIANT rule: @rule is the name of a rule page, or, for defects that no rule is about, one of
 * "crash", "deadlock", "leak", "livelock", "memory", "warning".
 */
struct trap {
	const char *rule;
	char text[TRAP_TEXT];
	uintptr_t place;		/* the code that did it */
	uintptr_t callers[TRAP_FRAMES]; /* of @place, innermost first; 0 ends */
	uintptr_t other;		/* the code at the other end: the request, the free; or 0 */
	const char *other_text;		/* what @other did */
	uint32_t step;
};

/*
 * Ends the schedule.  Context: any, on a fiber.
 * @place: an address of the driver's code; @other may be 0.
 */
__attribute__((noreturn, format(printf, 5, 6))) void trap(const char *rule, uintptr_t place, uintptr_t other,
							  const char *other_text, const char *format, ...);

/*
 * The driver does what the kernel refuses or warns of: the schedule ends as by trap(), or, where
 * struct setting wants the kernel's answers, its message is logged.
 * Returns: @error, what the kernel returns.
 */
__attribute__((format(printf, 6, 7))) int misuse(const char *rule, int error, uintptr_t place, uintptr_t other,
						 const char *other_text, const char *format, ...);

/* Whether @pc is code of the driver, and not of the typed registrations that stand in between. */
bool is_of_driver(uintptr_t pc);

/*
 * @pc, or where it is no code of the driver the place in the driver that called for it: the typed registrations
 * stand in between.  Context: any, on a fiber.
 */
uintptr_t driver_place(uintptr_t pc);

/* Ends the schedule, which has come to its end. */
__attribute__((noreturn)) void survived(void);

/* Ends the schedule because of a limit of ours, which @limit names. */
__attribute__((noreturn)) void cut_short(const char *limit);

#endif
