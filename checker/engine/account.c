// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Do requests and frees go together?  A way that ends with a line still requested, and a free of a
 * line that is not, are imbalances.
 *
 * Tests of what the driver keeps (is there a line, has it been requested) are often about the very
 * thing that is asked here.  Where one of them that is not followed decided, nothing is said.
 */
#include "engine/moment.h"

#include "engine/release.h"

#include <string.h>

enum { CALLERS_DEPTH_MAX = 8 };

/* Returns whether @block gives @path what a call returns, so that a test of it behind is one of the call. */
static bool is_fresh(const struct il_unit *unit, const struct il_block *block, uint32_t path)
{
	for (uint32_t e = block->first_event; e < block->first_event + block->event_count; e++) {
		const struct il_event *event = &unit->events.at[e];
		if (event->kind == IL_EVENT_ASSIGN && event->target == path &&
		    unit->paths.at[il_path_strip(unit, event->value)].op == IL_PATH_RESULT)
			return true;
	}
	return false;
}

/* Returns whether the call tells what it was given, rather than what it came to. */
static bool is_predicate(const struct il_walk *walk, uint32_t event)
{
	const struct il_unit *unit = walk->engine->unit;
	const struct il_function *f = &unit->functions.at[unit->events.at[event].callee];

	/* Where a life ends nothing is tried that could fail. */
	return walk->ends || unit->types.at[f->type].kind == IL_TYPE_BOOL ||
	       il_model_tests(il_callee_name(walk->engine, event));
}

/* Returns whether what is read at @path, at the end of @block, is something that the driver keeps. */
static bool is_kept(const struct il_walk *walk, const struct il_block *block, uint32_t path)
{
	const struct il_unit *unit = walk->engine->unit;
	const struct il_path *p = &unit->paths.at[path];

	if (p->op == IL_PATH_VARIABLE || p->op == IL_PATH_FIELD || p->op == IL_PATH_INDEX || p->op == IL_PATH_DEREF) {
		bool result = p->op == IL_PATH_VARIABLE && !walk->ends && walk->tracked[p->symbol] &&
			      unit->types.at[p->type].kind != IL_TYPE_POINTER;
		return !result && !is_fresh(unit, block, path);
	}
	if (p->op == IL_PATH_RESULT) {
		const struct il_event *call = &unit->events.at[p->symbol];
		/* IS_ERR() and the like are about what they are given. */
		if (il_model_tells_failure(il_callee_name(walk->engine, p->symbol)) && call->argument_count == 1)
			return is_kept(walk, block, unit->arguments.at[call->first_argument].path);
		return is_predicate(walk, p->symbol);
	}
	return (p->a && p->op != IL_PATH_MEMBER && is_kept(walk, block, p->a)) ||
	       (p->b && p->op != IL_PATH_CONTAINER && is_kept(walk, block, p->b));
}

static uint32_t by_hand(const struct il_walk *walk, uint32_t live)
{
	uint32_t lines = 0;

	for (uint32_t r = 0; live && r < walk->life->registrations.count - walk->base; r++) {
		if ((live >> r & 1) && il_registration(walk, r)->api->management == IL_MANAGED_BY_DRIVER)
			lines |= 1u << r;
	}
	return lines;
}

void il_account_test(struct il_walk *walk, struct il_moment *moment, uint32_t id, uint32_t edge, bool decided)
{
	const struct il_block *block = &walk->engine->unit->blocks.at[id];
	bool live = by_hand(walk, moment->live) != 0, loop;

	if (walk->muted || (!live && !walk->frees[block->function]))
		return;
	bool kept = is_kept(walk, block, block->condition);
	if (live && !kept)
		moment->joined.turn = id;
	if (decided || !kept || !live)
		return;
	int free = il_preferred_edge(walk, id, &loop);
	moment->joined.doubt |= free >= 0 && free != (int)edge;
}

void il_account_tell(struct il_walk *walk, const struct il_moment *moment, struct il_imbalance imbalance)
{
	struct il_life *life = walk->life;

	imbalance.registration += walk->base;
	imbalance.named = walk->named;
	imbalance.elsewhere = (moment->joined.quelled & IL_QUELLED_ELSEWHERE) != 0;
	for (uint32_t i = 0; i < life->imbalances.count; i++) {
		const struct il_imbalance *known = &life->imbalances.at[i];
		if (known->kind == imbalance.kind && known->event == imbalance.event &&
		    known->ending == imbalance.ending)
			return;
	}
	uint32_t at = il_array_add(&life->imbalances, 1);
	life->imbalances.at[at] = imbalance;
}

