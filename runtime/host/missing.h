// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What a driver's object needs of the kernel and the runtime does not have. */
#ifndef IRQRT_HOST_MISSING_H
#define IRQRT_HOST_MISSING_H

/*
 * Returns: the names of all symbols that the object at @path needs and nobody defines, with ", "
 * between them, which the caller frees; NULL when there are none or it is no object of this machine.
 */
char *missing_symbols(const char *path);

#endif
