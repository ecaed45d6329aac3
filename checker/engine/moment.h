// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * One joint state of a life.  For the files of the life; rules see incidents.
 */
#ifndef IL_ENGINE_MOMENT_H
#define IL_ENGINE_MOMENT_H

#include "engine/life.h"

/* A flag: a field, or a bit that test_bit() and the like ask for. */
struct il_flag {
	uint32_t cell;
	uint32_t known; /* constant, or 0: it may be one of several */
	uint64_t bits;	/* that may be set */
};

struct il_flags {
	uint32_t count;
	uint32_t zeroed; /* the memory is new: a flag that is not here is 0 */
	struct il_flag at[IL_FLAGS_MAX];
};

/*
 * The first part tells moments apart; the second is joined when the first is equal, so that what
 * is ready on one of two ways counts as ready: the bias is to be silent.
 */
struct il_moment {
	struct il_state values; /* of variables and results of calls, and what tests of fields came to */
	uint32_t live, masked;	/* sets of registrations */
	uint32_t status_off;	/* lines are left disabled by the next request */
	struct {
		struct il_flags flags; /* what fields were set to */
		uint64_t ready[IL_PLACE_WORDS];
		uint64_t quiet[IL_PLACE_WORDS];	 /* cancelled when nobody could arm it */
		uint64_t barred[IL_PLACE_WORDS]; /* cannot be armed any more */
		uint64_t hasty[IL_PLACE_WORDS];	 /* cancelled too early */
		uint64_t late[IL_PLACE_WORDS];	 /* made ready when a line was live */
		uint64_t quelled;
		uint32_t set[IL_AFFINITY_PARTS];   /* of these registrations */
		uint32_t unset[IL_AFFINITY_PARTS]; /* taken back since */
		uint32_t returned;		   /* the last return statement */
		uint32_t turn;			   /* block whose test took the way out, while a line was live */
		uint32_t guessed;		   /* registrations that a free ended which may be for another */
		uint32_t ended; /* registrations of which it is known: they have failed, or are undone */
		uint64_t doubt; /* a test that is not followed decided that a line is not freed */
	} joined;
};

/* Returns whether the parts that tell moments apart are equal. */
bool il_moment_equal(const struct il_moment *a, const struct il_moment *b);

/* Joins @from into @into.  Returns whether that changed @into. */
bool il_moment_join(struct il_moment *into, const struct il_moment *from);

/* Returns what is known of flag @cell, or NULL. */
const struct il_flag *il_flags_get(const struct il_flags *flags, uint32_t cell);

/* Returns false when there is no room. */
bool il_flags_set(struct il_flags *flags, struct il_flag flag);

/* Returns whether the record is the driver's, not a core's. */
static inline bool il_is_own_record(const struct il_unit *unit, uint32_t record)
{
	return unit->files.at[unit->places.at[unit->records.at[record].place].file].kind != IL_FILE_HEADER;
}

static inline bool il_place_in(const uint64_t *set, uint32_t place)
{
	return set[place / 64] >> place % 64 & 1;
}

static inline void il_place_add(uint64_t *set, uint32_t place)
{
	set[place / 64] |= UINT64_C(1) << place % 64;
}

/* What came of walking a function: where it left things, and what it returned. */
struct il_outcome {
	struct il_moment moment;
	uint32_t value; /* constant, or 0: not known */
};

struct il_outcomes {
	struct il_outcome *at;
	uint32_t count, capacity;
};

/* What was walked before: the same again comes to the same. */
struct il_walked {
	uint32_t frame;
	uint64_t hash; /* of the frame and of what tells moments apart */
	struct il_moment before;
	struct il_outcomes after;
	uint32_t freed;		/* registrations that it freed on some way */
	struct il_walked *next; /* of the same bucket */
};

/* Something that devres does when the device is unbound. */
struct il_devres {
	enum { IL_DEVRES_LINE, IL_DEVRES_CANCEL, IL_DEVRES_ACTION, IL_DEVRES_RELEASE } kind;
	uint32_t registration;	 /* that it frees */
	uint32_t function, data; /* of an action: function and its argument, a term */
	uint32_t event, frame;	 /* that gave it to devres */
	uint32_t thing;		 /* work that it cancels */
	uint32_t pointer;	 /* place that holds what it releases; 0: none that lasts */
	uint32_t device;	 /* term */
};

