// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Register writes are opaque, but code says what it does: names of functions and registers tell
 * whether a device seems to be masked or reset.  It makes findings less sure, never more.
 */
#include "engine/moment.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static bool has_word(const char *name, const char *const *words)
{
	for (; *words; words++) {
		if (strstr(name, *words))
			return true;
	}
	return false;
}

static size_t word_length(const char *name)
{
	size_t length = 0;

	while (isalnum((unsigned char)name[length]))
		length++;
	return length;
}

/*
 * Returns whether a word of @name, as in CARD_BASE + CARD_INT_MASK, is one of @words; * at the begin
 * or the end of one of them stands for anything.
 */
static bool has_token(const char *name, const char *const *words)
{
	while (*name) {
		size_t whole = word_length(name), length = whole;
		/* The second of several registers is one of them. */
		while (length > 1 && isdigit((unsigned char)name[length - 1]))
			length--;
		for (const char *const *w = words; *w; w++) {
			bool head = **w == '*', tail = (*w)[strlen(*w) - 1] == '*';
			const char *word = *w + head;
			size_t wanted = strlen(word) - tail;
			size_t from = head && length > wanted ? length - wanted : 0;
			bool fits = tail ? length >= wanted : length == wanted || (head && length > wanted);
			if (fits && strncasecmp(name + from, word, wanted) == 0)
				return true;
		}
		name += whole + (name[whole] != '\0');
	}
	return false;
}

/* Returns whether a constant or a field in @path has one of @words in its name. */
static bool names(const struct il_unit *unit, uint32_t path, const char *const *words)
{
	const struct il_path *p = &unit->paths.at[path];

	if (p->op == IL_PATH_CONSTANT)
		return p->symbol && has_token(il_text(unit, p->symbol), words);
	if (p->op == IL_PATH_FIELD && has_token(il_text(unit, unit->fields.at[p->symbol].name), words))
		return true;
	return (p->a && names(unit, p->a, words)) || (p->b && p->op != IL_PATH_CONTAINER && names(unit, p->b, words));
}

/* A write of zero into what enables. */
static bool writes_zero(const struct il_unit *unit, const struct il_event *call)
{
	static const char *const enables[] = { "*EN", "ENA",   "ENABLE", "*CTRL", "*CTL", "CONTROL", "CFG",
					       "*CR", "INT*",  "IRQ*",	 "*IER",  "*IMR", "IER*",    "IMR*",
					       "IE",  "*MASK", "GINT*",	 "IMSC*", NULL };
	bool is_enable = false, zero = false;
	int64_t value;

	for (uint32_t i = 0; i < call->argument_count; i++) {
		uint32_t path = unit->arguments.at[call->first_argument + i].path;
		is_enable = is_enable || names(unit, path, enables);
		zero = zero || (il_path_is_constant(unit, path, &value) && value == 0 &&
				unit->types.at[unit->paths.at[path].type].kind != IL_TYPE_POINTER);
	}
	return is_enable && zero;
}

/* A write of ones into what disables. */
static bool writes_ones(const struct il_unit *unit, const struct il_event *call)
{
	static const char *const disables[] = { "IDR*", "DIS", "*DIS", "*DISABLE", "*MASK", "*MSK", NULL };
	bool is_disable = false, ones = false;
	int64_t value;

	for (uint32_t i = 0; i < call->argument_count; i++) {
		uint32_t path = unit->arguments.at[call->first_argument + i].path;
		is_disable = is_disable || names(unit, path, disables);
		ones = ones || (il_path_is_constant(unit, path, &value) &&
				(value == -1 || value == UINT8_MAX || value == UINT16_MAX || value == UINT32_MAX));
	}
	return is_disable && ones;
}

