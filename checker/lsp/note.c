// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "lsp/note.h"

#include "cli/report.h"
#include "engine/need.h"
#include "engine/release.h"
#include "engine/request.h"

#include <stdio.h>
#include <string.h>

enum { TEXT_MAX = 256 };

struct notes {
	struct il_engine engine;
	struct il_terms terms;
	struct il_graph graph;
	struct il_needs needs;
	json_t *list;
};

static json_t *place_with(const struct il_unit *unit, uint32_t event, const char *message)
{
	json_t *place = il_report_place(unit, unit->events.at[event].place);
	json_t *text = json_string(message);

	json_object_set_new(place, "message", text ? text : json_string("?"));
	return place;
}

/* Names in sources need not be UTF-8. */
static json_t *name_of(const struct il_unit *unit, uint32_t function)
{
	json_t *name = json_string(il_text(unit, unit->functions.at[function].name));

	return name ? name : json_string("?");
}

static void add_name(json_t *names, json_t *name)
{
	size_t i;
	const json_t *other;

	json_array_foreach (names, i, other) {
		if (json_equal(other, name)) {
			json_decref(name);
			return;
		}
	}
	json_array_append_new(names, name);
}

/* What a handler does with what it needs. */
static const char *verb_of(const struct il_need *need)
{
	switch (need->object) {
	case IL_OBJECT_MEMORY:
	case IL_OBJECT_DATA: return "follows";
	case IL_OBJECT_LOCK: return "takes";
	case IL_OBJECT_COMPLETION: return "completes";
	case IL_OBJECT_WAITQUEUE: return "wakes";
	case IL_OBJECT_WORKQUEUE: return "queues on";
	case IL_OBJECT_LIST:
	case IL_OBJECT_FIFO:
	case IL_OBJECT_INDEX: return "uses";
	default: return need->arms ? "starts" : "uses";
	}
}

static bool is_said(const json_t *needs, const char *text)
{
	const json_t *need;
	size_t i;

	json_array_foreach (needs, i, need) {
		if (strcmp(json_string_value(json_object_get(need, "message")), text) == 0)
			return true;
	}
	return false;
}

/* Adds what @function, a handler, needs.  Returns how much there was no room for. */
static size_t add_needs(struct notes *notes, uint32_t function, json_t *needs)
{
	const struct il_unit *unit = notes->engine.unit;
	/* Asking makes the table grow. */
	uint32_t index = il_needs_of(&notes->needs, function);
	const struct il_handler_needs handler = notes->needs.handlers.at[index];
	char text[TEXT_MAX], path[TEXT_MAX / 2];
	size_t left_out = 0;

	for (uint32_t i = handler.first; i < handler.first + handler.count; i++) {
		const struct il_need *need = &notes->needs.needs.at[i];
		il_path_text(unit, need->spelled, path, sizeof(path));
		snprintf(text, sizeof(text), "%s `%s`", verb_of(need), path);
		if (is_said(needs, text))
			continue;
		if (json_array_size(needs) < IL_NOTE_NEEDS_MAX)
			json_array_append_new(needs, place_with(unit, need->event, text));
		else
			left_out++;
	}
	return left_out;
}

/* Adds the functions that @path, a handler, may be to @names, and what they need.  Returns what was left out. */
static size_t add_handlers(struct notes *notes, uint32_t path, json_t *names, json_t *needs)
{
	uint32_t functions[IL_TARGETS_MAX];
	uint32_t count = path ? il_functions_of(&notes->graph, path, functions) : 0;
	size_t left_out = 0;

	for (uint32_t i = 0; i < count; i++) {
		add_name(names, name_of(notes->engine.unit, functions[i]));
		left_out += add_needs(notes, functions[i], needs);
	}
	return left_out;
}

struct freeing {
	struct notes *notes;
	const struct il_request *request;
	json_t *frees;
};

static void take_release(void *context, const struct il_release *release)
{
	struct freeing *freeing = context;
	struct il_engine *engine = &freeing->notes->engine;
	struct il_relation relation = il_relate(engine, freeing->request, release);
	char text[TEXT_MAX];

	if (relation.different_line || relation.cookie == IL_MATCH_DIFFERENT ||
	    !il_model_frees(release->api->kind, freeing->request->api->kind) ||
	    json_array_size(freeing->frees) == IL_NOTE_FREES_MAX)
		return;
	bool sure = relation.same_line;
	snprintf(text, sizeof(text), "%s in %s()%s", release->api->name,
		 il_text(engine->unit, engine->unit->functions.at[release->function].name),
		 sure ? "" : ", if it is for this line");
	json_array_append_new(freeing->frees, place_with(engine->unit, release->event, text));
}

/* Calls @visit for each call that controls the line of @request in the way of @control. */
static void each_control(struct il_engine *engine, const struct il_request *request, enum il_control control,
			 void (*visit)(struct il_engine *engine, uint32_t event, const struct il_control_api *api,
				       void *context),
			 void *context)
{
	struct il_unit *unit = engine->unit;
	struct il_keys ours =
		il_line_keys(engine, il_request_function(engine, request), request->value[IL_ARGUMENT_LINE]);
	uint32_t functions = unit->functions.count;

	for (uint32_t f = 1; f < functions; f++) {
		const struct il_control_api *api =
			il_model_control(engine->model, il_text(unit, unit->functions.at[f].name));
		if (!api || api->control != control)
			continue;
		for (uint32_t c = engine->first_call.at[f]; c < engine->first_call.at[f + 1]; c++) {
			uint32_t event = engine->calls.at[c];
			struct il_keys theirs = il_line_keys(engine, il_event_function(engine, event),
							     il_argument_path(unit, event, api->line));
			if (il_keys_meet(&ours, &theirs))
				visit(engine, event, api, context);
		}
	}
}