/* Returns whether @function is @root, or all who call it are, or are called, by it alone. */
static bool is_only_of(const struct il_walk *walk, uint32_t function, uint32_t root, int depth)
{
	const struct il_engine *engine = walk->engine;
	const struct il_items calls = il_group_of(&engine->calls, function);

	if (function == root)
		return true;
	walk->engine->stats.walk_limit_hits += calls.count && depth == CALLERS_DEPTH_MAX;
	if (calls.count == 0 || depth == CALLERS_DEPTH_MAX)
		return false;
	for (uint32_t c = 0; c < calls.count; c++) {
		if (!is_only_of(walk, il_event_function(engine, calls.at[c]), root, depth + 1))
			return false;
	}
	return true;
}

struct freeing {
	struct il_walk *walk;
	const struct il_request *request;
	uint32_t but_for; /* another function whose frees do not count; or 0 */
	bool found;
};

static void find_other_free(void *context, const struct il_release *release)
{
	struct freeing *freeing = context;
	struct il_relation relation = il_relate(freeing->walk->engine, freeing->request, release);

	if (relation.cookie != IL_MATCH_DIFFERENT && !relation.different_line &&
	    !is_only_of(freeing->walk, release->function, freeing->walk->beginning, 0) &&
	    !(freeing->but_for && is_only_of(freeing->walk, release->function, freeing->but_for, 0)))
		freeing->found = true;
}

/* Returns whether something but the function that begins the life, and @but_for, may free the line. */
static bool is_freed_elsewhere(struct il_walk *walk, uint32_t registration, uint32_t but_for)
{
	struct freeing freeing = { .walk = walk, .but_for = but_for };
	uint32_t count;
	const struct il_request *requests = il_all_requests(walk->engine, &count);

	for (uint32_t i = 0; i < count && !freeing.found; i++) {
		freeing.request = &requests[i];
		if (requests[i].event == il_registration(walk, registration)->event)
			il_each_release(walk->engine, find_other_free, &freeing);
	}
	return freeing.found;
}

void il_account_way_out(struct il_walk *walk, const struct il_moment *moment)
{
	uint32_t left = by_hand(walk, moment->live);

	if (walk->muted || walk->undone || moment->joined.doubt)
		return;
	for (uint32_t r = 0; left >> r; r++) {
		struct il_imbalance imbalance = {
			.kind = IL_IMBALANCE_LEFT,
			.registration = r,
			.event = moment->joined.returned,
			.turn = moment->joined.turn,
			.route = walk->route,
		};
		/* What is opened again and again may be kept until the device goes. */
		if ((left >> r & 1) && (walk->begins || !is_freed_elsewhere(walk, r, walk->ending)))
			il_account_tell(walk, moment, imbalance);
	}
}

void il_account_end(struct il_walk *walk, const struct il_moment *last, uint32_t left, uint32_t ending)
{
	left = by_hand(walk, left);
	for (uint32_t r = 0; left >> r; r++) {
		struct il_imbalance imbalance = {
			.kind = IL_IMBALANCE_LEFT,
			.registration = r,
			.ending = ending,
			.route = walk->route,
		};
		if ((left >> r & 1) && !is_freed_elsewhere(walk, r, 0))
			il_account_tell(walk, last, imbalance);
	}
}

void il_account_settle(struct il_walk *walk, uint32_t from, uint32_t freed_with_device)
{
	struct il_life *life = walk->life;
	uint32_t kept = from;

	for (uint32_t i = from; i < life->imbalances.count; i++) {
		const struct il_imbalance *imbalance = &life->imbalances.at[i];
		bool freed = freed_with_device >> (imbalance->registration - walk->base) & 1;
		if (imbalance->kind != IL_IMBALANCE_LEFT || imbalance->ending || !freed)
			life->imbalances.at[kept++] = life->imbalances.at[i];
	}
	life->imbalances.count = kept;
}

/* Returns whether all that @variable is given in @function is 0, and steps. */
static bool counts_from_zero(const struct il_unit *unit, const struct il_function *f, uint32_t variable)
{
	bool zero = false;
	int64_t value;

	for (uint32_t e = f->first_event; e < f->first_event + f->event_count; e++) {
		const struct il_event *event = &unit->events.at[e];
		if (event->kind != IL_EVENT_ASSIGN || event->target != variable || (event->flags & IL_EVENT_COMPOUND))
			continue;
		if (!il_path_is_constant(unit, event->value, &value) || value != 0)
			return false;
		zero = true;
	}
	return zero;
}

