// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "engine/need.h"

#include "engine/bits.h"
#include "engine/condition.h"

#include <stdlib.h>
#include <string.h>

/* A function in a frame, entered under conditions. */
struct visited {
	uint32_t frame, guard, via;
};

struct collecting {
	struct il_needs *needs;
	struct il_handler_needs *handler;
	IL_ARRAY(struct visited) visited;
	uint32_t calls[IL_NEED_CALLS_MAX];
	uint32_t call_count;
	uint32_t via;
	bool cut;
	bool uses_data;
	struct il_need data; /* the first use of what the handler gets a pointer to, if it does */
};

struct field_in {
	const struct il_unit *unit;
	uint32_t field;
};

/* Where the walk is. */
struct spot {
	uint32_t frame, event, guard;
};

/* Functions that call functions that request lines, and so on. */
static void find_requesting(struct il_needs *needs)
{
	const struct il_unit *unit = needs->engine->unit;
	bool changed = true;

	while (changed) {
		changed = false;
		for (uint32_t e = unit->events.count; e-- > 1;) {
			uint32_t function = il_event_function(needs->engine, e);
			if (needs->requests[unit->events.at[e].callee] && !needs->requests[function])
				changed = needs->requests[function] = true;
		}
	}
}

void il_needs_init(struct il_needs *needs, struct il_terms *terms, struct il_graph *graph)
{
	*needs = (struct il_needs) { .engine = terms->engine, .terms = terms, .graph = graph };
	il_guards_init(&needs->guards, terms->engine);
	il_array_add(&needs->conditions, 1);
	needs->requests = calloc(terms->engine->unit->functions.count, sizeof(bool));
	needs->entered = calloc(terms->engine->unit->functions.count, sizeof(bool));
	if (!needs->requests || !needs->entered)
		abort();
	for (uint32_t i = 0; i < terms->engine->requests.count; i++)
		needs->requests[terms->engine->requests.at[i].function] = true;
	find_requesting(needs);
}

void il_needs_fini(struct il_needs *needs)
{
	il_guards_fini(&needs->guards);
	il_array_fini(&needs->needs);
	il_array_fini(&needs->conditions);
	il_array_fini(&needs->fills);
	free(needs->requests);
	free(needs->entered);
	il_array_fini(&needs->handlers);
}

/*
 * Returns whether @term begins at a parameter of the handler or a global variable and is not an
 * element of a list: who knows when elements come and go.
 */
static bool is_lasting(const struct collecting *c, uint32_t term)
{
	const struct il_unit *unit = c->needs->engine->unit;
	const struct il_path *p = &unit->paths.at[term];

	while (p->a && p->op != IL_PATH_VARIABLE && p->op != IL_PATH_MEMBER) {
		if (p->op == IL_PATH_FIELD) {
			const char *record = il_text(unit, unit->records.at[unit->fields.at[p->symbol].record].name);
			if (strstr(record, "list_head") || strstr(record, "hlist"))
				return false;
		}
		p = &unit->paths.at[p->a];
	}
	if (p->op != IL_PATH_VARIABLE)
		return false;
	const struct il_variable *v = &unit->variables.at[p->symbol];
	return v->kind == IL_VARIABLE_GLOBAL || (v->kind == IL_VARIABLE_PARAM && v->function == c->handler->function);
}

static struct il_need make_need(const struct collecting *c, const struct spot *spot, enum il_object object,
				uint32_t term, uint32_t spelled)
{
	struct il_need need = {
		.object = object,
		.after_status = il_guard_asks_device(c->needs, spot->guard),
		.after_flag = il_guard_asks_flag(c->needs, spot->guard),
		.term = term,
		.spelled = il_place_field(c->needs->engine->unit, spelled) ? spelled : term,
		.event = spot->event,
		.guard = spot->guard,
		.via = c->via,
		.call_count = c->call_count,
	};

	memcpy(need.calls, c->calls, sizeof(need.calls));
	return need;
}

