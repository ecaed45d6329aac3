// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Which rule a defect belongs to: by who acts, for which registration, and in which phase of the
 * device's life what is missing was taken away.
 */
#ifndef IRQRT_CORE_BLAME_H
#define IRQRT_CORE_BLAME_H

#include "core/memory.h"
#include "sim/context.h"

/* Where in the life of a driver the first task is. */
enum phase {
	PHASE_INIT, /* module_init() */
	PHASE_PROBE,
	PHASE_FAILED, /* probe has failed; devres is released */
	PHASE_BOUND,
	PHASE_REMOVE,
	PHASE_RELEASED, /* remove has returned; devres is released */
	PHASE_EXIT,	/* nothing is bound any more */
};

enum phase current_phase(void);

/* They end the schedule.  @pc: code of the driver.  Context: any. */
__attribute__((noreturn)) void freed_access(const struct block *block, uintptr_t pc);
__attribute__((noreturn)) void unwritten_read(const struct block *block, uintptr_t pc);
/* Everybody waits, @blamed for something that does not come. */
__attribute__((noreturn)) void report_deadlock(const struct context *blamed);

/*
 * @what, a function that may sleep, is called.  Ends the schedule where sleeping is forbidden.
 * Context: any.
 */
void might_sleep_at(uintptr_t pc, const char *what);

/* An interrupt returns with what it took still taken.  Ends the schedule then. */
void check_left_clean(const struct context *context);

#endif
