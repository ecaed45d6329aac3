// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Stacks are switched, keep what is on them, and have guards. */
#include "../unit/check.h"

#include "sim/fiber.h"

#include <string.h>

#define FIBERS 4u

static struct fiber host, fibers[FIBERS];
static char order[32];

/* Locals in memory and in registers, integer and floating point, survive the others' turns. */
static void count(void *argument)
{
	const char *name = argument;
	char large[1000];
	double sum = 0.5;

	memset(large, name[0], sizeof(large));
	/* The compiler must not think that nobody looks at it. */
	__asm__ volatile("" : : "r"(large) : "memory");
	for (unsigned i = 0; i < 3; i++) {
		strncat(order, name, 1);
		sum += i;
		fiber_switch(&fibers[name[0] - 'a'], &host);
		CHECK(large[0] == name[0] && large[999] == name[0]);
	}
	CHECK(sum == 3.5);
	for (;;)
		fiber_switch(&fibers[name[0] - 'a'], &host);
}

static void fibers_take_turns(void)
{
	static char names[] = "abcd";

	order[0] = '\0';
	for (unsigned i = 0; i < FIBERS; i++)
		fiber_begin(&fibers[i], count, &names[i]);
	for (unsigned turn = 0; turn < 4; turn++) {
		for (unsigned i = 0; i < FIBERS; i++)
			fiber_switch(&host, &fibers[i]);
	}
	CHECK(strcmp(order, "abcdabcdabcd") == 0);
}

static void hand_on(void *argument)
{
	unsigned *left = argument;

	while (*left) {
		unsigned self = --*left % FIBERS, next = (self + FIBERS - 1) % FIBERS;

		fiber_switch(&fibers[self], *left ? &fibers[next] : &host);
	}
	for (;;)
		fiber_switch(&fibers[0], &host);
}

/* From one to the next, without the host in between; and begun again, they forget. */
static void fibers_switch_to_each_other(void)
{
	unsigned left = 1000;

	for (unsigned i = 0; i < FIBERS; i++)
		fiber_begin(&fibers[i], hand_on, &left);
	fiber_switch(&host, &fibers[(left - 1) % FIBERS]);
	CHECK(left == 0);
}

static void what_is_parked_is_below_its_stack_pointer(void)
{
	static char name[] = "a";

	fiber_begin(&fibers[0], count, name);
	fiber_switch(&host, &fibers[0]);
	CHECK(fiber_holds(&fibers[0], (uintptr_t)fibers[0].low));
	CHECK(fiber_holds(&fibers[0], (uintptr_t)fibers[0].high - 1));
	CHECK(!fiber_holds(&fibers[0], (uintptr_t)fibers[0].high));
	CHECK(!fiber_holds(&fibers[0], (uintptr_t)&name));
	CHECK(fiber_holds(&fibers[0], (uintptr_t)fibers[0].sp));
	/* The thousand bytes of its locals are above. */
	CHECK((uintptr_t)fibers[0].high - (uintptr_t)fibers[0].sp > 1000);
}

int main(void)
{
	for (unsigned i = 0; i < FIBERS; i++)
		CHECK(fiber_map(&fibers[i]));
	RUN(fibers_take_turns);
	RUN(fibers_switch_to_each_other);
	RUN(what_is_parked_is_below_its_stack_pointer);
	for (unsigned i = 0; i < FIBERS; i++)
		fiber_unmap(&fibers[i]);
	return 0;
}