/* An event that makes @place ready, a path of its function. */
struct il_making {
	uint32_t event, place, field;
};

/* A function sets a bit that handlers ask for. */
struct il_setter {
	uint32_t cell, function;
};

struct il_thing {
	uint32_t term;
	uint32_t event; /* of the last cancel that came too early */
	struct il_route route;
	uint64_t quelled; /* what it was then */
};

enum {
	IL_WALKED_BUCKETS = 1024,
	IL_LIFE_STEPS_MAX = 30000,  /* a life that takes more is left: functions are not entered any more */
	IL_WALKED_VARIANTS_MAX = 4, /* walks of a function that differ in what is joined only */
};

/* A walk through the lives of a unit. */
struct il_walk {
	struct il_life *life;
	struct il_engine *engine;
	IL_ARRAY(struct il_thing) things; /* the places of the sets of a moment */
	struct il_walked *walked[IL_WALKED_BUCKETS];
	uint32_t freed_now;		   /* registrations that the function that is walked freed so far */
	uint32_t steps;			   /* blocks that were walked in this life */
	const struct il_flags *straight;   /* flags at the begin of the block that is walked */
	IL_ARRAY(struct il_devres) devres; /* oldest first */
	uint32_t base;			   /* the first registration of this life: bit 0 of the sets */
	struct il_route route;
	uint32_t functions[IL_LIFE_CALLS_MAX];	/* that are walked, outermost first */
	uint64_t ever_quiet[IL_PLACE_WORDS];	/* cancelled on some way to the end */
	uint64_t ever_calm[IL_PLACE_WORDS];	/* the same, without waiting for one that runs */
	uint32_t freed[IL_REGISTRATIONS_MAX];	/* event that freed the line last, while the life ends */
	uint64_t quelled[IL_REGISTRATIONS_MAX]; /* what the device was told by then */
	uint32_t setting[IL_AFFINITY_PARTS][IL_REGISTRATIONS_MAX]; /* event that set it */
	bool asks;						   /* il_asks_registers() */
	bool ends;						   /* the life ends: what frees is run */
	bool begins;		      /* the object's memory is new: what was not set is zero */
	const struct il_moment *left; /* what probe() left to the devres that is at work; NULL: it is not */
	uint32_t popped;	      /* event that gave devres what it does now; 0: it does nothing */
	bool muted;		      /* what happens is not told: only what is freed is asked */
	bool named;		      /* no table says that the function begins the life, but its name */
	bool undone;		    /* what begins the life is undone by the one that ends it, even if it has failed */
	uint32_t beginning, ending; /* functions that begin and end the life; the second may be 0 */
	IL_ARRAY(struct il_kept) kept; /* with devices, by the function that began the life */

	IL_ARRAY(struct il_setter) setters; /* but for those that only handlers run */
	IL_ARRAY(uint32_t) cancels;	    /* events that cancel */
	IL_ARRAY(uint32_t) unsets;	    /* events that take back what a line was told of affinity */
	IL_ARRAY(struct il_making) makings; /* what makes needed things ready, anywhere */
	IL_ARRAY(uint32_t) called;	    /* by name, a string: the function that is called so */
	/* By function, see il_scope_init(). */
	bool *matters, *frees, *requests;
	bool *inside; /* entered by the function that begins the life, or runs within it */
	struct {
		IL_ARRAY(uint32_t) functions, fields;
	} around;      /* what is set in inside and in opened */
	uint8_t *says; /* what it, and what it calls, tells the device */
	/* By field. */
	bool *needed, *guarding, *tested, *assigned, *opened, *initialised, *filled;
	uint32_t *maker; /* event whose result the field is given, UINT32_MAX: of several functions */
	/* By variable. */
	bool *tracked;
	/* By event: a return reads its result, perhaps as one of several, in another block. */
	bool *chosen;
	/* By block: the edge to prefer plus one. */
	uint8_t *preferred;
};

/*
 * Of il_moment.quelled: the device seems to be told to be quiet; nobody asks it for anything any
 * more; it is reset, which counts at the end of a life only: what comes up from a reset may well
 * have an interrupt pending; it is taken down, which counts before it is brought up only.
 */
