// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Where lives begin and end: operations of one table, functions called alike, devres. */
#include "engine/moment.h"

#include <stdlib.h>
#include <string.h>

enum { ENDS_MAX = 4, NAME_MAX_LENGTH = 128, INSIDE_DEPTH_MAX = 40 };

struct life_span {
	uint32_t first, second; /* functions; second may be 0 */
	bool begins;
	bool repeats; /* as open() and close() do */
	bool named;   /* no table has it */
	bool undone;  /* the second is called even if the first has failed, or nobody knows */
};

struct spans {
	IL_ARRAY(struct life_span) at;
};

static void add_span(struct spans *spans, struct life_span span)
{
	for (uint32_t i = 0; i < spans->at.count; i++) {
		if (spans->at.at[i].first == span.first && spans->at.at[i].second == span.second)
			return;
	}
	uint32_t at = il_array_add(&spans->at, 1);
	spans->at.at[at] = span;
}

/* Returns the function that the operation called @name is, in the table that initialiser @like fills; or 0. */
static uint32_t operation(const struct il_engine *engine, uint32_t like, const char *name)
{
	const struct il_unit *unit = engine->unit;
	uint32_t variable = unit->initialisers.at[like].variable;
	uint32_t table = unit->paths.at[unit->initialisers.at[like].target].a, first = like;

	/* The initialisers of a variable stand together. */
	while (first > 1 && unit->initialisers.at[first - 1].variable == variable)
		first--;
	for (uint32_t i = first; i < unit->initialisers.count && unit->initialisers.at[i].variable == variable; i++) {
		const struct il_path *p = &unit->paths.at[unit->initialisers.at[i].target];
		if (p->op != IL_PATH_FIELD || p->a != table ||
		    strcmp(il_text(unit, unit->fields.at[p->symbol].name), name) != 0)
			continue;
		uint32_t function = il_path_to_function(engine, unit->initialisers.at[i].value);
		if (unit->functions.at[function].flags & IL_FUNCTION_DEFINED)
			return function;
	}
	return 0;
}

/* Pairs of operations in one table. */
static void find_operations(struct il_walk *walk, struct spans *spans)
{
	const struct il_engine *engine = walk->engine;
	const struct il_unit *unit = engine->unit;
	uint32_t pair_count;
	const struct il_pair *pairs = il_model_pairs(&pair_count);

	for (uint32_t i = 1; i < unit->initialisers.count; i++) {
		const struct il_path *p = &unit->paths.at[unit->initialisers.at[i].target];
		uint32_t function = il_path_to_function(engine, unit->initialisers.at[i].value);
		if (p->op != IL_PATH_FIELD || !function || !walk->requests[function])
			continue;
		const char *name = il_text(unit, unit->fields.at[p->symbol].name);
		struct life_span span = { .first = function };
		for (uint32_t k = 0; k < pair_count && !span.second; k++) {
			if (strcmp(pairs[k].first, name) != 0)
				continue;
			span.second = operation(engine, i, pairs[k].second);
			span.begins = pairs[k].begins;
			span.undone = pairs[k].undone;
			span.repeats = span.second && !span.begins;
		}
		span.undone = span.undone || (!span.second && !span.begins);
		add_span(spans, span);
	}
}

static bool is_called(const struct il_engine *engine, uint32_t function)
{
	const struct il_items calls = il_group_of(&engine->calls, function);
	for (uint32_t c = 0; c < calls.count; c++) {
		if (il_event_function(engine, calls.at[c]) != function)
			return true;
	}
	return false;
}

/* Writes @name with its last word @from replaced by @to.  Returns false when it has no such word. */
static bool renamed(const char *name, const char *from, const char *to, char *buffer, size_t size)
{
	const char *found = NULL;
	size_t length = strlen(from);

	for (const char *at = strstr(name, from); at; at = strstr(at + 1, from)) {
		bool begins = at == name || at[-1] == '_';
		bool ends = at[length] == '\0' || at[length] == '_';
		if (begins && ends)
			found = at;
	}
	if (!found || strlen(name) - length + strlen(to) >= size)
		return false;
	size_t before = (size_t)(found - name);
	memcpy(buffer, name, before);
	memcpy(buffer + before, to, strlen(to));
	memcpy(buffer + before + strlen(to), found + length, strlen(found + length) + 1);
	return true;
}

