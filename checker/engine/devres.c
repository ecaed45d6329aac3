// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What devres does when the device is unbound: it undoes what came to it, newest first. */
#include "engine/moment.h"

#include "engine/origin.h"

#include <string.h>

/* Values that are kept in locals are followed this far. */
enum { VALUE_DEPTH_MAX = 4 };

static uint32_t term_of(struct il_walk *walk, uint32_t frame, uint32_t event, int8_t position)
{
	uint32_t path = il_argument_path(walk->engine->unit, event, position);

	return path ? il_term(&walk->life->terms, frame, path) : 0;
}

static struct il_devres *find(const struct il_walk *walk, uint32_t event, uint32_t frame)
{
	for (uint32_t i = 0; i < walk->devres.count; i++) {
		if (walk->devres.at[i].event == event && walk->devres.at[i].frame == frame)
			return &walk->devres.at[i];
	}
	return NULL;
}

/* What the same call does again, in another round of a loop or on another way, stays where it was first. */
static void push(struct il_walk *walk, const struct il_devres *devres)
{
	if (find(walk, devres->event, devres->frame))
		return;
	uint32_t at = il_array_add(&walk->devres, 1);
	walk->devres.at[at] = *devres;
}

void il_devres_frees(struct il_walk *walk, uint32_t frame, uint32_t registration)
{
	const struct il_registration *r = il_registration(walk, registration);
	struct il_devres line = {
		.kind = IL_DEVRES_LINE,
		.registration = registration,
		.event = r->event,
		.frame = frame,
	};

	if (r->managed)
		push(walk, &line);
}

void il_devres_cancels(struct il_walk *walk, uint32_t place, uint32_t event)
{
	struct il_devres cancels = { .kind = IL_DEVRES_CANCEL, .event = event, .thing = il_thing(walk, place) };

	push(walk, &cancels);
}

void il_devres_acts(struct il_walk *walk, uint32_t frame, uint32_t event)
{
	struct il_devres action = {
		.kind = IL_DEVRES_ACTION,
		.function = il_path_to_function(walk->engine, term_of(walk, frame, event, 1)),
		.data = term_of(walk, frame, event, 2),
		.event = event,
		.frame = frame,
	};

	push(walk, &action);
}

void il_devres_owns(struct il_walk *walk, uint32_t frame, uint32_t event)
{
	struct il_devres release = {
		.kind = IL_DEVRES_RELEASE,
		.event = event,
		.frame = frame,
		.device = term_of(walk, frame, event, 0),
	};

	push(walk, &release);
}

/* Returns the call of a function whose result devres owns that @value, in @frame, is the result of; 0: none. */
static uint32_t owned_call(struct il_walk *walk, uint32_t frame, uint32_t value)
{
	const struct il_engine *engine = walk->engine;
	const struct il_unit *unit = engine->unit;

	for (int i = 0;; i++) {
		value = il_path_strip(unit, value);
		const struct il_path *p = &unit->paths.at[value];
		if (p->op == IL_PATH_RESULT && il_model_is_managed(il_callee_name(engine, p->symbol)))
			return p->symbol;
		if (p->op != IL_PATH_VARIABLE || p->symbol >= engine->definition.count)
			break;
		walk->engine->stats.walk_limit_hits += i == VALUE_DEPTH_MAX;
		if (i == VALUE_DEPTH_MAX)
			break;
		value = engine->definition.at[p->symbol];
	}
	/* A function that only returns it, or the caller's value. */
	value = il_path_strip(unit, il_term(&walk->life->terms, frame, value));
	const struct il_path *p = &unit->paths.at[value];
	return p->op == IL_PATH_RESULT && il_model_is_managed(il_callee_name(engine, p->symbol)) ? p->symbol : 0;
}

void il_devres_keeps(struct il_walk *walk, uint32_t frame, uint32_t value, uint32_t place)
{
	uint32_t event = walk->ends ? 0 : owned_call(walk, frame, value);
	struct il_devres release = { .kind = IL_DEVRES_RELEASE, .event = event, .frame = frame, .pointer = place };
	uint32_t next = walk->devres.count;

	for (uint32_t i = 0; event && i < walk->devres.count; i++) {
		struct il_devres *known = &walk->devres.at[i];
		if (known->event != event)
			continue;
		if (known->pointer == place)
			return;
		if (!known->pointer) {
			known->pointer = place;
			return;
		}
		release.device = known->device;
		next = i + 1;
	}
	if (!event)
		return;
	/* What is kept in several places goes at once; a call that was not entered, when its result is kept. */
	il_array_add(&walk->devres, 1);
	memmove(&walk->devres.at[next + 1], &walk->devres.at[next],
		(walk->devres.count - 1 - next) * sizeof(walk->devres.at[0]));
	walk->devres.at[next] = release;
}