static struct il_need *add_need(struct collecting *c, const struct spot *spot, enum il_object object, uint32_t term,
				uint32_t spelled)
{
	struct il_needs *needs = c->needs;

	if (!term || !is_lasting(c, term))
		return NULL;
	for (uint32_t i = c->handler->first; i < needs->needs.count; i++) {
		const struct il_need *other = &needs->needs.at[i];
		if (other->object == object && other->term == term && other->via == c->via && !other->null_is_fine &&
		    il_guards_within(needs, other->guard, spot->guard))
			return NULL;
	}
	if (needs->needs.count - c->handler->first >= IL_NEEDS_MAX) {
		c->cut = true;
		return NULL;
	}
	uint32_t at = il_array_add(&needs->needs, 1);
	needs->needs.at[at] = make_need(c, spot, object, term, spelled);
	return &needs->needs.at[at];
}

/*
 * The handler follows its own pointer, @term: a use of the data if the pointer comes first, as in tables.
 * The one under the fewest conditions is kept.
 */
static void use_data(struct collecting *c, const struct spot *spot, uint32_t term)
{
	const struct il_unit *unit = c->needs->engine->unit;
	const struct il_variable *v = &unit->variables.at[unit->paths.at[term].symbol];

	if (v->kind != IL_VARIABLE_PARAM || v->function != c->handler->function || v->index || c->via ||
	    (c->uses_data && (spot->guard || !c->data.guard)))
		return;
	c->uses_data = true;
	c->data = make_need(c, spot, IL_OBJECT_DATA, term, term);
}

/* Every pointer out of a field that @path follows. */
static void read_path(struct collecting *c, const struct spot *spot, uint32_t path)
{
	const struct il_unit *unit = c->needs->engine->unit;
	const struct il_path p = unit->paths.at[path];

	if (!path || !p.a || p.op == IL_PATH_MEMBER)
		return;
	bool follows = p.op == IL_PATH_DEREF || p.op == IL_PATH_INDEX;
	if (follows) {
		uint32_t pointer = il_path_strip(unit, il_term(c->needs->terms, spot->frame, p.a));
		const struct il_path *q = &unit->paths.at[pointer];
		bool loaded = q->op == IL_PATH_FIELD || q->op == IL_PATH_INDEX;
		if (loaded && unit->types.at[q->type].kind == IL_TYPE_POINTER)
			add_need(c, spot, IL_OBJECT_MEMORY, pointer, il_path_strip(unit, p.a));
		else if (q->op == IL_PATH_VARIABLE)
			use_data(c, spot, pointer);
	}
	read_path(c, spot, p.a);
	if (p.b && p.op != IL_PATH_CONTAINER)
		read_path(c, spot, p.b);
	if (p.c)
		read_path(c, spot, p.c);
}

/* A pointer out of a field that is given to a function we cannot look into is followed there. */
static void pass_pointers(struct collecting *c, const struct spot *spot)
{
	struct il_unit *unit = c->needs->engine->unit;
	const struct il_event call = unit->events.at[spot->event];

	const char *name = il_callee_name(c->needs->engine, spot->event);
	bool quiet = il_model_is_quiet(name);

	for (uint32_t i = 0; i < call.argument_count && !il_model_looks(name); i++) {
		uint32_t given = unit->arguments.at[call.first_argument + i].path;
		uint32_t term = il_path_strip(unit, il_term(c->needs->terms, spot->frame, given));
		const struct il_path *p = &unit->paths.at[term];
		/* Pointers to registers come with an offset. */
		while (p->op == IL_PATH_ADDRESS && unit->paths.at[p->a].op == IL_PATH_INDEX) {
			term = il_path_strip(unit, unit->paths.at[p->a].a);
			p = &unit->paths.at[term];
			if (p->op == IL_PATH_DEREF) {
				term = il_path_strip(unit, p->a);
				p = &unit->paths.at[term];
			}
		}
		while (p->op == IL_PATH_BINARY && unit->types.at[p->type].kind == IL_TYPE_POINTER) {
			term = il_path_strip(unit, p->a);
			p = &unit->paths.at[term];
		}
		if (p->op != IL_PATH_FIELD || unit->types.at[p->type].kind != IL_TYPE_POINTER)
			continue;
		struct il_need *need = add_need(c, spot, IL_OBJECT_MEMORY, term, il_path_strip(unit, given));
		if (need)
			need->null_is_fine = quiet;
	}
}

