// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cli/analyse.h"

#include "clang/parse.h"
#include "cli/report.h"
#include "facts/link.h"
#include "facts/suppress.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* What became of a file of the linked unit that was not asked for. */
enum wish {
	WISH_NOT,    /* a sibling, or only read by one */
	WISH_HEADER, /* read by a file that was asked for */
	WISH_FILE,   /* asked for */
};

struct collection {
	json_t *findings;  /* NULL: only what is suppressed is of interest */
	enum wish *wishes; /* by file; NULL: everything is wanted */
	bool *used;	   /* by suppression */
};

static void set_number(json_t *object, const char *key, double value)
{
	json_object_set_new(object, key, json_real(value));
}

static double cpu_ms(void)
{
	struct timespec now = { 0 };

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void add_error(json_t *value, const char *prefix, const char *text, bool unreadable, bool asked)
{
	json_t *errors = json_object_get(value, "errors");

	if (!errors) {
		errors = json_array();
		json_object_set_new(value, "errors", errors);
	}
	json_array_append_new(
		errors, json_pack("{s:s+, s:b, s:b}", "text", prefix, text, "unreadable", unreadable, "asked", asked));
}

/*
 * A finding is wanted when it has to do with a file that was asked for.  One that lies in headers
 * alone is, when such a file has read them all: it would be found without the siblings, too.
 */
static bool is_wanted(const struct collection *collection, const struct il_unit *unit, const struct il_finding *finding)
{
	bool in_headers = true;

	if (!collection->wishes)
		return true;
	for (uint32_t i = 0; i <= finding->trace_count; i++) {
		const struct il_step *step = i ? &finding->trace[i - 1] : &finding->main;
		enum wish wish = collection->wishes[unit->places.at[step->place].file];
		if (wish == WISH_FILE)
			return true;
		in_headers = in_headers && wish == WISH_HEADER;
	}
	return in_headers;
}

static void take_finding(void *context, const struct il_unit *unit, const struct il_finding *finding)
{
	const struct collection *collection = context;
	const struct il_place *place = &unit->places.at[finding->main.place];
	const char *rule = finding->rule->name;
	bool suppressed = false;

	/* Each that fits is of use, so none is called superfluous for standing within another. */
	for (uint32_t i = 0; (i = il_suppression_next(unit, i, place->file, place->line, rule)) != 0;)
		collection->used[i] = suppressed = true;
	if (!suppressed && collection->findings && is_wanted(collection, unit, finding))
		json_array_append_new(collection->findings, il_report_encode(unit, finding));
}

/* Returns whether @globs names rules of ours, and one of them is run. */
static bool names_enabled(const struct il_selection *selection, const char *globs)
{
	bool named = false;

	for (size_t i = 0; i < il_rule_count; i++)
		named = named || (selection->enabled[i] && il_glob_list_matches(globs, il_rules[i].name));
	return named && strncmp(globs, "irq-", strlen("irq-")) == 0;
}

/*
 * Returns whether suppression @id should have suppressed something: it is one of ours in a source that
 * was asked for.  A header's may be of use to another source.
 */
static bool should_be_used(const struct il_analysis *analysis, const struct il_unit *unit,
			   const struct collection *collection, uint32_t id)
{
	const struct il_suppression *s = &unit->suppressions.at[id];
	bool asked = !collection->wishes || collection->wishes[s->file] == WISH_FILE;

	return asked && s->rules && unit->files.at[s->file].kind == IL_FILE_MAIN &&
	       names_enabled(&analysis->selection, il_text(unit, s->rules));
}

/* Puts what is suppressed in vain in @value; what is too unsure to be reported may well be suppressed. */
static void tell_unused(const struct il_analysis *analysis, struct il_unit *unit, struct collection *collection,
			json_t *value)
{
	struct il_selection all = { analysis->selection.enabled, IL_CONFIDENCE_POSSIBLE };
	struct collection again = { NULL, collection->wishes, collection->used };
	struct il_sink sink = { take_finding, &again };
	json_t *unused = json_array();
	bool looked = false;
	struct il_stats stats;

	for (uint32_t i = 1; i < unit->suppressions.count; i++) {
		if (collection->used[i] || !should_be_used(analysis, unit, collection, i))
			continue;
		if (!looked)
			il_check_unit(unit, analysis->model, &all, &sink, &stats);
		looked = true;
		if (collection->used[i])
			continue;
		const struct il_suppression *s = &unit->suppressions.at[i];
		json_array_append_new(unused, il_report_suppression(unit, s));
	}
	json_object_set_new(value, "unused", unused);
}

/* Parses the source of @member, and keeps its facts for later runs when that is possible. */
static struct il_unit *parse_member(const struct il_analysis *analysis, struct il_member *member, json_t *value,
				    json_t *stats)
{
	const struct il_entry *entry = member->entry;
	struct il_command command = {
		.directory = entry->directory,
		.file = entry->file,
		.arguments = entry->arguments,
		.argument_count = entry->argument_count,
		.root = analysis->root,
		.headers = analysis->ahead ? il_ahead_of(analysis->ahead, entry) : NULL,
	};
	struct il_inputs inputs = { 0 };
	struct il_parse_times times = { 0 };
	struct il_unit *unit = NULL;
	struct il_error error;
	enum il_parse_status status = il_parse(&command, &unit, &inputs, &times, &error);

	if (status != IL_PARSE_OK)
		add_error(value, "", error.text, status == IL_PARSE_UNREADABLE, true);
	member->key = unit && analysis->recall ? il_recall_keep_facts(analysis->recall, entry, unit, &inputs) : 0;
	set_number(stats, "parse_ms", times.parse_ms);
	set_number(stats, "lower_ms", times.lower_ms);
	set_number(stats, "parsed", 1);
	set_number(stats, "parsed_ahead", times.headers == IL_HEADERS_USED);
	set_number(stats, "parsed_again", times.headers == IL_HEADERS_REFUSED);
	il_inputs_fini(&inputs);
	return unit;
}

/*
 * Returns the facts of @member, or NULL and an error in @value.  What was kept and cannot be read any
 * more is made again.
 */
static struct il_unit *get_unit(const struct il_analysis *analysis, struct il_member *member, json_t *value,
				json_t *stats)
{
	bool source = member->entry->argument_count > 0;
	struct il_unit *unit = NULL;
	struct il_error error;

	if (!source || member->stored)
		unit = il_store_read(source ? member->facts : member->entry->file, il_llvm_version(), &error);
	if (unit)
		return unit;
	if (!source || (member->stored && !member->kept))
		add_error(value, "error: ", error.text, !source, member->asked);
	else
		unit = parse_member(analysis, member, value, stats);
	return unit;
}

/* The tree that a file is built in says which kernel it is for, unless the user does. */
static uint32_t kernel_of_tree(const char *directory)
{
	char name[4096], text[64] = "";
	uint32_t version = 0;

	snprintf(name, sizeof(name), "%s/include/config/kernel.release", directory);
	FILE *stream = fopen(name, "r");
	if (!stream)
		return 0;
	if (fgets(text, sizeof(text), stream))
		il_kernel_from_text(text, &version);
	fclose(stream);
	return version;
}

static void run_rules(const struct il_analysis *analysis, const char *directory, struct il_unit *unit,
		      enum wish *wishes, json_t *value, json_t *numbers)
{
	struct collection collection = { json_array(), wishes, calloc(unit->suppressions.count + 1, sizeof(bool)) };
	struct il_sink sink = { take_finding, &collection };
	double start = cpu_ms();
	struct il_stats stats;

	if (!collection.used)
		abort();
	if (!analysis->kernel_given)
		analysis->model->kernel = kernel_of_tree(directory);
	il_check_unit(unit, analysis->model, &analysis->selection, &sink, &stats);
	set_number(numbers, "functions", stats.functions);
	set_number(numbers, "events", stats.events);
	set_number(numbers, "requests", stats.requests);
	set_number(numbers, "flow_states", stats.flow_states);
	set_number(numbers, "limit_flow_states", stats.flow_limit_hits);
	set_number(numbers, "limit_wrapper_depth", stats.caller_limit_hits);
	set_number(numbers, "limit_call_targets", stats.target_limit_hits);
	set_number(numbers, "limit_handler_needs", stats.need_limit_hits);
	set_number(numbers, "limit_life_walk", stats.walk_limit_hits);
	set_number(numbers, "limit_lowering", unit->limit_hits);
	set_number(numbers, "analyse_ms", cpu_ms() - start);
	json_object_set_new(value, "findings", collection.findings);
	tell_unused(analysis, unit, &collection, value);
	free(collection.used);
	if (*stats.problem)
		json_object_set_new(value, "problem", json_string(stats.problem));
}

/* What the process that started this one is to know for other workers. */
static void tell_cache(const struct il_analysis *analysis, json_t *value)
{
	struct il_recall *recall = analysis->recall;

	if (!recall)
		return;
	json_object_set_new(value, "contents", il_contents_encode(&recall->contents));
	if (*recall->cache.problem)
		json_object_set_new(value, "cache", json_string(recall->cache.problem));
}

uint64_t il_analyse_key(const struct il_analysis *analysis, const struct il_module *module)
{
	uint32_t kernel =
		analysis->kernel_given ? analysis->model->kernel : kernel_of_tree(module->members[0].entry->directory);
	uint64_t key = il_key_add(analysis->key, &kernel, sizeof(kernel));

	for (uint32_t i = 0; i < module->count; i++) {
		const struct il_member *member = &module->members[i];
		if (!member->key)
			return 0;
		key = il_key_add(key, &member->key, sizeof(member->key));
		key = il_key_add(key, &member->asked, sizeof(member->asked));
	}
	return key;
}

/*
 * Adds @numbers of the rules to @stats, and takes both apart: what came of @module is kept for later
 * runs, unless a file is missing, and how long it took is of this run.
 */
static void finish_result(const struct il_analysis *analysis, const struct il_module *module, json_t *value,
			  json_t *stats, json_t *numbers)
{
	uint64_t key = analysis->recall && !json_object_get(value, "errors") ? il_analyse_key(analysis, module) : 0;

	json_object_update(stats, numbers);
	json_object_del(numbers, "analyse_ms");
	json_object_set_new(value, "stats", numbers);
	if (key)
		il_recall_keep_result(analysis->recall, key, value);
	json_object_set(value, "stats", stats);
}

/* After finish_result(): what is kept for later runs has none. */
static void add_notes(const struct il_analysis *analysis, struct il_unit *unit, json_t *value)
{
	if (analysis->notes)
		json_object_set_new(value, "notes", analysis->notes(unit, analysis->model));
}

/* The rules over the only file of @module. */
static void check_alone(const struct il_analysis *analysis, const struct il_module *module, struct il_unit *unit,
			json_t *value, json_t *stats)
{
	json_t *numbers = json_object();

	run_rules(analysis, module->members[0].entry->directory, unit, NULL, value, numbers);
	finish_result(analysis, module, value, stats, numbers);
	add_notes(analysis, unit, value);
}

json_t *il_analyse_file(const struct il_analysis *analysis, const struct il_module *module)
{
	struct il_member *member = &module->members[0];
	json_t *value = json_object(), *stats = json_object();
	struct il_error error;

	if (analysis->recall)
		il_contents_mark(&analysis->recall->contents);
	struct il_unit *unit = get_unit(analysis, member, value, stats);
	/* Before the rules: they add paths. */
	if (unit && analysis->facts && !il_store_write(unit, analysis->facts, il_llvm_version(), &error))
		add_error(value, "error: ", error.text, false, true);
	if (unit)
		check_alone(analysis, module, unit, value, stats);
	tell_cache(analysis, value);
	json_decref(stats);
	il_unit_destroy(unit);
	return value;
}

json_t *il_analyse_store(const struct il_analysis *analysis, struct il_member *member)
{
	json_t *value = json_object(), *stats = json_object();
	struct il_error error;
	char key[32];

	if (analysis->recall)
		il_contents_mark(&analysis->recall->contents);
	struct il_unit *unit = get_unit(analysis, member, value, stats);
	if (unit && member->key) {
		snprintf(key, sizeof(key), "%" PRIx64, member->key);
		json_object_set_new(value, "key", json_string(key));
		json_object_set(value, "stats", stats);
	} else if (unit && il_store_write(unit, member->facts, il_llvm_version(), &error)) {
		json_object_set(value, "stats", stats);
	} else if (unit) {
		add_error(value, "error: ", error.text, false, true);
	}
	tell_cache(analysis, value);
	json_decref(stats);
	il_unit_destroy(unit);
	return value;
}

/* Tells for every file of @linked whether it was asked for: those of the units that were. */
static enum wish *find_wishes(struct il_unit *linked, struct il_unit *const *units, const bool *asked, uint32_t count)
{
	enum wish *wishes = calloc(linked->files.count, sizeof(*wishes));
	/* All units have one root, so the linked one has every name already. */
	enum wish *by_name = calloc(linked->strings.count, sizeof(*by_name));

	if (!wishes || !by_name)
		abort();
	for (uint32_t u = 0; u < count; u++) {
		for (uint32_t f = 1; asked[u] && f < units[u]->files.count; f++) {
			uint32_t name = il_string(linked, il_text(units[u], units[u]->files.at[f].name));
			if (by_name[name] == WISH_NOT)
				by_name[name] = WISH_HEADER;
		}
		if (asked[u])
			by_name[il_string(linked, il_text(units[u], units[u]->main_file))] = WISH_FILE;
	}
	for (uint32_t f = 1; f < linked->files.count; f++)
		wishes[f] = by_name[linked->files.at[f].name];
	free(by_name);
	return wishes;
}

/* The rules over the @count linked @units; with only those of @asked in question. */
static void check_linked(const struct il_analysis *analysis, const struct il_module *module,
			 struct il_unit *const *units, const bool *asked, uint32_t count, json_t *value, json_t *stats)
{
	double start = cpu_ms();
	struct il_unit *linked = il_link((const struct il_unit *const *)units, count);
	json_t *numbers = json_object();
	bool all_asked = true;
	char problem[128];

	for (uint32_t i = 0; i < count; i++)
		all_asked = all_asked && asked[i];
	enum wish *wishes = all_asked ? NULL : find_wishes(linked, units, asked, count);
	set_number(stats, "link_ms", cpu_ms() - start);
	/* Facts of a faulty writer may pass the check one by one; a crash names every file. */
	if (!il_unit_check(linked, problem, sizeof(problem)))
		abort();
	run_rules(analysis, module->members[0].entry->directory, linked, wishes, value, numbers);
	finish_result(analysis, module, value, stats, numbers);
	add_notes(analysis, linked, value);
	free(wishes);
	il_unit_destroy(linked);
}

json_t *il_analyse_module(const struct il_analysis *analysis, const struct il_module *module)
{
	struct il_unit **units = calloc(module->count + 1, sizeof(*units));
	bool *asked = calloc(module->count + 1, sizeof(*asked));
	json_t *value = json_object(), *stats = json_object();
	uint32_t count = 0;

	if (!units || !asked)
		abort();
	if (analysis->recall)
		il_contents_mark(&analysis->recall->contents);
	for (uint32_t i = 0; i < module->count; i++) {
		struct il_member *member = &module->members[i];
		if (!member->stored)
			continue;
		units[count] = get_unit(analysis, member, value, stats);
		if (units[count])
			asked[count++] = member->asked;
	}
	if (count)
		check_linked(analysis, module, units, asked, count, value, stats);
	for (uint32_t i = 0; i < count; i++)
		il_unit_destroy(units[i]);
	tell_cache(analysis, value);
	json_decref(stats);
	free(asked);
	free(units);
	return value;
}

json_t *il_analyse_units(const struct il_analysis *analysis, const struct il_module *module, struct il_unit **units)
{
	struct il_unit **there = calloc(module->count + 1, sizeof(*there));
	bool *asked = calloc(module->count + 1, sizeof(*asked));
	json_t *value = json_object(), *stats = json_object();
	uint32_t count = 0;

	if (!there || !asked)
		abort();
	for (uint32_t i = 0; i < module->count; i++) {
		there[count] = units[i];
		asked[count] = module->members[i].asked;
		count += units[i] != NULL;
	}
	if (module->count == 1 && count)
		check_alone(analysis, module, there[0], value, stats);
	else if (count)
		check_linked(analysis, module, there, asked, count, value, stats);
	json_decref(stats);
	free(asked);
	free(there);
	return value;
}
