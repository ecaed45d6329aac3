// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Requesting and freeing: kernel/irq/manage.c, __setup_irq() and __free_irq(). */
#include "core/blame.h"
#include "core/handle.h"
#include "sim/trace.h"
#include "sim/world.h"

#include <linux/interrupt.h>
#include <linux/irq.h>

#include <stdio.h>

_Static_assert(LINES <= 64, "lines are bits of a word");

void lines_reset(struct lines *lines)
{
	for (unsigned irq = 0; irq < LINES; irq++)
		lines->table[irq].depth = 1;
}

bool line_is_nested(unsigned irq)
{
	return irq < LINES && (run->lines.table[irq].status & IRQ_NESTED_THREAD);
}

static struct borrowed borrow(const void *pointer)
{
	const struct context *self = run->current;
	const struct frame *frame = frame_of(self, (uintptr_t)pointer);

	if (!frame)
		return (struct borrowed) { 0 };
	return (struct borrowed) { frame->serial, self->index, (uint8_t)(frame - self->frames) };
}

bool borrowed_is_gone(const struct borrowed *borrowed)
{
	const struct context *context = &world->contexts[borrowed->context];

	return borrowed->serial && (context->done || borrowed->frame >= context->depth ||
				    context->frames[borrowed->frame].serial != borrowed->serial);
}

struct action *action_find(unsigned irq, const void *cookie)
{
	for (struct action *action = irq < LINES ? run->lines.table[irq].actions : NULL; action;
	     action = action->next) {
		if (action->cookie == cookie)
			return action;
	}
	return NULL;
}

const struct action *action_left(const struct device *device)
{
	for (unsigned i = 0; i < run->lines.requests; i++) {
		const struct action *action = &run->lines.actions[i];

		if (!action->freed && action->irq && action->device == device)
			return action;
	}
	return NULL;
}

/* What the kernel refuses by the flags alone, and the rule that would have said so. */
static int check_flags(unsigned long flags, const void *cookie, uintptr_t pc)
{
	if ((flags & IRQF_SHARED) && !cookie)
		return misuse("irq-shared-null-cookie", -EINVAL, pc, 0, NULL,
			      "IRQF_SHARED with a NULL cookie: -EINVAL");
	if ((flags & IRQF_SHARED) && (flags & IRQF_NO_AUTOEN))
		return misuse("irq-bad-flags", -EINVAL, pc, 0, NULL, "IRQF_SHARED with IRQF_NO_AUTOEN: -EINVAL");
	if (!(flags & IRQF_SHARED) && (flags & IRQF_COND_SUSPEND))
		return misuse("irq-bad-flags", -EINVAL, pc, 0, NULL, "IRQF_COND_SUSPEND without IRQF_SHARED: -EINVAL");
	if ((flags & IRQF_NO_SUSPEND) && (flags & IRQF_COND_SUSPEND))
		return misuse("irq-bad-flags", -EINVAL, pc, 0, NULL, "IRQF_NO_SUSPEND with IRQF_COND_SUSPEND: -EINVAL");
	return 0;
}

/* Whether @line takes one more registration beside those it has.  Returns: 0 or -EBUSY. */
static int check_sharing(const struct line *line, unsigned long *flags, uintptr_t pc)
{
	const struct action *old = line->actions;
	unsigned long trigger = *flags & IRQF_TRIGGER_MASK;

	if (!old)
		return 0;
	if (world->setting.kernel >= 612 && (old->flags & IRQF_ONESHOT) && (*flags & IRQF_COND_ONESHOT))
		*flags |= IRQF_ONESHOT;
	if (!trigger)
		trigger = line->trigger;
	if ((old->flags & *flags & IRQF_SHARED) && trigger == line->trigger &&
	    !((old->flags ^ *flags) & (IRQF_ONESHOT | IRQF_PERCPU)))
		return 0;
	if (!(old->flags & *flags & IRQF_SHARED)) {
		trace_log("Flags mismatch irq %u. %08lx vs. %08lx", old->irq, *flags, old->flags);
		return -EBUSY;
	}
	return misuse("irq-bad-flags", -EBUSY, pc, old->requested_at, "the line was requested here",
		      "Flags mismatch irq %u. %08lx vs. %08lx", old->irq, *flags, old->flags);
}

