// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Each device has a cookie of its own on a shared line.
 *
 * Why:    free_irq() for one of two devices on the line removes the registration of the other, and
 *         the handler is called for both with an object of one.
 * Model:  the requests of functions that tables name and that begin the life of a device.
 * Bias:   a driver that keeps its device in a static object has one device; without data of its own
 *         for each device: confidence possible.
 * Page:   docs/rules/irq-cookie-not-unique.md
 */
#include "rules/incident.h"

/* Returns what the cookie is, whichever device asks; NULL: it may be the device's own. */
static const char *common(const struct il_unit *unit, uint32_t cookie)
{
	const struct il_path *p = &unit->paths.at[il_path_strip(unit, cookie)];
	uint32_t variable;

	switch (p->op) {
	case IL_PATH_FUNCTION: return "a function";
	case IL_PATH_STRING: return "a string";
	case IL_PATH_CONSTANT: return p->value ? "a constant" : NULL;
	case IL_PATH_ADDRESS:
		variable = il_root_variable(unit, p->a);
		return variable && unit->variables.at[variable].kind == IL_VARIABLE_GLOBAL ? "a static object" : NULL;
	default: return NULL;
	}
}

/* Returns whether @path chooses an element by a variable. */
static bool is_chosen(const struct il_unit *unit, uint32_t path)
{
	const struct il_path *p = &unit->paths.at[path];
	int64_t ignored;

	if (p->op == IL_PATH_INDEX && !il_path_is_constant(unit, p->b, &ignored))
		return true;
	return p->a && p->op != IL_PATH_MEMBER && is_chosen(unit, p->a);
}

static void check(struct il_context *context, const struct il_registration *registration)
{
	const struct il_engine *engine = context->engine;
	const struct il_unit *unit = engine->unit;
	const char *what = common(unit, registration->cookie);
	char text[128];

	if (!registration->shared || !registration->of_device || !what || is_chosen(unit, registration->cookie))
		return;
	bool object = unit->paths.at[registration->cookie].op == IL_PATH_ADDRESS;
	il_report(context, object ? IL_CONFIDENCE_POSSIBLE : IL_CONFIDENCE_LIKELY,
		  unit->events.at[registration->event].place, il_event_function(engine, registration->event),
		  "the cookie '%s' is %s, the same for every device on the shared line",
		  il_path_text(unit, registration->cookie, text, sizeof(text)), what);
	for (uint32_t i = 0; i < registration->route.call_count; i++)
		il_note_call(context, registration->route.calls[i]);
	il_report_end(context);
}

IL_RULE(cookie_not_unique, context)
{
	const struct il_life *life = il_life(context->engine);

	for (uint32_t i = 0; i < life->registrations.count; i++)
		check(context, &life->registrations.at[i]);
}
