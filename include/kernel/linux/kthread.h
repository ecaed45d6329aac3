// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_KTHREAD_H
#define KERNEL_LINUX_KTHREAD_H

#include <linux/err.h>
#include <linux/types.h>

struct task_struct;

/* Context: process, may sleep.  Returns: an ERR_PTR on failure. */
struct task_struct *irqrt_kthread_run(int (*function)(void *data), void *data, const char *format, ...);
#define kthread_run(function, data, ...) irqrt_kthread_run(function, data, __VA_ARGS__)
/* Waits for the thread to end. */
int kthread_stop(struct task_struct *thread);
bool kthread_should_stop(void);

#endif
