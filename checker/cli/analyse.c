// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cli/analyse.h"

#include "clang/parse.h"
#include "cli/report.h"
#include "facts/link.h"
#include "facts/suppress.h"

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

/* Returns the facts of @entry, or NULL and an error in @value. */
static struct il_unit *get_unit(const struct il_analysis *analysis, const struct il_entry *entry, json_t *value,
				json_t *stats)
{
	struct il_command command = {
		.directory = entry->directory,
		.file = entry->file,
		.arguments = entry->arguments,
		.argument_count = entry->argument_count,
		.root = analysis->root,
	};
	struct il_parse_times times = { 0 };
	struct il_unit *unit = NULL;
	struct il_error error;

	if (entry->argument_count == 0) {
		unit = il_store_read(entry->file, il_llvm_version(), &error);
		if (!unit)
			add_error(value, "error: ", error.text, true, true);
	} else {
		enum il_parse_status status = il_parse(&command, &unit, &times, &error);
		if (status != IL_PARSE_OK)
			add_error(value, "", error.text, status == IL_PARSE_UNREADABLE, true);
	}
	set_number(stats, "parse_ms", times.parse_ms);
	set_number(stats, "lower_ms", times.lower_ms);
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

json_t *il_analyse_file(const struct il_analysis *analysis, const struct il_entry *entry)
{
	json_t *value = json_object(), *stats = json_object();
	struct il_unit *unit = get_unit(analysis, entry, value, stats);
	struct il_error error;

	/* Before the rules: they add paths. */
	if (unit && analysis->facts && !il_store_write(unit, analysis->facts, il_llvm_version(), &error))
		add_error(value, "error: ", error.text, false, true);
	if (unit) {
		run_rules(analysis, entry->directory, unit, NULL, value, stats);
		json_object_set(value, "stats", stats);
	}
	json_decref(stats);
	il_unit_destroy(unit);
	return value;
}

json_t *il_analyse_store(const struct il_analysis *analysis, const struct il_member *member)
{
	json_t *value = json_object(), *stats = json_object();
	struct il_unit *unit = get_unit(analysis, member->entry, value, stats);
	struct il_error error;

	if (unit && il_store_write(unit, member->facts, il_llvm_version(), &error))
		json_object_set(value, "stats", stats);
	else if (unit)
		add_error(value, "error: ", error.text, false, true);
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

json_t *il_analyse_module(const struct il_analysis *analysis, const struct il_module *module)
{
	struct il_unit **units = calloc(module->count + 1, sizeof(*units));
	bool *asked = calloc(module->count + 1, sizeof(*asked));
	json_t *value = json_object(), *stats = json_object();
	double start = cpu_ms();
	uint32_t count = 0;
	bool all_asked = true;
	char problem[128];

	if (!units || !asked)
		abort();
	for (uint32_t i = 0; i < module->count; i++) {
		const struct il_member *member = &module->members[i];
		struct il_error error;
		if (!member->stored)
			continue;
		units[count] = il_store_read(member->facts, il_llvm_version(), &error);
		if (!units[count]) {
			add_error(value, "error: ", error.text, member->entry->argument_count == 0, member->asked);
			continue;
		}
		asked[count++] = member->asked;
		all_asked = all_asked && member->asked;
	}
	if (count) {
		struct il_unit *linked = il_link((const struct il_unit *const *)units, count);
		enum wish *wishes = all_asked ? NULL : find_wishes(linked, units, asked, count);
		for (uint32_t i = 0; i < count; i++)
			il_unit_destroy(units[i]);
		set_number(stats, "link_ms", cpu_ms() - start);
		/* Facts of a faulty writer may pass the check one by one; a crash names every file. */
		if (!il_unit_check(linked, problem, sizeof(problem)))
			abort();
		run_rules(analysis, module->members[0].entry->directory, linked, wishes, value, stats);
		json_object_set(value, "stats", stats);
		free(wishes);
		il_unit_destroy(linked);
	}
	json_decref(stats);
	free(asked);
	free(units);
	return value;
}