/* Returns the device that @term, a pointer to one or to what it is in, is of. */
static uint32_t device_of(struct il_unit *unit, uint32_t term)
{
	uint32_t device = il_path_strip(unit, term);
	const struct il_path *p = &unit->paths.at[device];

	if (p->op != IL_PATH_ADDRESS || !il_device_of(unit, device))
		return device;
	/* Of &pdev->dev it is pdev. */
	p = &unit->paths.at[unit->paths.at[p->a].a];
	return p->op == IL_PATH_DEREF ? il_path_strip(unit, p->a) : device;
}

static bool is_parent(const struct il_unit *unit, uint32_t device)
{
	const struct il_path *p = &unit->paths.at[device];

	return p->op == IL_PATH_FIELD && strcmp(il_text(unit, unit->fields.at[p->symbol].name), IL_DEVICE_PARENT) == 0;
}

/* Returns whether two device arguments may be of one device, whose resources go in one order. */
static bool may_be_one_device(struct il_unit *unit, uint32_t a, uint32_t b)
{
	if (!a || !b)
		return true;
	a = device_of(unit, a);
	b = device_of(unit, b);
	if (il_same_term(unit, a, b))
		return true;
	if (is_parent(unit, a) != is_parent(unit, b))
		return false;
	/* What a field of the driver's holds may be what it got. */
	return unit->paths.at[a].op == IL_PATH_FIELD || unit->paths.at[b].op == IL_PATH_FIELD;
}

bool il_devres_reaches(struct il_walk *walk, const struct il_registration *registration, uint32_t need)
{
	bool begins = walk->begins, ends = walk->ends;

	if (!walk->popped || !walk->left)
		return true;
	walk->begins = true;
	walk->ends = false;
	bool reaches = il_need_is_open(walk, walk->left, registration, &walk->life->needs.needs.at[need], false) &&
		       !il_need_is_shadowed(walk, walk->left, registration, need);
	walk->begins = begins;
	walk->ends = ends;
	return reaches;
}

/* Gone is what the pointer points to, for the lines that come after it. */
static void pop_release(struct il_walk *walk, struct il_moment *moment, const struct il_devres *devres)
{
	uint32_t live = moment->live;

	for (uint32_t r = 0; r < walk->life->registrations.count - walk->base; r++) {
		uint32_t device = il_registration(walk, r)->device;
		if (!may_be_one_device(walk->engine->unit, device, devres->device))
			moment->live &= ~(1u << r);
	}
	if (devres->pointer)
		il_happen_release(walk, moment, devres->pointer, devres->event);
	moment->live = live;
}

static void pop_action(struct il_walk *walk, struct il_moment *moment, const struct il_devres *devres)
{
	if (!(walk->engine->unit->functions.at[devres->function].flags & IL_FUNCTION_DEFINED))
		return;
	uint32_t frame = il_frame(&walk->life->terms, devres->function, &devres->data, 1);
	walk->functions[0] = devres->function;
	const struct il_outcomes *after = &il_walk_function(walk, frame, moment)->after;
	if (after->count)
		*moment = after->at[0].moment;
}

void il_devres_pop(struct il_walk *walk, struct il_moment *moment, const struct il_moment *left)
{
	walk->left = left;
	for (uint32_t i = walk->devres.count; i-- > 0;) {
		struct il_devres devres = walk->devres.at[i];
		walk->popped = devres.event;
		switch (devres.kind) {
		case IL_DEVRES_LINE:
			il_devres_freed(walk, moment, devres.registration);
			moment->live &= ~(1u << devres.registration);
			break;
		case IL_DEVRES_CANCEL:
			il_happen_cancel(walk, moment, walk->things.at[devres.thing].term, false, devres.event);
			break;
		case IL_DEVRES_ACTION: pop_action(walk, moment, &devres); break;
		case IL_DEVRES_RELEASE: pop_release(walk, moment, &devres); break;
		}
	}
	walk->popped = 0;
	walk->left = NULL;
}
