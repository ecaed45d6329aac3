// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "host/scenario.h"
#include "sim/trace.h"

#include <stdio.h>
#include <string.h>

static const struct driver *hosted;

static bool never(void *what)
{
	(void)what;
	return false;
}

/* Lets what can run run, while the first task does nothing. */
static void settle(void)
{
	sleep_until(never, NULL, run->now + 1, WAIT_TIME, NULL);
}

static void storm_on(unsigned irq)
{
	for (unsigned i = 0; i < world->setting.storm && line_can_be_raised(&run->lines.table[irq]); i++) {
		line_raise(irq, (unsigned)run->current->cpu);
		settle();
	}
}

/* Each line is raised many times in a row by its device, and a shared one then by somebody else. */
static void storm(void)
{
	for (unsigned irq = 0; irq < LINES; irq++) {
		const struct action *action = run->lines.table[irq].actions;

		storm_on(irq);
		run->lines.neighbour = true;
		if (action && (action->flags & IRQF_SHARED))
			storm_on(irq);
		run->lines.neighbour = false;
	}
}

/* Nothing of the driver may run once it is gone: what is due soon does, what is left is a defect. */
static void check_nothing_is_left(void)
{
	const struct block *leak;
	const struct action *left = action_left(NULL);

	settle();
	if (timers_next() != NEVER)
		sleep_until(never, NULL, timers_next() + 1, WAIT_TIME, NULL);
	if (run->softirqs.timer_count)
		trap("irq-deferred-work-outlives", PLACE_OF(hosted->exit), 0, NULL,
		     "a timer is armed when the module is gone");
	if (left)
		trap("irq-registration-leak", left->requested_at, 0, NULL,
		     "irq %u is still requested when the module is gone", left->irq);
	leak = first_leak();
	if (leak)
		trap("leak", leak->allocated_at, run->failed, "after this failed", "%u bytes are never freed",
		     leak->bytes);
}

static void life(void)
{
	int error = hosted->init();

	for (unsigned round = 0; !error && run->devices.bus && round < world->setting.rounds; round++) {
		for (unsigned i = 0; i < world->setting.devices; i++)
			device_bind(i);
		settle();
		storm();
		for (unsigned i = world->setting.devices; i > 0; i--)
			device_unbind(i - 1);
	}
	if (!error && hosted->exit)
		hosted->exit();
	check_nothing_is_left();
}

void scenario_set(const struct driver *driver)
{
	hosted = driver;
	world->main = life;
}

static struct setting base(const struct plan *plan)
{
	return (struct setting) { .bound = plan->bound,
				  .devices = 1,
				  .rounds = 1,
				  .kernel = plan->kernel,
				  .shared_call_at_free = true,
				  .all_rules = plan->all_rules,
				  .every_access = plan->every_access };
}

/* From small bounds to the whole: what is found first needs the least. */
static void search_bounds(struct search *search, const struct setting *whole, struct verdict *verdict)
{
	for (unsigned preemptions = 0; preemptions <= whole->bound.preemptions; preemptions++) {
		for (unsigned interrupts = 0; interrupts <= whole->bound.interrupts; interrupts++) {
			struct setting part = *whole;

			part.bound = (struct bound) { interrupts, preemptions };
			search_all(search, &part, verdict);
		}
	}
}

/* Two of a kind, on the same lines when the driver shares them. */
static void search_devices(struct search *search, const struct plan *plan, struct verdict *verdict)
{
	struct setting setting = base(plan);

	setting.devices = 2;
	setting.bound = (struct bound) { plan->bound.interrupts ? 1 : 0, 0 };
	search_all(search, &setting, verdict);
	setting.shared_lines = true;
	if (verdict->shares)
		search_all(search, &setting, verdict);
}

static void search_failures(struct search *search, const struct plan *plan, struct verdict *verdict)
{
	struct setting setting = base(plan);
	unsigned chances = verdict->chances;

	setting.bound = (struct bound) { plan->bound.interrupts ? 1 : 0, 0 };
	for (setting.fail = 1; setting.fail <= chances; setting.fail++)
		search_all(search, &setting, verdict);
}

static void search_rest(struct search *search, const struct plan *plan, struct verdict *verdict)
{
	struct setting again = base(plan), many = base(plan);

	again.rounds = 2;
	again.bound = (struct bound) { plan->bound.interrupts ? 1 : 0, 0 };
	search_all(search, &again, verdict);
	many.storm = 10;
	many.bound = (struct bound) { 0, 0 };
	search_all(search, &many, verdict);
}