/* Returns the bits that a value read at @path adds to the field: its own are there already. */
static uint64_t added_bits(void *context, uint32_t path, int depth)
{
	const struct field_in *in = context;
	(void)depth;

	return il_place_field(in->unit, path) == in->field ? 0 : IL_BITS_ANY;
}

/* Returns whether the call clears a bit, test_and_clear_bit() included. */
static bool clears_only(const struct collecting *c, const struct spot *spot)
{
	const char *name = il_callee_name(c->needs->engine, spot->event);

	return strstr(name, "clear_bit") && !strstr(name, "set_bit");
}

/* Returns the bits of the field at @place that the event may set. */
static uint64_t bits_set(const struct collecting *c, const struct spot *spot, uint32_t place)
{
	const struct il_unit *unit = c->needs->engine->unit;
	const struct il_event *event = &unit->events.at[spot->event];
	struct field_in in = { unit, il_place_field(unit, place) };

	if (event->kind != IL_EVENT_ASSIGN)
		return clears_only(c, spot) ? 0 : IL_BITS_ANY;
	uint32_t value = il_term(c->needs->terms, spot->frame, event->value);
	return il_bits(unit, value ? value : unit->events.at[spot->event].value, added_bits, &in, 0);
}

static void fill(struct collecting *c, const struct spot *spot, uint32_t place, int64_t bit)
{
	uint32_t at = il_array_add(&c->needs->fills, 1);

	c->needs->fills.at[at] = (struct il_fill_in) {
		.field = il_place_field(c->needs->engine->unit, place),
		.bit = bit,
		.guard = spot->guard,
		.bits = bits_set(c, spot, place),
		.later = c->via != 0,
	};
}

static void enter(struct collecting *c, uint32_t frame, uint32_t guard);

/* The object in the form in which the callback gets it: a delayed work's work. */
static uint32_t as_parameter(struct il_unit *unit, uint32_t object, uint32_t function)
{
	const struct il_function *f = &unit->functions.at[function];
	const struct il_type *type = &unit->types.at[f->param_count ? unit->variables.at[f->first_param].type : 0];
	uint32_t wanted = type->kind == IL_TYPE_POINTER ? unit->types.at[type->target].record : 0;
	const struct il_type *own = &unit->types.at[unit->paths.at[object].type];
	const struct il_record *record = &unit->records.at[own->kind == IL_TYPE_RECORD ? own->record : 0];

	for (uint32_t i = 0; wanted && own->record != wanted && i < record->field_count; i++) {
		const struct il_type *part = &unit->types.at[unit->fields.at[record->first_field + i].type];
		if (part->kind == IL_TYPE_RECORD && part->record == wanted)
			return il_path_field(unit, object, record->first_field + i);
	}
	return object;
}

static void run_callback(struct collecting *c, const struct il_callback *callback, uint32_t object, uint32_t guard)
{
	struct il_unit *unit = c->needs->engine->unit;
	const struct il_function f = unit->functions.at[callback->function];
	uint32_t argument = 0;

	if (!(f.flags & IL_FUNCTION_DEFINED))
		return;
	uint32_t type = f.param_count ? unit->variables.at[f.first_param].type : 0;
	if (unit->types.at[type].kind == IL_TYPE_POINTER)
		argument = il_path_address(unit, as_parameter(unit, object, callback->function), type);
	else if (callback->data)
		/* `(unsigned long)card`: of the function that set the tasklet up. */
		argument = il_resolve(c->needs->engine, callback->data);
	enter(c, il_frame(c->needs->terms, callback->function, &argument, f.param_count ? 1 : 0), guard);
}

/* Returns whether @object is what is running already: a work may arm itself. */
static bool is_running(const struct collecting *c, uint32_t object)
{
	for (uint32_t via = c->via; via; via = c->needs->needs.at[via - 1].via) {
		if (c->needs->needs.at[via - 1].term == object)
			return true;
	}
	return false;
}

static void arm(struct collecting *c, const struct spot *spot, uint32_t need_index, uint32_t object)
{
	uint32_t via = c->via, count;
	const struct il_callback *callbacks =
		il_callbacks_of(c->needs->graph, il_place_field(c->needs->engine->unit, object), &count);

	c->via = need_index + 1;
	for (uint32_t i = 0; i < count && i < IL_TARGETS_MAX; i++) {
		if (callbacks[i].field)
			run_callback(c, &callbacks[i], il_place_object(c->needs->engine->unit, object), spot->guard);
	}
	c->via = via;
}

