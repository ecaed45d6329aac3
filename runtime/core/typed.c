// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "core/typed.h"
#include "sim/world.h"

#include <irqrt/report.h>

int irqrt_misuse(const char *rule, int error, const char *text)
{
	return misuse(rule, error, driver_place(CALLER), run->failed, "this failed", "%s", text);
}

unsigned long irqrt_request_made(void)
{
	if (run->typed.requests == TYPED_REQUESTS_MAX)
		cut_short("requests of typed registrations");
	return ++run->typed.requests;
}

bool irqrt_request_used(unsigned long number)
{
	uint8_t *byte = &run->typed.used[(number - 1) % TYPED_REQUESTS_MAX / 8],
		bit = (uint8_t)(1u << (number - 1) % 8);
	bool before = *byte & bit;

	/* One that was never looked up has no number of ours. */
	if (number == 0 || number > run->typed.requests)
		return false;
	*byte |= bit;
	return before;
}

void irqrt_data_held(const void *data)
{
	if (run->typed.count == HELD_MAX)
		cut_short("typed registrations");
	run->typed.held[run->typed.count++] = (struct held) { data, driver_place(CALLER) };
}

void irqrt_data_let_go(const void *data)
{
	struct typed *typed = &run->typed;

	/* Data that is shared is held once for each registration. */
	for (unsigned i = 0; i < typed->count; i++) {
		if (typed->held[i].data == data) {
			typed->held[i] = typed->held[--typed->count];
			return;
		}
	}
}

void check_not_held(const struct block *block, uintptr_t pc)
{
	uintptr_t start = (uintptr_t)block_start(block);

	for (unsigned i = 0; i < run->typed.count; i++) {
		const struct held *held = &run->typed.held[i];

		if ((uintptr_t)held->data - start < block->bytes)
			trap("irq-drop-order", driver_place(pc), held->since, "the handler was registered here",
			     "a handler's data is freed before its registration is dropped");
	}
}
