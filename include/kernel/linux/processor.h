// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_PROCESSOR_H
#define KERNEL_LINUX_PROCESSOR_H

/* In each round of a loop that waits for somebody else.  Context: any. */
void cpu_relax(void);

#endif
