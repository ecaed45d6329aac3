// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "engine/term.h"

#include <string.h>

/* Set for a function while it is not known what it returns. */
enum { NOT_LOOKED_AT = UINT32_MAX };

struct frame_key {
	uint32_t function, count;
	const uint32_t *arguments;
};

void il_terms_init(struct il_terms *terms, struct il_engine *engine)
{
	*terms = (struct il_terms) { .engine = engine };
	il_array_add(&terms->frames, 1);    /* 0: none */
	il_array_add(&terms->arguments, 1); /* of frames without any */
	il_array_add(&terms->returned, engine->unit->functions.count);
	memset(terms->returned.at, 0xff, terms->returned.count * sizeof(uint32_t));
}

void il_terms_fini(struct il_terms *terms)
{
	il_array_fini(&terms->frames);
	il_array_fini(&terms->arguments);
	il_array_fini(&terms->memo);
	il_array_fini(&terms->returned);
	il_array_fini(&terms->kept);
	il_index_fini(&terms->frame_index);
	il_index_fini(&terms->memo_index);
}

static uint64_t frame_hash_of(uint32_t function, const uint32_t *arguments, uint32_t count)
{
	return il_hash(arguments, count * sizeof(uint32_t)) ^ (uint64_t)function << 32 ^ count;
}

static uint64_t frame_hash(const void *values, uint32_t id)
{
	const struct il_terms *terms = values;
	const struct il_frame *f = &terms->frames.at[id];

	return frame_hash_of(f->function, terms->arguments.at + f->first_argument, f->argument_count);
}

static bool frame_equal(const void *values, uint32_t id, const void *data)
{
	const struct il_terms *terms = values;
	const struct il_frame *f = &terms->frames.at[id];
	const struct frame_key *key = data;

	return f->function == key->function && f->argument_count == key->count &&
	       (key->count == 0 ||
		memcmp(terms->arguments.at + f->first_argument, key->arguments, key->count * sizeof(uint32_t)) == 0);
}

uint32_t il_frame(struct il_terms *terms, uint32_t function, const uint32_t *arguments, uint32_t count)
{
	struct frame_key key = { function, count, arguments };
	struct il_index_ops ops = { frame_hash, frame_equal, terms, terms->frames.count };
	uint64_t hash = frame_hash_of(function, arguments, count);
	uint32_t id;

	if (il_index_find(&terms->frame_index, &ops, hash, &key, &id))
		return id;
	il_index_add(&terms->frame_index, &ops, hash, terms->frames.count);
	uint32_t first = il_array_add(&terms->arguments, count);
	if (count)
		memcpy(terms->arguments.at + first, arguments, count * sizeof(uint32_t));
	id = il_array_add(&terms->frames, 1);
	terms->frames.at[id] = (struct il_frame) { function, first, count };
	return id;
}

uint32_t il_frame_of_entry(struct il_terms *terms, uint32_t function)
{
	struct il_unit *unit = terms->engine->unit;
	struct il_function f = unit->functions.at[function];
	uint32_t arguments[IL_FRAME_ARGUMENTS_MAX];
	uint32_t count = f.param_count < IL_FRAME_ARGUMENTS_MAX ? f.param_count : IL_FRAME_ARGUMENTS_MAX;

	for (uint32_t i = 0; i < count; i++)
		arguments[i] = il_path_variable(unit, f.first_param + i);
	return il_frame(terms, function, arguments, count);
}

uint32_t il_frame_of_call(struct il_terms *terms, uint32_t frame, uint32_t event, uint32_t function)
{
	const struct il_event call = terms->engine->unit->events.at[event];
	uint32_t arguments[IL_FRAME_ARGUMENTS_MAX];
	uint32_t count = call.argument_count < IL_FRAME_ARGUMENTS_MAX ? call.argument_count : IL_FRAME_ARGUMENTS_MAX;

	for (uint32_t i = 0; i < count; i++)
		arguments[i] = il_term(terms, frame, terms->engine->unit->arguments.at[call.first_argument + i].path);
	return il_frame(terms, function, arguments, count);
}

/* Returns the expression that every return statement of @function returns, or 0. */
static uint32_t returned_by(struct il_terms *terms, uint32_t function)
{
	const struct il_unit *unit = terms->engine->unit;
	const struct il_function *f = &unit->functions.at[function];
	uint32_t value = 0;

	if (terms->returned.at[function] != NOT_LOOKED_AT)
		return terms->returned.at[function];
	for (uint32_t e = f->first_event; e < f->first_event + f->event_count; e++) {
		const struct il_event *event = &unit->events.at[e];
		if (event->kind != IL_EVENT_RETURN)
			continue;
		if (!event->value || (value && value != event->value)) {
			value = 0;
			break;
		}
		value = event->value;
	}
	return terms->returned.at[function] = value;
}

static uint32_t term(struct il_terms *terms, uint32_t frame, uint32_t path, bool is_object, int depth);

static uint32_t variable_term(struct il_terms *terms, uint32_t frame, uint32_t path, bool is_object, int depth)
{
	const struct il_unit *unit = terms->engine->unit;
	const struct il_frame *f = &terms->frames.at[frame];
	uint32_t id = unit->paths.at[path].symbol;
	const struct il_variable *variable = &unit->variables.at[id];

	if (is_object || variable->function != f->function || variable->kind == IL_VARIABLE_GLOBAL)
		return path;
	if (variable->kind == IL_VARIABLE_PARAM)
		/* A parameter that the function changes is only what was passed at first. */
		return variable->index < f->argument_count ? terms->arguments.at[f->first_argument + variable->index]
							   : path;
	uint32_t definition = id < terms->engine->definition.count ? terms->engine->definition.at[id] : 0;
	return definition ? term(terms, frame, definition, false, depth + 1) : path;
}