/* Returns whether the loop around @event goes through a table from its begin to its end, whatever is in it. */
static bool goes_through_all(const struct il_walk *walk, uint32_t event)
{
	const struct il_unit *unit = walk->engine->unit;
	const struct il_function *f = &unit->functions.at[il_event_function(walk->engine, event)];
	uint32_t tests = 0;
	int64_t bound;

	for (uint32_t b = f->first_block; b < f->first_block + f->block_count; b++) {
		const struct il_block *block = &unit->blocks.at[b];
		if (block->branch == IL_BRANCH_NONE || !il_block_loops_with(walk, b, event))
			continue;
		const struct il_path *p = &unit->paths.at[block->condition];
		if (block->branch != IL_BRANCH_TEST || p->op != IL_PATH_BINARY || p->code != IL_OP_LT ||
		    !il_path_is_constant(unit, p->b, &bound) || unit->paths.at[p->a].op != IL_PATH_VARIABLE ||
		    !counts_from_zero(unit, f, p->a))
			return false;
		tests++;
	}
	return tests == 1;
}

/* Returns the first call, or event, in which the way to @event parts from the one to the request. */
static uint32_t parting(const struct il_walk *walk, const struct il_registration *registration, uint32_t event,
			uint32_t *ret_there)
{
	const struct il_route *a = &walk->route, *b = &registration->route;
	uint32_t i = 0;

	while (i < a->call_count && i < b->call_count && a->calls[i] == b->calls[i])
		i++;
	*ret_there = i < b->call_count ? b->calls[i] : registration->event;
	return i < a->call_count ? a->calls[i] : event;
}

/*
 * Returns whether a test of what the driver keeps, or a switch, decides whether @event is come to,
 * and does not decide the same of @other, if that is in the same function.
 */
static bool is_guarded(struct il_walk *walk, uint32_t event, uint32_t other)
{
	const struct il_unit *unit = walk->engine->unit;
	uint32_t goal = unit->events.at[event].block, second = other ? unit->events.at[other].block : 0;
	const struct il_function *f = &unit->functions.at[unit->blocks.at[goal].function];

	if (second && unit->blocks.at[second].function != unit->blocks.at[goal].function)
		second = 0;
	for (uint32_t b = f->first_block; b < f->first_block + f->block_count; b++) {
		const struct il_block *block = &unit->blocks.at[b];
		if (b == goal || block->branch == IL_BRANCH_NONE || !is_kept(walk, block, block->condition))
			continue;
		/* Of a loop around it, see goes_through_all(). */
		if (il_edges_decide(walk, b, goal) && !il_block_loops_with(walk, b, event) &&
		    !(second && il_edges_decide(walk, b, second)))
			return true;
	}
	return false;
}

/* Returns whether call @event, through a pointer, is of one function or another. */
static bool is_one_of_several(struct il_walk *walk, uint32_t event)
{
	uint32_t targets[IL_TARGETS_MAX];

	return il_call_targets(&walk->life->graph, event, targets) > 1;
}

/* Returns whether a test within the loop around @event chooses the rounds in which it is come to. */
static bool is_chosen_round(struct il_walk *walk, uint32_t event)
{
	const struct il_unit *unit = walk->engine->unit;
	uint32_t goal = unit->events.at[event].block;
	const struct il_function *f = &unit->functions.at[unit->blocks.at[goal].function];

	for (uint32_t b = f->first_block; b < f->first_block + f->block_count; b++) {
		const struct il_block *block = &unit->blocks.at[b];
		bool stays = block->edge_count > 1 && il_block_loops_with(walk, b, event);
		for (uint32_t i = 0; stays && i < block->edge_count; i++) {
			uint32_t target = unit->edges.at[block->first_edge + i].target;
			stays = il_block_loops_with(walk, target, event);
		}
		if (stays && is_kept(walk, block, block->condition) && il_edges_decide(walk, b, goal))
			return true;
	}
	return false;
}

