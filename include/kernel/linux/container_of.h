// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_CONTAINER_OF_H
#define KERNEL_LINUX_CONTAINER_OF_H

#include <stddef.h>

/* The record of @type whose @member is at @pointer. */
#define container_of(pointer, type, member)                                \
	({                                                                 \
		void *member_address = (void *)(pointer);                  \
		(type *)(member_address - __builtin_offsetof(type, member)); \
	})
#define container_of_const(pointer, type, member) container_of(pointer, type, member)

#endif
