// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Contexts take turns and nobody watches: schedules show what a race does. */
#include "sim/order.h"

const bool order_is_watched = false;

void order_tell_release(const void *what)
{
	(void)what;
}

void order_tell_acquire(const void *what)
{
	(void)what;
}

void order_freed(uintptr_t address, size_t bytes, uintptr_t pc)
{
	(void)pc;
	(void)address;
	(void)bytes;
}

void *order_callback(const char *name)
{
	(void)name;
	return NULL;
}

bool order_was_broken(struct trap *ret_trap)
{
	(void)ret_trap;
	return false;
}