void il_account_request(struct il_walk *walk, const struct il_moment *moment, uint32_t event, uint32_t index)
{
	const struct il_registration *registration = il_registration(walk, index);
	uint32_t same = registration->shared ? il_same_registrations(walk, moment->live, index) : 0;
	uint32_t first = 0;

	if (!same || walk->muted || walk->ends || registration->api->kind != IL_KIND_IRQ)
		return;
	while (!(same >> first & 1))
		first++;
	const struct il_registration *other = il_registration(walk, first);
	uint32_t there, here = parting(walk, other, event, &there);
	/* What is met twice may ask whether it has been there. */
	bool again = other->event == event;
	bool chosen = is_chosen_round(walk, event) || (again && is_guarded(walk, event, here == event ? there : 0));
	bool apart = false;
	for (uint32_t i = 0; i < walk->route.call_count && !chosen; i++) {
		uint32_t call = walk->route.calls[i];
		apart = apart || call == here;
		chosen = is_chosen_round(walk, call) || is_one_of_several(walk, call) ||
			 (again && apart && is_guarded(walk, call, here == call ? there : 0));
	}
	struct il_imbalance imbalance = {
		.kind = IL_IMBALANCE_TWICE,
		.registration = first,
		.event = event,
		.route = walk->route,
	};
	if (!chosen && other->shared)
		il_account_tell(walk, moment, imbalance);
}

bool il_account_is_chosen(struct il_walk *walk, const struct il_registration *registration, uint32_t event)
{
	uint32_t there, here = parting(walk, registration, event, &there);
	bool chosen = is_guarded(walk, event, here == event ? there : 0);

	for (uint32_t i = walk->route.call_count; i-- > 0 && !chosen;) {
		uint32_t call = walk->route.calls[i];
		if (!walk->ends && i < registration->route.call_count && registration->route.calls[i] == call)
			break;
		chosen = is_one_of_several(walk, call) || is_guarded(walk, call, here == call ? there : 0);
	}
	for (uint32_t i = 0; walk->ends && i < registration->route.call_count && !chosen; i++)
		chosen = is_one_of_several(walk, registration->route.calls[i]);
	return chosen;
}

/* @registrations: all that may be meant, of which none is live. */
void il_account_free(struct il_walk *walk, const struct il_moment *moment, uint32_t event,
		     const struct il_free_api *api, uint32_t registrations)
{
	uint32_t index = 0;

	while (!(registrations >> index & 1))
		index++;
	const struct il_registration *registration = il_registration(walk, index);
	struct il_imbalance imbalance = {
		.kind = IL_IMBALANCE_NOT_HELD,
		.registration = index,
		.event = event,
		.turn = moment->joined.turn,
		.route = walk->route,
		.ending = walk->ends ? walk->route.root : 0,
		.freed = walk->ends ? walk->freed[index] : 0,
	};
	uint32_t there, here = parting(walk, registration, event, &there);
	bool begins = !walk->ends,
	     together = begins && il_event_function(walk->engine, here) == il_event_function(walk->engine, there);
	/* What a called function came to is not always known; who has not begun the life frees what is from before. */
	bool sure = !(begins ? walk->undone || there != registration->event : registration->route.call_count != 0);

	if (walk->muted || walk->left != NULL || (moment->joined.guessed & registrations) ||
	    (together && here < there) || (!sure && (moment->joined.ended & registrations) != registrations))
		return;
	/* Which family it is, is asked elsewhere. */
	if (walk->ends && api->management != registration->api->management)
		return;
	bool loops = il_event_loops(walk, event);
	for (uint32_t i = 0; i < walk->route.call_count; i++)
		loops = loops || il_event_loops(walk, walk->route.calls[i]);
	if (loops == registration->in_loop && (!loops || goes_through_all(walk, event)) &&
	    !il_account_is_chosen(walk, registration, event))
		il_account_tell(walk, moment, imbalance);
}

/*
 * A function whose body is not seen, and whose name says that it ends something, is given the cookie
 * or what the line's number is kept in.
 */
void il_account_elsewhere(struct il_walk *walk, struct il_moment *moment, uint32_t event, uint32_t pointer)
{
	struct il_unit *unit = walk->engine->unit;

	if (!il_may_end(walk, event))
		return;
	uint32_t object = il_pointee(unit, pointer);
	for (uint32_t r = 0; moment->live >> r; r++) {
		const struct il_registration *registration = il_registration(walk, r);
		if ((moment->live >> r & 1) &&
		    (il_same_term(unit, registration->cookie, il_path_strip(unit, pointer)) ||
		     il_reached_through(unit, registration->line, object)))
			moment->joined.quelled |= IL_QUELLED_ELSEWHERE;
	}
}
