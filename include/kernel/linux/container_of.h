// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_CONTAINER_OF_H
#define KERNEL_LINUX_CONTAINER_OF_H

#include <stddef.h>

/* C++ does not count in void pointers. */
#ifdef __cplusplus
#define IRQRT_ADDRESS char
#else
#define IRQRT_ADDRESS void
#endif

/* The record of @type whose @member is at @pointer. */
#define container_of(pointer, type, member)                                  \
	({                                                                   \
		IRQRT_ADDRESS *member_address = (IRQRT_ADDRESS *)(pointer);  \
		(type *)(member_address - __builtin_offsetof(type, member)); \
	})
#define container_of_const(pointer, type, member) container_of(pointer, type, member)

#endif
