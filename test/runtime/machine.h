// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A simulated machine for tests whose first task is a function of their own. */
#ifndef TEST_RUNTIME_MACHINE_H
#define TEST_RUNTIME_MACHINE_H

#include "../unit/check.h"

#include "sim/search.h"
#include "sim/trace.h"

#include <string.h>

static struct search machine;

static const struct setting once = { .devices = 1, .rounds = 1, .kernel = 612, .kernel_answers = true };

/* All schedules of @body up to a bound. */
static inline struct verdict search_body(void (*body)(void), unsigned interrupts, unsigned preemptions)
{
	struct setting setting = { .devices = 1, .rounds = 1, .kernel = 612 };
	struct verdict verdict = { 0 };

	setting.bound = (struct bound) { interrupts, preemptions };
	world->main = body;
	filter_clear(&world->filter);
	search_all(&machine, &setting, &verdict);
	CHECK(!verdict.strayed);
	return verdict;
}

/* One schedule in which nothing interferes.  Returns: how it ended; @ret_trace is the caller's. */
static inline enum outcome run_body(void (*body)(void), const struct setting *setting, struct trace *ret_trace)
{
	*ret_trace = (struct trace) { 0 };
	world->main = body;
	return search_replay(&machine, setting, "", ret_trace);
}

/* As run_body() for a test that survives. */
static inline void survives(void (*body)(void), const struct setting *setting)
{
	struct trace trace;
	enum outcome outcome = run_body(body, setting, &trace);

	if (outcome == OUTCOME_TRAPPED)
		fprintf(stderr, "%s: %s\n", world->trap.rule, world->trap.text);
	CHECK(outcome == OUTCOME_SURVIVED);
	trace_fini(&trace);
}

/* Whether the kernel, or the driver, said something that begins with @text. */
static inline bool said(const struct trace *trace, const char *text)
{
	for (size_t i = 0; i < trace->count; i++) {
		const struct event *event = &trace->events[i];

		if ((event->kind == EVENT_LOG || event->kind == EVENT_MESSAGE) &&
		    strncmp(event->text, text, strlen(text)) == 0)
			return true;
	}
	return false;
}

/* Whether all schedules were run and one of them was trapped by @rule. */
static inline bool traps(const struct verdict *verdict, const char *rule)
{
	for (unsigned i = 0; i < verdict->count; i++) {
		if (strcmp(verdict->findings[i].trap.rule, rule) == 0)
			return true;
	}
	return false;
}

#endif
