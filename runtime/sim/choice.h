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

#define ALTERNATIVES_MAX 96u
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

/*
 * When something is decided: by the steps of the context that runs, so that what another one does,
 * or does not do, before it changes no name of a moment.
 */
struct moment {
	uint8_t context; /* index */
	uint32_t step;	 /* of it */
	uint32_t total;	 /* of all */
};

/* One decision: @taken of @count. */
struct pick {
	uint8_t context;
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

#define CHANGES_MAX 8u

/*
 * A schedule drawn at random as probabilistic concurrency testing has it: who goes on where all
 * stop is a matter of priorities, and at a few steps, uniform over the whole schedule, something
 * interferes.  A defect that needs d things at the right steps is met with a probability that falls
 * with the length to the power of d, whatever else the driver does.
 */
struct walk {
	uint64_t random;
	uint64_t priorities;	       /* seed of them */
	uint32_t length;	       /* steps of the longest schedule that is known */
	unsigned count;		       /* of @changes that are left */
	uint32_t changes[CHANGES_MAX]; /* steps, the next one last */
};

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
	struct walk walk;
};

/* Owns: what it allocates, until choices_fini().  Returns: false without memory. */
bool choices_init(struct choices *choices);
void choices_fini(struct choices *choices);

/* Begins a schedule; what is planned stays. */
void choices_begin(struct choices *choices);

/* Returns: which of @count alternatives happens at @moment. */
unsigned choose(struct choices *choices, const struct moment *moment, const struct alternative *alternatives,
		unsigned count);

/* Plans the next schedule of a search.  Returns: false when all have been run. */
bool choices_advance(struct choices *choices);

/* Plans nothing: the next schedule is the first of a search. */
void choices_restart(struct choices *choices);

/* Draws the next schedule from @seed, with @changes in @length steps. */
void choices_draw(struct choices *choices, uint64_t seed, unsigned changes, uint32_t length);

/*
 * Writes what happened besides GO_ON as text, for choices_parse().
 * Returns: how long the text is, without the 0; it is cut at @size.
 */
size_t choices_format(const struct pick *picks, size_t count, char *text, size_t size);

/* Plans a replay of @text.  Returns: NULL, or what is wrong with it. */
const char *choices_parse(struct choices *choices, const char *text);

#endif
