// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Each fiber is a thread of the host's, and they take turns: who switches lets the other one go on and waits.  The
 * turn is passed in a way that no race detector sees, so that it orders nothing; sim/order.h does.
 */
#include "sim/fiber.h"
#include "sim/order.h"

#include <linux/futex.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

/* A detector's own frames are deep, and glibc has what is local to a thread on its stack, too. */
#define THREAD_STACK_BYTES (512u * 1024u)
#define GUARD_BYTES 4096u
#define SIGNAL_STACK_BYTES (64u * 1024u)

/*
 * INVARIANT parked: a thread whose turn it is not waits in await(), and leaves it to where it began when @restarts.
 */
struct turn {
	int mine; /* 1: it can go on */
	bool restarts;
	bool ends;
	bool started;
	pthread_t thread;
	struct fiber *fiber;
	sigjmp_buf beginning;
	stack_t own_signal_stack;
	char signal_stack[SIGNAL_STACK_BYTES];
};

static struct turn host_turn;
static struct turn *running = &host_turn;
static __thread struct turn *self;

/* What one schedule did comes before what the next one does, and nothing of one schedule before anything of it. */
static char ends_of_schedules[2];
static unsigned schedule;

static struct turn *turn_of(const struct fiber *fiber)
{
	return fiber->thread ? fiber->thread : &host_turn;
}

static void pass(struct turn *to)
{
	running = to;
	__atomic_store_n(&to->mine, 1, __ATOMIC_RELEASE);
	syscall(SYS_futex, &to->mine, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

static void await(struct turn *turn)
{
	while (!__atomic_exchange_n(&turn->mine, 0, __ATOMIC_ACQUIRE))
		syscall(SYS_futex, &turn->mine, FUTEX_WAIT_PRIVATE, 0, NULL, NULL, 0);
	if (turn->restarts)
		siglongjmp(turn->beginning, 1);
}

static void *thread_main(void *argument)
{
	struct turn *turn = argument;
	stack_t stack = { .ss_sp = turn->signal_stack, .ss_size = SIGNAL_STACK_BYTES };

	self = turn;
	sigaltstack(&stack, &turn->own_signal_stack);
	if (sigsetjmp(turn->beginning, 1) == 0)
		await(turn);
	if (turn->ends) {
		/* A sanitizer takes what is there when a thread ends for its own, and unmaps it. */
		sigaltstack(&turn->own_signal_stack, NULL);
		return NULL;
	}
	turn->restarts = false;
	order_acquire(&ends_of_schedules[schedule % 2]);
	turn->fiber->entry(turn->fiber->argument);
	__builtin_trap();
}

/* @turn->started: whether there is a thread with the stack of its fiber. */
static void start(struct turn *turn)
{
	pthread_attr_t attributes;

	if (pthread_attr_init(&attributes))
		return;
	turn->started = !pthread_attr_setstack(&attributes, turn->fiber->low, THREAD_STACK_BYTES) &&
			!pthread_create(&turn->thread, &attributes, thread_main, turn);
	pthread_attr_destroy(&attributes);
}

/*
 * What a thread did before it creates another one comes before all that the other one does, which would hide races:
 * the host does nothing, and creates them all.
 */
static struct turn *wanted, *wanted_by;

static void have_started(struct turn *turn)
{
	if (!self) {
		start(turn);
		return;
	}
	wanted = turn;
	wanted_by = self;
	pass(&host_turn);
	await(self);
}

static void start_wanted(void)
{
	while (wanted) {
		start(wanted);
		wanted = NULL;
		pass(wanted_by);
		await(&host_turn);
	}
}

bool fiber_map(struct fiber *fiber)
{
	struct turn *turn = calloc(1, sizeof(*turn));
	char *low = mmap(NULL, THREAD_STACK_BYTES + GUARD_BYTES, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (turn && low != MAP_FAILED && !mprotect(low, GUARD_BYTES, PROT_NONE)) {
		*fiber = (struct fiber) { .low = low + GUARD_BYTES, .high = low + GUARD_BYTES + THREAD_STACK_BYTES };
		turn->fiber = fiber;
		fiber->thread = turn;
		have_started(turn);
		if (turn->started)
			return true;
	}
	if (low != MAP_FAILED)
		munmap(low, THREAD_STACK_BYTES + GUARD_BYTES);
	free(turn);
	*fiber = (struct fiber) { 0 };
	return false;
}

void fiber_unmap(struct fiber *fiber)
{
	struct turn *turn = fiber->thread;

	if (turn) {
		turn->restarts = turn->ends = true;
		pass(turn);
		pthread_join(turn->thread, NULL);
		running = &host_turn;
		munmap(fiber->low - GUARD_BYTES, THREAD_STACK_BYTES + GUARD_BYTES);
		free(turn);
	}
	*fiber = (struct fiber) { 0 };
}

void fiber_begin(struct fiber *fiber, void (*entry)(void *argument), void *argument)
{
	fiber->entry = entry;
	fiber->argument = argument;
	turn_of(fiber)->restarts = true;
}

void fiber_switch(struct fiber *from, struct fiber *to)
{
	from->sp = __builtin_frame_address(0);
	order_release(&ends_of_schedules[(schedule + 1) % 2]);
	pass(turn_of(to));
	await(turn_of(from));
}

void fiber_enter(struct fiber *host, struct fiber *first)
{
	schedule++;
	fiber_switch(host, first);
	start_wanted();
}

void fiber_leave(void)
{
	order_release(&ends_of_schedules[(schedule + 1) % 2]);
	pass(&host_turn);
	/* SAFETY(parked): nobody goes on here, as the next schedule begins whatever it uses. */
	for (;;)
		await(self);
}

bool fiber_runs_here(void)
{
	return self && self == running;
}
