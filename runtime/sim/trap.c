// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "sim/world.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

__attribute__((noreturn)) static void end_schedule(enum outcome outcome)
{
	run->outcome = outcome;
	for (;;)
		fiber_switch(&run->current->fiber, &world->host);
}

void trap(const char *rule, uintptr_t place, uintptr_t other, const char *other_text, const char *format, ...)
{
	const struct context *context = run->current;
	struct trap *found = &world->trap;
	unsigned depth = context->depth < FRAMES_MAX ? context->depth : FRAMES_MAX, count = 0;
	va_list values;

	*found = (struct trap) {
		.rule = rule, .place = place, .other = other, .other_text = other_text, .step = run->step
	};
	va_start(values, format);
	vsnprintf(found->text, sizeof(found->text), format, values);
	va_end(values);
	while (depth > 0 && count < TRAP_FRAMES)
		found->callers[count++] = context->frames[--depth].caller;
	end_schedule(OUTCOME_TRAPPED);
}

void cut_short(const char *limit)
{
	run->limit = limit;
	end_schedule(OUTCOME_CUT);
}

void survived(void)
{
	end_schedule(OUTCOME_SURVIVED);
}