/* The queues of the kernel are variables of somebody else; all of them have names such as system_bh_wq. */
static bool is_own_queue(const struct collecting *c, uint32_t queue)
{
	const struct il_unit *unit = c->needs->engine->unit;
	const struct il_path *p = &unit->paths.at[il_path_strip(unit, queue)];

	if (p->op != IL_PATH_VARIABLE)
		return true;
	const struct il_variable *queue_variable = &unit->variables.at[p->symbol];
	return strncmp(il_text(unit, queue_variable->name), "system_", strlen("system_")) != 0 &&
	       unit->files.at[unit->places.at[queue_variable->place].file].kind != IL_FILE_HEADER;
}

static void read_effect(struct collecting *c, const struct spot *spot, const struct il_effect *effect)
{
	struct il_unit *unit = c->needs->engine->unit;
	uint32_t pointer = il_term(c->needs->terms, spot->frame, il_argument_path(unit, spot->event, effect->argument));
	uint32_t object = il_place_object(unit, il_pointee(unit, pointer));
	uint32_t spelled = il_pointee(unit, il_argument_path(unit, spot->event, effect->argument));
	uint32_t index = c->needs->needs.count;

	if (effect->kind == IL_EFFECT_INIT) {
		fill(c, spot, object, IL_WHOLE_FIELD);
		return;
	}
	if (effect->kind != IL_EFFECT_USE && effect->kind != IL_EFFECT_ARM)
		return;
	if (effect->object == IL_OBJECT_WORKQUEUE) {
		pointer = il_path_strip(unit, pointer);
		if (unit->paths.at[pointer].op == IL_PATH_FIELD)
			add_need(c, spot, IL_OBJECT_MEMORY, pointer, pointer);
		return;
	}
	if (effect->kind == IL_EFFECT_ARM && is_running(c, object))
		return;
	struct il_need *need = add_need(c, spot, effect->object, object, spelled);
	if (!need || effect->kind != IL_EFFECT_ARM)
		return;
	need->arms = true;
	if (effect->argument > 0)
		need->queue = il_term(c->needs->terms, spot->frame,
				      il_argument_path(unit, spot->event, (int8_t)(effect->argument - 1)));
	need->own_queue = need->queue && is_own_queue(c, need->queue);
	arm(c, spot, index, object);
}

static void follow_call(struct collecting *c, const struct spot *spot)
{
	struct il_needs *needs = c->needs;
	uint32_t target = needs->engine->unit->events.at[spot->event].target;
	uint32_t targets[IL_TARGETS_MAX];
	uint32_t count = il_call_targets(needs->graph, spot->event, targets);
	bool entered = false;

	if (target) {
		uint32_t pointer = il_path_strip(needs->engine->unit, il_term(needs->terms, spot->frame, target));
		if (needs->engine->unit->paths.at[pointer].op == IL_PATH_FIELD)
			add_need(c, spot, IL_OBJECT_MEMORY, pointer, target);
	}

	for (uint32_t i = 0; i < count; i++) {
		if (!il_is_own_function(needs->engine, targets[i]))
			continue;
		entered = true;
		/* A function that requests lines begins a life of its own. */
		if (needs->requests[targets[i]])
			continue;
		if (c->call_count == IL_NEED_CALLS_MAX) {
			c->cut = true;
			continue;
		}
		uint32_t frame = il_frame_of_call(needs->terms, spot->frame, spot->event, targets[i]);
		c->calls[c->call_count++] = spot->event;
		enter(c, frame, spot->guard);
		c->calls[--c->call_count] = 0;
	}
	if (!entered)
		pass_pointers(c, spot);
}

/* A flag that the handler sets or clears is not what the driver left it. */
static void note_bits(struct collecting *c, const struct spot *spot)
{
	struct il_unit *unit = c->needs->engine->unit;
	const char *name = il_callee_name(c->needs->engine, spot->event);
	int64_t bit = IL_WHOLE_FIELD;

	if (!strstr(name, "set_bit") && !strstr(name, "clear_bit") && !strstr(name, "change_bit"))
		return;
	il_path_is_constant(unit, il_argument_path(unit, spot->event, 0), &bit);
	fill(c, spot, il_pointee(unit, il_argument_path(unit, spot->event, 1)), bit);
}

