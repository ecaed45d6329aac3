// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * A line is disabled right after it was requested.
 *
 * Why:    the request enables the line; until disable_irq() the handler can run, which the author
 *         clearly wanted to rule out.  IRQF_NO_AUTOEN leaves no such window.
 * Model:  the first disable of the same line that follows the request on its success path, with
 *         nothing but tests of that request's result, or of later requests' results, in between.
 * Bias:   silent for shared lines, which cannot be requested disabled, when the line's status bits
 *         say no automatic enable, when the function frees or enables the line before, when the line
 *         is only off while it is set up, and when another line runs the same handler already.
 * Page:   docs/rules/irq-missing-no-autoen.md
 */
#include "engine/identity.h"
#include "engine/success.h"
#include "rules/rule.h"

enum { BLOCKS_MAX = 32 };

/* Returns whether status bits set anywhere in the function keep the request from enabling. */
static bool has_status_bit(const struct il_engine *engine, uint32_t function)
{
	const struct il_unit *unit = engine->unit;
	const struct il_function *f = &unit->functions.at[function];

	for (uint32_t i = 0; i < f->event_count; i++) {
		const struct il_control_api *api =
			il_model_control(engine->model, il_callee_name(engine, f->first_event + i));
		uint64_t set, clear;
		if (!api || api->control != IL_CONTROL_STATUS)
			continue;
		il_known_bits(engine, il_argument_path(unit, f->first_event + i, api->status), &set, &clear);
		if (!(clear & IL_IRQ_NOAUTOEN))
			return true;
	}
	return false;
}

enum step { STEP_ON, STEP_FOUND, STEP_STOP };

static enum step look_at(struct il_engine *engine, uint32_t event, uint32_t function, const struct il_keys *keys)
{
	const char *name = il_callee_name(engine, event);
	const struct il_control_api *control = il_model_control(engine->model, name);
	const struct il_request_api *request = il_model_request(engine->model, name);

	if (il_model_free(engine->model, name))
		return STEP_STOP;
	if (!request && (!control || control->control == IL_CONTROL_STATUS))
		return STEP_ON;
	struct il_keys line = il_line_keys(
		engine, function, il_argument_path(engine->unit, event, request ? request->line : control->line));
	if (!il_keys_meet(&line, keys))
		return STEP_ON;
	return !request && control->control == IL_CONTROL_DISABLE ? STEP_FOUND : STEP_STOP;
}

/* Returns the event that disables the line after @request, or 0. */
static uint32_t find_disable(struct il_engine *engine, const struct il_request_call *request,
			     const struct il_keys *keys)
{
	uint32_t block = engine->unit->events.at[request->event].block;
	uint32_t from = request->event + 1, last = request->event;

	for (int i = 0; i < BLOCKS_MAX && block; i++) {
		const struct il_block b = engine->unit->blocks.at[block];
		for (uint32_t e = from; e < b.first_event + b.event_count; e++) {
			enum step step = look_at(engine, e, request->function, keys);
			if (step != STEP_ON)
				return step == STEP_FOUND ? e : 0;
			if (il_model_request(engine->model, il_callee_name(engine, e)))
				last = e;
		}
		uint32_t next = il_block_on_success(engine, block, request->event);
		/* Lines that belong together are requested together and then disabled together. */
		block = next ? next : il_block_on_success(engine, block, last);
		from = engine->unit->blocks.at[block].first_event;
	}
	return 0;
}

/* Returns whether call @event gets @line, or is made for an argument of a later one that does. */
static bool is_about(const struct il_unit *unit, uint32_t event, uint32_t end, uint32_t line)
{
	const struct il_event *call = &unit->events.at[event];

	for (uint32_t i = 0; i < call->argument_count; i++) {
		if (il_path_strip(unit, unit->arguments.at[call->first_argument + i].path) == line)
			return true;
	}
	for (uint32_t e = event + 1; e < end; e++) {
		const struct il_event *later = &unit->events.at[e];
		for (uint32_t i = 0; i < later->argument_count; i++) {
			uint32_t given = il_path_strip(unit, unit->arguments.at[later->first_argument + i].path);
			const struct il_path *p = &unit->paths.at[given];
			if (p->op == IL_PATH_RESULT && p->symbol == event)
				return is_about(unit, e, end, line);
		}
	}
	return false;
}

/* Returns whether the line is enabled again at once: it was off to be set up, not to stay quiet. */
static bool is_enabled_after(const struct il_engine *engine, uint32_t disable)
{
	const struct il_unit *unit = engine->unit;
	const struct il_block *block = &unit->blocks.at[unit->events.at[disable].block];
	uint32_t end = block->first_event + block->event_count;
	const struct il_control_api *control = il_model_control(engine->model, il_callee_name(engine, disable));
	uint32_t line = il_path_strip(unit, il_argument_path(unit, disable, control->line));

	for (uint32_t e = disable + 1; e < end; e++) {
		const struct il_control_api *api = il_model_control(engine->model, il_callee_name(engine, e));
		if (unit->events.at[e].kind != IL_EVENT_CALL || !is_about(unit, e, end, line))
			return false;
		if (api && api->control == IL_CONTROL_ENABLE)
			return true;
	}
	return false;
}

