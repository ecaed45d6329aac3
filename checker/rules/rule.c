// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "rules/rule.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int by_name(const void *key, const void *rule)
{
	return strcmp(key, ((const struct il_rule *)rule)->name);
}

const struct il_rule *il_rule_find(const char *name)
{
	return bsearch(name, il_rules, il_rule_count, sizeof(il_rules[0]), by_name);
}

bool il_rule_runs(const struct il_rule *rule)
{
	return rule->run != NULL;
}

static void fill(struct il_step *step, uint32_t place, uint32_t function, const char *format, va_list arguments)
{
	step->place = place;
	step->function = function;
	vsnprintf(step->message, sizeof(step->message), format, arguments);
}

void il_report(struct il_context *context, enum il_confidence confidence, uint32_t place, uint32_t function,
	       const char *format, ...)
{
	struct il_finding *finding = &context->finding;
	va_list arguments;

	finding->rule = context->rule;
	finding->confidence = confidence;
	finding->trace_count = 0;
	finding->edit_count = 0;
	context->unfixable = false;
	va_start(arguments, format);
	fill(&finding->main, place, function, format, arguments);
	va_end(arguments);
}

void il_note(struct il_context *context, uint32_t place, uint32_t function, const char *format, ...)
{
	struct il_finding *finding = &context->finding;
	va_list arguments;

	/* A longer trace than this helps nobody; its beginning is kept. */
	if (finding->trace_count == IL_STEPS_MAX)
		return;
	va_start(arguments, format);
	fill(&finding->trace[finding->trace_count++], place, function, format, arguments);
	va_end(arguments);
}

void il_note_here(struct il_context *context)
{
	context->finding.before = context->finding.trace_count;
}

void il_fix(struct il_context *context, uint32_t place, enum il_edit_where where, const char *text)
{
	const struct il_unit *unit = context->engine->unit;
	const struct il_place *at = &unit->places.at[place];
	struct il_finding *finding = &context->finding;

	bool spelled_elsewhere = at->macro && where == IL_EDIT_INSTEAD;
	if (!place || spelled_elsewhere || at->length == 0 || unit->files.at[at->file].kind == IL_FILE_HEADER ||
	    finding->edit_count == IL_EDITS_MAX || strlen(text) >= IL_EDIT_MAX) {
		context->unfixable = true;
		return;
	}
	struct il_edit *edit = &finding->edits[finding->edit_count++];
	edit->file = at->file;
	edit->offset = where == IL_EDIT_AFTER ? at->offset + at->length : at->offset;
	edit->length = where == IL_EDIT_INSTEAD ? at->length : 0;
	snprintf(edit->text, sizeof(edit->text), "%s", text);
}

void il_note_wrappers(struct il_context *context, const struct il_request *request)
{
	const struct il_engine *engine = context->engine;

	for (uint32_t i = 1; i < request->call_count; i++)
		il_note(context, engine->unit->events.at[request->calls[i]].place,
			il_event_function(engine, request->calls[i]),
			i + 1 == request->call_count ? "the line is requested here" : "which is passed on here");
}

void il_report_end(struct il_context *context)
{
	struct il_finding *finding = &context->finding;
	uint64_t identity = il_finding_fingerprint(context->engine->unit, finding) ^
			    il_hash(&finding->main.place, sizeof(finding->main.place));

	if (context->unfixable)
		finding->edit_count = 0;
	if (finding->confidence < context->selection->confidence)
		return;
	for (uint32_t i = 0; i < context->reported.count; i++) {
		if (context->reported.at[i] == identity)
			return;
	}
	uint32_t at = il_array_add(&context->reported, 1);
	context->reported.at[at] = identity;
	context->sink->report(context->sink->context, context->engine->unit, finding);
}

void il_check_unit(struct il_unit *unit, const struct il_model *model, const struct il_selection *selection,
		   const struct il_sink *sink, struct il_stats *ret_stats)
{
	struct il_engine engine;
	struct il_context *context = calloc(1, sizeof(*context));

	if (!context)
		abort();
	il_engine_init(&engine, unit, model);
	context->engine = &engine;
	context->selection = selection;
	context->sink = sink;
	for (size_t i = 0; i < il_rule_count; i++) {
		if (!selection->enabled[i] || !il_rule_runs(&il_rules[i]))
			continue;
		context->rule = &il_rules[i];
		il_rules[i].run(context);
	}
	*ret_stats = engine.stats;
	il_engine_fini(&engine);
	il_array_fini(&context->reported);
	free(context);
}