static void read_event(struct collecting *c, const struct spot *spot)
{
	struct il_unit *unit = c->needs->engine->unit;
	const struct il_event event = unit->events.at[spot->event];
	int64_t constant;

	for (uint32_t i = 0; i < event.argument_count; i++)
		read_path(c, spot, unit->arguments.at[event.first_argument + i].path);
	read_path(c, spot, event.target);
	read_path(c, spot, event.value);
	if (event.kind == IL_EVENT_ASSIGN && !(il_path_is_constant(unit, event.value, &constant) && constant == 0)) {
		fill(c, spot, event.target, IL_WHOLE_FIELD);
	}
	if (event.kind != IL_EVENT_CALL)
		return;
	note_bits(c, spot);
	const char *name = il_callee_name(c->needs->engine, spot->event);
	const struct il_effect *effect = event.callee ? il_model_effects(name) : NULL;
	if (!effect) {
		follow_call(c, spot);
		return;
	}
	for (; il_effect_is_of(effect, name); effect++)
		read_effect(c, spot, effect);
}

/* Returns whether the frame was entered before under no more conditions than @guard. */
static bool is_known(struct collecting *c, uint32_t frame, uint32_t guard)
{
	for (uint32_t i = 0; i < c->visited.count; i++) {
		const struct visited *v = &c->visited.at[i];
		if (v->frame == frame && v->via == c->via && il_guards_within(c->needs, v->guard, guard))
			return true;
	}
	return false;
}

static void enter(struct collecting *c, uint32_t frame, uint32_t guard)
{
	const struct il_unit *unit = c->needs->engine->unit;
	const struct il_function f = unit->functions.at[c->needs->terms->frames.at[frame].function];

	if (is_known(c, frame, guard))
		return;
	if (c->visited.count == IL_NEED_VISITS_MAX) {
		c->cut = true;
		return;
	}
	uint32_t at = il_array_add(&c->visited, 1);
	c->visited.at[at] = (struct visited) { frame, guard, c->via };
	c->needs->entered[c->needs->terms->frames.at[frame].function] = true;
	for (uint32_t b = f.first_block; b < f.first_block + f.block_count; b++) {
		const struct il_block block = unit->blocks.at[b];
		struct spot spot = { frame, 0, il_guard_of_block(c->needs, frame, b, guard) };
		for (uint32_t e = block.first_event; e < block.first_event + block.event_count; e++) {
			spot.event = e;
			read_event(c, &spot);
		}
		if (block.condition && block.event_count) {
			spot.event = block.first_event + block.event_count - 1;
			read_path(c, &spot, block.condition);
		}
	}
}

uint32_t il_needs_of(struct il_needs *needs, uint32_t function)
{
	for (uint32_t i = 0; i < needs->handlers.count; i++) {
		if (needs->handlers.at[i].function == function)
			return i;
	}
	struct il_handler_needs handler = {
		.function = function,
		.first = needs->needs.count,
		.first_fill = needs->fills.count,
	};
	struct collecting c = { .needs = needs, .handler = &handler };
	if (needs->engine->unit->functions.at[function].flags & IL_FUNCTION_DEFINED)
		enter(&c, il_frame_of_entry(needs->terms, function), 0);
	if (c.uses_data) {
		uint32_t last = il_array_add(&needs->needs, 1);
		needs->needs.at[last] = c.data;
	}
	needs->engine->stats.need_limit_hits += c.cut;
	il_array_fini(&c.visited);
	handler.count = needs->needs.count - handler.first;
	handler.fill_count = needs->fills.count - handler.first_fill;
	uint32_t at = il_array_add(&needs->handlers, 1);
	needs->handlers.at[at] = handler;
	return at;
}

bool il_handler_fills(const struct il_needs *needs, const struct il_handler_needs *handler, uint32_t field)
{
	for (uint32_t i = 0; i < handler->fill_count; i++) {
		if (needs->fills.at[handler->first_fill + i].field == field)
			return true;
	}
	return false;
}
