// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "sim/world.h"
#include "sim/trace.h"

static void switch_to(struct context *next)
{
	struct context *from = run->current;

	if (next == from)
		return;
	run->current = next;
	trace_switch(next);
	fiber_switch(&from->fiber, &next->fiber);
}

static bool runnable(const struct context *context)
{
	return !context->ready || context->ready(context->what) || run->now >= context->deadline;
}

static struct context *context_create(enum context_kind kind, enum context_class class, const char *name,
				      void (*function)(void *argument), void *argument)
{
	struct context *found = NULL;

	for (unsigned i = 0; i < CONTEXTS_MAX && !found; i++) {
		struct context *context = &world->contexts[i];

		if (i >= run->contexts) {
			run->contexts = i + 1;
			context->used = false;
		}
		/* SAFETY(parked): a context that is over may still be what runs, until it has switched away. */
		if (!context->used || (context->done && context != run->current))
			found = context;
	}
	if (!found)
		cut_short("contexts");
	if (!found->fiber.low && !fiber_map(&found->fiber))
		cut_short("memory for stacks");
	found->kind = kind;
	found->class = class;
	found->name = name;
	found->index = (uint8_t)(found - world->contexts);
	found->cpu = CPU_NONE;
	found->used = true;
	found->done = found->woken = found->spins = found->irqs_off = false;
	found->preempt_off = found->bh_off = found->rcu_depth = found->depth = 0;
	found->steps = 0;
	found->update.bytes = 0;
	found->update.lost_at = 0;
	found->errand = (struct errand) { .kind = ERRAND_NONE };
	found->below = found->resume = NULL;
	found->ready = NULL;
	found->waits_for = WAIT_NOTHING;
	found->waits_on = NULL;
	found->at = found->held_at = 0;
	found->deadline = NEVER;
	found->function = function;
	found->argument = argument;
	return found;
}

/* A context that could go on: where it is, or on a CPU that has nothing to do. */
static bool placeable(const struct context *context, unsigned *ret_cpu)
{
	if (!context->used || context->done || context == run->current || !runnable(context))
		return false;
	if (context->cpu != CPU_NONE) {
		*ret_cpu = (unsigned)context->cpu;
		return run->cpus[context->cpu].top == context;
	}
	for (unsigned cpu = 0; cpu < CPUS; cpu++) {
		if (!run->cpus[cpu].top) {
			*ret_cpu = cpu;
			return true;
		}
	}
	return false;
}

static void place(struct context *context, unsigned cpu)
{
	if (context->cpu == CPU_NONE) {
		context->cpu = (int8_t)cpu;
		run->cpus[cpu].top = context;
	}
}

unsigned alternative_add(struct alternative *list, unsigned count, enum alternative_kind kind, unsigned cpu,
			 unsigned what)
{
	if (count == ALTERNATIVES_MAX)
		cut_short("what can happen at one point");
	list[count] = (struct alternative) { (uint8_t)kind, (uint8_t)cpu, (uint16_t)what };
	return count + 1;
}

static unsigned gather(struct alternative *list, unsigned count)
{
	for (unsigned i = 0; i < run->contexts; i++) {
		unsigned cpu;

		if (placeable(&world->contexts[i], &cpu))
			count = alternative_add(list, count, RUN, cpu, i);
	}
	return count;
}

/*
 * Interrupts that can arrive now.  One on another CPU is told apart from one here only while this
 * CPU takes none, or where the search may go to and fro between the two.
 */
static unsigned gather_interrupts(struct alternative *list, unsigned count)
{
	unsigned here = run->current->cpu == CPU_NONE ? 0 : (unsigned)run->current->cpu;
	bool taken = false;

	for (unsigned i = 0; i < CPUS; i++) {
		unsigned cpu = (here + i) % CPUS;

		if (!cpu_takes_interrupts(cpu) || (taken && !run->preemptions_left))
			continue;
		taken = true;
		count = lines_gather(cpu, list, count);
		count = timers_gather(cpu, list, count);
	}
	return count;
}

