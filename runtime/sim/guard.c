// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "sim/guard.h"
#include "sim/world.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>

#define SIGNAL_STACK_BYTES (64u * 1024u)
/* Host time between two looks at whether a schedule still has points. */
#define LOOK_SECONDS 2

static void *signal_stack;
static uint64_t schedule, seen_schedule;
static uint32_t seen_step;
static const int faults[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL };

static const char *name_of(int number)
{
	return number == SIGFPE ? "a division by zero" : number == SIGILL ? "an illegal instruction" : "a fault";
}

/* No trap(): the stack that faulted may have no room for it. */
static void record(const char *rule, const char *what, uintptr_t address)
{
	const struct context *context = run->current;
	struct trap *found = &world->trap;

	*found = (struct trap) { .rule = rule, .place = context->at, .step = run->step };
	for (unsigned i = 0, depth = context->depth < FRAMES_MAX ? context->depth : FRAMES_MAX;
	     i < TRAP_FRAMES && depth; i++)
		found->callers[i] = context->frames[--depth].caller;
	snprintf(found->text, sizeof(found->text), "%s at %#lx", what, (unsigned long)address);
	run->outcome = OUTCOME_TRAPPED;
}

static void on_fault(int number, siginfo_t *info, void *context)
{
	uintptr_t address = (uintptr_t)info->si_addr;

	(void)context;
	if (!fiber_runs_here()) {
		signal(number, SIG_DFL);
		return;
	}
	if ((uintptr_t)run->current->fiber.low - address - 1 < 4096u)
		record("crash", "the stack overflows", address);
	else
		record("crash", name_of(number), address);
	fiber_leave();
}

static void on_look(int number)
{
	(void)number;
	if (!fiber_runs_here() || seen_schedule != schedule || seen_step != run->step) {
		seen_schedule = schedule;
		seen_step = run->step;
		return;
	}
	record("livelock", "the driver loops without touching anything", run->current->at);
	world->hopeless = true;
	fiber_leave();
}

bool guard_init(void)
{
	struct sigaction fault = { .sa_sigaction = on_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK };
	struct sigaction look = { .sa_handler = on_look, .sa_flags = SA_ONSTACK | SA_RESTART };
	struct itimerval interval = { { LOOK_SECONDS, 0 }, { LOOK_SECONDS, 0 } };
	stack_t stack = { .ss_size = SIGNAL_STACK_BYTES };

	stack.ss_sp = signal_stack = malloc(SIGNAL_STACK_BYTES);
	if (!signal_stack || sigaltstack(&stack, NULL))
		return false;
	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++)
		sigaction(faults[i], &fault, NULL);
	sigaction(SIGVTALRM, &look, NULL);
	setitimer(ITIMER_VIRTUAL, &interval, NULL);
	return true;
}

void guard_fini(void)
{
	struct itimerval never = { 0 };
	stack_t none = { .ss_flags = SS_DISABLE };

	setitimer(ITIMER_VIRTUAL, &never, NULL);
	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++)
		signal(faults[i], SIG_DFL);
	sigaltstack(&none, NULL);
	free(signal_stack);
	signal_stack = NULL;
}

/* A handler that was left by a jump leaves its signal blocked. */
static void unblock(void)
{
	sigset_t blocked;

	sigemptyset(&blocked);
	sigaddset(&blocked, SIGVTALRM);
	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++)
		sigaddset(&blocked, faults[i]);
	sigprocmask(SIG_UNBLOCK, &blocked, NULL);
}

void guard_switch(struct fiber *host, struct fiber *first)
{
	schedule++;
	fiber_enter(host, first);
	unblock();
}
