// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "sim/search.h"
#include "sim/guard.h"
#include "sim/trace.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct world irqrt_world;

bool search_init(struct search *search)
{
	*search = (struct search) { 0 };
	return choices_init(&world->choices) && memory_init(&world->memory) &&
	       filter_add(&world->filter, (uintptr_t)run->devices.table, sizeof(run->devices.table)) && guard_init();
}

void search_fini(struct search *search)
{
	for (unsigned i = 0; i < search->snapshot_count; i++)
		free(search->snapshots[i].copy);
	for (unsigned i = 0; i < CONTEXTS_MAX; i++)
		fiber_unmap(&world->contexts[i].fiber);
	guard_fini();
	filter_fini(&world->filter);
	memory_fini(&world->memory);
	choices_fini(&world->choices);
	*search = (struct search) { 0 };
}

bool search_snapshot(struct search *search, void *start, size_t bytes)
{
	struct snapshot *snapshot = &search->snapshots[search->snapshot_count];

	if (search->snapshot_count == SNAPSHOTS_MAX)
		return false;
	*snapshot = (struct snapshot) { start, malloc(bytes), bytes };
	if (!snapshot->copy)
		return false;
	search->snapshot_count++;
	memcpy(snapshot->copy, start, bytes);
	return filter_add(&world->filter, (uintptr_t)start, bytes);
}

static void reset(const struct search *search)
{
	memset(run, 0, sizeof(*run));
	lines_reset(&run->lines);
	memory_reset(&world->memory);
	run->interrupts_left = world->setting.bound.interrupts;
	run->preemptions_left = world->setting.bound.preemptions;
	for (unsigned i = 0; i < search->snapshot_count; i++)
		memcpy(search->snapshots[i].start, search->snapshots[i].copy, search->snapshots[i].bytes);
}

static void first_task(void *argument)
{
	(void)argument;
	world->main();
	survived();
}

static enum outcome run_one(const struct search *search)
{
	struct context *first;
	struct trap race;

	reset(search);
	choices_begin(&world->choices);
	run->outcome = OUTCOME_CUT;
	run->limit = "stacks";
	/* SAFETY(placed): nothing else runs yet. */
	first = task_create("main", CLASS_MAIN, first_task, NULL);
	first->cpu = 0;
	run->cpus[0].top = first;
	run->current = first;
	guard_switch(&world->host, &first->fiber);
	if (order_was_broken(&race) && run->outcome != OUTCOME_TRAPPED) {
		world->trap = race;
		run->outcome = OUTCOME_TRAPPED;
	}
	return run->outcome;
}

static bool is_known(const struct verdict *verdict, const struct trap *trap)
{
	for (unsigned i = 0; i < verdict->count; i++) {
		const struct trap *known = &verdict->findings[i].trap;

		if (strcmp(known->rule, trap->rule) == 0 && known->place == trap->place)
			return true;
	}
	return false;
}

static void add_finding(struct verdict *verdict)
{
	struct finding *finding;

	if (is_known(verdict, &world->trap))
		return;
	if (verdict->count == FINDINGS_MAX) {
		verdict->more = true;
		return;
	}
	finding = &verdict->findings[verdict->count++];
	*finding = (struct finding) { .trap = world->trap,
				      .setting = world->setting,
				      .interrupts = world->setting.bound.interrupts - run->interrupts_left,
				      .preemptions = world->setting.bound.preemptions - run->preemptions_left };
	if (choices_format(world->choices.picks, world->choices.count, finding->replay, sizeof(finding->replay)) >=
	    sizeof(finding->replay)) {
		verdict->limit = "length of a replay string";
		verdict->cut++;
	}
}

/* One life of one device, in which nothing fails. */
static bool is_plain(const struct setting *setting)
{
	return setting->devices <= 1 && setting->rounds <= 1 && !setting->fail && !setting->storm;
}

static void account(struct verdict *verdict, enum outcome outcome)
{
	verdict->executed++;
	verdict->steps = run->step > verdict->steps ? run->step : verdict->steps;
	if (is_plain(&world->setting) && run->points > verdict->points)
		verdict->points = run->points;
	verdict->any_context |= run->lines.any_context;
	verdict->shares |= run->lines.shared;
	verdict->chances = run->chances > verdict->chances ? run->chances : verdict->chances;
	if (outcome == OUTCOME_TRAPPED) {
		verdict->trapped++;
		add_finding(verdict);
	} else if (outcome == OUTCOME_CUT) {
		verdict->cut++;
		verdict->limit = run->limit;
	}
}

/* One pass over all schedules that the filter's points give.  Returns: how many. */
static uint64_t pass(const struct search *search, struct verdict *verdict)
{
	uint64_t schedules = 0;

	choices_restart(&world->choices);
	do {
		account(verdict, run_one(search));
		schedules++;
	} while (!world->hopeless && choices_advance(&world->choices));
	verdict->strayed |= world->choices.strayed;
	if (world->choices.overflow) {
		verdict->limit = "decisions in one schedule";
		verdict->cut++;
		world->choices.overflow = false;
	}
	return schedules;
}

void search_all(struct search *search, const struct setting *setting, struct verdict *verdict)
{
	uint64_t schedules;

	if (world->hopeless)
		return;
	world->setting = *setting;
	world->choices.strategy = SEARCH;
	do {
		schedules = pass(search, verdict);
	} while (filter_settle(&world->filter));
	verdict->schedules += schedules;
}

void search_seeds(struct search *search, const struct setting *setting, uint64_t seed, unsigned count,
		  struct verdict *verdict)
{
	unsigned changes = setting->bound.interrupts + setting->bound.preemptions;

	world->setting = *setting;
	for (unsigned i = 0; i < count && !world->hopeless; i++) {
		choices_draw(&world->choices, seed + i, changes, verdict->steps);
		account(verdict, run_one(search));
		verdict->schedules++;
	}
}

enum outcome search_replay(struct search *search, const struct setting *setting, const char *replay,
			   struct trace *trace)
{
	enum outcome outcome;

	world->setting = *setting;
	choices_restart(&world->choices);
	if (choices_parse(&world->choices, replay))
		return OUTCOME_CUT;
	world->trace = trace;
	outcome = run_one(search);
	world->trace = NULL;
	return outcome;
}

/* Whether @replay shows what @finding shows. */
static bool shows(struct search *search, const struct finding *finding, const char *replay)
{
	return search_replay(search, &finding->setting, replay, NULL) == OUTCOME_TRAPPED &&
	       strcmp(world->trap.rule, finding->trap.rule) == 0 && world->trap.place == finding->trap.place;
}

/* @text without its @index-th decision. */
static bool without(const char *text, unsigned index, char *ret_text)
{
	const char *at = text;
	size_t head;

	for (unsigned i = 0; i < index && at; i++) {
		at = strchr(at, ',');
		at = at ? at + 1 : NULL;
	}
	if (!at || !*at)
		return false;
	head = (size_t)(at - text);
	memcpy(ret_text, text, head);
	at = strchr(at, ',');
	if (at)
		strcpy(ret_text + head, at + 1);
	else
		ret_text[head ? head - 1 : 0] = '\0';
	return true;
}

unsigned search_minimise(struct search *search, struct finding *finding)
{
	char shorter[REPLAY_TEXT];
	unsigned executed = 0;

	for (unsigned i = 0; !world->hopeless && without(finding->replay, i, shorter);) {
		executed++;
		if (shows(search, finding, shorter)) {
			strcpy(finding->replay, shorter);
			finding->trap = world->trap;
			i = 0;
		} else {
			i++;
		}
	}
	return executed;
}
