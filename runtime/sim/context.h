// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Contexts on simulated CPUs: tasks, and the interrupts on top of them.
 *
 * One context runs at a time.  Where another could act, a *point*, the search chooses who does.
 * A task that waits says what for as a function of the state, which is asked again whenever somebody
 * has to be found who can go on: there are no wait lists that could get out of step.
 */
#ifndef IRQRT_SIM_CONTEXT_H
#define IRQRT_SIM_CONTEXT_H

#include "sim/choice.h"
#include "sim/fiber.h"
#include "sim/update.h"

#include <stdbool.h>
#include <stdint.h>

#define CPUS 2u
#define CONTEXTS_MAX 32u
#define FRAMES_MAX 64u
#define NEVER UINT64_MAX

enum context_kind { CONTEXT_TASK, CONTEXT_SOFTIRQ, CONTEXT_HARDIRQ };

/* Who acts, for the filter of points: accesses of one class alone cannot race. */
enum context_class {
	CLASS_MAIN = 1 << 0,
	CLASS_HARDIRQ = 1 << 1,
	CLASS_OTHER_HARDIRQ = 1 << 2,
	CLASS_THREAD = 1 << 3,
	CLASS_WORK = 1 << 4,
	CLASS_SOFTIRQ = 1 << 5,
};

/* On whose behalf code of the driver runs in a context. */
enum errand_kind {
	ERRAND_NONE, /* what the host called: probe, remove, file operations */
	ERRAND_HANDLER,
	ERRAND_THREAD_FN,
	ERRAND_WORK,
	ERRAND_TASKLET,
	ERRAND_TIMER,
	ERRAND_RCU,
	ERRAND_DEVRES, /* a release function */
};

/* What a context waits for. */
enum wait_kind {
	WAIT_NOTHING,
	WAIT_IDLE,  /* a thread or worker: to be woken */
	WAIT_LOCK,  /* a lock, which somebody holds */
	WAIT_LINE,  /* handlers of a line, or its thread, to end */
	WAIT_WORK,  /* a work, a tasklet or a timer function to end */
	WAIT_EVENT, /* a completion or a wait queue */
	WAIT_TIME,
	WAIT_RCU,
};

struct action;

struct errand {
	enum errand_kind kind;
	struct action *action; /* of ERRAND_HANDLER and ERRAND_THREAD_FN */
	uint32_t began;	       /* the step at which the driver was called for it */
	const void *object;    /* the work, tasklet or timer whose function runs */
	uintptr_t entered;     /* the first function of the driver that runs for it; 0: none yet */
};

/* One function of the driver that has been entered. */
struct frame {
	uintptr_t caller; /* where it was called */
	uintptr_t stack;  /* its locals are above, up to those of its caller */
	uint32_t serial;
};

/*
 * INVARIANT placed: a context that runs, or is interrupted, has its CPU in @cpu and is in the list
 * cpu->top, ->below, ...; a task that sleeps or was preempted has CPU_NONE and is in none.
 */
struct context {
	struct fiber fiber;
	enum context_kind kind;
	enum context_class class;
	const char *name;
	uint8_t index; /* in the table of contexts */
	int8_t cpu;
	bool used;
	bool done;
	bool woken; /* kthread_stop() ends what it waits for, once */
	bool spins; /* waits without giving up its CPU */
	bool irqs_off;
	uint16_t preempt_off; /* spinning locks and preempt_disable() */
	uint16_t bh_off;
	uint16_t rcu_depth;
	uint32_t steps;
	uint16_t depth; /* of @frames that are entered, also beyond FRAMES_MAX */
	struct errand errand;
	struct update update;
	uintptr_t held_at;	/* where the last spinning lock was taken */
	struct context *below;	/* what this one interrupted */
	struct context *resume; /* who goes on when this interrupt is over */
	bool (*ready)(void *what);
	void *what;
	uint64_t deadline; /* ns of virtual time, or NEVER */
	enum wait_kind waits_for;
	const void *waits_on; /* the lock or line, for the report of a deadlock */
	uintptr_t at;	      /* code of the driver that acted last */
	void (*function)(void *argument);
	void *argument;
	struct frame frames[FRAMES_MAX];
};

#define CPU_NONE (-1)

struct cpu {
	struct context *top;
	uint32_t softirqs; /* raised and not yet run */
};

/*
 * Creates a task that can run from now on.  @name is borrowed.
 * Context: any.  Returns: NULL when CONTEXTS_MAX are alive, which ends the schedule as cut short.
 */
struct context *task_create(const char *name, enum context_class class, void (*function)(void *argument),
			    void *argument);

/*
 * Interrupts @cpu with @function in hard interrupt context and returns when who was running goes on.
 * Context: any; @cpu has interrupts on.
 */
void interrupt_cpu(unsigned cpu, enum context_class class, void (*function)(void *argument), void *argument);

/* Whether @cpu takes interrupts now. */
bool cpu_takes_interrupts(unsigned cpu);

/*
 * Sleeps until @ready(@what), or until @deadline.  Context: process.
 * Returns: whether @ready held.
 */
bool sleep_until(bool (*ready)(void *what), void *what, uint64_t deadline, enum wait_kind waits_for,
		 const void *waits_on);

/* As sleep_until() without a deadline, and keeps the CPU.  Context: any. */
void spin_until(bool (*ready)(void *what), void *what, enum wait_kind waits_for, const void *waits_on);

/*
 * Adds what can happen to a @list of ALTERNATIVES_MAX; where it has no room the schedule is cut short, as the
 * search would miss something.  Returns: the new count.
 */
unsigned alternative_add(struct alternative *list, unsigned count, enum alternative_kind kind, unsigned cpu,
			 unsigned what);

/* A place where somebody else may act.  @pc: the code of the driver that is about to act. */
void point(uintptr_t pc);

/* Ends a schedule that goes on and on. */
__attribute__((noreturn)) void too_long(uintptr_t pc);

/* A thread of a line was woken by the interrupt that is being handled. */
void thread_woken(struct context *thread);

/* Marks softirq @number as to be run on this CPU.  Context: any. */
void raise_softirq(unsigned number);
/* Runs what is raised, if this context may be interrupted by it. */
void softirqs_if_possible(void);

/* Whether code that @context runs may sleep. */
bool context_may_sleep(const struct context *context);

/* The frame of @context that owns @address on its stack; NULL when none does. */
const struct frame *frame_of(const struct context *context, uintptr_t address);

#endif
