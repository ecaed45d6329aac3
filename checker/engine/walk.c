// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Walks functions with moments: blocks in the order of the source, moments that are equal in what
 * matters joined, called functions entered when they matter.
 */
#include "engine/moment.h"

#include "engine/exits.h"
#include "engine/effect.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* Moments within a block: calls that have several outcomes multiply them.  What a failed call returns. */
enum { LOCAL_MOMENTS_MAX = 24, FAILED = -22 };

struct arrival {
	struct il_moment moment;
	bool done;
	bool held_back; /* left by the preferred edge only */
	bool both;	/* came back unchanged: the other edge as well */
	bool twice;	/* walked once more, to let others come back */
};

struct arrivals {
	IL_ARRAY(struct arrival) at;
};

struct visit {
	struct il_walk *walk;
	uint32_t frame;
	const struct il_function *function;
	struct arrivals *blocks;
	struct il_outcomes *outcomes;
	bool holds; /* something is held back */
};

struct moments {
	struct il_moment at[LOCAL_MOMENTS_MAX];
	uint32_t count;
};

static void add_outcome(struct visit *visit, struct il_moment moment)
{
	struct il_walk *walk = visit->walk;
	struct il_outcomes *all = visit->outcomes;
	uint32_t function = walk->life->terms.frames.at[visit->frame].function;
	uint32_t value = 0;

	il_state_get(&moment.values, il_path_function(walk->engine->unit, function), &value);
	il_moment_leave(walk, &moment, function);
	for (uint32_t i = 0; i < all->count; i++) {
		if (all->at[i].value == value && il_moment_equal(&all->at[i].moment, &moment)) {
			il_moment_join(&all->at[i].moment, &moment);
			return;
		}
	}
	uint32_t at = il_array_add(all, 1);
	all->at[at] = (struct il_outcome) { moment, value };
}

/*
 * Leaves in @moment, at the end of the function, what its caller may ask for.  Returns false when nobody
 * asks: how a function fails that begins a life tells nothing of how the life ends.
 */
static bool conclude(const struct visit *visit, struct il_moment *moment)
{
	struct il_walk *walk = visit->walk;
	uint32_t function = walk->life->terms.frames.at[visit->frame].function, returned;

	bool returns =
		il_state_get(&moment->values, il_path_function(walk->engine->unit, function), &returned) && returned;
	if (returns && !walk->ends && walk->route.call_count == 0 && il_is_failure(walk, returned)) {
		il_account_way_out(walk, moment);
		return false;
	}
	il_moment_leave(walk, moment, function);
	if (returns)
		il_moment_set_returned(walk, moment, function, returned);
	return true;
}

/* @from: the block that is left; 0: none, the function is entered. */
static void arrive(struct visit *visit, uint32_t from, uint32_t block, struct il_moment *moment)
{
	struct arrivals *there = &visit->blocks[block - visit->function->first_block];
	const struct il_block *b = &visit->walk->engine->unit->blocks.at[block];

	if (b->edge_count == 0 && b->event_count == 0 && !conclude(visit, moment))
		return;
	for (uint32_t i = 0; i < there->at.count; i++) {
		struct arrival *a = &there->at.at[i];
		if (!il_moment_equal(&a->moment, moment))
			continue;
		if (!a->done) {
			il_moment_join(&a->moment, moment);
		} else if (a->held_back && !a->both && (from >= block || visit->walk->ends)) {
			/* SAFETY(order): blocks stand in the order of the source, so that this is another round. */
			a->both = true;
			a->done = false;
		} else if (visit->holds && !a->twice) {
			a->twice = true;
			a->done = false;
		} else if (visit->walk->ends && (moment->joined.quelled & ~a->moment.joined.quelled)) {
			/* What a loop tells the device is told behind it. */
			a->moment.joined.quelled |= moment->joined.quelled;
			a->done = false;
		}
		return;
	}
	if (there->at.count == IL_LIFE_STATES_MAX) {
		visit->walk->engine->stats.walk_limit_hits++;
		return;
	}
	uint32_t at = il_array_add(&there->at, 1);
	there->at.at[at].moment = *moment;
}