enum {
	IL_QUELLED_DEVICE = 1,
	IL_QUELLED_USERS = 2,
	IL_QUELLED_RESET = 4,
	IL_QUELLED_CLOCK = 8,
	IL_QUELLED_ELSEWHERE = 16, /* a function whose body is not seen may have ended the line or the work */
	IL_QUELLED_DOWN = 32,
};

/*
 * Of il_walk.says; ANYTHING: a register is written; SWITCHES: one that lets interrupts through, or not,
 * which is not the former where a life ends.
 */
enum { IL_SAYS_QUIET = 1, IL_SAYS_AWAKE = 2, IL_SAYS_RESET = 4, IL_SAYS_ANYTHING = 8, IL_SAYS_SWITCHES = 16 };

enum { IL_PREFERS_NONE = 3, IL_PREFERS_LOOP = 4 };

/* Returns registration @index of the life that is walked. */
static inline struct il_registration *il_registration(const struct il_walk *walk, uint32_t index)
{
	return &walk->life->registrations.at[walk->base + index];
}

/* scope.c: what is worth walking. */
void il_scope_init(struct il_walk *walk);
void il_scope_fini(struct il_walk *walk);

/* Returns the edge of @block that leads to a free which the other does not lead to, or -1. */
int il_preferred_edge(struct il_walk *walk, uint32_t block, bool *ret_loop);

/* Returns whether @block is in a loop that frees, and does not request, lines. */
bool il_block_undoes(struct il_walk *walk, uint32_t block);

/* Returns whether edge @edge of @block leads to a free. */
bool il_case_frees(struct il_walk *walk, uint32_t block, uint32_t edge);

/*
 * ways.c: ways through the blocks of a function.  Marks the blocks that can be reached from @from
 * without passing @without; @stack has room for all of them.
 */
void il_reach(const struct il_unit *unit, const struct il_function *f, uint32_t from, uint32_t without, bool *seen,
	      uint32_t *stack);

/* Marks the blocks of the loops that @block is in; returns whether there is one. */
bool il_find_loop(const struct il_unit *unit, uint32_t block, bool *ret_blocks);

/* Returns whether @event is in a loop of its function. */
bool il_event_loops(const struct il_walk *walk, uint32_t event);

/* Returns whether the edges of @block differ in whether @goal, of the same function, is come to. */
bool il_edges_decide(const struct il_walk *walk, uint32_t block, uint32_t goal);

/* Returns whether @block and @event, of one function, are in one loop. */
bool il_block_loops_with(const struct il_walk *walk, uint32_t block, uint32_t event);

/* quiet.c: does it seem that the device is told to be quiet, or to interrupt? */
uint8_t il_call_says(const struct il_walk *walk, uint32_t event);
void il_happen_quell(struct il_walk *walk, struct il_moment *moment, uint32_t event);

/*
 * A framework runs @function, which the driver gave it to stop the device.  Returns whether that tells
 * the device something: an interrupt that is on its way then still finds what goes at once.
 */
bool il_happen_stop(const struct il_walk *walk, struct il_moment *moment, uint32_t function);

/*
 * Returns whether the device seems to be quiet by then.  What comes up from a reset may well have an
 * interrupt pending.  A handler that asks its device first gets no answer from one without a clock;
 * and when nobody uses the device any more, flags keep it from works that users set off.
 */
bool il_is_quelled(const struct il_walk *walk, const struct il_moment *moment, const struct il_incident *incident);

/* Returns whether call @event is of a function whose name says that it ends something. */
bool il_may_end(const struct il_walk *walk, uint32_t event);

/* A function whose body is not seen gets what @pointer, a term, points to. */
void il_happen_elsewhere(struct il_walk *walk, struct il_moment *moment, uint32_t event, uint32_t pointer);

