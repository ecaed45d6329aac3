// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Waiting for a condition.  Whoever makes it true wakes the queue. */
#ifndef KERNEL_LINUX_WAIT_H
#define KERNEL_LINUX_WAIT_H

#include <linux/jiffies.h>
#include <linux/spinlock.h>
#include <linux/types.h>

typedef struct wait_queue_head {
	spinlock_t lock;
	struct list_head head;
} wait_queue_head_t;

void irqrt_init_waitqueue_head(wait_queue_head_t *queue, const char *name);
/* Context: any. */
void irqrt_wake_up(wait_queue_head_t *queue, bool all);
/* Context: process, may sleep.  Returns: what is left of @timeout, 0 when it ran out. */
long irqrt_wait(wait_queue_head_t *queue, long timeout);

#define init_waitqueue_head(queue) irqrt_init_waitqueue_head(queue, #queue)
#define DECLARE_WAIT_QUEUE_HEAD(name) wait_queue_head_t name = { .head = { &(name).head, &(name).head } }
#define wake_up(queue) irqrt_wake_up(queue, false)
#define wake_up_all(queue) irqrt_wake_up(queue, true)
#define wake_up_interruptible(queue) irqrt_wake_up(queue, false)
#define wake_up_interruptible_all(queue) irqrt_wake_up(queue, true)

#define wait_event(queue, condition)                                \
	do {                                                        \
		while (!(condition))                                \
			irqrt_wait(&(queue), MAX_SCHEDULE_TIMEOUT); \
	} while (0)
#define wait_event_timeout(queue, condition, timeout)              \
	({                                                         \
		long wait_left = (timeout);                        \
		while (!(condition) && wait_left)                  \
			wait_left = irqrt_wait(&(queue), wait_left); \
		wait_left ? wait_left : (condition) ? 1 : 0;       \
	})
#define wait_event_interruptible(queue, condition) \
	({                                         \
		wait_event(queue, condition);      \
		0;                                 \
	})
#define wait_event_interruptible_timeout(queue, condition, timeout) wait_event_timeout(queue, condition, timeout)

#endif