static void add_moment(struct il_walk *walk, struct moments *moments, const struct il_moment *moment)
{
	for (uint32_t i = 0; i < moments->count; i++) {
		if (il_moment_equal(&moments->at[i], moment)) {
			il_moment_join(&moments->at[i], moment);
			return;
		}
	}
	if (moments->count == LOCAL_MOMENTS_MAX) {
		walk->engine->stats.walk_limit_hits++;
		return;
	}
	moments->at[moments->count++] = *moment;
}

static bool is_entered_already(const struct il_walk *walk, uint32_t function)
{
	for (uint32_t i = 0; i <= walk->route.call_count; i++) {
		if (walk->functions[i] == function)
			return true;
	}
	return false;
}

/*
 * Returns whether @function can change what handlers of the life need.  What other modules keep in their own
 * records is theirs: they matter where lines are requested and freed.
 */
static bool is_worth_entering(const struct il_walk *walk, uint32_t function)
{
	bool own = il_is_one_module(walk->engine, walk->route.root, function);

	return walk->matters[function] && (own || walk->requests[function] || walk->frees[function]);
}

/* Walks @function as called by @event, and adds what it frees if it is there to @freed.  NULL: it is not entered. */
static const struct il_walked *walk_target(struct visit *visit, const struct il_moment *inside, uint32_t event,
					   uint32_t function, uint32_t *freed)
{
	struct il_walk *walk = visit->walk;

	if (!is_worth_entering(walk, function) || is_entered_already(walk, function))
		return NULL;
	if (walk->route.call_count == IL_LIFE_CALLS_MAX - 1 || walk->steps > IL_LIFE_STEPS_MAX) {
		walk->engine->stats.walk_limit_hits++;
		return NULL;
	}
	uint32_t frame = il_frame_of_call(&walk->life->terms, visit->frame, event, function);
	walk->route.calls[walk->route.call_count++] = event;
	walk->functions[walk->route.call_count] = function;
	const struct il_walked *walked = il_walk_function(walk, frame, inside);
	/* What a helper that cleans up frees on one way, it frees when it is there. */
	*freed |= il_cleans_up(walk, function) ? walked->freed : 0;
	walk->route.calls[--walk->route.call_count] = 0;
	walk->freed_now |= walked->freed;
	return walked;
}

/* Adds what @walked, called by @event in @moment, comes to, to @next. */
static void come_back(struct visit *visit, const struct il_moment *moment, uint32_t event,
		      const struct il_walked *walked, uint32_t freed, struct moments *next)
{
	struct il_walk *walk = visit->walk;
	const struct il_outcomes *after = &walked->after;
	struct il_moment inside;

	il_moment_enter(walk, moment, &inside);
	for (uint32_t i = 0; i < after->count; i++) {
		struct il_moment one = after->at[i].moment;
		one.live &= ~freed;
		one.masked &= ~freed;
		struct il_flags flags = one.joined.flags;
		il_moment_join(&one, &inside);
		/* What the function set is not what it was before. */
		if (memcmp(&walked->before.joined.flags, &inside.joined.flags, sizeof(flags)) == 0)
			one.joined.flags = flags;
		il_moment_return(walk, moment, &one);
		if (after->at[i].value)
			il_moment_set_result(walk, &one, event, after->at[i].value);
		add_moment(walk, next, &one);
	}
}

/*
 * Enters what @event may call.  Which of several it is, through a pointer, is as little known as a
 * condition: what one of them frees when it cleans up is freed.  Returns whether one was entered.
 */
static bool enter(struct visit *visit, const struct il_moment *moment, uint32_t event, const uint32_t *targets,
		  uint32_t count, struct moments *next)
{
	const struct il_walked *walked[IL_TARGETS_MAX];
	struct il_moment inside;
	uint32_t freed = 0;
	bool entered = false;

	il_moment_enter(visit->walk, moment, &inside);
	for (uint32_t i = 0; i < count; i++)
		walked[i] = walk_target(visit, &inside, event, targets[i], &freed);
	for (uint32_t i = 0; i < count; i++) {
		if (walked[i])
			come_back(visit, moment, event, walked[i], freed, next);
		entered = entered || walked[i];
	}
	return entered;
}