/* Other machines: handlers in threads, and lines of an expander, where a driver leaves that open. */
static void search_machines(struct search *search, const struct plan *plan, struct verdict *verdict)
{
	struct setting setting = base(plan);

	setting.bound = (struct bound) { plan->bound.interrupts ? 1 : 0, 0 };
	setting.force_threads = true;
	search_all(search, &setting, verdict);
	setting.force_threads = false;
	setting.nested = true;
	if (verdict->any_context)
		search_all(search, &setting, verdict);
	setting.nested = false;
	setting.shared_call_at_request = true;
	setting.bound.interrupts = 0;
	if (verdict->shares)
		search_all(search, &setting, verdict);
}

/* Longest of the schedules in which nothing interferes, so that what is drawn falls into it. */
static void walk(struct search *search, const struct setting *setting, const struct plan *plan, unsigned seeds,
		 struct verdict *verdict)
{
	struct setting plain = *setting;

	plain.every_access = true;
	plain.bound = (struct bound) { 0, 0 };
	search_seeds(search, &plain, plan->seed, 1, verdict);
	plain.bound = setting->bound;
	search_seeds(search, &plain, plan->seed, seeds, verdict);
}

void scenarios_walk(struct search *search, const struct plan *plan, struct verdict *verdict)
{
	struct setting setting = base(plan), many = base(plan);
	unsigned seeds = plan->seeds ? plan->seeds : WALKS, chances;

	many.storm = 10;
	many.bound = (struct bound) { 0, 0 };
	walk(search, &setting, plan, seeds, verdict);
	walk(search, &many, plan, 1, verdict);
	chances = verdict->chances;
	for (setting.fail = 1; setting.fail <= chances; setting.fail++)
		walk(search, &setting, plan, 1, verdict);
	setting.fail = 0;
	setting.rounds = 2;
	walk(search, &setting, plan, seeds / 4, verdict);
	setting.rounds = 1;
	setting.devices = 2;
	walk(search, &setting, plan, seeds / 4, verdict);
	setting.shared_lines = true;
	if (verdict->shares)
		walk(search, &setting, plan, seeds / 4, verdict);
	setting = base(plan);
	setting.force_threads = true;
	walk(search, &setting, plan, seeds / 4, verdict);
}

void scenarios_search(struct search *search, const struct plan *plan, struct verdict *verdict)
{
	struct setting whole = base(plan);

	search_bounds(search, &whole, verdict);
	search_failures(search, plan, verdict);
	search_devices(search, plan, verdict);
	search_rest(search, plan, verdict);
	search_machines(search, plan, verdict);
	if (plan->seeds)
		search_seeds(search, &whole, plan->seed, plan->seeds, verdict);
}

void setting_format(const struct setting *setting, char *text, size_t size)
{
	snprintf(text, size, "b%u.%u,f%u,d%u,r%u,s%u,k%u%s%s%s%s%s:", setting->bound.interrupts,
		 setting->bound.preemptions, setting->fail, setting->devices, setting->rounds, setting->storm,
		 setting->kernel, setting->shared_lines ? ",l" : "", setting->force_threads ? ",t" : "",
		 setting->nested ? ",n" : "", setting->all_rules ? ",a" : "",
		 setting->shared_call_at_request ? ",q" : "");
}

/* What the machine is like besides, a letter each.  Returns: what is behind, or NULL when one is unknown. */
static const char *parse_machine(const char *text, struct setting *setting)
{
	for (; *text == ','; text += 2) {
		switch (text[1]) {
		case 'a': setting->all_rules = true; break;
		case 'l': setting->shared_lines = true; break;
		case 't': setting->force_threads = true; break;
		case 'n': setting->nested = true; break;
		case 'q': setting->shared_call_at_request = true; break;
		default: return NULL;
		}
	}
	return *text == ':' ? text + 1 : NULL;
}

const char *setting_parse(const char *text, struct setting *ret_setting, const char **ret_rest)
{
	struct setting setting = { .shared_call_at_free = true };
	const char *rest;
	int used = 0;

	if (sscanf(text, "b%u.%u,f%u,d%u,r%u,s%u,k%u%n", &setting.bound.interrupts, &setting.bound.preemptions,
		   &setting.fail, &setting.devices, &setting.rounds, &setting.storm, &setting.kernel, &used) != 7 ||
	    !(rest = parse_machine(text + used, &setting)))
		return "it does not begin with a setting, as 'b2.1,f0,d1,r1,s0,k612:'";
	if (!setting.devices || setting.devices > DEVICES_MAX)
		return "no such number of devices";
	*ret_setting = setting;
	*ret_rest = rest;
	return NULL;
}