static uint32_t function_called(const struct il_walk *walk, const char *name)
{
	uint32_t id = il_string(walk->engine->unit, name);

	return id < walk->called.count ? walk->called.at[id] : 0;
}

static bool maps_registers(const struct il_walk *walk, uint32_t function)
{
	const struct il_function f = walk->engine->unit->functions.at[function];

	for (uint32_t e = f.first_event; e < f.first_event + f.event_count; e++) {
		if (walk->engine->unit->events.at[e].kind == IL_EVENT_CALL &&
		    il_model_maps_registers(il_callee_name(walk->engine, e)))
			return true;
	}
	return false;
}

/* Functions that no table names and nobody of the unit calls are paired by their names. */
static void find_names(struct il_walk *walk, struct spans *spans)
{
	const struct il_unit *unit = walk->engine->unit;
	uint32_t pair_count;
	const struct il_pair *pairs = il_model_pairs(&pair_count);

	for (uint32_t f = 1; f < unit->functions.count; f++) {
		struct life_span span = { .first = f, .named = true };
		char name[NAME_MAX_LENGTH];
		bool known = false;
		if (!walk->requests[f] || !(unit->functions.at[f].flags & IL_FUNCTION_DEFINED) ||
		    !il_is_own_function(walk->engine, f) || is_called(walk->engine, f))
			continue;
		for (uint32_t i = 0; i < spans->at.count; i++)
			known = known || spans->at.at[i].first == f;
		for (uint32_t k = 0; k < pair_count && !span.second && !known; k++) {
			if (!renamed(il_text(unit, unit->functions.at[f].name), pairs[k].first, pairs[k].second, name,
				     sizeof(name)))
				continue;
			span.second = function_called(walk, name);
			span.repeats = span.second && !pairs[k].begins;
			span.undone = pairs[k].undone;
			/* Only what is given the object can begin its life; what devres ends needs no other end. */
			bool probes = strcmp(pairs[k].first, "probe") == 0;
			span.begins = (span.second || probes) && pairs[k].begins && strcmp(pairs[k].first, "init") != 0;
		}
		/* Whoever calls it may undo what it did. */
		span.undone = span.undone || !span.second;
		/* Registers are mapped when a life begins. */
		span.begins = span.begins || (!span.repeats && maps_registers(walk, f));
		if (!known)
			add_span(spans, span);
	}
}

/* Notes @function, and all that it may enter, as inside, and the fields that they assign. */
static void mark_inside(struct il_walk *walk, uint32_t function, int depth)
{
	const struct il_unit *unit = walk->engine->unit;
	const struct il_function f = unit->functions.at[function];

	walk->inside[function] = true;
	uint32_t at = il_array_add(&walk->around.functions, 1);
	walk->around.functions.at[at] = function;
	for (uint32_t e = f.first_event; e < f.first_event + f.event_count; e++) {
		uint32_t targets[IL_TARGETS_MAX];
		uint32_t field = unit->events.at[e].kind == IL_EVENT_ASSIGN
					 ? il_place_field(unit, unit->events.at[e].target)
					 : 0;
		if (field && !walk->opened[field]) {
			walk->opened[field] = true;
			at = il_array_add(&walk->around.fields, 1);
			walk->around.fields.at[at] = field;
		}
		if (unit->events.at[e].kind != IL_EVENT_CALL)
			continue;
		uint32_t count = il_call_targets(&walk->life->graph, e, targets);
		walk->engine->stats.walk_limit_hits += count && depth == INSIDE_DEPTH_MAX;
		for (uint32_t i = 0; i < count && depth < INSIDE_DEPTH_MAX; i++) {
			if (!walk->inside[targets[i]])
				mark_inside(walk, targets[i], depth + 1);
		}
	}
}

