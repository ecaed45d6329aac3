// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_PERCPU_H
#define KERNEL_LINUX_PERCPU_H

#include <linux/types.h>

#define DEFINE_PER_CPU(type, name) type name
#define DECLARE_PER_CPU(type, name) extern type name

/* Context: process, may sleep.  Returns: NULL on failure. */
void __percpu *irqrt_alloc_percpu(size_t size);
void free_percpu(void __percpu *memory);
void *irqrt_per_cpu_ptr(void __percpu *memory, unsigned int cpu);
void *irqrt_this_cpu_ptr(void __percpu *memory);

#define alloc_percpu(type) ((type __percpu *)irqrt_alloc_percpu(sizeof(type)))
#define per_cpu_ptr(pointer, cpu) ((__typeof__(pointer))irqrt_per_cpu_ptr(pointer, cpu))
#define this_cpu_ptr(pointer) ((__typeof__(pointer))irqrt_this_cpu_ptr(pointer))

#endif
