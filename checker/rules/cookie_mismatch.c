// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * A line is freed with another cookie, or by another interface, than it was requested with.
 *
 * Why:    free_irq() finds the registration by its cookie.  With a wrong one it warns, frees
 *         nothing, and the handler stays on the line after its data is gone.
 * Model:  the requests of the unit for the same line; types and fields tell cookies apart.  Where lives
 *         are walked: the requests on the way to the free.
 * Bias:   silent when any request that the free can mean has a cookie that can be the same pointer;
 *         void pointers can be anything.  A shared line that is also freed rightly may have another
 *         registration, made in another file: confidence possible.
 * Page:   docs/rules/irq-cookie-mismatch.md
 */
#include "engine/release.h"
#include "rules/incident.h"

static void report_cookie(struct il_context *context, const struct il_release *release,
			  const struct il_request *request, enum il_confidence confidence)
{
	const struct il_engine *engine = context->engine;
	const struct il_unit *unit = engine->unit;
	char freed[128], requested[128];
	/* As it is written in the request, unless a caller passes it in. */
	uint32_t cookie = request->call_count == 1 ? il_argument_path(unit, request->event, request->api->cookie)
						   : request->value[IL_ARGUMENT_COOKIE];

	il_report(
		context, confidence, unit->events.at[release->event].place, release->function,
		"the line is freed with cookie '%s', but requested with '%s'",
		il_path_text(unit, il_argument_path(unit, release->event, release->api->cookie), freed, sizeof(freed)),
		il_path_text(unit, cookie, requested, sizeof(requested)));
	il_note(context, il_request_place(engine, request), il_request_function(engine, request),
		"the line is requested here");
	il_note_wrappers(context, request);
	il_note_here(context);
	il_report_end(context);
}

static void report_interface(struct il_context *context, const struct il_release *release,
			     const struct il_request *request)
{
	const struct il_engine *engine = context->engine;

	il_report(context, IL_CONFIDENCE_CERTAIN, engine->unit->events.at[release->event].place, release->function,
		  "'%s' frees a line that was requested by '%s'", release->api->name, request->api->name);
	il_note(context, il_request_place(engine, request), il_request_function(engine, request),
		"the line is requested here");
	il_note_wrappers(context, request);
	il_note_here(context);
	il_report_end(context);
}

static void report_walked(struct il_context *context, const struct il_life *life, const struct il_imbalance *imbalance)
{
	const struct il_unit *unit = context->engine->unit;
	const struct il_registration *registration = &life->registrations.at[imbalance->registration];
	const struct il_free_api *api =
		il_model_free(context->engine->model, il_callee_name(context->engine, imbalance->event));
	char freed[128], requested[128];

	if (imbalance->kind == IL_IMBALANCE_OTHER_COOKIE)
		il_report(
			context, imbalance->named ? IL_CONFIDENCE_POSSIBLE : IL_CONFIDENCE_LIKELY,
			unit->events.at[imbalance->event].place, il_event_function(context->engine, imbalance->event),
			"the line is freed with cookie '%s', but requested with '%s'",
			il_path_text(unit, il_argument_path(unit, imbalance->event, api->cookie), freed, sizeof(freed)),
			il_path_text(unit, il_argument_path(unit, registration->event, registration->api->cookie),
				     requested, sizeof(requested)));
	else
		il_report(context, IL_CONFIDENCE_LIKELY, unit->events.at[imbalance->event].place,
			  il_event_function(context->engine, imbalance->event),
			  "'%s' frees a line that was requested by '%s'", api->name, registration->api->name);
	il_note_registration(context, registration);
	for (uint32_t i = 0; i < imbalance->route.call_count; i++)
		il_note_call(context, imbalance->route.calls[i]);
	il_report_end(context);
}

struct counterpart {
	struct il_engine *engine;
	const struct il_request *request;
	bool found;
};

static void find_right_release(void *data, const struct il_release *release)
{
	struct counterpart *counterpart = data;
	struct il_relation relation = il_relate(counterpart->engine, counterpart->request, release);

	counterpart->found = counterpart->found || (relation.cookie != IL_MATCH_DIFFERENT && !relation.different_line);
}

/* Returns whether a line can have another registration, made in another file, that the free is for. */
static bool may_be_for_another(struct il_engine *engine, const struct il_request *request)
{
	struct counterpart counterpart = { engine, request, false };

	if (request->flags_clear & IL_IRQF_SHARED)
		return false;
	il_each_release(engine, find_right_release, &counterpart);
	return counterpart.found;
}

struct check {
	struct il_context *context;
	struct il_events reported; /* frees */
};

static void check(void *data, const struct il_release *release)
{
	struct check *check = data;
	struct il_context *context = check->context;
	const struct il_request *other_cookie = NULL, *other_interface = NULL;
	uint32_t count;
	const struct il_request *requests = il_all_requests(context->engine, &count);

	for (uint32_t i = 0; i < count; i++) {
		struct il_relation relation = il_relate(context->engine, &requests[i], release);
		if (relation.different_line)
			continue;
		bool same_kind = il_model_frees(release->api->kind, requests[i].api->kind);
		if (same_kind && relation.cookie != IL_MATCH_DIFFERENT)
			return;
		bool nearer = il_event_function(context->engine, requests[i].event) == release->function;
		if (same_kind && relation.same_line && (!other_cookie || nearer))
			other_cookie = &requests[i];
		else if (!same_kind && relation.same_line && relation.cookie != IL_MATCH_DIFFERENT)
			other_interface = &requests[i];
	}
	if (other_interface || other_cookie) {
		il_events_add(&check->reported, release->event);
	}
	if (other_interface)
		report_interface(context, release, other_interface);
	else if (other_cookie)
		report_cookie(context, release, other_cookie,
			      may_be_for_another(context->engine, other_cookie) ? IL_CONFIDENCE_POSSIBLE
										: IL_CONFIDENCE_LIKELY);
}

IL_RULE(cookie_mismatch, context)
{
	struct check data = { .context = context };
	const struct il_life *life = il_life(context->engine);

	il_each_release(context->engine, check, &data);
	for (uint32_t i = 0; i < life->imbalances.count; i++) {
		const struct il_imbalance *imbalance = &life->imbalances.at[i];
		if (!il_events_have(&data.reported, imbalance->event) &&
		    (imbalance->kind == IL_IMBALANCE_OTHER_COOKIE || imbalance->kind == IL_IMBALANCE_OTHER_INTERFACE))
			report_walked(context, life, imbalance);
	}
	il_array_fini(&data.reported.all);
}
