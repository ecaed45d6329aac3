// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * A line is freed by the function of the other family: free_irq() for a managed request, or
 * devm_free_irq() for one that is not.
 *
 * Why:    devres does not learn of the free and frees the line a second time when the device is
 *         unbound; devm_free_irq() of a line it does not know frees nothing but warns.
 * Model:  the requests of the unit that the free can mean, by line and cookie.
 * Bias:   silent as soon as one request of the right family can be meant, and where the request can
 *         only have failed.
 * Page:   docs/rules/irq-devres-manual-free.md
 */
#include "engine/release.h"
#include "engine/success.h"
#include "rules/incident.h"

#include <stdio.h>
#include <string.h>

#define FREED_TWICE "'%s' frees a line that '%s' put under devres: it will be freed twice"
#define FREED_NOT "'%s' frees a line that '%s' did not put under devres: nothing is freed"

/* Writes the request's device as the free's function can name it.  Returns false when it cannot. */
static bool device_text(const struct il_engine *engine, const struct il_request *request,
			const struct il_release *release, char *text, size_t size)
{
	const struct il_unit *unit = engine->unit;
	uint32_t device = il_argument_path(unit, request->event, request->api->device);
	const struct il_path *p = &unit->paths.at[device];

	while (p->a && p->op != IL_PATH_VARIABLE)
		p = &unit->paths.at[p->a];
	if (request->call_count != 1 || p->op != IL_PATH_VARIABLE)
		return false;
	il_path_text(unit, device, text, size);
	if (il_request_function(engine, request) == release->function)
		return true;
	/* A parameter of the same name and type, as pdev is in probe and remove. */
	const struct il_variable *there = &unit->variables.at[p->symbol];
	const struct il_function *f = &unit->functions.at[release->function];
	for (uint32_t i = 0; i < f->param_count; i++) {
		const struct il_variable *here = &unit->variables.at[f->first_param + i];
		if (there->kind == IL_VARIABLE_PARAM && here->name == there->name && here->type == there->type)
			return true;
	}
	return false;
}

static void fix(struct il_context *context, const struct il_request *request, const struct il_release *release)
{
	const struct il_unit *unit = context->engine->unit;
	struct il_place name = unit->places.at[unit->events.at[release->event].place];
	char device[IL_EDIT_MAX / 2], text[IL_EDIT_MAX];

	if (release->api->management != IL_MANAGED_BY_DRIVER ||
	    !device_text(context->engine, request, release, device, sizeof(device)))
		return;
	/* The call begins with its function's name. */
	name.length = (uint32_t)strlen(release->api->name);
	il_fix(context, il_place_id(context->engine->unit, &name), IL_EDIT_INSTEAD, "devm_free_irq");
	snprintf(text, sizeof(text), "%s, ", device);
	il_fix(context, il_argument_place(unit, release->event, release->api->line), IL_EDIT_BEFORE, text);
}

static void report(struct il_context *context, const struct il_release *release, const struct il_request *request,
		   enum il_confidence confidence)
{
	const struct il_engine *engine = context->engine;
	bool manual = release->api->management == IL_MANAGED_BY_DRIVER;

	il_report(context, confidence, engine->unit->events.at[release->event].place, release->function,
		  manual ? FREED_TWICE : FREED_NOT, release->api->name, request->api->name);
	il_note(context, il_request_place(engine, request), il_request_function(engine, request),
		"the line is requested here");
	il_note_wrappers(context, request);
	fix(context, request, release);
	il_note_here(context);
	il_report_end(context);
}

/* Returns whether the release is on the failure path of the very request, which left nothing to free. */
static bool is_after_failure(struct il_engine *engine, const struct il_request *request,
			     const struct il_release *release)
{
	return request->api->result == IL_RESULT_ZERO &&
	       il_event_function(engine, request->event) == release->function &&
	       !il_reached_on_success(engine, request->event, release->event) &&
	       !il_is_repeated(engine, request->event);
}

static void report_walked(struct il_context *context, const struct il_life *life, const struct il_imbalance *imbalance)
{
	const struct il_engine *engine = context->engine;
	const struct il_registration *registration = &life->registrations.at[imbalance->registration];

	il_report(context, imbalance->named ? IL_CONFIDENCE_POSSIBLE : IL_CONFIDENCE_LIKELY,
		  engine->unit->events.at[imbalance->event].place, il_event_function(engine, imbalance->event),
		  registration->managed ? FREED_TWICE : FREED_NOT, il_callee_name(engine, imbalance->event),
		  registration->api->name);
	il_note_registration(context, registration);
	for (uint32_t i = 0; i < imbalance->route.call_count; i++)
		il_note_call(context, imbalance->route.calls[i]);
	il_report_end(context);
}

struct check {
	struct il_context *context;
	struct il_events reported; /* frees */
};

static void check(void *data, const struct il_release *release)
{
	struct check *check = data;
	struct il_context *context = check->context;
	const struct il_request *wrong = NULL;
	bool same_line = false, only_wrong = true;
	uint32_t count;
	const struct il_request *requests = il_all_requests(context->engine, &count);

	if (release->api->kind != IL_KIND_IRQ)
		return;
	for (uint32_t i = 0; i < count; i++) {
		struct il_relation relation = il_relate(context->engine, &requests[i], release);
		if (requests[i].api->kind != IL_KIND_IRQ)
			continue;
		bool is_wrong = requests[i].api->management != release->api->management;
		only_wrong = only_wrong && is_wrong;
		if (relation.cookie == IL_MATCH_DIFFERENT || relation.different_line ||
		    is_after_failure(context->engine, &requests[i], release))
			continue;
		if (!is_wrong)
			return;
		if (!wrong || (relation.same_line && !same_line))
			wrong = &requests[i];
		same_line = same_line || relation.same_line;
	}
	if (wrong && (same_line || (only_wrong && release->api->management == IL_MANAGED_BY_DRIVER))) {
		il_events_add(&check->reported, release->event);
	}
	/* Of a line known by no common name, another file may make the right request. */
	if (wrong && same_line)
		report(context, release, wrong, IL_CONFIDENCE_CERTAIN);
	else if (wrong && only_wrong && release->api->management == IL_MANAGED_BY_DRIVER)
		report(context, release, wrong, IL_CONFIDENCE_LIKELY);
}

IL_RULE(devres_manual_free, context)
{
	struct check data = { .context = context };
	const struct il_life *life = il_life(context->engine);

	il_each_release(context->engine, check, &data);
	for (uint32_t i = 0; i < life->imbalances.count; i++) {
		const struct il_imbalance *imbalance = &life->imbalances.at[i];
		if (!il_events_have(&data.reported, imbalance->event) && imbalance->kind == IL_IMBALANCE_OTHER_FAMILY)
			report_walked(context, life, imbalance);
	}
	il_array_fini(&data.reported.all);
}
