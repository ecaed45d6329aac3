// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "core/blame.h"
#include "core/device.h"
#include "core/line.h"
#include "core/lock.h"
#include "sim/world.h"

/* Which registration is behind what the current context does; NULL: none. */
static const struct action *current_action(void)
{
	return run->current->errand.action;
}

static bool is_deferred(enum errand_kind kind)
{
	return kind == ERRAND_WORK || kind == ERRAND_TASKLET || kind == ERRAND_TIMER || kind == ERRAND_RCU;
}

/* The device behind @action has no driver that could still make something ready. */
static bool is_being_left(const struct action *action)
{
	unsigned state = action->device ? action->device->irqrt_state : DEVICE_BOUND;

	return state == DEVICE_UNBINDING || state == DEVICE_UNBOUND;
}

static bool driver_lets_go(enum phase phase)
{
	return phase == PHASE_FAILED || phase == PHASE_REMOVE || phase == PHASE_RELEASED || phase == PHASE_EXIT;
}

/*
 * Whether @block was taken away when no new run of the handler of @action could get at it, but the
 * one that uses it now had begun.
 */
static bool was_not_waited_for(const struct action *action, const struct block *block)
{
	return (block->freed_under >> action->irq & 1) &&
	       (run->current->errand.began < block->freed_step || run->lines.table[action->irq].depth);
}

/* The rule when something the handler of @action needs was taken away in @phase, by devres node @node. */
static const char *rule_of_teardown(const struct action *action, uint32_t node)
{
	enum phase phase = current_phase();

	if (action->managed_by)
		return node ? "irq-devres-order" : "irq-devres-outlives";
	/* What is left of the driver then are its actions in devres, one of which may free the line. */
	if (node && (phase == PHASE_FAILED || phase == PHASE_RELEASED) &&
	    world->nodes[node - 1].device == action->device)
		return devres_has_actions(action->device) ? "irq-devres-order" : "irq-registration-leak";
	return "irq-freed-while-live";
}

void freed_access(const struct block *block, uintptr_t pc)
{
	const struct action *action = current_action();
	enum errand_kind kind = run->current->errand.kind;
	const char *rule = "memory";
	const char *who = "the driver";

	if (action) {
		rule = was_not_waited_for(action, block) ? "irq-missing-synchronize"
							 : rule_of_teardown(action, block->freed_node);
		who = kind == ERRAND_HANDLER ? "the handler" : "the thread function";
	} else if (is_deferred(kind)) {
		rule = "irq-deferred-work-outlives";
		who = kind == ERRAND_WORK      ? "a work"
		      : kind == ERRAND_TASKLET ? "a tasklet"
		      : kind == ERRAND_TIMER   ? "a timer"
					       : "an RCU callback";
	}
	trap(rule, pc, block->freed_at, block->kind == BLOCK_IOMEM ? "unmapped here" : "freed here",
	     "%s uses %s that %s", who, block->kind == BLOCK_IOMEM ? "registers" : "memory",
	     block->kind == BLOCK_IOMEM ? "are unmapped" : "is freed");
}

/* The rule when somebody uses what is not there (yet, or any more). */
static const char *rule_of_missing(void)
{
	const struct action *action = current_action();

	/* The driver has taken it away under a line that it only keeps from being raised again. */
	if (action && is_being_left(action) && !action->managed_by && run->lines.table[action->irq].depth)
		return "irq-missing-synchronize";
	if (action && is_being_left(action))
		return rule_of_teardown(action, run->devices.releasing);
	if (action)
		return "irq-used-before-init";
	if (is_deferred(run->current->errand.kind))
		return driver_lets_go(current_phase()) ? "irq-deferred-work-outlives" : "irq-used-before-init";
	return "memory";
}

static uintptr_t requested_at(void)
{
	const struct action *action = current_action();

	return action ? action->requested_at : 0;
}