static void forget_inside(struct il_walk *walk)
{
	for (uint32_t i = 0; i < walk->around.functions.count; i++)
		walk->inside[walk->around.functions.at[i]] = false;
	for (uint32_t i = 0; i < walk->around.fields.count; i++)
		walk->opened[walk->around.fields.at[i]] = false;
	walk->around.functions.count = 0;
	walk->around.fields.count = 0;
}

/* Takes as ready what functions that the life does not run make so. */
static void take_made(struct il_walk *walk, struct il_moment *moment, uint32_t first)
{
	struct il_unit *unit = walk->engine->unit;
	bool *done = calloc(unit->fields.count, sizeof(bool));

	if (!done)
		abort();
	for (uint32_t i = 0; i < walk->makings.count; i++) {
		const struct il_making making = walk->makings.at[i];
		uint32_t function = il_event_function(walk->engine, making.event);
		if (done[making.field] || walk->inside[function] || !il_is_one_module(walk->engine, function, first))
			continue;
		done[making.field] = true;
		uint32_t place = il_place_object(unit, il_resolve(walk->engine, making.place));
		il_place_add(moment->joined.ready, il_thing(walk, place));
	}
	free(done);
}

bool il_is_failure(const struct il_walk *walk, uint32_t value)
{
	int64_t number;

	return value && il_path_is_constant(walk->engine->unit, value, &number) && number < 0;
}

/* The frame of the function that ends a life: its parameters are those of the one that began it. */
static uint32_t ending_frame(struct il_walk *walk, uint32_t first, uint32_t second)
{
	struct il_unit *unit = walk->engine->unit;
	struct il_function f = unit->functions.at[first], s = unit->functions.at[second];
	uint32_t arguments[IL_FRAME_ARGUMENTS_MAX];
	uint32_t count = s.param_count < IL_FRAME_ARGUMENTS_MAX ? s.param_count : IL_FRAME_ARGUMENTS_MAX;

	for (uint32_t i = 0; i < count; i++) {
		arguments[i] = il_path_variable(unit, s.first_param + i);
		if (i < f.param_count &&
		    unit->variables.at[f.first_param + i].type == unit->variables.at[s.first_param + i].type)
			arguments[i] = il_path_variable(unit, f.first_param + i);
	}
	return il_frame(&walk->life->terms, second, arguments, count);
}

static void begin_walk(struct il_walk *walk, uint32_t root)
{
	il_walk_forget(walk);
	memset(&walk->route, 0, sizeof(walk->route));
	walk->route.root = root;
	walk->functions[0] = root;
}

/* A line that nobody of the unit frees is freed by somebody else, who knows when. */
static void drop_unfreed(struct il_walk *walk, uint32_t from, uint32_t unfreed)
{
	struct il_life *life = walk->life;
	uint32_t kept = from;

	for (uint32_t i = from; i < life->incidents.count; i++) {
		const struct il_registration *r = &life->registrations.at[life->incidents.at[i].registration];
		bool drop = (unfreed >> (life->incidents.at[i].registration - walk->base) & 1) && !r->managed;
		if (!drop)
			life->incidents.at[kept++] = life->incidents.at[i];
	}
	life->incidents.count = kept;
}

/* Returns whether the function that releases what @guess may be about releases the very thing elsewhere. */
static bool is_other_thing(const struct il_life *life, uint32_t from, const struct il_incident *guess)
{
	for (uint32_t i = from; i < life->incidents.count; i++) {
		const struct il_incident *known = &life->incidents.at[i];
		if (known->kind == IL_INCIDENT_RELEASED && known->exact && known->need == guess->need &&
		    known->registration == guess->registration && known->route.root == guess->route.root)
			return true;
	}
	return false;
}