/* Returns whether the function frees the line after @event without more ado: it was only probing. */
static bool is_freed_after(const struct il_engine *engine, uint32_t event)
{
	const struct il_unit *unit = engine->unit;
	const struct il_block *block = &unit->blocks.at[unit->events.at[event].block];

	for (uint32_t e = event + 1; e < block->first_event + block->event_count; e++) {
		if (il_model_free(engine->model, il_callee_name(engine, e)))
			return true;
	}
	return false;
}

/* Returns whether some way of making the request is known to enable the line. */
static bool enables(struct il_engine *engine, uint32_t event)
{
	uint32_t count;
	const struct il_request *all = il_all_requests(engine, &count);
	const uint64_t bits = IL_IRQF_NO_AUTOEN | IL_IRQF_SHARED;

	for (uint32_t i = 0; i < count; i++) {
		if (all[i].event == event && (all[i].flags_clear & bits) == bits)
			return true;
	}
	return false;
}

/* Returns whether some way of making the request is not known to leave the line disabled. */
static bool may_enable(struct il_engine *engine, uint32_t event)
{
	uint32_t count;
	const struct il_request *all = il_all_requests(engine, &count);

	for (uint32_t i = 0; i < count; i++) {
		if (all[i].event == event && !(all[i].flags_set & IL_IRQF_NO_AUTOEN))
			return true;
	}
	return false;
}

/* An argument that a request function does not take is like NULL. */
static bool same_argument(const struct il_unit *unit, uint32_t a, uint32_t b, int8_t index_a, int8_t index_b)
{
	uint32_t here = il_path_strip(unit, il_argument_path(unit, a, index_a));
	uint32_t there = il_path_strip(unit, il_argument_path(unit, b, index_b));
	int64_t null;

	return here == there || ((!here || il_path_is_constant(unit, here, &null)) &&
				 (!there || il_path_is_constant(unit, there, &null)));
}

/*
 * Returns whether an earlier request of the function has the same handler and cookie for a line
 * that stays enabled: the handler may run anyhow.
 */
static bool runs_anyhow(struct il_engine *engine, const struct il_request_call *request)
{
	const struct il_unit *unit = engine->unit;

	for (uint32_t i = 0; i < engine->requests.count; i++) {
		const struct il_request_call *other = &engine->requests.at[i];
		if (other->function != request->function || other->event >= request->event ||
		    !same_argument(unit, other->event, request->event, other->api->handler, request->api->handler) ||
		    !same_argument(unit, other->event, request->event, other->api->thread, request->api->thread) ||
		    !same_argument(unit, other->event, request->event, other->api->cookie, request->api->cookie) ||
		    !il_reached_on_success(engine, other->event, request->event) || !may_enable(engine, other->event))
			continue;
		struct il_keys keys =
			il_line_keys(engine, other->function, il_argument_path(unit, other->event, other->api->line));
		if (!find_disable(engine, other, &keys))
			return true;
	}
	return false;
}

IL_RULE(missing_no_autoen, context)
{
	struct il_engine *engine = context->engine;
	const struct il_unit *unit = engine->unit;

	for (uint32_t i = 0; i < engine->requests.count; i++) {
		const struct il_request_call *request = &engine->requests.at[i];
		if (request->api->kind != IL_KIND_IRQ || request->api->flags == IL_NO_ARGUMENT ||
		    !il_is_own_function(engine, request->function) || !enables(engine, request->event) ||
		    has_status_bit(engine, request->function))
			continue;
		struct il_keys keys = il_line_keys(engine, request->function,
						   il_argument_path(unit, request->event, request->api->line));
		uint32_t disable = find_disable(engine, request, &keys);
		if (!disable || is_freed_after(engine, disable) || is_enabled_after(engine, disable) ||
		    runs_anyhow(engine, request))
			continue;
		il_report(context, IL_CONFIDENCE_LIKELY, unit->events.at[request->event].place, request->function,
			  "the handler can run between '%s' and the '%s' that follows", request->api->name,
			  il_callee_name(engine, disable));
		il_note(context, unit->events.at[disable].place, request->function,
			"the line is disabled here; %s would request it disabled",
			engine->model->kernel && engine->model->kernel < IL_KERNEL(5, 13)
				? "irq_set_status_flags() with IRQ_NOAUTOEN"
				: "IRQF_NO_AUTOEN");
		il_report_end(context);
	}
}
