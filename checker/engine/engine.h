// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * The engine: what a unit's facts mean together.  Rules ask it; it knows no rule.
 */
#ifndef IL_ENGINE_ENGINE_H
#define IL_ENGINE_ENGINE_H

#include "engine/group.h"
#include "facts/unit.h"
#include "model/model.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What was looked at, and how often a limit cut the work short. */
struct il_stats {
	uint32_t functions, events;
	uint32_t requests;
	uint32_t flow_states;
	uint32_t flow_limit_hits;   /* more value states than IL_FLOW_STATES_MAX at a block */
	uint32_t caller_limit_hits; /* wrappers nested deeper than IL_WRAPPER_DEPTH_MAX */
	uint32_t target_limit_hits; /* pointers to functions that were not followed to all of them */
	uint32_t need_limit_hits;   /* handlers of which not all was seen: what they use, or when */
	uint32_t walk_limit_hits;   /* ways through a life that were not followed */
	char problem[256];	    /* what is wrong with an annotation of ours, or empty */
};

/* A call of a request function. */
struct il_request_call {
	const struct il_request_api *api;
	uint32_t event;
	uint32_t function; /* that makes the call */
};

struct il_request;
struct il_life;

struct il_engine {
	struct il_unit *unit;	/* borrowed; paths are added to it */
	uint32_t path_count;	/* of the unit's own paths, which come before those that are added */
	struct il_model *model; /* owned: the caller's and the unit's annotations */
	struct il_stats stats;
	IL_ARRAY(struct il_request_call) requests;
	/* For il_all_requests(), when it was asked. */
	struct {
		struct il_request *at;
		uint32_t count, capacity;
	} ways;
	bool ways_known;
	struct il_life *life;  /* owned; when il_life() was asked */
	struct il_group calls; /* events that call, by function */
	/* Events that assign to it or to an element of it, by field and by variable. */
	struct il_group field_assignments, variable_assignments;
	struct il_group initialisers; /* that hold it, by function */
	struct il_group results;      /* the unit's own paths that are its result, by event */
	/* By function: code assigns or passes its address; the unit has it somewhere else than in calls. */
	IL_ARRAY(bool) handed_on, named;
	/* Value of each variable that has one definition in its function, else 0. */
	IL_ARRAY(uint32_t) definition;
	/* For il_computed(): what it found of each function; empty before it is asked. */
	IL_ARRAY(uint32_t) computed;
};

/* Context: any.  Borrows @unit and @model until il_engine_fini(). */
void il_engine_init(struct il_engine *engine, struct il_unit *unit, const struct il_model *model);
void il_engine_fini(struct il_engine *engine);

/*
 * Returns whether two functions are in one module, as far as is known: inlines of headers are in every one.  Modules
 * that are linked into one unit meet at what they export.
 */
bool il_is_one_module(const struct il_engine *engine, uint32_t a, uint32_t b);

/* Returns the events that assign to the field or variable that @place is, of any object, or to an element. */
struct il_items il_assignments_to(const struct il_engine *engine, uint32_t place);

/* Returns the function that @event is in. */
uint32_t il_event_function(const struct il_engine *engine, uint32_t event);

/* Returns the name of the function that @event calls, "" when it is not known. */
const char *il_callee_name(const struct il_engine *engine, uint32_t event);

/* Returns the path of argument @index of call @event, 0 when there is none. */
uint32_t il_argument_path(const struct il_unit *unit, uint32_t event, int8_t index);

/* Returns the place of argument @index of call @event, 0 when it is not known. */
uint32_t il_argument_place(const struct il_unit *unit, uint32_t event, int8_t index);

/* Returns whether @function is the driver's own, not one of the kernel's headers. */
bool il_is_own_function(const struct il_engine *engine, uint32_t function);

/*
 * Returns @path with every local that has one definition replaced by that definition, wherever
 * in the function it is read.  Cheap and blind to order; il_flow_at() is the exact way.
 */
uint32_t il_resolve(struct il_engine *engine, uint32_t path);

/* Returns @path with the parameters of @function replaced by the @count @values, 0 where there is none. */
uint32_t il_bind(struct il_unit *unit, uint32_t path, uint32_t function, const uint32_t *values, uint32_t count);

/* Returns the function that @path, casts aside, is the address of; 0 when it is none or unknown. */
uint32_t il_path_to_function(const struct il_engine *engine, uint32_t path);

/*
 * Bits of an integer that are known: @ret_set are 1, @ret_clear are 0, the rest is not known.
 */
void il_known_bits(const struct il_engine *engine, uint32_t path, uint64_t *ret_set, uint64_t *ret_clear);

#ifdef __cplusplus
}
#endif

#endif
