// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "sim/trap.h"
#include "sim/trace.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

__attribute__((noreturn)) static void end_schedule(enum outcome outcome)
{
	run->outcome = outcome;
	for (;;)
		fiber_switch(&run->current->fiber, &world->host);
}

bool is_of_driver(uintptr_t pc)
{
	return pc - world->driver < world->driver_bytes;
}

uintptr_t driver_place(uintptr_t pc)
{
	const struct context *self = run->current;
	unsigned depth = self->depth < FRAMES_MAX ? self->depth : FRAMES_MAX;

	if (is_of_driver(pc))
		return pc;
	while (depth > 0) {
		uintptr_t caller = self->frames[--depth].caller;

		if (is_of_driver(caller))
			return caller;
	}
	return pc;
}

static void record(const char *rule, uintptr_t place, uintptr_t other, const char *other_text, const char *format,
		   va_list values)
{
	const struct context *context = run->current;
	struct trap *found = &world->trap;
	unsigned depth = context->depth < FRAMES_MAX ? context->depth : FRAMES_MAX, count = 0;

	*found = (struct trap) { .rule = rule, .place = place, .other = other, .other_text = other_text };
	found->step = run->step;
	vsnprintf(found->text, sizeof(found->text), format, values);
	while (depth > 0 && count < TRAP_FRAMES)
		found->callers[count++] = context->frames[--depth].caller;
}

void trap(const char *rule, uintptr_t place, uintptr_t other, const char *other_text, const char *format, ...)
{
	va_list values;

	va_start(values, format);
	record(rule, place, other, other_text, format, values);
	va_end(values);
	end_schedule(OUTCOME_TRAPPED);
}

int misuse(const char *rule, int error, uintptr_t place, uintptr_t other, const char *other_text, const char *format,
	   ...)
{
	va_list values;

	va_start(values, format);
	record(rule, place, other, other_text, format, values);
	va_end(values);
	if (!world->setting.kernel_answers)
		end_schedule(OUTCOME_TRAPPED);
	trace_log("%s", world->trap.text);
	return error;
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
