// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "engine/effect.h"

#include <string.h>

static uint32_t term_of(struct il_walk *walk, uint32_t frame, uint32_t event, int8_t position)
{
	uint32_t path = il_argument_path(walk->engine->unit, event, position);

	return path ? il_term(&walk->life->terms, frame, path) : 0;
}

/* Returns whether devres owns what @pointer points to, so that nobody else releases it. */
static bool is_managed(const struct il_walk *walk, uint32_t pointer)
{
	const struct il_unit *unit = walk->engine->unit;
	const struct il_path *p = &unit->paths.at[il_path_strip(unit, pointer)];
	uint32_t maker = p->op == IL_PATH_RESULT ? p->symbol : walk->maker[il_place_field(unit, pointer)];

	return maker && maker != UINT32_MAX && strncmp(il_callee_name(walk->engine, maker), "devm_", 5) == 0;
}

/* What is unregistered first and released after that goes with the second. */
static bool is_released_later(const struct il_walk *walk, uint32_t event, int8_t position)
{
	struct il_unit *unit = walk->engine->unit;
	const struct il_function f = unit->functions.at[il_event_function(walk->engine, event)];
	uint32_t pointer = il_argument_path(unit, event, position);

	if (!strstr(il_callee_name(walk->engine, event), "unregister"))
		return false;
	for (uint32_t e = event + 1; e < f.first_event + f.event_count; e++) {
		const char *name = unit->events.at[e].callee ? il_callee_name(walk->engine, e) : "";
		const struct il_effect *effect = il_model_effects(name);
		if (effect && effect->kind == IL_EFFECT_RELEASE &&
		    il_same_term(unit, il_argument_path(unit, e, effect->argument), pointer))
			return true;
	}
	return false;
}

static void release(struct il_walk *walk, struct il_moment *moment, uint32_t frame, uint32_t event, int8_t position)
{
	uint32_t pointer = term_of(walk, frame, event, position);
	bool by_devres = strncmp(il_callee_name(walk->engine, event), "devm_", 5) == 0;

	if (pointer && (by_devres || !is_managed(walk, pointer)) && !is_released_later(walk, event, position))
		il_happen_release(walk, moment, pointer, event);
}

static void apply_effect(struct il_walk *walk, struct il_moment *moment, uint32_t frame, uint32_t event,
			 const struct il_effect *effect)
{
	struct il_unit *unit = walk->engine->unit;
	uint32_t pointer = term_of(walk, frame, event, effect->argument);
	uint32_t place = il_pointee(unit, pointer);

	switch (effect->kind) {
	case IL_EFFECT_INIT:
		il_happen_ready(walk, moment, effect->object, place, event);
		/* devm_work_autocancel() and its like */
		if (effect->argument == 1 && effect->callback == 2 && strncmp(effect->name, "devm_", 5) == 0) {
			il_devres_cancels(walk, place, event);
		}
		break;
	case IL_EFFECT_ENABLE: il_happen_enable(walk, moment, place); break;
	case IL_EFFECT_CALM: il_happen_calm(walk, place); break;
	case IL_EFFECT_CANCEL: il_happen_cancel(walk, moment, place, false, event); break;
	case IL_EFFECT_BAR: il_happen_cancel(walk, moment, place, true, event); break;
	case IL_EFFECT_DRAIN: il_happen_drain(walk, moment, pointer, event); break;
	case IL_EFFECT_RELEASE: release(walk, moment, frame, event, effect->argument); break;
	default: break;
	}
}

/* Returns the field called @name of record place @object, as a place; 0: there is none. */
static uint32_t field_of(struct il_unit *unit, uint32_t object, const char *name)
{
	const struct il_type *type = &unit->types.at[unit->paths.at[object].type];
	const struct il_record *record = &unit->records.at[type->kind == IL_TYPE_RECORD ? type->record : 0];

	for (uint32_t i = 0; i < record->field_count; i++) {
		if (strcmp(il_text(unit, unit->fields.at[record->first_field + i].name), name) == 0)
			return il_path_field(unit, object, record->first_field + i);
	}
	return 0;
}

bool il_apply_call(struct il_walk *walk, struct il_moment *moment, uint32_t frame, uint32_t event)
{
	const struct il_model *model = walk->engine->model;
	const char *name = il_callee_name(walk->engine, event);
	const struct il_free_api *free_api = il_model_free(model, name);
	const struct il_control_api *control = il_model_control(model, name);
	const struct il_effect *effect = il_model_effects(name);

	il_happen_quell(walk, moment, event);
	if (free_api) {
		il_happen_free(walk, moment, frame, event, free_api);
		return true;
	}
	if (control) {
		il_happen_control(walk, moment, frame, event, control);
		return true;
	}
	const struct il_vector *vector = il_model_vector(name);
	if (vector)
		il_happen_vector(walk, moment, frame, event, vector);
	if (il_model_power(name) == IL_POWER_OFF)
		il_happen_dark(walk, moment, event);
	if (il_model_is_action(name)) {
		il_devres_acts(walk, frame, event);
		return true;
	}
	if (il_model_is_managed(name))
		il_devres_owns(walk, frame, event);
	for (const struct il_effect *e = effect; e && il_effect_is_of(e, name); e++)
		apply_effect(walk, moment, frame, event, e);
	const struct il_fill *fill = il_model_fill(name);
	if (fill) {
		struct il_unit *unit = walk->engine->unit;
		uint32_t object = il_pointee(unit, term_of(walk, frame, event, fill->argument));
		il_happen_ready(walk, moment, IL_OBJECT_MEMORY, field_of(unit, object, fill->field), event);
	}
	if (effect || fill || vector)
		return true;
	il_moment_flag(walk, moment, frame, event);
	return false;
}

