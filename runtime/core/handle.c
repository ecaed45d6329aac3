// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Flow of an interrupt: kernel/irq/handle.c, and irq_thread() of manage.c. */
#include "core/handle.h"
#include "core/blame.h"
#include "sim/trace.h"
#include "sim/world.h"

#include <linux/irq.h>
#include <linux/percpu.h>

static void begin_errand(enum errand_kind kind, struct action *action)
{
	run->current->errand = (struct errand) { .kind = kind, .action = action, .began = run->step };
}

/* Where the driver's code for @action begins, which may be behind a typed registration. */
static uintptr_t code_of(const struct action *action, bool in_thread)
{
	uintptr_t function = PLACE_OF(in_thread ? action->thread_fn : action->handler);
	uintptr_t entered = in_thread ? action->thread_entered : action->entered;

	return is_of_driver(function) || !entered ? function : entered;
}

static bool thread_has_work(void *what)
{
	const struct action *action = what;

	return action->thread_wanted || action->thread_stops;
}

/*
 * Says IRQ_HANDLED although only a neighbour on the line had raised it, and has done so each time of
 * many in a row: nothing the handler looks at ever lets it say IRQ_NONE.
 */
static void check_claim(struct action *action, irqreturn_t result, bool in_thread)
{
	if (!run->lines.neighbour || !(action->flags & IRQF_SHARED) || !(result & IRQ_HANDLED) ||
	    action->claimed == action->ran)
		return;
	action->claimed = action->ran;
	if (++action->claims == world->setting.storm)
		trap("irq-never-none", code_of(action, in_thread), action->requested_at, "the line was requested here",
		     "irq %u: %u interrupts in a row that another device on the line raised are said to be handled",
		     action->irq, action->claims);
}

/* Returns: what counts of @result. */
static irqreturn_t check_return(const struct action *action, irqreturn_t result, bool in_thread)
{
	uintptr_t function = code_of(action, in_thread);

	if ((unsigned)result > (IRQ_HANDLED | IRQ_WAKE_THREAD)) {
		misuse("irq-bad-return", 0, function, action->requested_at, "the line was requested here",
		       "irq event %u: bogus return value %x", action->irq, (unsigned)result);
		return IRQ_NONE;
	}
	if (!(result & IRQ_WAKE_THREAD) || (action->thread_fn && !in_thread))
		return result;
	misuse("irq-wake-without-thread", 0, function, action->requested_at, "the line was requested here",
	       in_thread ? "the thread function of irq %u (%s) returns IRQ_WAKE_THREAD"
			 : "IRQ %u device %s returned IRQ_WAKE_THREAD but no thread function available.",
	       action->irq, action->name ? action->name : "?");
	return result & IRQ_HANDLED;
}

/* The scripted device that has line @irq; DEVICES_MAX when none has. */
static unsigned scripted_device(unsigned irq)
{
	unsigned device = (irq - FIRST_DEVICE_LINE) / LINES_PER_DEVICE;

	return world->script.given && irq >= FIRST_DEVICE_LINE && device < DEVICES_MAX ? device : DEVICES_MAX;
}

/* Rounds of a level line that nobody calms down. */
#define ROUNDS_MAX 10u

/* Whether a level line, nobody having calmed its device, interrupts again at once. */
static bool comes_again(struct line *line)
{
	unsigned irq = (unsigned)(line - run->lines.table), device = scripted_device(irq);

	if (device == DEVICES_MAX || !world->script.level || !script_is_asserted(device) || !line->actions ||
	    line->depth || line->masked)
		return false;
	if (++line->rounds > ROUNDS_MAX)
		trap("livelock", run->current->at, line->actions->requested_at, "the line was requested here",
		     "the level line of irq %u is still asserted after its handlers: the device is not calmed", irq);
	return true;
}

/* The thread is done with one round; who masked a ONESHOT line for it can go on. */
static void finish_round(struct line *line, struct action *action)
{
	line->threads_active--;
	if (action->masks && !action->thread_wanted) {
		action->masks = false;
		line->masked--;
		order_release(&line->in_progress);
		if (comes_again(line))
			line_raise(action->irq, (unsigned)run->current->cpu);
	}
}

/*
 * One round of the thread.  A handler that was forced into it still runs with softirqs and, but on
 * PREEMPT_RT, interrupts off.
 */
