// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What functions do to objects, and how an object's life goes. */
#include "model/model.h"

#include <stdlib.h>
#include <string.h>

#define NONE IL_NO_ARGUMENT
static const struct il_effect effects[] = {
#define EFFECT(name, argument, kind, object, callback)                                                                 \
	{ #name, argument, callback, IL_EFFECT_##kind, IL_OBJECT_##object },
#include "model/effects.def"
#undef EFFECT
};
#undef NONE

static const struct il_fill fills[] = {
#define FILL(name, argument, field) { #name, #field, argument },
#include "model/fills.def"
#undef FILL
};

struct copy {
	const char *name;
	int8_t argument;
};

static const struct copy copies[] = {
#define COPY(name, argument) { #name, argument },
#include "model/copies.def"
#undef COPY
};

static const struct il_run runs[] = {
#define STOPS true
#define ENDS false
#define RUN(name, field, stops) { #name, #field, stops },
#include "model/runs.def"
#undef RUN
#undef STOPS
#undef ENDS
};

static const char *const managed[] = {
#define MANAGED(name) #name,
#include "model/managed.def"
#undef MANAGED
};

enum {
	WIRED_LINE = IL_WIRED_LINE,
	WIRED_MSI = IL_WIRED_MSI | IL_WIRED_VECTOR,
	WIRED_MSIX = IL_WIRED_MSIX | IL_WIRED_VECTOR,
	WIRED_VECTORS = WIRED_MSI | WIRED_MSIX,
	WIRED_MESSAGES = IL_WIRED_MESSAGES,
	WIRED_CHIP = IL_WIRED_CHIP,
	WIRED_DOMAIN = IL_WIRED_DOMAIN,
};

static const struct il_vector vectors[] = {
#define VECTOR(name, argument, which) { #name, argument, WIRED_##which },
#include "model/vectors.def"
#undef VECTOR
};

#define NONE IL_NO_ARGUMENT
static const struct il_affinity affinities[] = {
#define AFFINITY(name, line, value, part) { #name, line, value, IL_AFFINITY_##part },
#include "model/affinities.def"
#undef AFFINITY
};
#undef NONE

static const struct power {
	const char *name;
	enum il_power power;
} powers[] = {
#define POWER(name, power) { #name, IL_POWER_##power },
#include "model/power.def"
#undef POWER
};

/* Where cores keep numbers of lines. */
static const struct wired {
	const char *record, *field;
	uint32_t wired;
} numbers[] = {
	{ "fsl_mc_device_irq", "virq", IL_WIRED_MESSAGES },
	{ "msi_desc", "irq", IL_WIRED_MESSAGES },
	{ "msix_entry", "vector", IL_WIRED_MSIX },
	{ "pci_dev", "irq", IL_WIRED_MSI },
};

static const struct il_pair pairs[] = {
#define FIRST true
#define LATER false
#define UNDONE true
#define LEFT false
#define PAIR(first, second, stage, failure) { #first, #second, stage, failure },
#include "model/pairs.def"
#undef PAIR
#undef FIRST
#undef LATER
#undef UNDONE
#undef LEFT
};

struct object {
	const char *record;
	enum il_record_kind kind;
};

static const struct object objects[] = {
#define OBJECT(record, kind) { #record, IL_RECORD_##kind },
#include "model/objects.def"
#undef OBJECT
};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static int by_name(const void *key, const void *entry)
{
	return strcmp(key, *(const char *const *)entry);
}

const struct il_fill *il_model_fill(const char *name)
{
	return bsearch(name, fills, COUNT(fills), sizeof(fills[0]), by_name);
}

bool il_model_is_managed(const char *name)
{
	return bsearch(name, managed, COUNT(managed), sizeof(managed[0]), by_name) != NULL;
}

int8_t il_model_copied(const char *name)
{
	const struct copy *copy = bsearch(name, copies, COUNT(copies), sizeof(copies[0]), by_name);

	return copy ? copy->argument : IL_NO_ARGUMENT;
}

bool il_effect_is_of(const struct il_effect *effect, const char *name)
{
	return effect < effects + COUNT(effects) && strcmp(effect->name, name) == 0;
}

const struct il_effect *il_model_effects(const char *name)
{
	const struct il_effect *effect = bsearch(name, effects, COUNT(effects), sizeof(effects[0]), by_name);

	while (effect && effect > effects && strcmp(effect[-1].name, name) == 0)
		effect--;
	return effect;
}

const struct il_vector *il_model_vector(const char *name)
{
	return bsearch(name, vectors, COUNT(vectors), sizeof(vectors[0]), by_name);
}

const struct il_affinity *il_model_affinity(const char *name)
{
	return bsearch(name, affinities, COUNT(affinities), sizeof(affinities[0]), by_name);
}

enum il_power il_model_power(const char *name)
{
	const struct power *power = bsearch(name, powers, COUNT(powers), sizeof(powers[0]), by_name);

	return power ? power->power : IL_POWER_NONE;
}

static const char *without_struct(const char *name)
{
	return strncmp(name, "struct ", strlen("struct ")) == 0 ? name + strlen("struct ") : name;
}

uint32_t il_model_wired(const char *record, const char *field)
{
	for (size_t i = 0; i < COUNT(numbers); i++) {
		if (strcmp(numbers[i].record, without_struct(record)) == 0 && strcmp(numbers[i].field, field) == 0)
			return numbers[i].wired;
	}
	return 0;
}

bool il_run_is_of(const struct il_run *run, const char *name)
{
	return run < runs + COUNT(runs) && strcmp(run->name, name) == 0;
}

const struct il_run *il_model_runs(const char *name)
{
	const struct il_run *run = bsearch(name, runs, COUNT(runs), sizeof(runs[0]), by_name);

	while (run && run > runs && strcmp(run[-1].name, name) == 0)
		run--;
	return run;
}

bool il_model_releases(const char *name)
{
	for (const struct il_effect *e = il_model_effects(name); e && il_effect_is_of(e, name); e++) {
		if (e->kind == IL_EFFECT_RELEASE && e->object == IL_OBJECT_MEMORY && e->argument == 0)
			return true;
	}
	return false;
}

const struct il_pair *il_model_pairs(uint32_t *ret_count)
{
	*ret_count = COUNT(pairs);
	return pairs;
}

enum il_record_kind il_model_record(const char *name)
{
	const struct object *object =
		bsearch(without_struct(name), objects, COUNT(objects), sizeof(objects[0]), by_name);
	return object ? object->kind : IL_RECORD_OWN;
}

const char *il_model_life_name(enum il_life_table table, uint32_t index)
{
	switch (table) {
	case IL_LIFE_EFFECTS: return index < COUNT(effects) ? effects[index].name : NULL;
	case IL_LIFE_FILLS: return index < COUNT(fills) ? fills[index].name : NULL;
	case IL_LIFE_COPIES: return index < COUNT(copies) ? copies[index].name : NULL;
	case IL_LIFE_RUNS: return index < COUNT(runs) ? runs[index].name : NULL;
	case IL_LIFE_OBJECTS: return index < COUNT(objects) ? objects[index].record : NULL;
	case IL_LIFE_MANAGED: return index < COUNT(managed) ? managed[index] : NULL;
	case IL_LIFE_VECTORS: return index < COUNT(vectors) ? vectors[index].name : NULL;
	case IL_LIFE_POWERS: return index < COUNT(powers) ? powers[index].name : NULL;
	case IL_LIFE_AFFINITIES: return index < COUNT(affinities) ? affinities[index].name : NULL;
	default: return NULL;
	}
}
