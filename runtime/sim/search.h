// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Running schedules: one, all up to a bound, or a number of seeded ones. */
#ifndef IRQRT_SIM_SEARCH_H
#define IRQRT_SIM_SEARCH_H

#include "sim/world.h"

#define FINDINGS_MAX 16u
#define REPLAY_TEXT 2048u

/* One defect, at the first schedule that showed it. */
struct finding {
	struct trap trap;
	struct setting setting;
	char replay[REPLAY_TEXT]; /* for choices_parse() */
	unsigned interrupts;	  /* that it took */
	unsigned preemptions;
};

struct verdict {
	uint64_t schedules; /* of the last pass of each search, and seeds */
	uint64_t executed;  /* all that were run */
	uint64_t trapped;
	uint64_t cut;	   /* ended by a limit of the runtime */
	const char *limit; /* one that was hit; NULL: none */
	unsigned chances;  /* of failing, in the longest schedule */
	uint32_t steps;	   /* of the longest schedule */
	uint32_t points;   /* most in one life of one device in which nothing fails */
	bool any_context;  /* the driver leaves it to a line whether its handler runs in a thread */
	bool strayed;	   /* a schedule did not repeat itself */
	bool shares;	   /* the driver asked for a shared line */
	struct finding findings[FINDINGS_MAX];
	unsigned count; /* of @findings */
	bool more;	/* others were found for which there was no room */
};

/* What a driver's own data is before a schedule; set once it is loaded. */
struct snapshot {
	void *start;
	void *copy;
	size_t bytes;
};

#define SNAPSHOTS_MAX 4u

struct search {
	struct snapshot snapshots[SNAPSHOTS_MAX];
	unsigned snapshot_count;
};

/* Prepares the machine: memory, stacks, signals.  Returns: false without memory. */
bool search_init(struct search *search);
void search_fini(struct search *search);

/* Restores @bytes at @start before each schedule, and looks at them for points.  Returns: false without room. */
bool search_snapshot(struct search *search, void *start, size_t bytes);

/* Runs all schedules of @setting and adds what they showed to @verdict. */
void search_all(struct search *search, const struct setting *setting, struct verdict *verdict);

/* Runs @count schedules drawn from @seed on. */
void search_seeds(struct search *search, const struct setting *setting, uint64_t seed, unsigned count,
		  struct verdict *verdict);

/*
 * Runs the schedule that @replay tells; @trace, unless NULL, gets what happens.
 * Returns: how it ended; world->trap says more.
 */
enum outcome search_replay(struct search *search, const struct setting *setting, const char *replay,
			   struct trace *trace);

/* Leaves out of the schedule of @finding whatever it does not need.  Returns: schedules run. */
unsigned search_minimise(struct search *search, struct finding *finding);

#endif