static void run_round(struct action *action)
{
	struct line *line = &run->lines.table[action->irq];
	struct context *self = run->current;
	irqreturn_t result;

	begin_errand(action->forced ? ERRAND_HANDLER : ERRAND_THREAD_FN, action);
	order_acquire(&action->thread_wanted);
	trace_call(action->forced ? "handler in a thread" : "thread function", (uintptr_t)action->thread_fn,
		   action->irq);
	if (!action->forced) {
		result = action->thread_fn((int)action->irq, action->cookie);
		action->thread_entered = self->errand.entered;
		result = check_return(action, result, true);
		check_claim(action, result, true);
		line->threads_handled += result == IRQ_HANDLED;
		return;
	}
	self->bh_off++;
	self->irqs_off = true;
	result = action->thread_fn((int)action->irq, action->cookie);
	action->thread_entered = self->errand.entered;
	self->irqs_off = false;
	self->bh_off--;
	line->threads_handled += result == IRQ_HANDLED;
	softirqs_if_possible();
	self->errand.kind = ERRAND_THREAD_FN;
	if (action->secondary && result == IRQ_WAKE_THREAD)
		action->secondary((int)action->irq, action->cookie);
}

static void thread_main(void *argument)
{
	struct action *action = argument;
	struct line *line = &run->lines.table[action->irq];
	struct context *self = run->current;

	for (;;) {
		sleep_until(thread_has_work, action, NEVER, WAIT_IDLE, action);
		if (!action->thread_wanted)
			break;
		action->thread_wanted = false;
		run_round(action);
		self->errand = (struct errand) { .kind = ERRAND_NONE };
		check_left_clean(self);
		order_release(line);
		order_release(action);
		finish_round(line, action);
		point(PLACE_OF(action->thread_fn));
	}
	action->thread_ended = true;
}

void thread_start(struct action *action)
{
	action->thread = task_create(action->name ? action->name : "irq", CLASS_THREAD, thread_main, action);
}

/* Not the context: that may be another task's by the time anybody looks. */
static bool thread_has_ended(void *what)
{
	return ((const struct action *)what)->thread_ended;
}

void thread_stop(struct action *action)
{
	if (!action->thread)
		return;
	action->thread_stops = true;
	sleep_until(thread_has_ended, action, NEVER, WAIT_LINE, action);
}

/* Several interrupts before the thread has begun are one round of it. */
static void wake_thread(struct line *line, struct action *action)
{
	if (!action->thread || action->thread_wanted)
		return;
	action->thread_wanted = true;
	order_release(&action->thread_wanted);
	line->threads_active++;
	if ((action->flags & IRQF_ONESHOT) && !action->masks) {
		action->masks = true;
		line->masked++;
	}
	thread_woken(action->thread);
}

static void check_borrowed(const struct action *action)
{
	if (borrowed_is_gone(&action->cookie_owner))
		trap("irq-stack-cookie", PLACE_OF(action->handler), action->requested_at, "the line was requested here",
		     "the handler of irq %u gets the address of a local variable of a function that has returned",
		     action->irq);
	if (borrowed_is_gone(&action->name_owner) || name_is_freed(action))
		trap("irq-unstable-name", action->requested_at, 0, NULL,
		     "the name of the request on irq %u is gone while the line is requested", action->irq);
}

/* A handler of a line that is each CPU's own gets that CPU's part. */
static void *cookie_of(const struct action *action)
{
	bool each = run->lines.table[action->irq].status & IRQ_PER_CPU_DEVID;

	return each ? irqrt_this_cpu_ptr(action->cookie) : action->cookie;
}

static irqreturn_t call_handler(struct action *action)
{
	struct context *self = run->current;
	struct line *line = &run->lines.table[action->irq];
	irqreturn_t result = IRQ_WAKE_THREAD;

	check_borrowed(action);
	action->ran++;
	/* The request, the enabling, the handlers before it, and what the device was told. */
	order_acquire(action);
	order_acquire(&line->depth);
	order_acquire(&line->in_progress);
	order_acquire(&run->registers);
	if (action->handler) {
		begin_errand(ERRAND_HANDLER, action);
		trace_call("handler", (uintptr_t)action->handler, action->irq);
		result = action->handler((int)action->irq, cookie_of(action));
		action->entered = self->errand.entered;
		if (!self->irqs_off)
			trap("warning", code_of(action, false), 0, NULL, "irq %u handler enabled interrupts",
			     action->irq);
		result = check_return(action, result, false);
		self->errand = (struct errand) { .kind = ERRAND_NONE };
	}
	order_release(line);
	order_release(&line->in_progress);
	if (result & IRQ_WAKE_THREAD)
		wake_thread(line, action);
	return result;
}

static void nobody_cared(struct line *line)
{
	const struct action *action = line->actions;

	misuse("irq-always-none", 0, code_of(action, action->thread_fn != NULL), action->requested_at,
	       "the line was requested here", "irq %u: nobody cared", action->irq);
	trace_log("Disabling IRQ #%u", action->irq);
	line->depth++;
}