static bool preemptible(const struct context *context)
{
	return context->kind == CONTEXT_TASK && !context->irqs_off && !context->preempt_off && !context->bh_off &&
	       context->cpu != CPU_NONE;
}

/* Tasks that wait for a CPU while all are taken: one of them can have this one. */
static unsigned gather_preempting(struct alternative *list, unsigned count)
{
	if (!preemptible(run->current) || !run->cpus[0].top || !run->cpus[1].top)
		return count;
	for (unsigned i = 0; i < run->contexts; i++) {
		const struct context *context = &world->contexts[i];

		if (context->used && !context->done && context->cpu == CPU_NONE && runnable(context))
			count = alternative_add(list, count, RUN, (unsigned)run->current->cpu, i);
	}
	return count;
}

static void act(const struct alternative *chosen)
{
	switch ((enum alternative_kind)chosen->kind) {
	case INTERRUPT: line_raise(chosen->what, chosen->cpu); break;
	case TICK: timer_tick(chosen->what, chosen->cpu); break;
	case RUN:
		if (world->contexts[chosen->what].cpu == CPU_NONE && run->cpus[chosen->cpu].top == run->current) {
			run->cpus[chosen->cpu].top = NULL;
			run->current->cpu = CPU_NONE;
		}
		place(&world->contexts[chosen->what], chosen->cpu);
		switch_to(&world->contexts[chosen->what]);
		break;
	case GO_ON:
	case TIME:
	case VALUE: break;
	}
}

void too_long(uintptr_t pc)
{
	trap("livelock", pc, 0, NULL, "the schedule does not end within %u steps", STEPS_MAX);
}

/* Offers what can happen here.  Returns: whether something did, after which more can. */
static bool offer(void)
{
	struct alternative list[ALTERNATIVES_MAX];
	unsigned count = 1, chosen;

	list[0] = (struct alternative) { GO_ON, 0, 0 };
	if (run->interrupts_left)
		count = gather_interrupts(list, count);
	if (run->preemptions_left) {
		count = gather(list, count);
		count = gather_preempting(list, count);
	}
	chosen = decide(list, count);
	if (chosen == 0)
		return false;
	if (list[chosen].kind == RUN)
		run->preemptions_left--;
	else
		run->interrupts_left--;
	act(&list[chosen]);
	return true;
}

void point(uintptr_t pc)
{
	acts(pc);
	trace_point(pc);
	step(pc);
	run->points++;
	if (run->sealed)
		return;
	/* What happens more than once here does so at one moment of this context. */
	while ((run->interrupts_left || run->preemptions_left) && offer())
		;
}

/* The next moment something is due, among tasks that wait and timers. */
static uint64_t next_deadline(void)
{
	uint64_t next = timers_next();

	for (unsigned i = 0; i < run->contexts; i++) {
		const struct context *context = &world->contexts[i];

		if (context->used && !context->done && context->ready && context->deadline < next)
			next = context->deadline;
	}
	return next;
}

__attribute__((noreturn)) static void deadlock(void)
{
	const struct context *blamed = &world->contexts[0];

	for (unsigned i = 0; i < run->contexts; i++) {
		const struct context *context = &world->contexts[i];

		if (context->used && !context->done && context->errand.kind != ERRAND_NONE)
			blamed = context;
	}
	report_deadlock(blamed);
}

/*
 * Nobody can go on by himself.  An interrupt may come; else time passes; and where nothing is due,
 * a device answers what it was asked, which costs nothing of the bound: each line once.
 */
static void wait_for_the_world(void)
{
	struct alternative list[ALTERNATIVES_MAX];
	uint64_t next = next_deadline();
	unsigned count = 0, chosen;
	bool answers = next == NEVER;

	step(run->current->at);
	if (!answers)
		list[count++] = (struct alternative) { TIME, 0, 0 };
	if (run->interrupts_left || answers)
		count = gather_interrupts(list, count);
	if (answers && (count == 0 || run->answered >= 2 * count))
		deadlock();
	if (answers) {
		struct alternative next_answer = list[run->answered++ % count];

		act(&next_answer);
		return;
	}
	chosen = decide_now(list, count);
	if (chosen == 0) {
		run->now = next > run->now ? next : run->now;
		trace_time(run->now);
		timers_expire();
		return;
	}
	run->interrupts_left--;
	act(&list[chosen]);
}

