// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "sim/world.h"

#include <stdlib.h>
#include <string.h>

static size_t granules(const struct filter_range *range)
{
	return range->bytes / FILTER_GRANULE + 1;
}

bool filter_add(struct filter *filter, uintptr_t start, size_t bytes)
{
	struct filter_range *range = &filter->ranges[filter->count];

	if (filter->count == FILTER_RANGES)
		return false;
	*range = (struct filter_range) { .start = start, .bytes = bytes };
	range->touched = calloc(granules(range), 1);
	range->shared = calloc(granules(range), 1);
	filter->count++;
	return range->touched && range->shared;
}

void filter_fini(struct filter *filter)
{
	for (unsigned i = 0; i < filter->count; i++) {
		free(filter->ranges[i].touched);
		free(filter->ranges[i].shared);
	}
	*filter = (struct filter) { 0 };
}

void filter_clear(struct filter *filter)
{
	for (unsigned i = 0; i < filter->count; i++) {
		memset(filter->ranges[i].touched, 0, granules(&filter->ranges[i]));
		memset(filter->ranges[i].shared, 0, granules(&filter->ranges[i]));
	}
	filter->grew = false;
}

static bool is_shared(uint8_t touched)
{
	uint8_t who = touched & (uint8_t)~FILTER_WRITTEN;

	return (touched & FILTER_WRITTEN) && (who & (who - 1));
}

bool filter_settle(struct filter *filter)
{
	if (!filter->grew)
		return false;
	for (unsigned i = 0; i < filter->count; i++) {
		for (size_t j = 0; j < granules(&filter->ranges[i]); j++)
			filter->ranges[i].shared[j] = is_shared(filter->ranges[i].touched[j]);
	}
	filter->grew = false;
	return true;
}

/* Returns: whether what is about to be touched is a point. */
static bool learn(struct filter_range *range, uintptr_t address, size_t bytes, uint8_t who)
{
	size_t first = (address - range->start) / FILTER_GRANULE;
	size_t last = (address - range->start + bytes - 1) / FILTER_GRANULE;
	bool shared = false;

	for (size_t i = first; i <= last && i < granules(range); i++) {
		uint8_t before = range->touched[i], after = before | who;

		if (after != before) {
			range->touched[i] = after;
			/* SAFETY(settled): that it is shared counts from the next pass on. */
			world->filter.grew |= is_shared(after) && !range->shared[i];
		}
		shared |= range->shared[i];
	}
	return shared;
}

/* What lies on a stack that is not the one that runs is gone when its fiber has returned from it. */
static void check_stacks(uintptr_t address, uintptr_t pc)
{
	for (unsigned i = 0; i < run->contexts; i++) {
		const struct context *context = &world->contexts[i];

		if (context->fiber.low && fiber_holds(&context->fiber, address)) {
			/* SAFETY(parked): nothing that lives is below the stack pointer. */
			if (context != run->current && (!context->used || address < (uintptr_t)context->fiber.sp))
				stack_is_gone(address, pc);
			return;
		}
	}
}

void touch(uintptr_t address, size_t bytes, bool writes, uintptr_t pc)
{
	access_memory(address, bytes, writes, pc);
	order_acquire((const void *)address);
	if (writes)
		order_release((const void *)address);
}

void access_memory(uintptr_t address, size_t bytes, bool writes, uintptr_t pc)
{
	uint8_t who;

	/* Outside of schedules there is nobody to interfere. */
	if (!run->current)
		return;
	who = (uint8_t)(run->current->class | (writes ? FILTER_WRITTEN : 0));
	acts(pc);
	step(pc);
	if (bytes == 0)
		return;
	for (unsigned i = 0; i < world->filter.count; i++) {
		struct filter_range *range = &world->filter.ranges[i];

		if (address - range->start < range->bytes) {
			/* Steps are the same whatever the filter knows, so that a replay needs no filter. */
			if (learn(range, address, bytes, who) || world->setting.every_access ||
			    world->choices.strategy == REPLAY)
				point(pc);
			else
				step(pc);
			if (i == 0)
				memory_check(address, bytes, writes, pc);
			if (writes && world->setting.all_rules)
				updates_are_lost(address, bytes, pc);
			return;
		}
	}
	if (fiber_holds(&run->current->fiber, address))
		return;
	if (address_is_wild(address))
		wild_access(address, pc);
	check_stacks(address, pc);
}
