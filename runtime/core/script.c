// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "core/script.h"
#include "core/registers.h"
#include "sim/world.h"

const struct scripted_register *script_find(const struct script *script, uint32_t offset)
{
	for (unsigned i = 0; i < script->count; i++) {
		if (script->registers[i].offset == offset)
			return &script->registers[i];
	}
	return NULL;
}

static struct hardware_register *state_of(unsigned device, const struct scripted_register *reg)
{
	return register_at(register_address(device, reg->offset));
}

uint64_t script_read(unsigned device, const struct scripted_register *reg)
{
	struct hardware_register *state = state_of(device, reg);
	uint64_t value = state->value;

	if (reg->kind == SCRIPT_VALUES) {
		value = reg->values[state->reads < reg->count ? state->reads : reg->count - 1];
		state->reads++;
	}
	if (reg->kind == SCRIPT_STATUS && reg->clear == CLEAR_BY_READ)
		state->value = 0;
	return value;
}

void script_write(unsigned device, const struct scripted_register *reg, uint64_t value)
{
	struct hardware_register *state = state_of(device, reg);

	if (reg->kind != SCRIPT_STATUS)
		state->value = value;
	else if (reg->clear == CLEAR_BY_ONE)
		state->value &= ~value;
	else if (reg->clear == CLEAR_BY_ZERO)
		state->value &= value;
}

/* The bits of @status that get through to the line. */
static uint64_t let_through(unsigned device, const struct scripted_register *status)
{
	const struct script *script = &world->script;
	uint64_t bits = ~(uint64_t)0;

	for (unsigned i = 0; i < script->count; i++) {
		const struct scripted_register *reg = &script->registers[i];

		if (reg->kind == SCRIPT_ENABLE && reg->of == status->offset)
			bits &= state_of(device, reg)->value;
		if (reg->kind == SCRIPT_MASK && reg->of == status->offset)
			bits &= ~state_of(device, reg)->value;
	}
	return bits;
}

static bool any_status(unsigned device, bool pending)
{
	const struct script *script = &world->script;

	for (unsigned i = 0; i < script->count; i++) {
		const struct scripted_register *reg = &script->registers[i];
		uint64_t bits = reg->kind == SCRIPT_STATUS ? reg->bits & let_through(device, reg) : 0;

		if (pending)
			bits &= reg->kind == SCRIPT_STATUS ? state_of(device, reg)->value : 0;
		if (bits)
			return true;
	}
	return false;
}

bool script_can_raise(unsigned device)
{
	return any_status(device, false);
}

bool script_is_asserted(unsigned device)
{
	return any_status(device, true);
}

void script_raise(unsigned device)
{
	const struct script *script = &world->script;

	for (unsigned i = 0; i < script->count; i++) {
		if (script->registers[i].kind == SCRIPT_STATUS)
			state_of(device, &script->registers[i])->value |= script->registers[i].bits;
	}
}