/*
 * Whether nobody handled it.  When all that the handlers did was to wake threads, the threads answer
 * for it at the next interrupt: note_interrupt() of kernel/irq/spurious.c.
 */
static bool is_unhandled(struct line *line, irqreturn_t all)
{
	bool answered = line->threads_handled != line->threads_seen;

	if (all == IRQ_WAKE_THREAD && line->deferred) {
		line->threads_seen = line->threads_handled;
		return !answered;
	}
	if (all & IRQ_WAKE_THREAD)
		line->deferred = all == IRQ_WAKE_THREAD;
	return all == IRQ_NONE;
}

/* The kernel disables a line of whose last 100000 interrupts more than 99900 were not handled. */
static void note_interrupt(struct line *line, irqreturn_t all)
{
	unsigned storm = world->setting.storm;

	if (run->lines.neighbour)
		return;
	line->unhandled += is_unhandled(line, all);
	if (++line->events != storm)
		return;
	if (line->actions && line->unhandled + 1 >= storm)
		nobody_cared(line);
	line->events = line->unhandled = 0;
}

static void handle_line_once(struct line *line)
{
	irqreturn_t all = IRQ_NONE;

	/* SAFETY(unlinked): who is unlinked meanwhile waits for this to end, and keeps its next. */
	for (struct action *action = line->actions; action; action = action->next) {
		irqreturn_t result = call_handler(action);

		check_claim(action, result, false);
		all |= result;
	}
	note_interrupt(line, all);
}

static void handle_line(void *argument)
{
	struct line *line = argument;

	line->in_progress = true;
	do {
		handle_line_once(line);
	} while (comes_again(line));
	line->in_progress = false;
}

static void handle_alone(void *argument)
{
	call_handler(argument);
}

static enum context_class class_of(unsigned irq)
{
	return irq == (unsigned)__builtin_ctzll(run->lines.live) ? CLASS_HARDIRQ : CLASS_OTHER_HARDIRQ;
}

void handle_once(struct action *action, unsigned cpu)
{
	interrupt_cpu(cpu, CLASS_HARDIRQ, handle_alone, action);
}

void line_raise(unsigned irq, unsigned cpu)
{
	trace_interrupt(irq, cpu);
	if (scripted_device(irq) < DEVICES_MAX && !run->lines.neighbour) {
		/* Rounds go on as long as the device has not been calmed in between. */
		if (!script_is_asserted(scripted_device(irq)))
			run->lines.table[irq].rounds = 0;
		script_raise(scripted_device(irq));
	}
	interrupt_cpu(cpu, class_of(irq), handle_line, &run->lines.table[irq]);
}

bool line_can_be_raised(const struct line *line)
{
	unsigned device = scripted_device((unsigned)(line - run->lines.table));

	return line->actions && !line->depth && !line->in_progress && !line->masked &&
	       (device == DEVICES_MAX || run->lines.neighbour || script_can_raise(device));
}

unsigned lines_gather(unsigned cpu, struct alternative *list, unsigned count)
{
	for (uint64_t live = run->lines.live; live; live &= live - 1) {
		unsigned irq = (unsigned)__builtin_ctzll(live);

		if (line_can_be_raised(&run->lines.table[irq]))
			count = alternative_add(list, count, INTERRUPT, cpu, irq);
	}
	return count;
}

static bool is_quiet(void *what)
{
	const struct line *line = what;

	return !line->in_progress && !line->threads_active;
}

static bool hard_is_quiet(void *what)
{
	return !((struct line *)what)->in_progress;
}

void check_not_own(unsigned irq, uintptr_t pc, const char *what)
{
	const struct context *self = run->current;
	const struct action *action = self->errand.action;

	if (action && action->irq == irq)
		trap("irq-self-wait", pc, action->requested_at, "the line was requested here",
		     "%s() in the %s of irq %u waits for itself", what,
		     self->errand.kind == ERRAND_HANDLER ? "handler" : "thread function", irq);
}

bool frees_from_neighbour(const void *cookie)
{
	const struct errand *errand = &run->current->errand;

	return world->setting.kernel < 612 && errand->kind == ERRAND_THREAD_FN && errand->action->cookie != cookie;
}

void wait_for_handlers(unsigned irq)
{
	struct line *line = &run->lines.table[irq];

	sleep_until(world->setting.kernel >= 612 ? is_quiet : hard_is_quiet, line, NEVER, WAIT_LINE, line);
}

bool name_is_freed(const struct action *action)
{
	const struct block *block = block_at((uintptr_t)action->name);

	return block && block->freed;
}

