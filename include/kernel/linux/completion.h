// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* One event that somebody waits for. */
#ifndef KERNEL_LINUX_COMPLETION_H
#define KERNEL_LINUX_COMPLETION_H

#include <linux/wait.h>

struct completion {
	unsigned int done;
	wait_queue_head_t wait;
};

/* Context: any. */
void init_completion(struct completion *completion);
void complete(struct completion *completion);
void complete_all(struct completion *completion);
bool completion_done(struct completion *completion);
bool try_wait_for_completion(struct completion *completion);

static inline void reinit_completion(struct completion *completion)
{
	completion->done = 0;
}

/* Context: process, may sleep. */
void wait_for_completion(struct completion *completion);
/* Returns: 0 when the time ran out, else what is left of it. */
unsigned long wait_for_completion_timeout(struct completion *completion, unsigned long timeout);
/* Returns: 0, or -ERESTARTSYS. */
int __must_check wait_for_completion_interruptible(struct completion *completion);
long wait_for_completion_interruptible_timeout(struct completion *completion, unsigned long timeout);

#define DECLARE_COMPLETION(name) \
	struct completion name = { .wait = { .head = { &(name).wait.head, &(name).wait.head } } }
#define DECLARE_COMPLETION_ONSTACK(name) DECLARE_COMPLETION(name)

#endif