/* A write to what masks or resets; whether it does is in the bits. */
static bool writes_mask(const struct il_unit *unit, const struct il_event *call)
{
	static const char *const masks[] = { "*MASK", "*MSK",	  "*CLEAR",   "DIS",   "*DISABLE",
					     "*DIS",  "IDR",	  "*GATE",    "*RST",  "*RESET",
					     "*HALT", "IRQMASK*", "INTMASK*", "*NONE", NULL };
	bool found = false;

	for (uint32_t i = 0; i < call->argument_count; i++)
		found = found || names(unit, unit->arguments.at[call->first_argument + i].path, masks);
	return found;
}

/* Bits that are set in what masks, or cleared in what enables. */
static bool changes_bits(const struct il_unit *unit, const struct il_event *call, const char *name)
{
	static const char *const setting[] = { "bit_set", "bits_set", "set_bits", "setbits", NULL };
	static const char *const clearing[] = { "bit_clr",   "bits_clr",   "clr_bits",	 "clrbits",
						"bit_clear", "bits_clear", "clear_bits", NULL };
	static const char *const masks[] = { "*MASK", "*MSK", NULL };
	static const char *const enables[] = { "*INTEN", "*IRQEN", "*IER", "IE", "*INTENABLE", "*IRQENABLE", NULL };
	bool sets = has_word(name, setting), clears = has_word(name, clearing);
	bool found = false;

	for (uint32_t i = 0; i < call->argument_count && sets != clears; i++)
		found = found || names(unit, unit->arguments.at[call->first_argument + i].path, sets ? masks : enables);
	return found;
}

/* The name of what is called: of the operation, when it is called through a pointer. */
static const char *called(const struct il_walk *walk, uint32_t event)
{
	const struct il_unit *unit = walk->engine->unit;
	const struct il_path *p = &unit->paths.at[unit->events.at[event].target];

	while (p->op == IL_PATH_DEREF || p->op == IL_PATH_CAST)
		p = &unit->paths.at[p->a];
	return p->op == IL_PATH_FIELD ? il_text(unit, unit->fields.at[p->symbol].name)
				      : il_callee_name(walk->engine, event);
}

static const char *const what[] = { "irq", "intr", "interrupt", "_int", "ints", NULL };
static const char *const how[] = { "disable", "mask", "off", "stop", "clear", "shutdown", "quiesce", NULL };

static bool is_modelled(const struct il_walk *walk, const char *name)
{
	const struct il_model *model = walk->engine->model;

	return il_model_control(model, name) || il_model_effects(name) || il_model_request(model, name) ||
	       il_model_free(model, name);
}

static bool looks_like_write(const char *name)
{
	static const char *const writing[] = { "write", "out", "reg_set",   "set_reg",	"update_bits", "_wr",
					       "wr_",	"wrl", "set_state", "set_mode", NULL };

	return has_word(name, writing) && !strstr(name, "timeout");
}

/* Returns whether @call is given zero for what would switch on: a last parameter that is no mask. */
static bool switches_off(const struct il_unit *unit, const struct il_event *call)
{
	static const char *const sets[] = { "mask", "bits", "flags", NULL };
	const struct il_function *f = &unit->functions.at[call->callee];
	uint32_t last = call->first_argument + call->argument_count - 1;
	int64_t value;

	if (call->argument_count < 2 || !il_path_is_constant(unit, unit->arguments.at[last].path, &value) || value != 0)
		return false;
	return f->param_count == 0 ||
	       !has_word(il_text(unit, unit->variables.at[f->first_param + f->param_count - 1].name), sets);
}

/*
 * A write to what lets interrupts through, whatever the value: who ends with the device does not switch
 * it on.  Of other registers that enable, bits are cleared.
 */