void synchronize_irq(unsigned int irq)
{
	uintptr_t pc = CALLER;

	point(pc);
	check_not_own(irq, pc, "synchronize_irq");
	might_sleep_at(pc, "synchronize_irq");
	if (irq < LINES)
		sleep_until(is_quiet, &run->lines.table[irq], NEVER, WAIT_LINE, &run->lines.table[irq]);
}

bool synchronize_hardirq(unsigned int irq)
{
	uintptr_t pc = CALLER;

	point(pc);
	if (run->current->errand.kind == ERRAND_HANDLER)
		check_not_own(irq, pc, "synchronize_hardirq");
	if (irq >= LINES)
		return true;
	spin_until(hard_is_quiet, &run->lines.table[irq], WAIT_LINE, &run->lines.table[irq]);
	return !run->lines.table[irq].threads_active;
}

/* Whether the function of @serial has been entered and not left. */
static bool is_entered(const struct context *context, uint32_t serial)
{
	unsigned entered = context->depth < FRAMES_MAX ? context->depth : FRAMES_MAX;

	for (unsigned i = entered; serial && i > 0; i--) {
		if (context->frames[i - 1].serial == serial)
			return true;
	}
	return false;
}

/*
 * Who disables what he requested in the same function, himself or by a helper, without having had it
 * come disabled, meant that no handler runs in between.
 */
static void check_window(const struct line *line, uintptr_t pc)
{
	for (const struct action *action = line->actions; action; action = action->next) {
		if (is_entered(run->current, action->frame) && action->ran && !line->depth)
			trap("irq-missing-no-autoen", action->requested_at, pc, "the line is disabled here",
			     "the handler of irq %u ran between the request and the disable", action->irq);
	}
}

static void disable(unsigned irq, uintptr_t pc)
{
	point(pc);
	if (irq >= LINES)
		return;
	check_window(&run->lines.table[irq], pc);
	run->lines.table[irq].depth++;
}

void disable_irq_nosync(unsigned int irq)
{
	disable(irq, CALLER);
}

void disable_irq(unsigned int irq)
{
	uintptr_t pc = CALLER;

	check_not_own(irq, pc, "disable_irq");
	might_sleep_at(pc, "disable_irq");
	disable(irq, pc);
	if (irq < LINES)
		sleep_until(is_quiet, &run->lines.table[irq], NEVER, WAIT_LINE, &run->lines.table[irq]);
}

bool disable_hardirq(unsigned int irq)
{
	uintptr_t pc = CALLER;

	if (run->current->errand.kind == ERRAND_HANDLER)
		check_not_own(irq, pc, "disable_hardirq");
	disable(irq, pc);
	if (irq >= LINES)
		return true;
	spin_until(hard_is_quiet, &run->lines.table[irq], WAIT_LINE, &run->lines.table[irq]);
	return !run->lines.table[irq].threads_active;
}

void enable_irq(unsigned int irq)
{
	uintptr_t pc = CALLER;
	struct line *line = irq < LINES ? &run->lines.table[irq] : NULL;

	point(pc);
	if (!line || !line->actions || !line->depth)
		misuse("irq-enable-balance", 0, pc, 0, NULL, "Unbalanced enable for IRQ %d", (int)irq);
	else
		line->depth--;
	if (line)
		order_release(&line->depth);
	point(pc);
}

void irq_wake_thread(unsigned int irq, void *cookie)
{
	struct action *action;

	point(CALLER);
	action = action_find(irq, cookie);
	if (action)
		wake_thread(&run->lines.table[irq], action);
}

void irq_modify_status(unsigned int irq, unsigned long clear, unsigned long set)
{
	if (irq < LINES)
		run->lines.table[irq].status = (run->lines.table[irq].status & ~clear) | set;
}

int irq_set_irq_type(unsigned int irq, unsigned int type)
{
	if (irq >= LINES)
		return -EINVAL;
	run->lines.table[irq].trigger = type & IRQ_TYPE_SENSE_MASK;
	return 0;
}

unsigned int irq_get_trigger_type(unsigned int irq)
{
	return irq < LINES ? run->lines.table[irq].trigger : 0;
}

int irq_set_irq_wake(unsigned int irq, unsigned int on)
{
	uintptr_t pc = CALLER;

	if (irq >= LINES)
		return -EINVAL;
	if (!on && !run->lines.table[irq].wake_depth)
		return misuse("irq-enable-balance", 0, pc, 0, NULL, "Unbalanced IRQ %u wake disable", irq);
	run->lines.table[irq].wake_depth += on ? 1u : -1u;
	return 0;
}
