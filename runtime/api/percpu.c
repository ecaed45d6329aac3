// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Memory of which each CPU has its own. */
#include "api/object.h"
#include "sim/world.h"

#include <linux/percpu.h>

void __percpu *irqrt_alloc_percpu(size_t size)
{
	return object_create(size * CPUS, "alloc_percpu", CALLER);
}

void free_percpu(void __percpu *memory)
{
	object_destroy(memory, "free_percpu", CALLER);
}

/* What was defined rather than allocated is there once. */
void *irqrt_per_cpu_ptr(void __percpu *memory, unsigned int cpu)
{
	const struct block *block = block_at((uintptr_t)memory);

	return block && cpu < CPUS ? (char *)memory + block->bytes / CPUS * cpu : memory;
}

void *irqrt_this_cpu_ptr(void __percpu *memory)
{
	return irqrt_per_cpu_ptr(memory, (unsigned)run->current->cpu);
}