static bool switches(const struct il_unit *unit, const struct il_event *call)
{
	static const char *const gates[] = { "INTEN*",	 "IRQEN*", "INTCTL*", "INTCTRL*", "INTMASK*", "INTMSK*",
					     "IRQMASK*", "*IER",   "IER*",    "*IMR",	  "IMR*",     "INTE",
					     "INTENA*",	 "GINT*",  "IRQCTL*", "IRQCTRL*", NULL };
	static const char *const enables[] = { "EN", "ENA", "ENABLE", NULL };
	bool is_gate = false, is_enable = false, clears = false;
	int64_t mask;

	for (uint32_t i = 0; i < call->argument_count; i++) {
		uint32_t path = unit->arguments.at[call->first_argument + i].path;
		const struct il_path *p = &unit->paths.at[path];
		is_gate = is_gate || names(unit, path, gates);
		is_enable = is_enable || (p->op != IL_PATH_BINARY && names(unit, path, enables));
		clears = clears ||
			 (p->op == IL_PATH_BINARY && p->code == IL_OP_AND && il_path_is_constant(unit, p->b, &mask));
	}
	return is_gate || (is_enable && clears);
}

static bool is_sent(const struct il_unit *unit, const struct il_event *call)
{
	static const char *const writes[] = { "WRITE", NULL };
	bool found = false;

	for (uint32_t i = 0; i < call->argument_count; i++) {
		const struct il_path *p = &unit->paths.at[unit->arguments.at[call->first_argument + i].path];
		found = found ||
			(p->op == IL_PATH_CONSTANT && p->symbol && has_token(il_text(unit, p->symbol), writes));
	}
	return found;
}

uint8_t il_call_says(const struct il_walk *walk, uint32_t event)
{
	static const char *const on[] = { "enable", "unmask", NULL };
	static const char *const resets[] = { "reset_control_", "device_reset", NULL };
	const struct il_unit *unit = walk->engine->unit;
	const struct il_event *call = &unit->events.at[event];
	const char *name = called(walk, event);
	int64_t zero;

	if (call->kind != IL_EVENT_CALL || is_modelled(walk, name))
		return 0;
	bool about = has_word(name, what), off = has_word(name, how) && !strstr(name, "unmask");
	bool writes = looks_like_write(name);
	if (about && has_word(name, on) && (!has_word(name, how) || strstr(name, "unmask")))
		return switches_off(unit, call) ? IL_SAYS_QUIET : IL_SAYS_AWAKE;
	if ((about && off) || changes_bits(unit, call, name) ||
	    (writes && (writes_zero(unit, call) || writes_ones(unit, call))))
		return IL_SAYS_QUIET | IL_SAYS_ANYTHING;
	uint8_t ends = writes && switches(unit, call) ? IL_SAYS_SWITCHES : 0;
	/* A chained handler that is taken away leaves its line masked. */
	if (strstr(name, "irq_set_chained_handler") &&
	    il_path_is_constant(unit, il_argument_path(unit, event, 1), &zero) && zero == 0)
		return IL_SAYS_QUIET | IL_SAYS_ANYTHING;
	if (has_word(name, resets) || (writes && writes_mask(unit, call)))
		return ends | IL_SAYS_RESET | IL_SAYS_ANYTHING;
	if (ends)
		return ends | IL_SAYS_ANYTHING;
	return writes || is_sent(unit, call) ? IL_SAYS_ANYTHING : 0;
}

/* Returns whether the driver's own function that @event calls is told by a bool not to do what it does otherwise. */
static bool is_told_off(const struct il_walk *walk, const struct il_event *call)
{
	const struct il_unit *unit = walk->engine->unit;
	const struct il_function *f = &unit->functions.at[call->callee];
	int64_t value;

	if (f->param_count < 2 || call->argument_count != f->param_count)
		return false;
	uint32_t last = call->first_argument + call->argument_count - 1;
	const struct il_variable *parameter = &unit->variables.at[f->first_param + f->param_count - 1];
	return unit->types.at[parameter->type].kind == IL_TYPE_BOOL &&
	       il_path_is_constant(unit, unit->arguments.at[last].path, &value) && value == 0 &&
	       (walk->says[call->callee] & IL_SAYS_ANYTHING);
}

