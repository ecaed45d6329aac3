// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * What can happen next at a point, and who decides: the search of all schedules up to a bound, a
 * seeded walk, or a replay.
 */
#ifndef IRQRT_SIM_CHOICE_H
#define IRQRT_SIM_CHOICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ALTERNATIVES_MAX 32u
#define PICKS_MAX 16384u

enum alternative_kind {
	GO_ON,	   /* nothing else happens */
	INTERRUPT, /* @what: line; on @cpu */
	RUN,	   /* @what: index of a context; on @cpu */
	TICK,	   /* @what: index of a timer; on @cpu */
	TIME,	   /* all wait; virtual time passes */
	VALUE,	   /* @what: a number that the outside world answers */
};

struct alternative {
	uint8_t kind;
	uint8_t cpu;
	uint16_t what;
};

/* One decision: at @step, @taken of @count. */
struct pick {
	uint32_t step;
	uint16_t count;
	uint16_t taken;
	struct alternative alternative;
};

struct bound {
	unsigned interrupts;
	unsigned preemptions;
};

enum strategy { SEARCH, WALK, REPLAY };

/*
 * INVARIANT prefix: of @picks, the first @count are those of the schedule that runs, or, between
 * schedules, those that the next one begins with.
 */
struct choices {
	enum strategy strategy;
	struct pick *picks; /* PICKS_MAX */
	size_t count;	    /* decided so far in this schedule */
	size_t planned;	    /* of them, given before it began */
	bool overflow;	    /* more decisions than PICKS_MAX: the search is not complete */
	bool strayed;	    /* the code did not do again what it did before */
	uint64_t random;    /* state of a walk */
	uint32_t length;    /* steps a walk spreads its interrupts over */
};

/* Owns: what it allocates, until choices_fini().  Returns: false without memory. */
bool choices_init(struct choices *choices);
void choices_fini(struct choices *choices);

/* Begins a schedule; what is planned stays. */
void choices_begin(struct choices *choices);

/* Returns: which of @count alternatives happens at @step. */
unsigned choose(struct choices *choices, uint32_t step, const struct alternative *alternatives, unsigned count);

/* Plans the next schedule of a search.  Returns: false when all have been run. */
bool choices_advance(struct choices *choices);

/* Plans nothing: the next schedule is the first of a search. */
void choices_restart(struct choices *choices);

/*
 * Writes what happened besides GO_ON as text, for choices_parse().
 * Returns: how long the text is, without the 0; it is cut at @size.
 */
size_t choices_format(const struct pick *picks, size_t count, char *text, size_t size);

/* Plans a replay of @text.  Returns: NULL, or what is wrong with it. */
const char *choices_parse(struct choices *choices, const char *text);

#endif