/* The kernel does not look at the cookies of those who share @line. */
static void check_cookie(const struct line *line, const void *cookie, uintptr_t pc)
{
	const struct device *device = run->devices.probing;

	for (const struct action *other = line->actions; other; other = other->next) {
		bool others = device && other->device && other->device != device;

		if (other->cookie != cookie)
			continue;
		misuse(others ? "irq-cookie-not-unique" : "irq-duplicate-cookie", 0, pc, other->requested_at,
		       "the line was requested here",
		       "irq %u is requested with a cookie that is registered on it already: free_irq() cannot tell "
		       "them apart",
		       other->irq);
	}
}

/* Handlers become thread functions, as with threadirqs on the kernel's command line. */
static void force_thread(struct action *action)
{
	if (!world->setting.force_threads || !action->handler ||
	    (action->flags & (IRQF_NO_THREAD | IRQF_PERCPU | IRQF_ONESHOT)))
		return;
	action->flags |= IRQF_ONESHOT;
	action->forced = true;
	action->secondary = action->thread_fn;
	action->thread_fn = action->handler;
	action->handler = NULL;
}

static struct action *new_action(void)
{
	if (run->lines.requests == ACTIONS_MAX)
		cut_short("registrations");
	return &run->lines.actions[run->lines.requests++];
}

/* The line goes live: from the moment the action is linked the handler can run. */
static void link_action(struct line *line, struct action *action)
{
	struct action **end = &line->actions;

	if (!line->actions) {
		run->lines.live |= UINT64_C(1) << action->irq;
		line->masked = 0;
		line->trigger = action->flags & IRQF_TRIGGER_MASK ? (unsigned)(action->flags & IRQF_TRIGGER_MASK)
								  : line->trigger;
		line->depth = (action->flags & IRQF_NO_AUTOEN) || (line->status & IRQ_NOAUTOEN) ? 1 : 0;
	}
	while (*end)
		end = &(*end)->next;
	order_release(action);
	*end = action;
}

/*
 * A call of the handler of a shared line that no device of ours asked for, as CONFIG_DEBUG_SHIRQ makes
 * it: the neighbours' interrupts can do that any time.
 */
static void call_unasked(struct action *action, bool wanted)
{
	if (!wanted || !(action->flags & IRQF_SHARED) || !action->handler ||
	    !cpu_takes_interrupts((unsigned)run->current->cpu))
		return;
	handle_once(action, (unsigned)run->current->cpu);
	/* It is the kernel itself that calls it. */
	order_acquire(&run->lines.table[action->irq]);
}

int action_request(unsigned irq, irq_handler_t handler, irq_handler_t thread_fn, unsigned long flags, const char *name,
		   void *cookie, struct device *device, uintptr_t pc, struct action **ret_action)
{
	const struct context *self = run->current;
	struct action *action;
	struct line *line;
	bool nested;
	int error;

	point(pc);
	might_sleep_at(pc, "request_irq");
	if (irq == IRQ_NOTCONNECTED)
		return -ENOTCONN;
	error = check_flags(flags, cookie, pc);
	if (error)
		return error;
	if (irq == 0 || irq >= LINES || (run->lines.table[irq].status & IRQ_NOREQUEST))
		return misuse("irq-invalid-line", -EINVAL, pc, run->failed, "this failed",
			      "irq %d is no line that can be requested: -EINVAL", (int)irq);
	if (!handler && !thread_fn)
		return -EINVAL;
	line = &run->lines.table[irq];
	error = check_sharing(line, &flags, pc);
	if (!error)
		check_cookie(line, cookie, pc);
	if (!error && fails_now(pc)) {
		error = -EBUSY;
		path_request(&run->path, pc, error);
	}
	if (error)
		return error;
	/* What runs for a nested line is the thread of the chip that it belongs to. */
	nested = line_is_nested(irq) && thread_fn;
	if (nested)
		handler = NULL;
	if (!handler && !nested && !(flags & IRQF_ONESHOT))
		return misuse("irq-missing-oneshot", -EINVAL, pc, 0, NULL,
			      "Threaded irq requested with handler=NULL and !ONESHOT for %s (irq %u)",
			      name ? name : "?", irq);
	run->lines.shared |= (flags & IRQF_SHARED) != 0;
	action = new_action();
	*action = (struct action) { .handler = handler,
				    .thread_fn = thread_fn,
				    .cookie = cookie,
				    .name = name,
				    .flags = flags,
				    .irq = irq,
				    .managed_by = device,
				    .device = run->devices.probing,
				    .requested_at = driver_place(pc),
				    .frame = self->depth && self->depth <= FRAMES_MAX
						     ? self->frames[self->depth - 1].serial
						     : 0,
				    .cookie_owner = borrow(cookie),
				    .name_owner = borrow(name) };
	force_thread(action);
	if (action->thread_fn)
		thread_start(action);
	if (ret_action)
		*ret_action = action;
	link_action(line, action);
	call_unasked(action, world->setting.shared_call_at_request);
	point(pc);
	path_request(&run->path, pc, 0);
	return 0;
}