/* Returns whether what @event calls is the driver's: a function, or an operation of a table of its own. */
static bool calls_own(const struct il_walk *walk, uint32_t event)
{
	const struct il_unit *unit = walk->engine->unit;
	const struct il_event *call = &unit->events.at[event];
	uint32_t field = il_place_field(unit, il_path_strip(unit, call->target));

	if (call->callee)
		return il_is_own_function(walk->engine, call->callee);
	return field && il_is_own_record(unit, unit->fields.at[field].record);
}

void il_happen_quell(struct il_walk *walk, struct il_moment *moment, uint32_t event)
{
	static const char *const whole[] = { "reset",	"halt",	      "_stop",	   "stop_",    "shutdown",
					     "quiesce", "hw_disable", "power_off", "poweroff", NULL };
	static const char *const down[] = { "uninit", "deinit", "hw_disable", "hw_stop", "quiesce", "inhibit", NULL };
	static const char *const leaving[] = { "_remove_group",
					       "_remove_host",
					       "component_del",
					       "_del_gadget",
					       "_remove_one_port",
					       "_del_adapter",
					       NULL };
	static const char *const stopping[] = { "clk_disable",	     "clk_bulk_disable",
						"pm_runtime_put",    "pm_runtime_force_suspend",
						"regulator_disable", NULL };
	static const char *const sleeping[] = { "suspend", NULL };
	enum { BOTH = IL_SAYS_QUIET | IL_SAYS_AWAKE };
	const char *name = called(walk, event);
	const struct il_event *call = &walk->engine->unit->events.at[event];
	bool own = calls_own(walk, event), entered = own && call->callee;
	uint8_t says = il_call_says(walk, event), inside = entered ? walk->says[call->callee] : 0;

	if (strstr(name, "unregister") || has_word(name, leaving))
		moment->joined.quelled |= IL_QUELLED_USERS;
	if (own && has_word(name, down))
		moment->joined.quelled |= IL_QUELLED_DOWN;
	if (has_word(name, stopping) || (own && has_word(name, sleeping)))
		moment->joined.quelled |= IL_QUELLED_CLOCK;
	/* What a function does that does both, is not known. */
	if ((says & IL_SAYS_AWAKE) || (inside & BOTH) == IL_SAYS_AWAKE)
		moment->joined.quelled &= ~(uint64_t)(IL_QUELLED_DEVICE | IL_QUELLED_DOWN);
	else if ((says & IL_SAYS_QUIET) || (inside & BOTH) == IL_SAYS_QUIET)
		moment->joined.quelled |= IL_QUELLED_DEVICE;
	else if (walk->ends && ((entered && is_told_off(walk, call)) ||
				(!(inside & IL_SAYS_AWAKE) && ((says | inside) & IL_SAYS_SWITCHES))))
		moment->joined.quelled |= IL_QUELLED_RESET;
	else if ((says & IL_SAYS_RESET) || (own && has_word(name, whole)) ||
		 ((inside & IL_SAYS_RESET) && moment->live && !walk->matters[call->callee]))
		moment->joined.quelled |= IL_QUELLED_RESET;
}

bool il_happen_stop(const struct il_walk *walk, struct il_moment *moment, uint32_t function)
{
	uint8_t says = walk->says[function];

	/* What can do both is asked to stop here. */
	if (says & IL_SAYS_QUIET)
		moment->joined.quelled |= IL_QUELLED_DEVICE;
	else if (says & IL_SAYS_RESET)
		moment->joined.quelled |= IL_QUELLED_RESET;
	return says != 0;
}

/* Returns whether place @term is, or lies in, a record of type @record. */
static bool lies_in(const struct il_unit *unit, uint32_t term, uint32_t record)
{
	while (term) {
		const struct il_path *p = &unit->paths.at[term];
		const struct il_type *type = &unit->types.at[p->type];
		if (type->kind == IL_TYPE_RECORD && type->record == record)
			return true;
		if (!il_place_is_in_another(p))
			return false;
		term = p->a;
	}
	return false;
}