/* A request succeeds or fails. */
static void request(struct visit *visit, const struct il_moment *moment, uint32_t event,
		    const struct il_request_api *api, struct moments *next)
{
	struct il_walk *walk = visit->walk;
	struct il_moment succeeded = *moment, failed = *moment;
	uint32_t id = il_registration_of(walk, visit->frame, event, api);

	if (id < IL_REGISTRATIONS_MAX) {
		il_devres_frees(walk, visit->frame, id);
		il_account_request(walk, moment, event, id);
		succeeded.live |= 1u << id;
		succeeded.joined.guessed &= ~(1u << id);
		succeeded.joined.ended &= ~(1u << id);
		failed.joined.ended |= 1u << id;
		if (il_registration(walk, id)->masked || moment->status_off)
			succeeded.masked |= 1u << id;
	}
	il_moment_set_number(walk, &succeeded, event, api->result == IL_RESULT_LINE);
	il_moment_set_number(walk, &failed, event, FAILED);
	add_moment(walk, next, &succeeded);
	add_moment(walk, next, &failed);
}

/* What is told of affinity is set, or that fails. */
static void tell_affinity(struct visit *visit, const struct il_moment *moment, uint32_t event,
			  const struct il_affinity *affinity, struct moments *next)
{
	struct il_moment told = *moment, failed = *moment;

	if (il_happen_affinity(visit->walk, &told, visit->frame, event, affinity)) {
		il_moment_set_number(visit->walk, &told, event, 0);
		il_moment_set_number(visit->walk, &failed, event, FAILED);
		add_moment(visit->walk, next, &failed);
	}
	add_moment(visit->walk, next, &told);
}

/* A core function runs what the driver gave it before it returns.  Returns whether that tells the device something. */
static bool run_callbacks(struct visit *visit, struct il_moment *moment, uint32_t event)
{
	struct il_walk *walk = visit->walk;
	const char *name = il_callee_name(walk->engine, event);
	uint32_t functions[IL_TARGETS_MAX], caller = il_event_function(walk->engine, event);
	bool told = false;

	for (const struct il_run *run = il_model_runs(name); run && il_run_is_of(run, name); run++) {
		uint32_t count = il_functions_held(&walk->life->graph, run->field, caller, functions);
		for (uint32_t i = 0; i < count; i++) {
			struct il_moment inside;
			if (run->stops && !walk->matters[functions[i]])
				told = il_happen_stop(walk, moment, functions[i]) || told;
			if (!walk->matters[functions[i]] || is_entered_already(walk, functions[i]))
				continue;
			if (walk->route.call_count == IL_LIFE_CALLS_MAX - 1 || walk->steps > IL_LIFE_STEPS_MAX) {
				walk->engine->stats.walk_limit_hits++;
				continue;
			}
			il_moment_enter(walk, moment, &inside);
			/* The last user has gone when the device is stopped. */
			if (run->stops)
				inside.joined.quelled |= IL_QUELLED_USERS;
			uint32_t frame = il_frame_of_entry(&walk->life->terms, functions[i]);
			walk->route.calls[walk->route.call_count++] = event;
			walk->functions[walk->route.call_count] = functions[i];
			const struct il_outcomes *after = &il_walk_function(walk, frame, &inside)->after;
			walk->route.calls[--walk->route.call_count] = 0;
			for (uint32_t k = 0; k < after->count; k++) {
				moment->live &= after->at[k].moment.live;
				il_moment_join(moment, &after->at[k].moment);
				moment->joined.flags = after->at[k].moment.joined.flags;
			}
			if (run->stops)
				told = il_happen_stop(walk, moment, functions[i]) || told;
		}
	}
	return told;
}

/* Where a life begins and fails, what a core runs may free lines. */
static void free_in_callbacks(struct visit *visit, struct il_moment *moment, uint32_t event)
{
	struct il_walk *walk = visit->walk;
	struct il_moment after = *moment;
	bool muted = walk->muted;

	walk->muted = true;
	walk->ends = true;
	run_callbacks(visit, &after, event);
	walk->ends = false;
	walk->muted = muted;
	/* Which of several objects they are of, is not known. */
	moment->joined.guessed |= moment->live & ~after.live;
	moment->live &= after.live;
	moment->masked &= moment->live;
}