/* A call of a function that just returns an expression is that expression. */
static uint32_t result_term(struct il_terms *terms, uint32_t frame, uint32_t path, int depth)
{
	struct il_unit *unit = terms->engine->unit;
	uint32_t event = unit->paths.at[path].symbol;
	uint32_t callee = unit->events.at[event].callee;

	if (!callee || !(unit->functions.at[callee].flags & IL_FUNCTION_DEFINED) ||
	    callee == terms->frames.at[frame].function ||
	    il_event_function(terms->engine, event) != terms->frames.at[frame].function ||
	    il_model_request(terms->engine->model, il_text(unit, unit->functions.at[callee].name)))
		return path;
	uint32_t value = returned_by(terms, callee);
	if (!value)
		return path;
	uint32_t inner = il_frame_of_call(terms, frame, event, callee);
	uint32_t found = term(terms, inner, value, false, depth + 1);
	return found ? found : path;
}

static uint32_t kept_value(const struct il_terms *terms, uint32_t place)
{
	for (uint32_t i = terms->kept.count; i-- > 0;) {
		if (il_same_term(terms->engine->unit, terms->kept.at[i].place, place))
			return terms->kept.at[i].value;
	}
	return 0;
}

static uint32_t compute(struct il_terms *terms, uint32_t frame, uint32_t path, bool is_object, int depth)
{
	struct il_unit *unit = terms->engine->unit;
	struct il_path p = unit->paths.at[path];

	if (p.op == IL_PATH_VARIABLE)
		return variable_term(terms, frame, path, is_object, depth);
	if (p.op == IL_PATH_RESULT)
		return result_term(terms, frame, path, depth);
	if (!p.a || p.op == IL_PATH_MEMBER)
		return path;
	bool inner_object = p.op == IL_PATH_ADDRESS || p.op == IL_PATH_FIELD || p.op == IL_PATH_INDEX;
	uint32_t a = term(terms, frame, p.a, inner_object, depth + 1);
	uint32_t b = p.b && p.op != IL_PATH_CONTAINER ? term(terms, frame, p.b, false, depth + 1) : p.b;
	uint32_t c = p.c ? term(terms, frame, p.c, false, depth + 1) : 0;
	uint32_t made = a == p.a && b == p.b && c == p.c ? path : il_path_rebuild(unit, &p, a, b, c);
	uint32_t kept = terms->kept.count && !is_object ? kept_value(terms, made) : 0;
	return kept ? kept : made;
}

static uint64_t memo_hash_of(uint32_t frame, uint32_t path)
{
	uint64_t both = (uint64_t)frame << 32 | path;

	return il_hash(&both, sizeof(both));
}

static uint64_t memo_hash(const void *values, uint32_t id)
{
	const struct il_terms *terms = values;

	return memo_hash_of(terms->memo.at[id].frame, terms->memo.at[id].path);
}

static bool memo_equal(const void *values, uint32_t id, const void *data)
{
	const struct il_terms *terms = values;
	const struct il_term_memo *key = data;

	return terms->memo.at[id].frame == key->frame && terms->memo.at[id].path == key->path;
}

static uint32_t term(struct il_terms *terms, uint32_t frame, uint32_t path, bool is_object, int depth)
{
	/* Constants and the like stay what they are. */
	if (!path || depth > IL_TERM_DEPTH_MAX || is_object)
		return path && is_object && depth <= IL_TERM_DEPTH_MAX ? compute(terms, frame, path, true, depth)
								       : path;
	struct il_term_memo key = { frame, path, 0 };
	struct il_index_ops ops = { memo_hash, memo_equal, terms, terms->memo.count };
	uint64_t hash = memo_hash_of(frame, path);
	uint32_t id;
	if (il_index_find(&terms->memo_index, &ops, hash, &key, &id))
		return terms->memo.at[id].term;
	key.term = compute(terms, frame, path, false, depth);
	/* What was cut off by the depth is not the answer for others. */
	if (depth > 0)
		return key.term;
	ops = (struct il_index_ops) { memo_hash, memo_equal, terms, terms->memo.count };
	il_index_add(&terms->memo_index, &ops, hash, terms->memo.count);
	id = il_array_add(&terms->memo, 1);
	terms->memo.at[id] = key;
	return key.term;
}

uint32_t il_term(struct il_terms *terms, uint32_t frame, uint32_t path)
{
	return term(terms, frame, path, false, 0);
}

static void forget_answers(struct il_terms *terms)
{
	il_index_fini(&terms->memo_index);
	terms->memo_index = (struct il_index) { 0 };
	terms->memo.count = 0;
}

void il_terms_keep(struct il_terms *terms, uint32_t place, uint32_t value)
{
	uint32_t at = il_array_add(&terms->kept, 1);

	terms->kept.at[at] = (struct il_kept) { place, value };
	forget_answers(terms);
}

void il_terms_forget(struct il_terms *terms)
{
	if (terms->kept.count)
		forget_answers(terms);
	terms->kept.count = 0;
}