/* What goes by the type only is another object of that type where the object itself is seen to go. */
static void drop_guesses(struct il_walk *walk, uint32_t from)
{
	struct il_life *life = walk->life;
	uint32_t kept = from;

	for (uint32_t i = from; i < life->incidents.count; i++) {
		const struct il_incident *incident = &life->incidents.at[i];
		bool drop = incident->kind == IL_INCIDENT_RELEASED && !incident->exact && !incident->is_cookie &&
			    is_other_thing(life, from, incident);
		if (!drop)
			life->incidents.at[kept++] = *incident;
	}
	life->incidents.count = kept;
}

/* Devres has nothing to do with lines that the life's end frees itself, however late. */
static void note_frees(struct il_walk *walk, uint32_t from, uint32_t live)
{
	struct il_life *life = walk->life;

	for (uint32_t i = from; i < life->incidents.count; i++) {
		struct il_incident *incident = &life->incidents.at[i];
		uint32_t line = incident->registration - walk->base;
		if (incident->kind == IL_INCIDENT_RELEASED && !(live >> line & 1))
			incident->freed = walk->freed[line];
	}
}

static void walk_ending(struct il_walk *walk, const struct life_span *span, const struct il_moment *end)
{
	struct il_moment start = { .live = end->live, .masked = end->masked };

	start.joined.ended = end->joined.ended;
	struct il_outcomes none = { 0 }, after = none;
	uint32_t from = walk->life->incidents.count, unfreed = end->live, live = 0, left = end->live;

	memset(start.joined.ready, 0xff, sizeof(start.joined.ready));
	memcpy(start.joined.set, end->joined.set, sizeof(start.joined.set));
	begin_walk(walk, span->second ? span->second : span->first);
	for (uint32_t i = 0; i < walk->things.count; i++)
		walk->things.at[i].event = 0;
	memset(walk->ever_quiet, 0, sizeof(walk->ever_quiet));
	memset(walk->ever_calm, 0, sizeof(walk->ever_calm));
	memset(walk->freed, 0, sizeof(walk->freed));
	memset(walk->quelled, 0, sizeof(walk->quelled));
	walk->ends = true;
	walk->begins = false;
	struct il_outcome only = { start, 0 };
	if (span->second)
		after = il_walk_function(walk, ending_frame(walk, span->first, span->second), &start)->after;
	else
		after = (struct il_outcomes) { &only, 1, 1 };
	for (uint32_t i = 0; i < after.count; i++) {
		live |= after.at[i].moment.live;
		for (int w = 0; w < IL_PLACE_WORDS; w++)
			walk->ever_quiet[w] |= after.at[i].moment.joined.quiet[w];
	}
	for (uint32_t i = 0; i < after.count; i++) {
		struct il_moment last = after.at[i].moment;
		uint32_t managed = 0;
		for (uint32_t r = 0; r < walk->life->registrations.count - walk->base; r++)
			managed |= (uint32_t)il_registration(walk, r)->managed << r;
		uint32_t ended = end->live & (managed | ~last.live);
		if (span->begins)
			il_devres_pop(walk, &last, end);
		unfreed &= last.live;
		/* A function that refuses to end the life has left nothing. */
		left &= il_is_failure(walk, after.at[i].value) ? 0 : last.live;
		if (span->second && i + 1 == after.count && !(span->undone && span->repeats))
			il_account_end(walk, &last, left, span->second);
		if (span->second)
			il_happen_end(walk, &last, ended, span->begins);
	}
	note_frees(walk, from, live);
	drop_unfreed(walk, from, unfreed);
	il_settle_vectors(walk, from);
	walk->ends = false;
}

/* Returns whether operation @name begins a life. */
static bool begins_life(const char *name)
{
	uint32_t count;
	const struct il_pair *pairs = il_model_pairs(&count);

	for (uint32_t i = 0; i < count; i++) {
		if (pairs[i].begins && strcmp(pairs[i].first, name) == 0)
			return true;
	}
	return false;
}