/* Whether @self can go on where it is, or on a CPU that is free for it now. */
static bool has_cpu(struct context *self)
{
	for (unsigned cpu = 0; cpu < CPUS && self->cpu == CPU_NONE; cpu++) {
		if (!run->cpus[cpu].top)
			place(self, cpu);
	}
	return self->cpu != CPU_NONE;
}

/* Lets others run until @self, which runs on its own stack still, can go on. */
static void yield(struct context *self)
{
	while (!runnable(self) || !has_cpu(self)) {
		struct alternative list[ALTERNATIVES_MAX];
		unsigned count = gather(list, 0), chosen = 0;

		if (count == 0) {
			wait_for_the_world();
			continue;
		}
		run->answered = 0;
		if (count > 1)
			chosen = decide_now(list, count);
		act(&list[chosen]);
	}
}

static bool wait_for(bool (*ready)(void *what), void *what, uint64_t deadline, enum wait_kind waits_for,
		     const void *waits_on, bool spins)
{
	struct context *self = run->current;

	if (ready(what)) {
		order_acquire(waits_on);
		return true;
	}
	self->ready = ready;
	self->what = what;
	self->deadline = deadline;
	self->waits_for = waits_for;
	self->waits_on = waits_on;
	self->spins = spins;
	if (!spins) {
		/* SAFETY(placed): who sleeps is a task and nothing is on top of it. */
		run->cpus[self->cpu].top = NULL;
		self->cpu = CPU_NONE;
	}
	yield(self);
	self->ready = NULL;
	self->waits_for = WAIT_NOTHING;
	self->waits_on = NULL;
	self->deadline = NEVER;
	self->spins = false;
	order_acquire(waits_on);
	return ready(what);
}

bool sleep_until(bool (*ready)(void *what), void *what, uint64_t deadline, enum wait_kind waits_for,
		 const void *waits_on)
{
	return wait_for(ready, what, deadline, waits_for, waits_on, false);
}

void spin_until(bool (*ready)(void *what), void *what, enum wait_kind waits_for, const void *waits_on)
{
	wait_for(ready, what, NEVER, waits_for, waits_on, true);
}

static bool never(void *what)
{
	(void)what;
	return false;
}

/* The stack of a context that is over runs until somebody else has been found. */
__attribute__((noreturn)) static void leave(struct context *self, struct context *next)
{
	self->done = true;
	self->ready = never;
	self->deadline = NEVER;
	if (next)
		switch_to(next);
	yield(self);
	__builtin_unreachable();
}

/* A context can be gone back to where it stands on its CPU, or waits without one. */
static bool can_resume(const struct context *context)
{
	if (!context || context->done)
		return false;
	return context->cpu == CPU_NONE ? context->ready != NULL : run->cpus[context->cpu].top == context;
}

static bool softirqs_blocked(unsigned cpu)
{
	for (const struct context *c = run->cpus[cpu].top; c; c = c->below) {
		if (c->kind != CONTEXT_TASK || c->bh_off || c->irqs_off)
			return true;
	}
	return false;
}

static void enter_interrupt(void *argument);

static struct context *push(unsigned cpu, enum context_kind kind, enum context_class class, const char *name,
			    void (*function)(void *argument), void *argument, struct context *resume)
{
	struct context *context = context_create(kind, class, name, function, argument);

	context->irqs_off = kind == CONTEXT_HARDIRQ;
	context->cpu = (int8_t)cpu;
	context->below = run->cpus[cpu].top;
	context->resume = resume;
	run->cpus[cpu].top = context;
	fiber_begin(&context->fiber, enter_interrupt, context);
	return context;
}

static void run_softirqs(void *argument)
{
	struct cpu *cpu = argument;

	softirqs_run(&cpu->softirqs);
}

