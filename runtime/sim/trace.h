// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * What happens in one schedule, for a person to read and for a test to compare.  Nothing is written
 * while schedules are searched.
 */
#ifndef IRQRT_SIM_TRACE_H
#define IRQRT_SIM_TRACE_H

#include "sim/world.h"

enum event_kind {
	EVENT_POINT,	 /* @place is about to act */
	EVENT_SWITCH,	 /* the context goes on */
	EVENT_INTERRUPT, /* line @number is raised */
	EVENT_CALL,	 /* the runtime calls @place, a @text */
	EVENT_TIME,	 /* it is @number ns */
	EVENT_RELEASE,	 /* devres releases what @place added */
	EVENT_PHASE,	 /* @number: enum phase */
	EVENT_FAILURE,	 /* the call at @place is made to fail */
	EVENT_MESSAGE,	 /* the driver says @text */
	EVENT_LOG,	 /* the kernel says @text */
};

struct event {
	enum event_kind kind;
	uint8_t context; /* who runs */
	int8_t cpu;
	uint32_t step;
	uintptr_t place;
	uint64_t number;
	char text[96];
};

/* INVARIANT full: when memory runs out, @full is set and the rest is missing. */
struct trace {
	struct event *events;
	size_t count;
	size_t room;
	bool full;
};

void trace_fini(struct trace *trace);
/* A number that is the same when the same happened, wherever the driver was loaded. */
uint64_t trace_hash(const struct trace *trace);

void trace_write(enum event_kind kind, uintptr_t place, uint64_t number, const char *text);
__attribute__((format(printf, 1, 2))) void trace_log(const char *format, ...);

static inline void trace_add(enum event_kind kind, uintptr_t place, uint64_t number, const char *text)
{
	if (__builtin_expect(world->trace != NULL, 0))
		trace_write(kind, place, number, text);
}

static inline void trace_point(uintptr_t pc)
{
	trace_add(EVENT_POINT, pc, 0, "");
}

static inline void trace_switch(const struct context *next)
{
	trace_add(EVENT_SWITCH, 0, next->index, next->name);
}

static inline void trace_interrupt(unsigned irq, unsigned cpu)
{
	trace_add(EVENT_INTERRUPT, cpu, irq, "");
}

static inline void trace_call(const char *what, uintptr_t function, unsigned irq)
{
	trace_add(EVENT_CALL, function, irq, what);
}

static inline void trace_time(uint64_t now)
{
	trace_add(EVENT_TIME, 0, now, "");
}

static inline void trace_release(uintptr_t added_at)
{
	trace_add(EVENT_RELEASE, added_at, 0, "");
}

static inline void trace_phase(unsigned phase)
{
	trace_add(EVENT_PHASE, 0, phase, "");
}

static inline void trace_failure(uintptr_t pc)
{
	trace_add(EVENT_FAILURE, pc, 0, "");
}

static inline void trace_message(const char *level, const char *text)
{
	(void)level;
	trace_add(EVENT_MESSAGE, 0, 0, text);
}

#endif