/* Returns whether the device is quiet each time: it is left so, and so it was when its life began. */
static bool is_found_quiet(const struct il_walk *walk, const struct life_span *span)
{
	const struct il_unit *unit = walk->engine->unit;

	if (!span->repeats || (walk->says[span->second] & (IL_SAYS_QUIET | IL_SAYS_AWAKE)) != IL_SAYS_QUIET)
		return false;
	for (uint32_t i = 1; i < unit->initialisers.count; i++) {
		const struct il_path *p = &unit->paths.at[unit->initialisers.at[i].target];
		uint32_t function = il_path_to_function(walk->engine, unit->initialisers.at[i].value);
		if (p->op == IL_PATH_FIELD && (walk->says[function] & IL_SAYS_QUIET) &&
		    begins_life(il_text(unit, unit->fields.at[p->symbol].name)))
			return true;
	}
	return false;
}

/* Takes back that lines are left where devres, when the life does not begin, frees them. */
static void settle(struct il_walk *walk, uint32_t from)
{
	struct il_moment all = { .live = UINT32_MAX };

	if (walk->life->imbalances.count == from)
		return;
	begin_walk(walk, walk->beginning);
	walk->muted = true;
	il_devres_pop(walk, &all, &all);
	walk->muted = false;
	il_account_settle(walk, from, ~all.live);
}

static void walk_life(struct il_walk *walk, const struct life_span *span)
{
	uint32_t imbalances = walk->life->imbalances.count;
	struct il_moment start = { 0 };
	struct il_moment ends[ENDS_MAX];
	uint32_t count = 0, from = walk->life->incidents.count;

	walk->base = walk->life->registrations.count;
	walk->things.count = 0;
	walk->devres.count = 0;
	walk->kept.count = 0;
	il_terms_forget(&walk->life->terms);
	begin_walk(walk, span->first);
	walk->begins = span->begins;
	start.joined.flags.zeroed = span->begins;
	walk->beginning = span->first;
	walk->named = span->named;
	walk->undone = span->undone;
	walk->ending = span->second;
	forget_inside(walk);
	mark_inside(walk, span->first, 0);
	if (!span->begins)
		take_made(walk, &start, span->first);
	if (is_found_quiet(walk, span))
		start.joined.quelled |= IL_QUELLED_DOWN;
	const struct il_outcomes *after =
		&il_walk_function(walk, il_frame_of_entry(&walk->life->terms, span->first), &start)->after;
	il_settle_vectors(walk, from);
	for (uint32_t i = 0; i < after->count; i++) {
		bool known = il_is_failure(walk, after->at[i].value) || !after->at[i].moment.live;
		for (uint32_t k = 0; k < count && !known; k++)
			known = ends[k].live == after->at[i].moment.live &&
				ends[k].masked == after->at[i].moment.masked;
		walk->engine->stats.walk_limit_hits += !known && count == ENDS_MAX;
		if (!known && count < ENDS_MAX)
			ends[count++] = after->at[i].moment;
	}
	settle(walk, imbalances);
	for (uint32_t i = 0; i < walk->kept.count; i++)
		il_terms_keep(&walk->life->terms, walk->kept.at[i].place, walk->kept.at[i].value);
	for (uint32_t i = 0; i < count; i++)
		walk_ending(walk, span, &ends[i]);
	drop_guesses(walk, from);
}

static int by_function(const void *left, const void *right)
{
	const struct life_span *a = left, *b = right;

	if (a->first != b->first)
		return a->first < b->first ? -1 : 1;
	return a->second < b->second ? -1 : a->second > b->second;
}

void il_walk_lives(struct il_walk *walk)
{
	struct spans spans = { 0 };

	find_operations(walk, &spans);
	find_names(walk, &spans);
	if (spans.at.count)
		qsort(spans.at.at, spans.at.count, sizeof(spans.at.at[0]), by_function);
	for (uint32_t i = 0; i < spans.at.count; i++)
		walk_life(walk, &spans.at.at[i]);
	il_walk_forget(walk);
	il_array_fini(&spans.at);
}