/* Real-time tasks run at once on most machines; that they come later is the other choice. */
static struct context *woken_thread(void)
{
	struct alternative list[2];
	struct context *thread;
	unsigned cpu;

	if (!run->woken_count)
		return NULL;
	thread = run->woken[--run->woken_count];
	if (!placeable(thread, &cpu))
		return NULL;
	list[0] = (struct alternative) { RUN, (uint8_t)cpu, thread->index };
	list[1] = (struct alternative) { GO_ON, 0, 0 };
	/* Of many interrupts in a row only what their handlers say counts, not what they interleave with. */
	if (!world->setting.storm && decide_now(list, 2))
		return NULL;
	place(thread, cpu);
	return thread;
}

static void enter_interrupt(void *argument)
{
	struct context *self = argument;
	unsigned cpu = (unsigned)self->cpu;
	struct context *resume = self->resume, *thread;

	self->function(self->argument);
	check_left_clean(self);
	/* SAFETY(placed): what came on top of this context has ended before it. */
	run->cpus[cpu].top = self->below;
	self->cpu = CPU_NONE;
	if (run->cpus[cpu].softirqs && !softirqs_blocked(cpu)) {
		self->done = true;
		resume = push(cpu, CONTEXT_SOFTIRQ, CLASS_SOFTIRQ, "softirq", run_softirqs, &run->cpus[cpu], resume);
		leave(self, resume);
	}
	thread = woken_thread();
	if (thread)
		leave(self, thread);
	leave(self, can_resume(resume) ? resume : NULL);
}

static void enter_task(void *argument)
{
	struct context *self = argument;

	order_acquire(self);
	self->function(self->argument);
	if (self->cpu != CPU_NONE)
		run->cpus[self->cpu].top = NULL;
	self->cpu = CPU_NONE;
	leave(self, NULL);
}

struct context *task_create(const char *name, enum context_class class, void (*function)(void *argument),
			    void *argument)
{
	struct context *task = context_create(CONTEXT_TASK, class, name, function, argument);

	order_release(task);
	fiber_begin(&task->fiber, enter_task, task);
	return task;
}

bool cpu_takes_interrupts(unsigned cpu)
{
	return !run->cpus[cpu].top || !run->cpus[cpu].top->irqs_off;
}

void interrupt_cpu(unsigned cpu, enum context_class class, void (*function)(void *argument), void *argument)
{
	switch_to(push(cpu, CONTEXT_HARDIRQ, class, "interrupt", function, argument, run->current));
}

void thread_woken(struct context *thread)
{
	for (unsigned i = 0; i < run->woken_count; i++) {
		if (run->woken[i] == thread)
			return;
	}
	run->woken[run->woken_count++] = thread;
}

void raise_softirq(unsigned number)
{
	struct context *self = run->current;

	run->cpus[self->cpu].softirqs |= 1u << number;
	if (self->kind == CONTEXT_TASK && !self->bh_off && !self->irqs_off)
		softirqs_wake_thread();
}

void softirqs_if_possible(void)
{
	unsigned cpu = (unsigned)run->current->cpu;

	if (run->cpus[cpu].softirqs && !softirqs_blocked(cpu))
		switch_to(push(cpu, CONTEXT_SOFTIRQ, CLASS_SOFTIRQ, "softirq", run_softirqs, &run->cpus[cpu],
			       run->current));
}

bool context_may_sleep(const struct context *context)
{
	return context->kind == CONTEXT_TASK && !context->irqs_off && !context->preempt_off && !context->bh_off &&
	       !context->rcu_depth;
}

const struct frame *frame_of(const struct context *context, uintptr_t address)
{
	unsigned entered = context->depth < FRAMES_MAX ? context->depth : FRAMES_MAX;

	if (!fiber_holds(&context->fiber, address))
		return NULL;
	/* Stacks grow down: the locals of a function are above where it stood when it was entered. */
	for (unsigned i = entered; i > 0; i--) {
		if (address >= context->frames[i - 1].stack)
			return &context->frames[i - 1];
	}
	return NULL;
}
