// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * The simulated machine.  There is one in a program, as the kernel's API has no argument for it: what
 * a schedule changes is in @run, which is reset before each.
 */
#ifndef IRQRT_SIM_WORLD_H
#define IRQRT_SIM_WORLD_H

#include "core/device.h"
#include "core/line.h"
#include "core/memory.h"
#include "core/path.h"
#include "core/registers.h"
#include "core/script.h"
#include "core/softirq.h"
#include "core/typed.h"
#include "core/work.h"
#include "sim/access.h"
#include "sim/choice.h"
#include "sim/context.h"
#include "sim/order.h"
#include "sim/trap.h"

/* What the next schedules are like. */
struct setting {
	struct bound bound;
	unsigned fail;		     /* the allocation, request or lookup that fails, from 1; 0: none */
	unsigned devices;	     /* that a driver is bound to */
	unsigned rounds;	     /* of bind and unbind */
	unsigned storm;		     /* interrupts in a row once the driver is bound */
	unsigned kernel;	     /* version whose semantics apply, 601 for 6.1 */
	bool shared_lines;	     /* the devices are wired to the same lines */
	bool force_threads;	     /* handlers run in threads, as with threadirqs */
	bool nested;		     /* lines are those of an expander whose handlers run in a thread */
	bool shared_call_at_free;    /* CONFIG_DEBUG_SHIRQ: one more call of the handler of a shared line */
	bool shared_call_at_request; /* ... and one as soon as it is requested, as kernels had it until 2011 */
	bool all_rules;		     /* also those that are off by default */
	bool every_access;	     /* no filter: each access is a point */
	bool kernel_answers;	     /* misuse that the kernel refuses or warns of ends no schedule */
};

/* What one schedule has done so far. */
struct run {
	uint32_t step;
	uint32_t points;
	uint32_t serial; /* of frames */
	bool sealed;	 /* in a section of the kernel's that nobody comes into: no point */
	unsigned interrupts_left;
	unsigned preemptions_left;
	uint64_t now; /* ns */
	struct context *current;
	struct cpu cpus[CPUS];
	unsigned contexts;
	unsigned answered;		     /* lines the device raised because everybody waits for something */
	struct context *woken[CONTEXTS_MAX]; /* each once */
	unsigned woken_count;
	unsigned chances; /* of failing, so far */
	uintptr_t failed; /* the call that was made to fail */
	enum outcome outcome;
	const char *limit;
	struct lines lines;
	struct softirqs softirqs;
	struct works works;
	struct devices devices;
	struct path path;
	unsigned registers; /* that were accessed */
	struct typed typed;
	unsigned polls; /* reads and delays in a row outside of handlers */
};

struct world {
	struct setting setting;
	struct run run;
	struct choices choices;
	struct trap trap;
	struct script script;				   /* of the devices */
	struct hardware_register registers[REGISTERS_MAX]; /* as many as run.registers says */
	struct filter filter;
	struct memory memory;
	struct context contexts[CONTEXTS_MAX];
	struct node nodes[NODES_MAX];
	struct fiber host;
	struct aftermath expected; /* of the requests of a probe in which nothing fails */
	struct trace *trace;	   /* where events are written, or NULL */
	bool hopeless;		   /* a schedule had to be ended by the clock: more of them would take as long */
	uintptr_t driver;	   /* where the driver's object was loaded */
	size_t driver_bytes;
	void (*main)(void); /* what the first task does */
};

extern struct world irqrt_world;

/* Short, as nearly every line of the runtime needs them. */
static struct world *const world = &irqrt_world;
static struct run *const run = &irqrt_world.run;

/* Steps after which a schedule counts as one that never ends. */
#define STEPS_MAX 200000u

/*
 * Whether the allocation, request or lookup that is about to happen at @pc is the one that fails in
 * this schedule.  Context: any.
 */
bool fails_now(uintptr_t pc);

/* The code at @pc is what its context does now. */
static inline void acts(uintptr_t pc)
{
	run->current->at = pc;
	if (run->current->class == CLASS_MAIN)
		path_step(&run->path, pc);
	else
		run->path.interrupted = true;
}

/* One step of the context that runs, at @pc; a schedule that has too many ends. */
static inline void step(uintptr_t pc)
{
	run->current->steps++;
	if (++run->step > STEPS_MAX)
		too_long(pc);
}

/* Which of @count alternatives happens now. */
static inline unsigned decide(const struct alternative *alternatives, unsigned count)
{
	struct moment now = { run->current->index, run->current->steps, run->step };

	return choose(&world->choices, &now, alternatives, count);
}

/* As decide(), at a moment of its own. */
static inline unsigned decide_now(const struct alternative *alternatives, unsigned count)
{
	step(run->current->at);
	return decide(alternatives, count);
}

/* A function of the driver as a place: places are return addresses, one behind the code they mean. */
#define PLACE_OF(function) ((uintptr_t)(function) + 1)

/* The address in the driver from which a function of the kernel API was called. */
#define CALLER ((uintptr_t)__builtin_return_address(0))

#endif