/* Verbs that begin something, and those that end it; what is left of a name is what it is about. */
static const struct verbs {
	const char *make[8], *undo[10];
} pairs_of_verbs[] = {
	{ { "alloc", "allocate", "create", "new" }, { "free", "destroy", "release", "put", "delete" } },
	{ { "register" }, { "unregister", "deregister" } },
	{ { "get", "request", "open", "acquire" }, { "put", "release", "free", "close" } },
	{ { "map" }, { "unmap" } },
	{ { "add" }, { "del", "remove" } },
	{ { "init", "setup" },
	  { "exit", "fini", "cleanup", "deinit", "uninit", "destroy", "free", "release", "teardown" } },
};

static bool is_among(const char *const *words, size_t count, const char *word, size_t length)
{
	for (size_t i = 0; i < count && words[i]; i++) {
		if (strlen(words[i]) == length && strncmp(word, words[i], length) == 0)
			return true;
	}
	return false;
}

/* Writes @name without the @count @verbs to @buffer.  Returns whether it had one of them. */
static bool without_verbs(const char *name, const char *const *verbs, size_t count, char *buffer, size_t size)
{
	size_t length = 0;
	bool found = false;

	while (*name) {
		size_t word = strcspn(name, "_");
		if (is_among(verbs, count, name, word)) {
			found = true;
		} else if (length + word + 1 < size) {
			memcpy(buffer + length, name, word);
			length += word;
			buffer[length++] = '_';
		}
		name += word + (name[word] != '\0');
	}
	buffer[length] = '\0';
	return found && length > 0;
}

bool il_names_pair(const char *make, const char *undo)
{
	enum { NAME_MAX_LENGTH = 128 };
	char made[NAME_MAX_LENGTH], undone[NAME_MAX_LENGTH];

	for (size_t i = 0; i < sizeof(pairs_of_verbs) / sizeof(pairs_of_verbs[0]); i++) {
		const struct verbs *v = &pairs_of_verbs[i];
		if (without_verbs(make, v->make, sizeof(v->make) / sizeof(v->make[0]), made, sizeof(made)) &&
		    without_verbs(undo, v->undo, sizeof(v->undo) / sizeof(v->undo[0]), undone, sizeof(undone)) &&
		    strcmp(made, undone) == 0)
			return true;
	}
	return false;
}

void il_apply_unknown_call(struct il_walk *walk, struct il_moment *moment, uint32_t frame, uint32_t event)
{
	struct il_unit *unit = walk->engine->unit;
	const struct il_event call = unit->events.at[event];
	const char *name = il_callee_name(walk->engine, event);

	for (uint32_t i = 0; i < call.argument_count; i++) {
		uint32_t pointer = term_of(walk, frame, event, (int8_t)i);
		const struct il_path p = unit->paths.at[il_path_strip(unit, pointer)];
		uint32_t field = il_place_field(unit, pointer);
		il_happen_elsewhere(walk, moment, event, pointer);
		il_account_elsewhere(walk, moment, event, pointer);
		if (p.op == IL_PATH_ADDRESS && il_place_field(unit, p.a) && walk->needed[il_place_field(unit, p.a)])
			/* It may make ready what it is given; that is no evidence that it does. */
			il_place_add(moment->joined.ready, il_thing(walk, il_place_object(unit, p.a)));
		uint32_t maker = p.op == IL_PATH_FIELD ? walk->maker[field] : 0;
		if (maker && maker != UINT32_MAX && !is_managed(walk, pointer) &&
		    il_names_pair(il_callee_name(walk->engine, maker), name))
			il_happen_release(walk, moment, pointer, event);
	}
}

static bool is_device_data(const struct il_unit *unit, uint32_t field)
{
	const struct il_field *f = &unit->fields.at[field];

	return strcmp(il_text(unit, f->name), IL_DEVICE_DATA) == 0 &&
	       strstr(il_text(unit, unit->records.at[f->record].name), IL_DEVICE_RECORD) != NULL;
}

static void keep(struct il_walk *walk, uint32_t place, uint32_t value)
{
	for (uint32_t i = 0; i < walk->kept.count; i++) {
		if (walk->kept.at[i].place == place && walk->kept.at[i].value == value)
			return;
	}
	uint32_t at = il_array_add(&walk->kept, 1);
	walk->kept.at[at] = (struct il_kept) { place, value };
}

void il_apply_assignment(struct il_walk *walk, struct il_moment *moment, uint32_t frame, uint32_t id)
{
	struct il_unit *unit = walk->engine->unit;
	const struct il_event event = unit->events.at[id];
	uint32_t field = il_place_field(unit, event.target);
	int64_t constant;

	il_moment_assign(walk, moment, frame, &event);
	if (!field || !walk->needed[field] || !event.value)
		return;
	uint32_t value = il_term(&walk->life->terms, frame, event.value);
	/* NULL is what the handler must not find. */
	if (il_path_is_constant(unit, value, &constant) && constant == 0)
		return;
	uint32_t place = il_term(&walk->life->terms, frame, event.target);
	if (is_device_data(unit, field) && !walk->ends) {
		keep(walk, place, il_path_strip(unit, value));
	}
	il_devres_keeps(walk, frame, event.value, place);
	if (unit->types.at[unit->paths.at[event.target].type].kind == IL_TYPE_POINTER)
		il_happen_ready(walk, moment, IL_OBJECT_MEMORY, place, id);
}

void il_apply_return(struct il_walk *walk, struct il_moment *moment, uint32_t frame, uint32_t id)
{
	uint32_t known = il_moment_returned(walk, moment, frame, id);

	moment->joined.returned = id;
	il_moment_set_returned(walk, moment, il_event_function(walk->engine, id), known);
}
