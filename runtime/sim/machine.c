// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "sim/search.h"

#include <irqrt/machine.h>

#include <linux/errno.h>

#include <stdio.h>
#include <stdlib.h>

static void (*hosted)(void);

/* The body, and then what it should not have left. */
static void life(void)
{
	const struct action *left;
	const struct block *leak;

	hosted();
	left = action_left(NULL);
	if (left)
		trap("irq-registration-leak", left->requested_at, 0, NULL, "irq %u is still requested at the end",
		     left->irq);
	leak = first_leak();
	if (leak)
		trap("leak", leak->allocated_at, 0, NULL, "%u bytes are never freed", leak->bytes);
}

static void tell(const struct verdict *verdict, struct irqrt_verdict *ret_verdict)
{
	*ret_verdict = (struct irqrt_verdict) {
		.schedules = (unsigned long)verdict->schedules,
		.trapped = (unsigned long)verdict->trapped,
		.complete = !verdict->cut && !verdict->strayed,
	};
	if (verdict->count) {
		snprintf(ret_verdict->rule, sizeof(ret_verdict->rule), "%s", verdict->findings[0].trap.rule);
		snprintf(ret_verdict->text, sizeof(ret_verdict->text), "%s", verdict->findings[0].trap.text);
	}
}

int irqrt_search(void (*body)(void), unsigned int interrupts, unsigned int preemptions,
		 struct irqrt_verdict *ret_verdict)
{
	struct setting setting = { .devices = 1, .rounds = 1, .kernel = 612, .shared_call_at_free = true };
	struct verdict *verdict = calloc(1, sizeof(*verdict));
	struct search search;
	int error = -ENOMEM;

	if (verdict && search_init(&search)) {
		setting.bound = (struct bound) { interrupts, preemptions };
		hosted = body;
		world->main = life;
		search_all(&search, &setting, verdict);
		tell(verdict, ret_verdict);
		search_fini(&search);
		run->current = NULL;
		error = 0;
	}
	free(verdict);
	return error;
}

void irqrt_raise(unsigned int irq)
{
	unsigned cpu = (unsigned)run->current->cpu;

	if (irq < LINES && line_can_be_raised(&run->lines.table[irq]) && cpu_takes_interrupts(cpu))
		line_raise(irq, cpu);
}
