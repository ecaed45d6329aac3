// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "sim/choice.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool choices_init(struct choices *choices)
{
	*choices = (struct choices) { .picks = calloc(PICKS_MAX, sizeof(struct pick)) };
	return choices->picks != NULL;
}

void choices_fini(struct choices *choices)
{
	free(choices->picks);
	*choices = (struct choices) { 0 };
}

void choices_begin(struct choices *choices)
{
	choices->count = 0;
}

void choices_restart(struct choices *choices)
{
	choices->count = choices->planned = 0;
	choices->strayed = false;
}

/* Splitmix64: enough for schedules, and the same everywhere. */
static uint64_t mix(uint64_t z)
{
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

static uint64_t next_random(struct walk *walk)
{
	return mix(walk->random += 0x9e3779b97f4a7c15u);
}

void choices_draw(struct choices *choices, uint64_t seed, unsigned changes, uint32_t length)
{
	struct walk *walk = &choices->walk;

	choices_restart(choices);
	choices->strategy = WALK;
	*walk = (struct walk) { .random = mix(seed + 1), .length = length ? length : 1 };
	walk->priorities = next_random(walk);
	walk->count = changes < CHANGES_MAX ? changes : CHANGES_MAX;
	for (unsigned i = 0; i < walk->count; i++) {
		uint32_t step = (uint32_t)(next_random(walk) % walk->length);
		unsigned at = i;

		for (; at > 0 && walk->changes[at - 1] < step; at--)
			walk->changes[at] = walk->changes[at - 1];
		walk->changes[at] = step;
	}
}

static bool same(const struct alternative *a, const struct alternative *b)
{
	return a->kind == b->kind && a->cpu == b->cpu && a->what == b->what;
}

static uint64_t priority(const struct walk *walk, const struct alternative *alternative)
{
	return mix(walk->priorities + ((uint64_t)alternative->kind << 24 | (uint64_t)alternative->cpu << 16) +
		   alternative->what);
}

static unsigned highest(const struct walk *walk, const struct alternative *alternatives, unsigned count)
{
	unsigned best = 0;

	for (unsigned i = 1; i < count; i++) {
		if (priority(walk, &alternatives[i]) > priority(walk, &alternatives[best]))
			best = i;
	}
	return best;
}

static unsigned walk_on(struct walk *walk, uint32_t step, const struct alternative *alternatives, unsigned count)
{
	if (alternatives[0].kind == VALUE)
		return (unsigned)(next_random(walk) % count);
	if (alternatives[0].kind != GO_ON && alternatives[0].kind != TIME)
		return highest(walk, alternatives, count);
	if (!walk->count || walk->changes[walk->count - 1] > step)
		return 0;
	walk->count--;
	return 1 + (unsigned)(next_random(walk) % (count - 1));
}

/* A replay goes on to its next decision when its moment has come. */
static unsigned repeat(struct choices *choices, const struct moment *moment, const struct alternative *alternatives,
		       unsigned count)
{
	const struct pick *plan = &choices->picks[choices->count];

	if (choices->count == choices->planned || plan->context != moment->context || plan->step != moment->step)
		return 0;
	choices->count++;
	for (unsigned i = 0; i < count; i++) {
		if (same(&alternatives[i], &plan->alternative))
			return i;
	}
	choices->strayed = true;
	return 0;
}

static unsigned decide(struct choices *choices, const struct moment *moment, const struct alternative *alternatives,
		       unsigned count)
{
	const struct pick *plan = &choices->picks[choices->count];

	switch (choices->strategy) {
	case WALK: return walk_on(&choices->walk, moment->total, alternatives, count);
	case REPLAY: return repeat(choices, moment, alternatives, count);
	case SEARCH:
		if (choices->count >= choices->planned)
			return 0;
		choices->strayed |=
			plan->step != moment->step || plan->context != moment->context || plan->count != count;
		return plan->taken < count ? plan->taken : 0;
	}
	return 0;
}

unsigned choose(struct choices *choices, const struct moment *moment, const struct alternative *alternatives,
		unsigned count)
{
	unsigned taken;

	if (count == 1)
		return 0;
	taken = decide(choices, moment, alternatives, count);
	if (choices->strategy == REPLAY)
		return taken;
	if (choices->count == PICKS_MAX) {
		choices->overflow = true;
		return 0;
	}
	choices->picks[choices->count++] = (struct pick) { .context = moment->context,
							   .step = moment->step,
							   .count = (uint16_t)count,
							   .taken = (uint16_t)taken,
							   .alternative = alternatives[taken] };
	return taken;
}

bool choices_advance(struct choices *choices)
{
	size_t count = choices->count;

	while (count > 0 && choices->picks[count - 1].taken + 1u == choices->picks[count - 1].count)
		count--;
	choices->planned = count;
	if (count == 0)
		return false;
	choices->picks[count - 1].taken++;
	return true;
}

static const char letters[] = {
	[GO_ON] = '-', [INTERRUPT] = 'i', [RUN] = 'r', [TICK] = 't', [TIME] = 'p', [VALUE] = 'v'
};

size_t choices_format(const struct pick *picks, size_t count, char *text, size_t size)
{
	size_t length = 0;

	if (size)
		text[0] = '\0';
	for (size_t i = 0; i < count; i++) {
		const struct alternative *a = &picks[i].alternative;
		size_t left = length < size ? size - length : 0;

		if (picks[i].taken == 0)
			continue;
		length += (size_t)snprintf(left ? text + length : NULL, left, "%s%u:%u%c%u.%u", length ? "," : "",
					   picks[i].context, picks[i].step, letters[a->kind], a->what, a->cpu);
	}
	return length;
}

static int kind_of(char letter)
{
	for (size_t i = 0; i < sizeof(letters); i++) {
		if (letters[i] == letter)
			return (int)i;
	}
	return -1;
}

const char *choices_parse(struct choices *choices, const char *text)
{
	size_t count = 0;

	while (*text) {
		unsigned context, step, what, cpu;
		char letter;
		int used = 0;

		if (sscanf(text, "%u:%u%c%u.%u%n", &context, &step, &letter, &what, &cpu, &used) != 5 ||
		    kind_of(letter) < 0)
			return "not of the form CONTEXT:STEP KIND WHAT.CPU, ...";
		if (count == PICKS_MAX || what > UINT16_MAX || cpu > UINT8_MAX || context > UINT8_MAX)
			return "too long";
		choices->picks[count++] = (struct pick) {
			.context = (uint8_t)context,
			.step = step,
			.alternative = { .kind = (uint8_t)kind_of(letter), .cpu = (uint8_t)cpu, .what = (uint16_t)what }
		};
		text += used;
		if (*text == ',')
			text++;
		else if (*text)
			return "decisions are separated by commas";
	}
	choices->strategy = REPLAY;
	choices->planned = count;
	return NULL;
}