/* value.c: what is known of values. */
uint32_t il_moment_value(struct il_walk *walk, const struct il_moment *moment, uint32_t frame, uint32_t path);
uint32_t il_moment_returned(struct il_walk *walk, const struct il_moment *moment, uint32_t frame, uint32_t event);
void il_moment_assign(struct il_walk *walk, struct il_moment *moment, uint32_t frame, const struct il_event *event);
void il_moment_flag(struct il_walk *walk, struct il_moment *moment, uint32_t frame, uint32_t event);
bool il_moment_assume(struct il_walk *walk, struct il_moment *moment, uint32_t frame, uint32_t condition, bool holds);
void il_moment_enter(struct il_walk *walk, const struct il_moment *outside, struct il_moment *ret_inside);
void il_moment_return(struct il_walk *walk, const struct il_moment *outside, struct il_moment *inside);
void il_moment_forget_results(struct il_walk *walk, struct il_moment *moment);
void il_moment_leave(struct il_walk *walk, struct il_moment *moment, uint32_t function);
void il_moment_set_result(struct il_walk *walk, struct il_moment *moment, uint32_t event, uint32_t value);
void il_moment_set_number(struct il_walk *walk, struct il_moment *moment, uint32_t event, int64_t number);
void il_moment_set_returned(struct il_walk *walk, struct il_moment *moment, uint32_t function, uint32_t value);
/* Return the cell that a flag is kept in: a field, or what test_bit() and the like ask for; 0: none. */
uint32_t il_flag_of_field(struct il_unit *unit, uint32_t field);
uint32_t il_flag_of_call(struct il_walk *walk, uint32_t event);

/* reach.c: can a handler get to its uses? */
uint32_t il_bound(const struct il_walk *walk, const struct il_registration *registration, uint32_t need);
/* @first: as no interrupt has come yet, what handlers set off has set nothing. */
bool il_need_is_open(struct il_walk *walk, const struct il_moment *moment, const struct il_registration *registration,
		     const struct il_need *need, bool first);

/* Returns whether the handler tests a pointer on the way to the use for not being NULL. */
bool il_need_is_tested(const struct il_walk *walk, const struct il_need *need);

/* Returns whether the handler asks on the way to the use what pointer @field is. */
bool il_need_asks_for(const struct il_walk *walk, const struct il_need *need, uint32_t field);

/* Returns whether the pointers on the way to place @bound are ready: else the handler never gets that far. */
bool il_prefixes_are_ready(const struct il_walk *walk, const struct il_moment *moment, uint32_t bound);

/* happen.c: what calls do to the things that handlers need. */
void il_happen_ready(struct il_walk *walk, struct il_moment *moment, enum il_object object, uint32_t place,
		     uint32_t event);
void il_happen_release(struct il_walk *walk, struct il_moment *moment, uint32_t pointer, uint32_t event);
void il_happen_cancel(struct il_walk *walk, struct il_moment *moment, uint32_t place, bool for_good, uint32_t event);
void il_happen_calm(struct il_walk *walk, uint32_t place);
void il_happen_drain(struct il_walk *walk, struct il_moment *moment, uint32_t queue, uint32_t event);
void il_happen_end(struct il_walk *walk, struct il_moment *moment, uint32_t started, bool over);
void il_happen_enable(struct il_walk *walk, struct il_moment *moment, uint32_t place);
uint32_t il_thing(struct il_walk *walk, uint32_t term);

/*
 * Returns whether the handler follows a NULL pointer before it gets to the need: one that is set
 * only when the device is used.  That is another defect, which the order of probe() does not cure.
 */
bool il_need_is_shadowed(const struct il_walk *walk, const struct il_moment *moment,
			 const struct il_registration *registration, uint32_t need);

/* Returns whether something in @set is, or may be, the place @term, and which in @ret_thing. */
bool il_thing_in(const struct il_walk *walk, const uint64_t *set, uint32_t term, uint32_t *ret_thing);

/* devres.c: what the device's end undoes. */
void il_devres_frees(struct il_walk *walk, uint32_t frame, uint32_t registration);
void il_devres_cancels(struct il_walk *walk, uint32_t place, uint32_t event);
void il_devres_acts(struct il_walk *walk, uint32_t frame, uint32_t event);

/* Devres owns what call @event returns; then, @value, which may be that, is kept at @place. */
void il_devres_owns(struct il_walk *walk, uint32_t frame, uint32_t event);
void il_devres_keeps(struct il_walk *walk, uint32_t frame, uint32_t value, uint32_t place);

/* Does what devres does at unbind, newest first, to a device that probe() left in moment @left. */
void il_devres_pop(struct il_walk *walk, struct il_moment *moment, const struct il_moment *left);

/*
 * Returns whether a handler that runs while devres is at work gets to the use.  Nobody uses the device
 * any more by then, so that the flags that users set are as probe() left them.
 */