/* Nothing is registered on @irq for @cookie.  Which rule says so depends on what else is. */
static void nothing_to_free(unsigned irq, const void *cookie, uintptr_t pc)
{
	const struct action *here = irq < LINES ? run->lines.table[irq].actions : NULL;

	for (unsigned i = 0; i < run->lines.requests && !here; i++) {
		if (!run->lines.actions[i].freed && run->lines.actions[i].cookie == cookie)
			here = &run->lines.actions[i];
	}
	misuse(here ? "irq-cookie-mismatch" : "irq-free-not-requested", 0, pc, here ? here->requested_at : run->failed,
	       here ? "the line was requested here" : "this failed", "Trying to free already-free IRQ %d", (int)irq);
}

static void unlink_action(struct line *line, struct action *action)
{
	struct action **link = &line->actions;

	while (*link != action)
		link = &(*link)->next;
	*link = action->next;
	if (!line->actions) {
		run->lines.live &= ~(UINT64_C(1) << action->irq);
		line->depth = 1;
	}
}

const void *action_free(unsigned irq, void *cookie, const struct action *managed, uintptr_t pc)
{
	struct action *action;

	point(pc);
	if (!frees_from_neighbour(cookie))
		check_not_own(irq, pc, "free_irq");
	might_sleep_at(pc, "free_irq");
	action = action_find(irq, cookie);
	if (!action) {
		nothing_to_free(irq, cookie, pc);
		return NULL;
	}
	if (action->managed_by && !managed)
		misuse("irq-devres-manual-free", 0, pc, action->requested_at, "the line was requested here",
		       "free_irq() of irq %u, which devres frees once more", irq);
	if (borrowed_is_gone(&action->name_owner) || name_is_freed(action))
		trap("irq-unstable-name", pc, action->requested_at, "the line was requested here",
		     "the name of the request is gone before the request is");
	if (run->lines.table[irq].hint)
		trap("irq-vector-released", pc, run->lines.table[irq].hinted_at, "the hint was given here",
		     "irq %u is freed with an affinity hint that is still set", irq);
	unlink_action(&run->lines.table[irq], action);
	wait_for_handlers(irq);
	call_unasked(action, world->setting.shared_call_at_free);
	thread_stop(action);
	action->freed = true;
	action->freed_at = pc;
	return action->name;
}

int request_threaded_irq(unsigned int irq, irq_handler_t handler, irq_handler_t thread_fn, unsigned long flags,
			 const char *name, void *cookie)
{
	return action_request(irq, handler, thread_fn, flags, name, cookie, NULL, CALLER, NULL);
}

int action_request_any(unsigned irq, irq_handler_t handler, unsigned long flags, const char *name, void *cookie,
		       struct device *device, uintptr_t pc, struct action **ret_action)
{
	bool nested = world->setting.nested || line_is_nested(irq);
	int error;

	run->lines.any_context = true;
	/* A nested line needs no IRQF_ONESHOT: there is no primary handler that could come again. */
	error = nested ? action_request(irq, NULL, handler, flags | IRQF_ONESHOT, name, cookie, device, pc, ret_action)
		       : action_request(irq, handler, NULL, flags, name, cookie, device, pc, ret_action);
	if (nested && !error) {
		run->lines.nested = true;
		run->lines.nested_at = pc;
	}
	return error ? error : nested ? IRQC_IS_NESTED : IRQC_IS_HARDIRQ;
}

int request_any_context_irq(unsigned int irq, irq_handler_t handler, unsigned long flags, const char *name,
			    void *cookie)
{
	return action_request_any(irq, handler, flags, name, cookie, NULL, CALLER, NULL);
}

const void *free_irq(unsigned int irq, void *cookie)
{
	return action_free(irq, cookie, NULL, CALLER);
}