static void take_status(struct il_engine *engine, uint32_t event, const struct il_control_api *api, void *context)
{
	bool *masked = context;
	uint64_t set, clear;

	il_known_bits(engine, il_argument_path(engine->unit, event, api->status), &set, &clear);
	*masked = *masked || (set & IL_IRQ_NOAUTOEN);
}

/* Returns whether the line stays disabled when it is requested. */
static bool is_masked(struct il_engine *engine, const struct il_request *request)
{
	bool per_cpu = request->api->kind == IL_KIND_PERCPU || request->api->kind == IL_KIND_PERCPU_NMI;
	bool masked = per_cpu || (request->flags_set & IL_IRQF_NO_AUTOEN);

	if (!masked)
		each_control(engine, request, IL_CONTROL_STATUS, take_status, &masked);
	return masked;
}

static void take_enable(struct il_engine *engine, uint32_t event, const struct il_control_api *api, void *context)
{
	const struct il_unit *unit = engine->unit;
	char text[TEXT_MAX];

	snprintf(text, sizeof(text), "%s in %s()", api->name,
		 il_text(unit, unit->functions.at[il_event_function(engine, event)].name));
	json_array_append_new(context, place_with(unit, event, text));
}

/* Returns the calls that enable the line. */
static json_t *enables_of(struct il_engine *engine, const struct il_request *request)
{
	json_t *enables = json_array();

	each_control(engine, request, IL_CONTROL_ENABLE, take_enable, enables);
	return enables;
}

static json_t *note_of(struct notes *notes, const struct il_request *request)
{
	static const char *const managements[] = {
		[IL_MANAGED_BY_DRIVER] = "driver",
		[IL_MANAGED_BY_DEVICE] = "device",
		[IL_MANAGED_BY_CORE] = "core",
	};
	struct il_engine *engine = &notes->engine;
	struct freeing freeing = { notes, request, json_array() };
	json_t *handlers = json_array(), *threads = json_array(), *needs = json_array();
	size_t more = add_handlers(notes, request->value[IL_ARGUMENT_HANDLER], handlers, needs);
	bool masked = is_masked(engine, request);

	more += add_handlers(notes, request->value[IL_ARGUMENT_THREAD], threads, needs);
	il_each_release(engine, take_release, &freeing);
	json_t *note = il_report_place(engine->unit, engine->unit->events.at[request->event].place);
	json_object_set_new(note, "callee", json_string(request->api->name));
	json_object_set_new(note, "function", name_of(engine->unit, il_event_function(engine, request->event)));
	json_object_set_new(note, "handlers", handlers);
	json_object_set_new(note, "threads", threads);
	json_object_set_new(note, "shared", json_boolean(request->flags_set & IL_IRQF_SHARED));
	json_object_set_new(note, "masked", json_boolean(masked));
	json_object_set_new(note, "from", masked ? enables_of(engine, request) : json_array());
	json_object_set_new(note, "management", json_string(managements[request->api->management]));
	json_object_set_new(note, "frees", freeing.frees);
	json_object_set_new(note, "needs", needs);
	json_object_set_new(note, "more", json_integer((json_int_t)more));
	return note;
}

/* Adds @note, or what it has and an earlier one of the same call has not: callers may bring other handlers. */
static void add_note(json_t *list, json_t *note)
{
	static const char *const joined[] = { "handlers", "threads", "frees", "needs", "from" };
	json_t *other, *value;
	size_t i, k;

	json_array_foreach (list, i, other) {
		if (!json_equal(json_object_get(other, "offset"), json_object_get(note, "offset")) ||
		    !json_equal(json_object_get(other, "line"), json_object_get(note, "line")) ||
		    !json_equal(json_object_get(other, "file"), json_object_get(note, "file")))
			continue;
		for (size_t j = 0; j < sizeof(joined) / sizeof(joined[0]); j++) {
			json_array_foreach (json_object_get(note, joined[j]), k, value)
				add_name(json_object_get(other, joined[j]), json_incref(value));
		}
		json_decref(note);
		return;
	}
	json_array_append_new(list, note);
}

json_t *il_notes_of(struct il_unit *unit, const struct il_model *model)
{
	struct notes notes = { .list = json_array() };
	uint32_t count;

	il_engine_init(&notes.engine, unit, model);
	il_terms_init(&notes.terms, &notes.engine);
	il_graph_init(&notes.graph, &notes.engine);
	il_needs_init(&notes.needs, &notes.terms, &notes.graph);
	il_all_requests(&notes.engine, &count);
	for (uint32_t i = 0; i < count; i++) {
		const struct il_request request = il_all_requests(&notes.engine, &count)[i];
		if (il_is_own_function(&notes.engine, il_event_function(&notes.engine, request.event)))
			add_note(notes.list, note_of(&notes, &request));
	}
	il_needs_fini(&notes.needs);
	il_graph_fini(&notes.graph);
	il_terms_fini(&notes.terms);
	il_engine_fini(&notes.engine);
	return notes.list;
}