void unwritten_read(const struct block *block, uintptr_t pc)
{
	/* A task that reads what it has not written yet is a defect that other tools find. */
	if (!current_action())
		trap("memory", pc, block->allocated_at, "allocated here", "memory is read that nobody has written");
	trap(rule_of_missing(), pc, requested_at(), "the line was requested here",
	     "the handler reads memory that nobody has written");
}

void wild_access(uintptr_t address, uintptr_t pc)
{
	if (address - PARENT_DATA < PARENT_DATA_BYTES)
		cut_short("data of the parent's driver");
	trap(rule_of_missing(), pc, requested_at(), "the line was requested here",
	     address < 0x10000 ? "a NULL pointer is followed, offset %#lx" : "a pointer that is none is followed: %#lx",
	     address);
}

void stack_is_gone(uintptr_t address, uintptr_t pc)
{
	const struct action *action = current_action();

	(void)address;
	trap(action ? "irq-stack-cookie" : "memory", pc, requested_at(), "the line was requested here",
	     "a local variable of a function that has returned is used");
}

void not_initialised(const char *noun, const char *how, uintptr_t pc)
{
	bool in_interrupt = current_action() || is_deferred(run->current->errand.kind);

	trap(in_interrupt ? "irq-used-before-init" : "memory", pc, requested_at(), "the line was requested here",
	     "a %s is %s that nobody has initialised", noun, how);
}

static bool waits_for_interrupt_code(const struct context *context)
{
	return context->waits_for == WAIT_LINE || context->waits_for == WAIT_WORK;
}

/* Somebody waits for a handler or a work, which waits for a lock that he holds. */
static const struct context *waiting_holder(void)
{
	for (unsigned i = 0; i < run->contexts; i++) {
		const struct context *context = &world->contexts[i];
		const struct context *holder = context->used && !context->done ? lock_holder(context) : NULL;

		if (holder && waits_for_interrupt_code(holder))
			return holder;
	}
	return NULL;
}

static bool in_lock_cycle(const struct context *from)
{
	const struct context *next = lock_holder(from);

	for (unsigned i = 0; next && i < CONTEXTS_MAX; i++) {
		if (next == from)
			return true;
		next = lock_holder(next);
	}
	return false;
}

void report_deadlock(const struct context *blamed)
{
	const struct context *holder = waiting_holder();
	uintptr_t pc = blamed->at;

	if (holder)
		trap("irq-wait-under-lock", holder->at, pc, "this waits for the lock",
		     "waits for interrupt code that waits for a lock which is held here");
	for (unsigned i = 0; i < run->contexts; i++) {
		if (!world->contexts[i].done && in_lock_cycle(&world->contexts[i]))
			trap("deadlock", world->contexts[i].at, 0, NULL, "locks are taken in opposite orders");
	}
	if (world->contexts[0].waits_for == WAIT_EVENT || world->contexts[0].waits_for == WAIT_NOTHING)
		cut_short("an event that no simulated device brings");
	trap("deadlock", pc, 0, NULL, "everybody waits");
}

void might_sleep_at(uintptr_t pc, const char *what)
{
	const struct context *self = run->current;

	if (context_may_sleep(self))
		return;
	if (self->errand.kind == ERRAND_HANDLER)
		trap("irq-sleep-in-handler", pc, requested_at(), "the line was requested here",
		     "%s() can sleep, and this is a hard interrupt", what);
	trap("irq-sleeping-call-in-atomic", pc, self->held_at, self->held_at ? "a lock was taken here" : NULL,
	     "%s() can sleep, and this is %s", what,
	     self->kind == CONTEXT_SOFTIRQ ? "a softirq"
	     : self->irqs_off		   ? "with interrupts off"
	     : self->rcu_depth		   ? "in an RCU read section"
					   : "under a spinning lock or with preemption off");
}

void check_left_clean(const struct context *context)
{
	uintptr_t place = context->errand.action ? PLACE_OF(context->errand.action->handler) : context->held_at;

	if (context->preempt_off || context->bh_off || context->rcu_depth)
		trap("warning", place, 0, NULL, "interrupt code returns with a lock taken or preemption off");
}