/* Does what call @event does in @moment; the moments that follow are added to @next. */
static void call(struct visit *visit, const struct il_moment *moment, uint32_t event, struct moments *next)
{
	struct il_walk *walk = visit->walk;
	const char *name = il_callee_name(walk->engine, event);
	const struct il_request_api *api = il_model_request(walk->engine->model, name);
	struct il_moment after = *moment;
	uint32_t targets[IL_TARGETS_MAX];

	if (api) {
		request(visit, moment, event, api, next);
		return;
	}
	const struct il_affinity *affinity = il_model_affinity(name);
	if (affinity) {
		tell_affinity(visit, moment, event, affinity, next);
		return;
	}
	bool told = walk->ends && run_callbacks(visit, &after, event);
	if (!walk->ends && moment->live)
		free_in_callbacks(visit, &after, event);
	bool known = il_apply_call(walk, &after, visit->frame, event);
	if (told)
		after.joined.quelled |= IL_QUELLED_RESET;
	if (known) {
		add_moment(walk, next, &after);
		return;
	}
	uint32_t count = il_call_targets(&walk->life->graph, event, targets);
	if (enter(visit, &after, event, targets, count, next))
		return;
	if (count == 0)
		il_apply_unknown_call(walk, &after, visit->frame, event);
	add_moment(walk, next, &after);
}

static void pass_event(struct visit *visit, uint32_t id, struct moments *moments, struct moments *next)
{
	struct il_walk *walk = visit->walk;
	const struct il_event event = walk->engine->unit->events.at[id];

	next->count = 0;
	for (uint32_t i = 0; i < moments->count; i++) {
		struct il_moment *moment = &moments->at[i];
		if (event.kind == IL_EVENT_CALL) {
			call(visit, moment, id, next);
			continue;
		}
		if (event.kind == IL_EVENT_ASSIGN)
			il_apply_assignment(walk, moment, visit->frame, id);
		else if (event.kind == IL_EVENT_RETURN && event.value)
			il_apply_return(walk, moment, visit->frame, id);
		add_moment(walk, next, moment);
	}
}

static bool leave(struct visit *visit, uint32_t id, const struct il_moment *moment, bool both)
{
	struct il_walk *walk = visit->walk;
	const struct il_block block = walk->engine->unit->blocks.at[id];
	struct il_exits exits;
	bool left = false;

	il_exits_look(walk, visit->frame, id, moment, both, &exits);
	for (int round = 0; round < 2 && !left; round++) {
		for (uint32_t i = 0; i < block.edge_count; i++) {
			const struct il_edge edge = walk->engine->unit->edges.at[block.first_edge + i];
			struct il_moment next = *moment;
			if (round == 0 && !il_exits_prefer(walk, &exits, i))
				continue;
			if (block.branch == IL_BRANCH_TEST &&
			    !il_moment_assume(walk, &next, visit->frame, block.condition, edge.kind == IL_EDGE_TRUE))
				continue;
			if (!il_exits_take(walk, &exits, i))
				continue;
			left = true;
			if (block.branch == IL_BRANCH_TEST)
				il_account_test(walk, &next, id, i, exits.decided);
			if (!il_block_chooses(walk->engine->unit, edge.target))
				il_moment_forget_results(walk, &next);
			arrive(visit, id, edge.target, &next);
		}
		if (exits.only < 0 && !exits.cases)
			break;
	}
	return exits.only >= 0 || exits.cases;
}

static bool never_returns(const struct il_unit *unit, const struct il_block *block)
{
	if (block->event_count == 0)
		return false;
	const struct il_event *last = &unit->events.at[block->first_event + block->event_count - 1];
	return last->kind == IL_EVENT_CALL && (unit->functions.at[last->callee].flags & IL_FUNCTION_NORETURN);
}