bool il_devres_reaches(struct il_walk *walk, const struct il_registration *registration, uint32_t need);

/* vector.c: lines that are taken away, and what is left set of them. */
void il_happen_vector(struct il_walk *walk, struct il_moment *moment, uint32_t frame, uint32_t event,
		      const struct il_vector *vector);

/* Returns whether it sets something, which may fail. */
bool il_happen_affinity(struct il_walk *walk, struct il_moment *moment, uint32_t frame, uint32_t event,
			const struct il_affinity *affinity);

/* Registrations @lines are freed, by call @event or, one of them, by devres. */
void il_happen_freed(struct il_walk *walk, const struct il_moment *moment, uint32_t frame, uint32_t lines,
		     uint32_t event, const struct il_free_api *api);
void il_devres_freed(struct il_walk *walk, const struct il_moment *moment, uint32_t line);

/* Of the incidents since @from, drops what the walk that is over has settled. */
void il_settle_vectors(struct il_walk *walk, uint32_t from);

/* power.c: handlers that ask a device which is switched off. */
void il_happen_dark(struct il_walk *walk, struct il_moment *moment, uint32_t event);

/* Returns whether a handler of the unit reads registers whatever the driver's memory says. */
bool il_asks_registers(const struct il_walk *walk);

/* Looks for operations that switch the device off while its lines stay as they are. */
void il_find_dark(struct il_walk *walk);

/* registration.c: requests and frees. */

/* Returns whether two terms can be the number of the same line. */
enum il_match il_match_lines(const struct il_unit *unit, uint32_t a, uint32_t b);

uint32_t il_registration_of(struct il_walk *walk, uint32_t frame, uint32_t event, const struct il_request_api *api);
/* Returns which of the @live registrations have line and cookie of @index, expressions of one object. */
uint32_t il_same_registrations(const struct il_walk *walk, uint32_t live, uint32_t index);
/* Returns whether two terms are the number of one line of one object. */
bool il_is_exact_line(const struct il_unit *unit, uint32_t a, uint32_t b);
/* @cookie: a term with its casts. */
enum il_match il_match_cookie_of(struct il_walk *walk, const struct il_registration *registration, uint32_t cookie);
void il_happen_free(struct il_walk *walk, struct il_moment *moment, uint32_t frame, uint32_t event,
		    const struct il_free_api *api);
void il_happen_control(struct il_walk *walk, struct il_moment *moment, uint32_t frame, uint32_t event,
		       const struct il_control_api *api);

/* account.c: do requests and frees go together? */
void il_account_tell(struct il_walk *walk, const struct il_moment *moment, struct il_imbalance imbalance);
/*
 * Returns whether a test of what the driver keeps, or a pointer to a function, chooses whether the way
 * from the request leads to @event.
 */
bool il_account_is_chosen(struct il_walk *walk, const struct il_registration *registration, uint32_t event);
void il_account_elsewhere(struct il_walk *walk, struct il_moment *moment, uint32_t event, uint32_t pointer);
void il_account_test(struct il_walk *walk, struct il_moment *moment, uint32_t block, uint32_t edge, bool decided);
void il_account_way_out(struct il_walk *walk, const struct il_moment *moment);
void il_account_request(struct il_walk *walk, const struct il_moment *moment, uint32_t event, uint32_t registration);
void il_account_free(struct il_walk *walk, const struct il_moment *moment, uint32_t event,
		     const struct il_free_api *api, uint32_t registrations);
void il_account_end(struct il_walk *walk, const struct il_moment *last, uint32_t left, uint32_t ending);
void il_account_settle(struct il_walk *walk, uint32_t from, uint32_t freed_with_device);

/*
 * mismatch.c: is the line requested as it is freed?  Returns the registrations of the line that the
 * free does not end, as its cookie is another.
 */
uint32_t il_mismatch(struct il_walk *walk, const struct il_moment *moment, uint32_t event,
		     const struct il_free_api *api, uint32_t line, uint32_t cookie);

/* walk.c */
const struct il_walked *il_walk_function(struct il_walk *walk, uint32_t frame, const struct il_moment *before);
void il_walk_forget(struct il_walk *walk);

/* root.c */
bool il_is_failure(const struct il_walk *walk, uint32_t value);
void il_walk_lives(struct il_walk *walk);

#endif