/*
 * Returns whether the function may know the need of which @record is a part: the driver's own knows
 * all that it can get to, one of a framework the works in the framework's records.
 */
static bool may_know(const struct il_walk *walk, const struct il_need *need, uint32_t bound, uint32_t record, bool own)
{
	const struct il_unit *unit = walk->engine->unit;
	uint32_t field = il_place_field(unit, bound);

	if (own)
		return lies_in(unit, bound, record);
	return need->arms && field && unit->fields.at[field].record == record;
}

bool il_may_end(const struct il_walk *walk, uint32_t event)
{
	static const char *const ending[] = { "free",  "stop",	 "shutdown", "exit",	"release", "deinit", "kill",
					      "clean", "cancel", "destroy",  "detach",	"disable", "remove", "down",
					      "close", "uninit", "fini",     "quiesce", "_del",	   "_halt",  NULL };

	return has_word(il_callee_name(walk->engine, event), ending);
}

void il_happen_elsewhere(struct il_walk *walk, struct il_moment *moment, uint32_t event, uint32_t pointer)
{
	struct il_life *life = walk->life;
	const struct il_unit *unit = walk->engine->unit;
	uint32_t callee = unit->events.at[event].callee;
	const struct il_type *type = &unit->types.at[unit->paths.at[pointer].type];

	if (!callee || !il_may_end(walk, event) || type->kind != IL_TYPE_POINTER)
		return;
	type = &unit->types.at[type->target];
	bool own = il_is_own_function(walk->engine, callee);
	for (uint32_t r = walk->base; type->kind == IL_TYPE_RECORD && r < life->registrations.count; r++) {
		const struct il_registration *registration = &life->registrations.at[r];
		for (uint32_t h = 0; h < registration->handler_count; h++) {
			struct il_handler_needs handler = life->needs.handlers.at[registration->handlers[h]];
			for (uint32_t i = 0; i < handler.count; i++) {
				uint32_t bound = life->bound.at[registration->first_bound[h] + i];
				if (bound &&
				    may_know(walk, &life->needs.needs.at[handler.first + i], bound, type->record, own))
					moment->joined.quelled |= IL_QUELLED_ELSEWHERE;
			}
		}
	}
}

/* Tasklets run as soon as the handler has returned, and so do works on the queues that stand in for them. */
static bool runs_at_once(const struct il_walk *walk, const struct il_need *need)
{
	const struct il_unit *unit = walk->engine->unit;
	const struct il_path *p = &unit->paths.at[il_path_strip(unit, need->queue)];

	return need->object == IL_OBJECT_TASKLET ||
	       (p->op == IL_PATH_VARIABLE &&
		strncmp(il_text(unit, unit->variables.at[p->symbol].name), "system_bh_", strlen("system_bh_")) == 0);
}

bool il_is_quelled(const struct il_walk *walk, const struct il_moment *moment, const struct il_incident *incident)
{
	const struct il_need *need = &walk->life->needs.needs.at[incident->need];
	uint64_t quelled = moment->joined.quelled;

	/* Of what is armed already, timers and works may take their time. */
	if (incident->kind == IL_INCIDENT_LEFT && !runs_at_once(walk, need))
		return false;
	if (quelled & IL_QUELLED_DEVICE)
		return true;
	if (incident->kind == IL_INCIDENT_LEFT)
		return false;
	if (incident->kind == IL_INCIDENT_LATE)
		return (quelled & IL_QUELLED_DOWN) != 0;
	return (quelled & IL_QUELLED_RESET) || (need->after_status && (quelled & IL_QUELLED_CLOCK)) ||
	       (need->after_flag && incident->kind == IL_INCIDENT_HASTY && (quelled & IL_QUELLED_USERS));
}