static void walk_block(struct visit *visit, uint32_t id, uint32_t arrival)
{
	struct arrivals *here = &visit->blocks[id - visit->function->first_block];
	const struct il_block block = visit->walk->engine->unit->blocks.at[id];
	struct moments *moments = malloc(sizeof(*moments)), *next = malloc(sizeof(*next));
	bool both = here->at.at[arrival].both, held_back = false;
	const struct il_flags *outer = visit->walk->straight;

	visit->walk->steps++;
	if (!moments || !next)
		abort();
	moments->at[0] = here->at.at[arrival].moment;
	moments->count = 1;
	here->at.at[arrival].done = true;
	struct il_flags straight = moments->at[0].joined.flags;
	visit->walk->straight = &straight;
	for (uint32_t e = block.first_event; e < block.first_event + block.event_count; e++) {
		pass_event(visit, e, moments, next);
		struct moments *swapped = moments;
		moments = next;
		next = swapped;
	}
	for (uint32_t i = 0; i < moments->count; i++) {
		if (block.edge_count)
			held_back = leave(visit, id, &moments->at[i], both) || held_back;
		else if (!never_returns(visit->walk->engine->unit, &block))
			add_outcome(visit, moments->at[i]);
	}
	visit->walk->straight = outer;
	visit->blocks[id - visit->function->first_block].at.at[arrival].held_back = held_back;
	visit->holds = visit->holds || held_back;
	free(moments);
	free(next);
}

/* Blocks stand in the order of the source: what comes before a block is walked before it. */
static void walk_blocks(struct visit *visit)
{
	bool moved = true;

	while (moved) {
		moved = false;
		for (uint32_t b = 0; b < visit->function->block_count && !moved; b++) {
			for (uint32_t i = 0; i < visit->blocks[b].at.count; i++) {
				if (visit->blocks[b].at.at[i].done)
					continue;
				moved = true;
				walk_block(visit, visit->function->first_block + b, i);
			}
		}
	}
}

/* Returns whether everything that is joined in @few is in @many. */
static bool is_joined_in(const struct il_moment *few, const struct il_moment *many)
{
	struct il_moment both = *many;

	return !il_moment_join(&both, few);
}

/*
 * Returns what the same walk came to before.  Where less was ready then, nothing else can come of
 * it now; where more was, it is walked again, but not too often.
 */
static const struct il_walked *recall(const struct il_walk *walk, uint32_t frame, uint64_t hash,
				      const struct il_moment *before)
{
	const struct il_walked *known = walk->walked[hash % IL_WALKED_BUCKETS];
	uint32_t variants = 0;

	for (; known; known = known->next) {
		if (known->hash != hash || known->frame != frame || !il_moment_equal(&known->before, before))
			continue;
		if (is_joined_in(&known->before, before))
			return known;
		if (++variants == IL_WALKED_VARIANTS_MAX) {
			walk->engine->stats.walk_limit_hits++;
			return known;
		}
	}
	return NULL;
}

const struct il_walked *il_walk_function(struct il_walk *walk, uint32_t frame, const struct il_moment *before)
{
	uint64_t hash = il_hash(before, offsetof(struct il_moment, joined)) ^ frame;
	const struct il_walked *known = recall(walk, frame, hash, before);

	if (known)
		return known;
	struct il_walked *walked = calloc(1, sizeof(*walked));
	const struct il_function function =
		walk->engine->unit->functions.at[walk->life->terms.frames.at[frame].function];
	struct visit visit = { .walk = walk, .frame = frame, .function = &function };
	visit.blocks = calloc(function.block_count + 1, sizeof(*visit.blocks));
	if (!walked || !visit.blocks)
		abort();
	walked->frame = frame;
	walked->hash = hash;
	walked->before = *before;
	visit.outcomes = &walked->after;
	uint32_t freed_outside = walk->freed_now;
	walk->freed_now = 0;
	struct il_moment entering = *before;
	arrive(&visit, 0, function.entry, &entering);
	walk_blocks(&visit);
	for (uint32_t b = 0; b < function.block_count; b++)
		il_array_fini(&visit.blocks[b].at);
	free(visit.blocks);
	walked->freed = walk->freed_now;
	walk->freed_now |= freed_outside;
	walked->next = walk->walked[hash % IL_WALKED_BUCKETS];
	walk->walked[hash % IL_WALKED_BUCKETS] = walked;
	return walked;
}

void il_walk_forget(struct il_walk *walk)
{
	for (uint32_t i = 0; i < IL_WALKED_BUCKETS; i++) {
		while (walk->walked[i]) {
			struct il_walked *walked = walk->walked[i];
			walk->walked[i] = walked->next;
			il_array_fini(&walked->after);
			free(walked);
		}
	}
	walk->steps = 0;
}
