// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "sim/update.h"
#include "sim/world.h"

void update_begins(uintptr_t address, size_t bytes)
{
	struct context *self = run->current;

	self->update = (struct update) { .address = address, .bytes = bytes, .steps = self->steps };
}

void update_ends(uintptr_t address, size_t bytes, uint32_t steps, uintptr_t pc)
{
	struct context *self = run->current;
	struct update update = self->update;

	self->update = (struct update) { 0 };
	if (!update.lost_at || update.address != address || update.bytes != bytes || update.steps != steps)
		return;
	/* Two tasks without a handler among them are another tool's business. */
	if (!self->errand.action && !update.by)
		return;
	trap("irq-data-race", pc, update.lost_at, "this was written meanwhile",
	     "what is written back was read before %s wrote it: that value is lost",
	     update.by ? "the handler" : "somebody else");
}

void updates_are_lost(uintptr_t address, size_t bytes, uintptr_t pc)
{
	for (unsigned i = 0; i < run->contexts; i++) {
		struct context *context = &world->contexts[i];
		struct update *update = &context->update;

		if (context == run->current || !context->used || context->done || !update->bytes)
			continue;
		if (address < update->address + update->bytes && update->address < address + bytes) {
			update->lost_at = pc;
			update->by = run->current->errand.action;
		}
	}
}
