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
	unsigned long irqrt_wakes;
} wait_queue_head_t;

void irqrt_init_waitqueue_head(wait_queue_head_t *queue, const char *name);
/* Context: any. */
void irqrt_wake_up(wait_queue_head_t *queue, bool all);
/*
 * Waits for a wake-up since irqrt_wait_begin(), which is called before the condition is looked at, so
 * that none is lost in between.  Context: process, may sleep.
 * Returns: what is left of @timeout, 0 when it ran out.
 */
unsigned long irqrt_wait_begin(wait_queue_head_t *queue);
long irqrt_wait(wait_queue_head_t *queue, unsigned long begun, long timeout);

#define init_waitqueue_head(queue) irqrt_init_waitqueue_head(queue, #queue)
#define DECLARE_WAIT_QUEUE_HEAD(name) \
	wait_queue_head_t name = { .lock = __SPIN_LOCK_UNLOCKED(name), .head = { &(name).head, &(name).head } }
#define wake_up(queue) irqrt_wake_up(queue, false)
#define wake_up_all(queue) irqrt_wake_up(queue, true)
#define wake_up_interruptible(queue) irqrt_wake_up(queue, false)
#define wake_up_interruptible_all(queue) irqrt_wake_up(queue, true)

#define wait_event_timeout(queue, condition, timeout)                                    \
	({                                                                               \
		long wait_left = (timeout);                                              \
		for (;;) {                                                               \
			unsigned long wait_begun = irqrt_wait_begin(&(queue));           \
			if (condition) {                                                 \
				wait_left = wait_left ? wait_left : 1;                   \
				break;                                                   \
			}                                                                \
			if (!wait_left)                                                  \
				break;                                                   \
			wait_left = irqrt_wait(&(queue), wait_begun, wait_left);         \
		}                                                                        \
		wait_left;                                                               \
	})
#define wait_event(queue, condition) ((void)wait_event_timeout(queue, condition, MAX_SCHEDULE_TIMEOUT))
#define wait_event_interruptible(queue, condition) \
	({                                         \
		wait_event(queue, condition);      \
		0;                                 \
	})
#define wait_event_interruptible_timeout(queue, condition, timeout) wait_event_timeout(queue, condition, timeout)

#endif
